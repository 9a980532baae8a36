# SPDX-License-Identifier: EUPL-1.2
"""`comity resolution parse` of Word and PDF files: known by their bytes, written in all formats, or refused."""

import csv
import io
import json
from pathlib import Path

import pytest
from lxml import etree

from comity.config.main import main
from comity.resolutions.writers import akoma
from tests.resolutions import layouts
from tests.resolutions.fictions import COUNTS, FICTIONS


@pytest.mark.parametrize(("kind", "name"), [("word", "old.doc"), ("pdf", "text.txt"), ("word", "paper.pdf")])
def test_file_is_known_by_its_bytes_and_not_by_its_name(
    kind: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = FICTIONS["en"]
    path = tmp_path / name
    path.write_bytes(layouts.word(said) if kind == "word" else layouts.pdf(said, tmp_path))

    assert main(["resolution", "parse", str(path), "--format", "json"]) in {0, 1}
    made = json.loads(capsys.readouterr().out)
    assert [len(made[part]) for part in ("preamble", "operative", "notes", "annexes")] == [
        COUNTS["preambular"], COUNTS["operative"], COUNTS["notes"], COUNTS["annexes"],
    ]  # fmt: skip
    first = made["operative"][2]["sub"][0]
    assert (first["label"], [item["label"] for item in first["sub"]]) == ("(a)", ["(i)", "(ii)"])


def test_every_format_can_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "resolution.docx"
    path.write_bytes(layouts.word(FICTIONS["fr"]))

    main(["resolution", "parse", str(path), "--format", "akn"])
    root = etree.fromstring(capsys.readouterr().out.encode())
    assert [one.get("marker") for one in root.iter(f"{{{akoma.SPACE}}}authorialNote")] == ["1", "2", "3"]
    main(["resolution", "parse", str(path), "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["paragraph"], row["session"]) for row in rows][-2:] == [("4", "5"), ("5", "")]


@pytest.mark.parametrize(
    ("data", "language", "said"),
    [
        (b"%PDF-1.7 broken", "en", "The PDF is damaged."),
        (b"%PDF-1.7 broken", "fr", "Le PDF est endommagé."),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), "en", "old Word format"),
    ],
)
def test_file_that_cannot_be_read_is_exit_code_2_with_a_remedy(
    data: bytes, language: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "resolution.docx"
    path.write_bytes(data)

    assert main(["resolution", "parse", str(path), "--language", language]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert ("paste" if language == "en" else "collez") in error
