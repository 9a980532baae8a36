# SPDX-License-Identifier: EUPL-1.2
"""What the log tells of a release is what browsers are given; the doctor says so where it is not."""

import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from comity import __version__
from comity.config import announcing
from comity.config.problem import Problem
from comity.ledger.models import Announcement, Pending
from comity.ledger.queries import system_newest_release
from tests.config.running import needs_assets

AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
pytestmark = [needs_assets, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.COMITY_DATA = tmp_path


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """A copy of the collected files, to be tampered with."""
    root = Path(settings.STATIC_ROOT)
    copy = tmp_path / "collected"
    (copy / "comity" / "dist").mkdir(parents=True)
    for path in [root / "staticfiles.json", *(root / "comity" / "dist").glob("*.js")]:
        (copy / path.relative_to(root)).write_bytes(path.read_bytes())
    settings.STATIC_ROOT = copy
    return copy


def served(client: Client, name: str) -> bytes:
    """Return what a browser is given for a script, under the address that a page names."""
    answer = client.get(staticfiles_storage.url(name))
    assert answer.status_code == 200
    return b"".join(answer)


def test_served_scripts_have_the_digests_of_the_newest_release(client: Client) -> None:
    announcing.announce(at=AT)

    told = system_newest_release()
    assert told is not None
    assert told["version"] == __version__
    assert [one["name"] for one in told["files"]] == ["comity/dist/comity.js", "comity/dist/sealing.js"]
    for one in told["files"]:
        assert hashlib.sha256(served(client, one["name"])).hexdigest() == one["sha256"]


def test_every_script_that_our_pages_load_is_told() -> None:
    source = Path(announcing.__file__).parents[1]
    loaded = {name for path in source.rglob("*.html") for name in re.findall(r"static '([^']+\.js)'", path.read_text())}

    assert loaded == {name for name, _digest in announcing.served_scripts()}


def test_it_is_told_once_and_waits_for_the_closing_like_everything_else() -> None:
    for _ in range(3):
        announcing.announce(at=AT)

    assert [row.kind for row in Announcement.objects.order_by("id")] == ["release", "key"]
    assert Pending.objects.count() == 2


def test_doctor_finds_them_as_told() -> None:
    assert announcing.check().startswith("nothing told yet")
    announcing.announce(at=AT)

    assert announcing.check() == f"2 as the log tells of Comity {__version__}"


@pytest.mark.parametrize("how", ["changed", "added", "removed"])
def test_doctor_names_a_script_that_is_not_the_one_told(collected: Path, how: str) -> None:
    """The other script is served under the hashed name, as somebody who holds the server would do."""
    announcing.announce(at=AT)
    manifest = collected / "staticfiles.json"
    if how == "changed":
        (path,) = (collected / "comity" / "dist").glob("sealing.????????????.js")
        path.write_bytes(path.read_bytes() + b";fetch('/x')")
    elif how == "added":
        (collected / "comity" / "dist" / "sealing2.js").write_bytes(b"x")
        one = '"comity/dist/sealing2.js":"comity/dist/sealing2.js",'
        manifest.write_text(manifest.read_text().replace('"paths": {', f'"paths": {{{one}'))
    else:
        manifest.write_text(manifest.read_text().replace('"comity/dist/sealing.js"', '"other/sealing.js"'))

    with pytest.raises(Problem, match="is not the script that the log tells of") as problem:
        announcing.check()
    assert "sealing" in problem.value.what


def test_changed_script_is_told_as_a_release_of_its_own(collected: Path) -> None:
    announcing.announce(at=AT)
    (path,) = (collected / "comity" / "dist").glob("sealing.????????????.js")
    path.write_bytes(b"another")
    announcing.announce(at=AT)

    told = system_newest_release()
    assert told is not None
    assert told["files"][1]["sha256"] == hashlib.sha256(b"another").hexdigest()
    assert announcing.check().startswith("2 as the log tells")


def test_doctor_says_when_another_version_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    announcing.announce(at=AT)
    monkeypatch.setattr(announcing, "__version__", "99")

    with pytest.raises(Problem, match="The log tells of Comity"):
        announcing.check()


def test_file_of_peers_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "peers").write_text("nonsense\n")

    with pytest.raises(Problem, match="line 1 of the file peers"):
        announcing.announce(at=AT)
    assert not Announcement.objects.exists()
