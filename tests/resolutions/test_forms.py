# SPDX-License-Identifier: EUPL-1.2
"""Forms in which resolutions are met, on invented texts."""

import pytest

from comity.resolutions import parse, text
from comity.resolutions.model import Division, Resolution

from .forms import FORMS
from .shared import counts


def read(name: str) -> Resolution:
    return parse(text.source_of(FORMS[name].text))


@pytest.mark.parametrize("name", FORMS)
def test_form_is_read(name: str) -> None:
    found = read(name)

    assert tuple(counts(found).values()) == FORMS[name].counts
    assert ";".join(one.verbs[0].text if one.verbs else "-" for one in found.operative) == FORMS[name].verbs


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_lost(name: str) -> None:
    """Every key is unique, no line is left over, and spans and markers lie within their texts."""
    found = read(name)
    keys = [one.key for one in found.preamble] + [one.key for one in found.operative]
    keys += [item.key for one in found.operative for sub in one.sub for item in sub.walk()]

    assert len(keys) == len(set(keys))
    assert found.left == ()
    for one in found.operative:
        assert all(one.text[verb.start : verb.end] == verb.text for verb in one.verbs)
        assert all(0 <= ref.at <= len(one.text) for ref in one.refs)
    texts = {one.key: one.text for one in found.operative} | {
        item.key: item.text for one in found.operative for sub in one.sub for item in sub.walk()
    }
    assert all(texts[one.key][one.start : one.end] == one.action for one in found.mandates)


def test_draft_has_its_own_structure_and_mandates() -> None:
    found = read("recommended-draft")
    (draft,) = found.drafts

    assert (len(draft.preamble), [one.number for one in draft.operative], draft.body) == (
        2,
        ["1", "2"],
        "Harbour Assembly",
    )
    assert [one.addressee for one in draft.mandates] == ["Harbour Assembly", "the Keeper"]
    assert found.notes[0].places == ("draft pp1",)


def test_sections_have_labels_enacting_phrases_and_keys_of_their_own() -> None:
    found = read("sections-that-begin-anew")

    assert [(one.label, one.title, one.enacting) for one in found.sections] == [
        ("A", "Budget for 2032", ""), ("B", "Lamp Fund", "The Assembly of Harbour States"),
    ]  # fmt: skip
    assert [one.key for one in found.operative] == ["A.1", "A.2", "B.1", "B.2"]
    (table,) = found.operative[0].tables
    assert table.rows[-1] == ("Total", "500.0")


def test_adopted_declaration_is_a_section() -> None:
    found = read("adopted-declaration")

    assert [(one.division, one.title) for one in found.sections] == [
        (Division.ADOPTED, "Political declaration on lamps")
    ]


def test_annexes_have_titles_items_and_tables() -> None:
    first, second = read("annexes-with-numbers").annexes

    assert (first.label, first.title, [item.label for item in first.items], len(first.items[1].sub)) == (
        "Annex I", "Guidelines on lamps", ["", "1", "2"], 2,
    )  # fmt: skip
    assert (second.title, second.tables[0].rows[0]) == ("Table of lamps", ("Port", "Lamps"))


def test_markers_are_tied_to_their_notes() -> None:
    found = read("markers-glued-to-years-and-words")

    assert [(note.marker, note.places) for note in found.notes] == [
        ("1", ("pp1", "1")),
        ("2", ("pp2",)),
        ("3", ("pp2",)),
    ]
    assert found.preamble[1].text == "Recalling also the Charter and the Lamp Programme to 2030 of the ports,"


def test_torn_pages_are_joined() -> None:
    assert [one.text for one in read("code-of-a-page-in-the-middle").operative] == [
        "Welcomes the report of the Keeper;", "Requests the Keeper to light the lamps.",
    ]  # fmt: skip


def test_masthead_of_one_line() -> None:
    found = read("one-flat-line")

    assert (found.symbol, found.title, found.adopted, found.enacting) == (
        "H/RES/80/17", "Report of the Harbour Court", "2031-11-10", "The Harbour Assembly",
    )  # fmt: skip


def test_misread_numbers_are_doubtful() -> None:
    found = read("misread-numbers")

    assert [(one.number, one.confidence < 1) for one in found.operative] == [
        ("1", True),
        ("2", False),
        ("3", True),
        ("4", False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("2. Also", "4. Also", "gap", "4"),
        ("3. Requests", "1. Requests", "numbering", ""),
        ("2. Also welcomes", "2. Lampwise", "verb", "2"),
        ("the new lamps;", "the new lamps;[7]", "marker", "2"),
        ("2. Also welcomes the new lamps;", "2. Décide que les gardiens de la lumière sont dans le port et que les phares du port sont pour les navires;", "language", "2"),
    ],
)  # fmt: skip
def test_doubts_name_their_place_and_a_remedy(old: str, new: str, code: str, place: str) -> None:
    said = """The Harbour Assembly,

Recalling its resolution 79/12 of the previous session,[1]

1. Welcomes the report of the Court to the ports and to all that are in them;

2. Also welcomes the new lamps;

3. Requests the Keeper to report on the oil that was burnt in the lamps.

[1] H/79/12.
"""
    sound = parse(text.source_of(said))
    found = parse(text.source_of(said.replace(old, new)))

    assert sound.doubts == ()
    (doubt, *_) = [doubt for doubt in found.doubts if doubt.code == code]
    assert (doubt.place.split("#")[0].removeprefix("§1."), bool(doubt.remedy.en), bool(doubt.remedy.fr)) == (
        place,
        True,
        True,
    )
    assert found.confidence < 1 or doubt.weight == 0


def test_note_without_marker_is_said() -> None:
    found = parse(
        text.source_of("The Harbour Assembly,\n\nRecalling it,\n\n1. Decides to light the lamps.\n\n[1] H/1.\n")
    )

    assert [(doubt.code, doubt.place) for doubt in found.doubts] == [("note", "note 1")]
