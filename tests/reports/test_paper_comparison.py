# SPDX-License-Identifier: EUPL-1.2
"""Two versions of a document: what was added, removed, moved and changed."""

import io
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from comity.reports.paper import comparison
from comity.reports.paper.comparison import Change, Part, Piece, compare
from comity.reports.paper.model import Cell, Footnote, Language, Paper, Paragraph, Row, Run, Section, Table

from .papers import TEXTS, sample


def paper_of(*paragraphs: tuple[str, str, str], language: str = "en") -> Paper:
    blocks = tuple(Paragraph(key, (Run(text),), number) for key, number, text in paragraphs)
    return replace(sample(), language=Language(language), sections=(Section("s", blocks),), annexes=())


def parts(before: Paper, after: Paper) -> list[Part]:
    return [part for part in compare(before, after).parts if part.id != "*"]


def test_words_are_compared_and_parts_are_found_by_their_ids() -> None:
    before = paper_of(("a", "1", "The lamps were lit."), ("b", "2", "Oil was bought."), ("c", "3", "Wicks were cut."))
    after = paper_of(("c", "1", "Wicks were cut."), ("a", "2", "The old lamps were lit."), ("d", "3", "Ships came."))

    assert parts(before, after) == [
        Part("c", Change.SAME, True, "3.", "1.", (Piece("Wicks were cut."),)),
        Part(
            "a", Change.CHANGED, False, "1.", "2.",
            (Piece("The"), Piece(" old", Change.ADDED), Piece(" lamps were lit.")),
        ),
        Part("b", Change.REMOVED, False, "2.", "", (Piece("Oil was bought.", Change.REMOVED),)),
        Part("d", Change.ADDED, False, "", "3.", (Piece("Ships came.", Change.ADDED),)),
    ]  # fmt: skip
    assert compare(before, after).counts == {"same": 2, "changed": 1, "added": 1, "removed": 1, "moved": 1}


def test_equal_versions_are_the_same_in_every_part() -> None:
    found = compare(sample(), sample())

    assert {part.change for part in found.parts} == {Change.SAME}
    assert found.counts["moved"] == 0


def test_change_of_a_footnote_a_cell_an_annex_and_the_masthead_is_found() -> None:
    before = sample()
    first, *rest = before.sections[0].blocks
    assert isinstance(first, Paragraph)
    content = tuple(
        Footnote(one.id, (Run("HCA/3/41."),)) if isinstance(one, Footnote) else one for one in first.content
    )
    table = before.sections[1].blocks[1]
    assert isinstance(table, Table)
    rows = (Row((table.rows[0].cells[0], Cell(number=Decimal(1235)), Cell(hidden=True))), *table.rows[1:])
    after = replace(
        before,
        masthead=replace(before.masthead, symbol="HCA/4/32/Rev.1"),
        sections=(
            replace(before.sections[0], blocks=(replace(first, content=content), *rest)),
            replace(before.sections[1], blocks=(before.sections[1].blocks[0], replace(table, rows=rows))),
        ),
        annexes=(replace(before.annexes[0], title="Registers"),),
    )

    found = {part.id: part.change for part in compare(before, after).parts if part.change is not Change.SAME}

    assert found == {
        "*": Change.CHANGED, "p1": Change.CHANGED, "t1": Change.CHANGED, "c1": Change.REMOVED, "s3": Change.REMOVED,
        "p3": Change.REMOVED, "a1": Change.CHANGED,
    }  # fmt: skip


def test_mark_that_was_lifted_is_a_change_though_no_word_is() -> None:
    before, after = paper_of(("a", "1", "secret")), paper_of(("a", "1", "secret"))
    blocks = (replace(before.sections[0].blocks[0], secret=True),)
    before = replace(before, sections=(Section("s", blocks),))

    assert [part.change for part in parts(before, after)] == [Change.CHANGED]


def test_scripts_without_blanks_are_compared_sign_by_sign() -> None:
    (part,) = parts(
        paper_of(("a", "", "灯火是亮着的"), language="zh"), paper_of(("a", "", "灯火大体是亮着的"), language="zh")
    )

    assert part.pieces == (Piece("灯火"), Piece("大体", Change.ADDED), Piece("是亮着的"))


WORDS = st.lists(st.sampled_from(["lamp", "oil", " ", ", ", "\n", "灯", "é"]), min_size=1, max_size=20).map("".join)


@given(WORDS, WORDS)
def test_both_versions_can_be_read_back(old: str, new: str) -> None:
    (part,) = parts(paper_of(("a", "", old)), paper_of(("a", "", new)))

    assert "".join(one.text for one in part.pieces if one.change is not Change.ADDED) == old
    assert "".join(one.text for one in part.pieces if one.change is not Change.REMOVED) == new


@given(st.permutations(range(8)))
def test_what_was_moved_is_the_least_that_explains_the_order(order: list[int]) -> None:
    before = paper_of(*((f"p{one}", "", "x") for one in range(8)))
    after = paper_of(*((f"p{one}", "", "x") for one in order))

    still = [int(part.id[1:]) for part in parts(before, after) if not part.is_moved]

    assert still == sorted(still)
    longest = [1] * 8
    for at in range(8):
        longest[at] += max((longest[low] for low in range(at) if order[low] < order[at]), default=0)
    assert len(still) == max(longest)


def test_fragment_says_in_words_what_it_shows_and_escapes() -> None:
    before, after = paper_of(("a", "1", "<b>old</b>")), paper_of(("a", "2", "<b>new</b>"))

    html = comparison.fragment(compare(before, after))

    assert "1. → 2. (changed)" in html
    assert '<del><span class="visually-hidden">[removed: </span>old' in html
    assert '<ins><span class="visually-hidden">[added: </span>new' in html
    assert "<b>" not in html
    assert "style=" not in html


@pytest.mark.parametrize("language", TEXTS)
def test_comparison_is_printed_in_every_language(language: str) -> None:
    before = sample(language)
    after = replace(before, sections=before.sections[1:], title=before.title + " 2")

    data = comparison.printed(compare(before, after), fonts=settings.COMITY_FONTS)

    with pikepdf.open(io.BytesIO(data)) as document:
        assert document.Root.Lang == language
    with pypdfium2.PdfDocument(data) as pages:
        assert "HCA" in pages[0].get_textpage().get_text_range()
