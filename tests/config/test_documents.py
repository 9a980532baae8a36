# SPDX-License-Identifier: EUPL-1.2
"""comity documents: verify and rotate, as processes of their own on a court of their own."""

import json
import stat
from pathlib import Path

import pytest

from .running import comity

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("court") / "data"
    done = comity(data, "demo", "--requests", "1", COMITY_MODE="demo")
    assert done.returncode == 0, done.stderr
    return data


def test_sound_court_is_verified(court: Path) -> None:
    done = comity(court, "documents", "verify", "--demo", "--json")

    assert (done.returncode, json.loads(done.stdout)["faults"]) == (0, [])


def test_file_without_a_row_is_found(court: Path) -> None:
    stray = court / "documents" / "incoming" / ("0" * 32)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")

    done = comity(court, "documents", "verify", "--demo")
    stray.unlink()

    assert done.returncode == 1
    assert f"WRONG  {'0' * 32}: it was never finished" in done.stdout


def test_rotation_keeps_the_older_key(court: Path) -> None:
    path = court / "keys" / "documents.age"
    before = [line for line in path.read_text().splitlines() if line.startswith("AGE-SECRET-KEY")]

    done = comity(court, "documents", "rotate", "--demo")

    after = [line for line in path.read_text().splitlines() if line.startswith("AGE-SECRET-KEY")]
    assert (done.returncode, after[1:], len(after)) == (0, before, 2)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = json.loads(comity(court, "doctor", "--demo", "--json").stdout)
    about = {finding["about"]: finding for finding in told["findings"]}
    assert "a rotation under way (1 older)" in about["documents"]["what"]
    assert "taken unscanned" in about["virus scanner"]["what"]


def test_missing_key_is_said(court: Path) -> None:
    path = court / "keys" / "documents.age"
    kept = path.read_bytes()
    path.unlink()
    try:
        done = comity(court, "documents", "rotate")
        assert done.returncode == 1
        done = comity(court, "documents", "rotate", "--demo")
        # A demonstration makes what is missing: nobody's documents depend on it.
        assert done.returncode == 0
    finally:
        path.write_bytes(kept)
