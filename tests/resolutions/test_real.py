# SPDX-License-Identifier: EUPL-1.2
"""Real resolutions against counts made by hand, and the seed against its mandates."""

import re

import pytest

from comity.resolutions import parse, text
from comity.resolutions.addressees import normal
from comity.resolutions.model import Resolution, Unusable

from .shared import CORPUS, GOLD, SHARED, counts, needs_corpus, needs_seed, read, rows

EMPHASIS = re.compile(r"[*_]([A-Za-z][^*_\n]{2,60})[*_]")
PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
GOLD_ROWS = rows(GOLD) if GOLD.exists() else []


@needs_corpus
@pytest.mark.parametrize("row", GOLD_ROWS, ids=lambda row: row["file"])
def test_counts_equal_those_made_by_hand(row: dict[str, str]) -> None:
    found = counts(read(CORPUS / row["file"]))

    assert found == {name: int(row[name]) for name in found}


def seed() -> Resolution:
    (path,) = (SHARED / "seed").iterdir()
    return read(path)


@needs_seed
def test_seed_has_the_paragraphs_of_its_gold() -> None:
    (row,) = rows(SHARED / "corpus" / "GOLD_SEED.csv")
    found = seed()

    assert (found.symbol, found.language, found.title, found.adopted) == (
        row["symbol"],
        row["lang"],
        "Cooperation",
        "2011-12-20",
    )
    assert counts(found) == {
        "preambular": int(row["n_preambular"]),
        "operative": int(row["n_operative"]),
        "sub": int(row["n_subparagraphs"]),
        "notes": int(row["n_footnotes"]),
        "annexes": int(row["n_annexes"]),
    }
    verbs = [one.verbs[0].text for one in found.operative]
    assert (verbs[0], verbs[-1]) == (row["first_operative_verb"], row["last_operative_verb"])
    assert [(note.marker, note.places) for note in found.notes] == [
        ("1", ("pp3",)), ("2", ("pp3",)), ("3", ("1",)), ("4", ("5",)), ("5", ("8",)),
    ]  # fmt: skip


@needs_seed
def test_seed_has_the_mandates_of_its_gold() -> None:
    """Paragraph 9 asks for two things: one row or two."""
    gold = [
        (row["paragraph"], row["verb"], row["kind"], row["due_as_stated"], normal(row["addressee"]))
        for row in rows(SHARED / "corpus" / "GOLD_SEED_mandates.csv")
    ]
    found = [(one.paragraph, one.verb, one.kind.value, one.due.stated, one.addressed) for one in seed().mandates]
    ninth = [row for row in found if row[0] == "9"]

    assert [row for row in found if row[0] != "9"] == [row for row in gold if row[0] != "9"]
    assert (set(ninth), len(ninth) in {1, 2}) == ({row for row in gold if row[0] == "9"}, True)
    assert {one.paragraph: one.due.session for one in seed().mandates if one.due.session} == {"14": 11, "15": 12}


@needs_seed
def test_actions_of_the_seed_are_its_own_words() -> None:
    found = seed()
    texts = {one.key: one.text for one in found.operative}

    assert [one.action for one in found.mandates] == [texts[one.key][one.start : one.end] for one in found.mandates]


@needs_seed
def test_contradicting_notes_of_the_seed_are_kept_and_pointed_out() -> None:
    found = seed()

    assert {doubt.place for doubt in found.doubts if doubt.code == "contradiction"} == {"note 2", "note 3"}
    assert found.notes[2].text.startswith("Report of the Court on cooperation (ICC/ASP/10/28)")
    assert found.confidence == 1.0


@needs_corpus
@pytest.mark.parametrize(("form", "paragraphs", "notes_too"), [("one line", 25, 19), ("no empty lines", 28, 17)])
def test_most_texts_are_read_without_their_layout(form: str, paragraphs: int, notes_too: int) -> None:
    """Of 31 texts: how many keep all counts of paragraphs and items, and of notes as well, once their layout is lost."""
    exact = {"paragraphs": 0, "notes too": 0}
    for row in GOLD_ROWS:
        said = EMPHASIS.sub(r"\1", (CORPUS / row["file"]).read_text(encoding="utf-8")).translate(PLAIN_DIGITS)
        lines = [" ".join(line.split()) for line in said.splitlines() if line.strip()]
        try:
            found = counts(parse(text.source_of((" " if form == "one line" else "\n").join(lines))))
        except Unusable:
            continue
        right = all(found[name] == int(row[name]) for name in ("preambular", "operative", "sub"))
        exact["paragraphs"] += right
        exact["notes too"] += right and found["notes"] == int(row["notes"])

    assert (exact["paragraphs"] >= paragraphs, exact["notes too"] >= notes_too) == (True, True), exact
