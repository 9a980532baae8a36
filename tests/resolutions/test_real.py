# SPDX-License-Identifier: EUPL-1.2
"""Real resolutions against counts made by hand, and the seed against its mandates."""

import pytest

from comity.resolutions.addressees import normal
from comity.resolutions.model import Resolution

from .shared import CORPUS, GOLD, SHARED, counts, needs_corpus, needs_seed, read, rows

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
