# SPDX-License-Identifier: EUPL-1.2
"""`comity init` as an operator meets it: in processes of their own, each on a directory of its own."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

COMITY = Path(sys.executable).parent / "comity"
ORGANS = ("OTP", "REG", "CHM", "PRE")


def comity(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}
    return subprocess.run(
        [COMITY, *arguments],
        env={**kept, "COMITY_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def table(organ: str, number: int, **fields: str) -> str:
    given = {"name": f"Person {number}", "email": f"{organ}{number}@example.org", **fields}
    return "\n".join([f"[[{organ}]]", *(f'{name} = "{value}"' for name, value in given.items())])


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.toml"
    path.write_text("\n".join(table(organ, number) for organ in ORGANS for number in (1, 2)))
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_court_is_set_up_once(data: Path, people: Path, tmp_path: Path) -> None:
    codes = tmp_path / "codes.txt"
    done = comity(data, "init", "--people", str(people), "--codes", str(codes), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert [(row["party"], row["email"]) for row in told["administrators"]] == [
        (organ, f"{organ}{number}@example.org".lower()) for organ in ORGANS for number in (1, 2)
    ]
    assert "code" not in told["administrators"][0]
    assert stat.S_IMODE(codes.stat().st_mode) == 0o600
    assert codes.read_text().count("-") >= 8 * 6
    for name in ("sessions", "sight", "pages"):
        assert stat.S_IMODE((data / "keys" / f"{name}.key").stat().st_mode) == 0o600

    before = {path: path.read_bytes() for path in (data / "keys").iterdir()}
    again = comity(data, "init", "--people", str(people))
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == (
        "comity: A court is set up here already. Start it: comity run; for another one, name another COMITY_DATA and "
        "COMITY_DATABASE_URL\n"
    )
    assert {path: path.read_bytes() for path in (data / "keys").iterdir()} == before

    for path in before:
        path.unlink()
    robbed = comity(data, "init", "--people", str(people))
    assert (robbed.returncode, "whose keys are missing" in robbed.stderr) == (1, True)
    assert list((data / "keys").iterdir()) == []


def test_codes_are_shown_on_screen(data: Path, people: Path) -> None:
    done = comity(data, "init", "--people", str(people))
    assert done.returncode == 0
    assert "CHM  Person 2  chm2@example.org" in done.stdout
    assert done.stdout.rstrip().endswith("Start it: comity run")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[OTP", "is no TOML"),
        (table("OTP", 1), "OTP has 1 administrators instead of 2"),
        ("", "PRE has 0 administrators instead of 2"),
        (table("XYZ", 1), "“XYZ” is no organ"),
        (table("OTP", 1, email="nobody"), "“nobody” is no e-mail address"),
        (table("OTP", 1, name=" "), "OTP: somebody has no name"),
        (table("OTP", 1) + "\n" + table("OTP", 2, email="otp1@example.org"), "otp1@example.org is named twice"),
        ("OTP = 3", "OTP has 0 administrators"),
    ],
)
def test_an_unusable_list_makes_nothing(data: Path, tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "people.toml"
    path.write_text(text)
    done = comity(data, "init", "--people", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not data.exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--people", "/nowhere/at/all.toml"], "cannot be read"),
        ([], "Nobody is there to name the administrators"),
    ],
)
def test_without_a_list_nothing_is_made(data: Path, arguments: list[str], told: str) -> None:
    done = comity(data, "init", *arguments)
    assert (done.returncode, told in done.stderr, data.exists()) == (2, True, False)


def test_a_demonstration_never_becomes_a_court(data: Path, people: Path) -> None:
    data.mkdir()
    (data / "demonstration").touch()
    done = comity(data, "init", "--people", str(people))
    assert (done.returncode, "holds a demonstration court" in done.stderr) == (1, True)
    assert not (data / "keys").exists()


def test_where_the_codes_cannot_be_written_nobody_is_invited_and_the_next_try_succeeds(
    data: Path, people: Path, tmp_path: Path
) -> None:
    failed = comity(data, "init", "--people", str(people), "--codes", str(tmp_path / "no" / "such" / "place"))
    assert (failed.returncode, "Nobody was invited" in failed.stderr) == (2, True)
    assert comity(data, "init", "--people", str(people)).returncode == 0


def test_a_file_of_codes_is_never_overwritten(data: Path, people: Path, tmp_path: Path) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_text("kept")
    done = comity(data, "init", "--people", str(people), "--codes", str(codes))
    assert (done.returncode, codes.read_text()) == (2, "kept")
