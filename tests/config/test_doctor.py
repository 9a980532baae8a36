# SPDX-License-Identifier: EUPL-1.2
"""`comity doctor` on a sound court and on broken ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from comity.config import examination
from comity.config.problem import Problem
from comity.documents.files import apart
from tests.config.running import comity, needs_assets

SAFE = {"COMITY_PUBLIC_URL": "https://cooperation.example"}


def examined(data: Path, **more: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = comity(data, "doctor", "--json", **{**SAFE, **more})
    told = json.loads(done.stdout)
    assert told["well"] == (done.returncode == 0)
    return done.returncode, {finding["about"]: finding for finding in told["findings"]}


@needs_assets
def test_sound_court_is_well(real_court: Path) -> None:
    code, findings = examined(real_court)

    assert (code, {about for about, finding in findings.items() if not finding["well"]}) == (0, set())
    assert findings["database"]["what"].startswith("SQLite, ")


def test_directory_without_a_court_is_told(tmp_path: Path) -> None:
    code, findings = examined(tmp_path)

    assert (code, list(findings)) == (1, ["settings"])


@pytest.mark.parametrize(
    ("about", "more"),
    [
        ("address", {"COMITY_PUBLIC_URL": "http://cooperation.example"}),
        ("assets", {"COMITY_STATIC": "/nowhere"}),
        ("fonts", {"COMITY_FONTS": "/nowhere"}),
        ("database", {"COMITY_DATABASE_URL": "postgresql://me@127.0.0.1:9/court"}),
    ],
)
def test_what_is_wrong_is_found_with_its_mend(real_court: Path, about: str, more: dict[str, str]) -> None:
    code, findings = examined(real_court, **more)

    assert (code, findings[about]["well"], findings[about]["mend"] != "") == (1, False, True)


def test_key_that_others_can_read_is_found(real_court: Path) -> None:
    (real_court / "keys" / "sight.key").chmod(0o644)

    code, findings = examined(real_court)

    assert (code, findings["keys"]["what"]) == (1, f"Others can read the keys sight in {real_court / 'keys'}.")


def test_people_read_lines(tmp_path: Path) -> None:
    done = comity(tmp_path, "doctor")

    assert done.returncode == 1
    assert done.stdout.startswith("WRONG  settings: No court is set up here")


@pytest.mark.parametrize(
    ("walls", "is_well", "words"),
    [
        ({"network": True, "files": True}, True, "its network is its own, with nobody else on it; it opens no file"),
        ({"network": True, "files": False}, True, "nobody else on it; this kernel has no Landlock"),
        ({"network": False, "files": True}, True, "Python's own; this kernel gives this user no network"),
        ({"network": False, "files": False}, False, "with bounds of memory and time, and no more"),
        (None, False, "does not come to an answer (time): no file is taken"),
    ],
)
def test_what_keeps_files_apart_here_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, walls: dict[str, bool] | None, is_well: bool, words: str
) -> None:
    def standing() -> dict[str, bool]:
        if walls is None:
            raise apart.Ended(apart.Ending.TIME)
        return walls

    monkeypatch.setattr(apart, "standing", standing)

    try:
        told = (True, examination.files_apart())
    except Problem as problem:
        told = (problem.mend == "", problem.what)

    assert (told[0], words in told[1]) == (is_well, True)
