# SPDX-License-Identifier: EUPL-1.2
"""Damaged files of all sorts: each is read or refused, and nothing else ever happens."""

import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from comity.resolutions.readers import Unusable, lines_of

from . import layouts, made
from .fictions import FICTIONS

PARTS = ("<w:p/>", "<w:r>", "</w:p>", "<w:tbl><w:tr/></w:tbl>", "<w:numPr/>", '<w:fldChar w:fldCharType="begin"/>')
VALUES = ('""', '"-1"', '"99999999999"', '"x"', '"٣"')


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, lost, put in and doubled."""
    out = bytearray(data)
    for _time in range(chance.choice((1, 3, 10, 60))):
        place, other = chance.randrange(len(out)), chance.randrange(len(out))
        match chance.randrange(4):
            case 0:
                out[place] = chance.randrange(256)
            case 1:
                del out[place : place + chance.randrange(1, 40)]
            case 2:
                out[place:place] = chance.randbytes(8)
            case _:
                out[place : place + 20] = out[other : other + 20]
    return bytes(out)


def miswritten(data: bytes, chance: random.Random) -> bytes:
    """A package whose XML says what no program would write."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries: dict[str, str | bytes] = {name: archive.read(name).decode() for name in archive.namelist()}
    name = chance.choice(sorted(entries))
    content = entries[name]
    assert isinstance(content, str)
    for _time in range(chance.choice((1, 2, 5))):
        tag = chance.choice(list(re.finditer(r"<[^>]+>", content)))
        new = {
            0: "",
            1: tag[0] * chance.choice((2, 200)),
            2: re.sub(r'"[^"]*"', lambda _found: chance.choice(VALUES), tag[0], count=1),
            3: chance.choice(PARTS) + tag[0],
        }[chance.randrange(4)]
        content = content[: tag.start()] + new + content[tag.end() :]
    entries[name] = content
    return made.zipped(entries)


def read_or_refused(data: bytes) -> bool:
    try:
        found = lines_of(data)
    except Unusable as refusal:
        return bool(refusal.message.en and refusal.remedy.en)
    return found is None or bool(found.lines)


@pytest.mark.parametrize("seed", range(60))
def test_damaged_word_file_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = layouts.word(FICTIONS["en"])
    assert read_or_refused(damaged(data, chance))
    assert read_or_refused(miswritten(data, chance))


def test_damaged_pdf_is_read_or_refused(tmp_path: Path) -> None:
    data = layouts.pdf(FICTIONS["ar"], tmp_path)
    for seed in range(120):
        assert read_or_refused(damaged(data, random.Random(seed)))
