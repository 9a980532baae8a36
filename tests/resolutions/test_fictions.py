# SPDX-License-Identifier: EUPL-1.2
"""A resolution of our own in four languages and as files of every kind: the same is found in each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from comity.resolutions import parse, text
from comity.resolutions.model import Resolution
from comity.resolutions.readers import lines_of
from comity.resolutions.writers import akoma

from . import layouts
from .fictions import COUNTS, FICTIONS
from .shared import counts

MADE: dict[str, Callable[[layouts.Said, Path], bytes]] = {
    "seed": lambda said, _folder: layouts.seed(said).encode(),
    "plain": lambda said, _folder: layouts.plain(said).encode(),
    "docx": lambda said, _folder: layouts.word(said),
    "pdf": layouts.pdf,
}


def found_in(language: str, kind: str, folder: Path) -> Resolution:
    data = MADE[kind](FICTIONS[language], folder)
    return parse(lines_of(data) or text.read(data))


@pytest.mark.parametrize("language", FICTIONS)
@pytest.mark.parametrize("kind", MADE)
def test_same_is_found_in_every_kind_of_file_and_language(language: str, kind: str, tmp_path: Path) -> None:
    found = found_in(language, kind, tmp_path)

    assert (found.language, found.symbol, found.adopted) == (language, "HCA/4/Res.2", "2031-05-05")
    assert counts(found) == COUNTS
    assert [(note.marker, note.places) for note in found.notes] == [("1", ("pp1",)), ("2", ("pp2",)), ("3", ("1",))]
    assert found.left == ()
    akoma.written(found)


@pytest.mark.parametrize("language", FICTIONS)
@pytest.mark.parametrize("kind", MADE)
def test_same_mandates_are_found_in_every_kind_of_file(language: str, kind: str, tmp_path: Path) -> None:
    found = found_in(language, kind, tmp_path)

    assert [(one.paragraph, one.kind.value, one.due.session) for one in found.mandates] == [
        ("2", "exhortation", 0), ("3", "request", 0), ("3", "request", 0), ("4", "request", 5), ("5", "decision", 0),
    ]  # fmt: skip
