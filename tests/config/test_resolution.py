# SPDX-License-Identifier: EUPL-1.2
"""`comity resolution parse`: exit codes, formats, and what cannot be used."""

import csv
import io
import json
from pathlib import Path

import pytest

from comity.config.main import main

WELL = """Resolution HCA/4/Res.1

Adopted at the 3rd plenary meeting, on 5 May 2031, by consensus

HCA/4/Res.1 Harbour lights

The Assembly of Harbour States,

Recalling its resolution HCA/3/Res.2,

1. Welcomes the report of the Harbour Court;
2. Requests the Bureau to report on harbour lights at its fifth session.
"""


def written(tmp_path: Path, text: str, name: str = "text.txt") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_well_is_exit_code_0_and_json_has_its_fixed_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["resolution", "parse", written(tmp_path, WELL), "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    assert code == 0
    assert (found["symbol"], found["title"], found["language"], found["adopted"], found["enacting"]) == (
        "HCA/4/Res.1", "Harbour lights", "en", "2031-05-05", "The Assembly of Harbour States",
    )  # fmt: skip
    assert [one["verb"] for one in found["preamble"]] == ["Recalling"]
    assert [(one["number"], one["verbs"], one["notes"], one["sub"]) for one in found["operative"]] == [
        ("1", ["Welcomes"], [], []), ("2", ["Requests"], [], []),
    ]  # fmt: skip
    (mandate,) = found["mandates"]
    assert {name: mandate[name] for name in ("paragraph", "verb", "addressee", "action", "due", "kind")} == {
        "paragraph": "2", "verb": "Requests", "addressee": "the Bureau",
        "action": "report on harbour lights at its fifth session", "due": "at its fifth session", "kind": "request",
    }  # fmt: skip
    assert (found["notes"], found["annexes"]) == ([], [])


def test_csv_and_akoma_ntoso(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, WELL)

    assert main(["resolution", "parse", path, "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["symbol"], row["paragraph"], row["session"]) == ("HCA/4/Res.1", "2", "5")
    assert main(["resolution", "parse", path, "--format", "akn"]) == 0
    assert "<akomaNtoso" in capsys.readouterr().out


def test_doubts_are_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["resolution", "parse", written(tmp_path, WELL.replace("\n2. ", "\n3. "))])

    assert (code, "Paragraph 2 is missing before 3." in capsys.readouterr().out) == (1, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"Dear colleague,\n\nthe lamp in room 3 is broken. Please come.\n", "is this a resolution?"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "picture"),
        (b"a" * (5 * 1024 * 1024), "MiB"),
    ],
    ids=["empty", "a-letter", "a-picture", "too-large"],
)  # fmt: skip
def test_unusable_is_exit_code_2_and_says_what_is_missing(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(content)

    assert main(["resolution", "parse", str(path), "--format", "json"]) == 2
    captured = capsys.readouterr()
    assert (captured.out, said in captured.err) == ("", True)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolution", "parse", str(tmp_path / "none.txt")]) == 2
    assert "none.txt" in capsys.readouterr().err


def test_french_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["resolution", "parse", written(tmp_path, WELL), "--language", "fr"])

    assert "1 alinéas, 2 paragraphes" in capsys.readouterr().out


def test_bench_reads_what_it_says_it_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "resolutions", "--seconds", "0.1", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)

    assert (figures["paragraphs"], figures["mandates"], figures["read"] >= 20, figures["per_second"] > 20) == (
        18,
        16,
        True,
        True,
    )
    assert main(["bench", "resolutions", "--seconds", "0.1"]) == 0
    assert "a second" in capsys.readouterr().out
