# SPDX-License-Identifier: EUPL-1.2
"""Two people count by hand from one small fixture; what the report prints is what they got, down to the PDF's text.

The fixture: requests due in 2025, counted by kind and by what became of them. Counted by hand:

    kind    unanswered   executed   all
    SERV         6           7       13
    DOCS         5           0        5
    all         11           7       18

No count is from 1 to 4, so nothing is hidden. First answers, in days, of the seven executed: 2 each; the median is 2.
A sealed request and one due in 2026 are counted nowhere.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.urls import reverse

from comity.core.clock import now
from comity.core.db import as_system
from comity.core.errors import Invalid, Refused
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.parties.models import Party
from comity.reports import actions, queries
from comity.reports.figures import definitions
from comity.reports.kinds import places_in, problem_of
from comity.reports.models import BuiltFile, Report, Snapshot
from comity.reports.paper.model import Chart, Column, ColumnKind, Language, Table
from comity.reports.paper.printing import picture
from comity.reports.paper.words import words as printed
from comity.reports.views.composing import paper_of
from comity.statute import Role
from tests.factories.parties import person_at
from tests.factories.requests import a_file, bring_to

from . import pdfs
from .conftest import AT, Begin, make_files, masthead

SENT = datetime(2025, 3, 3, 9, tzinfo=UTC)
BY_HAND = {("SERV", "unanswered"): 6, ("SERV", "executed"): 7, ("DOCS", "unanswered"): 5, ("DOCS", "executed"): 0}
SECRET = "The sealed subject Quillfeather"


def sums(by_hand: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """The table with its totals, added up independently of the program."""
    found = dict(by_hand)
    for (kind, outcome), count in by_hand.items():
        for cell in ((kind, "total"), ("total", outcome), ("total", "total")):
            found[cell] = found.get(cell, 0) + count
    return found


@pytest.fixture
def frozen(asking: Viewer, belgium: Party, registry: Party) -> Snapshot:
    for (kind, outcome), count in BY_HAND.items():
        state = {"unanswered": "transmitted", "executed": "executed"}[outcome]
        for _number in range(count):
            bring_to(state, asking, kind=kind, requested_by="2025-06-30", at=SENT)
    bring_to("transmitted", asking, kind="SERV", requested_by="2026-06-30", at=SENT)
    sealed = a_file(asking, classification=UNDER_SEAL)
    bring_to("transmitted", asking, kind="SERV", file=sealed, requested_by="2025-06-30", at=SENT, subject=SECRET)
    counting = person_at(registry, Role.OFFICER)
    agreeing = person_at(registry, Role.APPROVER)
    row = actions.propose(counting, first=date(2025, 1, 1), last=date(2025, 12, 31), at=now())
    actions.agree(agreeing, snapshot_id=row.id, at=now())
    with as_system("reports.freeze"):
        actions.system_freeze(row.id, at=now())
    return Snapshot.rows.get(id=row.id)


@pytest.fixture
def report(begin: Begin, frozen: Snapshot, editor: Viewer) -> Report:
    row = begin(snapshot=frozen.id)
    text, notes = queries.drafted_figures("en")
    given: list[tuple[str, str, str, list[str]]] = [
        ("paragraph", "", text, notes), ("table", "kind", "Requests by kind", []),
        ("chart", "kind", "Requests by kind, drawn", []),
    ]  # fmt: skip
    for form, figure, words, footnotes in given:
        actions.add_block(
            editor, report_id=row.id, section="figures", form=form, figure=figure, text=words, notes=footnotes, at=AT
        )
    return row


def test_the_numbers_counted_by_hand_are_those_in_the_pdf(report: Report, frozen: Snapshot, editor: Viewer) -> None:
    by_hand = sums(BY_HAND)
    values = queries.Values.of(frozen)
    for (kind, outcome), count in by_hand.items():
        assert values.count("kind", kind, outcome) == count, (kind, outcome)

    make_files(editor, report)
    text = pdfs.text_of(bytes(BuiltFile.objects.visible_to(editor).get(form="pdf").content))

    assert "In the period from 1 January 2025 to 31 December 2025, 18 requests for cooperation fell due" in text
    assert "7 were executed, 0 partly executed, 0 in consultation" in text
    assert "11 unanswered and 0 withdrawn" in text
    digest = values.text("digest", "en")
    assert digest in text.replace(" ", "")
    assert "Requests by kind" in text
    assert SECRET.rsplit(maxsplit=1)[-1] not in text


def test_the_table_is_the_frozen_one_row_by_row(report: Report, editor: Viewer) -> None:
    paper = paper_of(queries.whole(editor, report.id), "en")
    (table,) = [block for block in paper.blocks() if isinstance(block, Table)]
    assert sum(sum(int(cell.number or 0) for cell in row.cells[1:-1]) for row in table.rows if not row.total) == 18
    rows = {row.cells[0].text: [None if cell.hidden else int(cell.number or 0) for cell in row.cells[1:]]
            for row in table.rows}  # fmt: skip
    columns = [column.heading for column in table.columns[1:]]
    assert rows["All"][columns.index("All")] == 18
    assert rows["All"][columns.index("Unanswered")] == 11
    assert table.method.startswith("Figures of 1 January 2025 to 31 December 2025, frozen on")


def test_live_data_never_reach_a_report(report: Report, frozen: Snapshot, editor: Viewer, asking: Viewer) -> None:
    before = paper_of(queries.whole(editor, report.id), "en")
    for _number in range(6):
        bring_to("executed", asking, kind="SERV", requested_by="2025-06-30", at=SENT)
    assert paper_of(queries.whole(editor, report.id), "en") == before


def test_other_figures_take_clearance_from_what_shows_them_alone(
    report: Report, facilitator: Viewer, editor: Viewer
) -> None:
    plain = actions.add_block(
        editor, report_id=report.id, section="introduction", form="paragraph", text="The Bureau reports.", at=AT
    )
    seen = {str(part.block.id): part.digest for part in queries.whole(editor, report.id).parts}
    actions.clear(facilitator, report_id=report.id, seat="facilitator", seen=seen, at=AT)
    actions.set_masthead(editor, report_id=report.id, masthead=masthead(snapshot=None), at=AT)
    cleared = [part.block.id for part in queries.whole(editor, report.id).parts if part.clearance("facilitator")]
    assert cleared == [plain.id]


def test_a_translation_calls_the_same_figures_and_says_every_word_of_a_table(report: Report, editor: Viewer) -> None:
    paragraph, table, _chart = queries.whole(editor, report.id).parts

    def translate(part: queries.Part, text: str, *notes: str) -> None:
        original = part.renderings["en"]
        actions.translate_block(
            editor, report_id=report.id, block_id=part.block.id, language=Language.SPANISH.value,
            typed=actions.Typed(text, notes, ""), is_done=True, of=original.digest, at=AT,
        )  # fmt: skip

    with pytest.raises(Invalid) as caught:
        translate(paragraph, "Hubo 18 solicitudes.[^1]", "{method}")
    assert "{kind.total.total}" in caught.value.problems["text"]
    translate(paragraph, f"Hubo: {paragraph.renderings['en'].text}", "{method}")
    with pytest.raises(Invalid) as caught:
        translate(table, "Solicitudes por tipo")
    assert "lines" in caught.value.problems["text"]
    needed = queries.caption_lines(Snapshot.rows.get(), "kind", "es")
    translate(table, "\n".join(f"palabra {place}" for place in range(needed)))


def test_the_drafted_sentence_calls_every_outcome_that_is_counted() -> None:
    for language in ("en", "fr"):
        text, notes = queries.drafted_figures(language)
        called = {name.removeprefix("kind.total.") for name in places_in(text) if name.startswith("kind.")}
        assert called == {outcome.code for outcome in definitions().outcomes} | {"total"}
        assert problem_of(text, notes) is None


CAPTIONS = [
    ("Due [[at Quillfeather]]", (), "blacked out"),
    ("Due[^1]", ("Quillfeather",), "blacked out"),
    ("Due\nand later", (), "one line"),
]


@pytest.mark.parametrize("form", ["table", "chart"])
@pytest.mark.parametrize(("text", "notes", "words"), CAPTIONS)
def test_a_caption_is_one_line_and_nothing_in_it_is_blacked_out(
    report: Report, editor: Viewer, form: str, text: str, notes: tuple[str, ...], words: str
) -> None:
    """It is printed as it stands, so that a mark in it would hide nothing."""
    with pytest.raises(Invalid) as caught:
        actions.add_block(
            editor, report_id=report.id, section="figures", form=form, figure="kind", text=text, notes=notes, at=AT
        )
    assert words in caught.value.problems["text"]
    part = queries.whole(editor, report.id).parts[1]
    with pytest.raises(Invalid):
        actions.save_block(
            editor, report_id=report.id, block_id=part.block.id,
            typed=actions.Typed(text, notes, part.renderings["en"].digest), at=AT,
        )  # fmt: skip


def test_without_the_figures_that_it_calls_a_report_is_read_and_not_printed(
    report: Report, frozen: Snapshot, editor: Viewer, sign_in: Callable[[Viewer], Client]
) -> None:
    actions.set_masthead(editor, report_id=report.id, masthead=masthead(snapshot=None), at=AT)
    page = sign_in(editor).get(reverse("report:draft", args=[report.id])).content.decode()
    assert "These call figures that are not in the frozen figures chosen: Paragraph 1, " in page
    assert "{kind.total.executed}" in page
    assert not queries.whole(editor, report.id).is_complete("en")
    with pytest.raises(Refused):
        actions.order_build(editor, report_id=report.id, language="en", is_public=True, at=AT)
    actions.set_masthead(editor, report_id=report.id, masthead=masthead(snapshot=frozen.id), at=AT)
    assert queries.whole(editor, report.id).is_complete("en")


def test_words_of_a_table_are_reviewed_anew_where_it_shows_other_figures(
    report: Report, frozen: Snapshot, editor: Viewer, facilitator: Viewer
) -> None:
    table = queries.whole(editor, report.id).parts[1]
    words = "\n".join(["标题", *(f"词{place}" for place in range(queries.caption_lines(frozen, "kind", "zh") - 1))])
    row, _conflict = actions.translate_block(
        editor, report_id=report.id, block_id=table.block.id, language="zh", typed=actions.Typed(words, (), ""),
        is_done=True, of=table.renderings["en"].digest, at=AT,
    )  # fmt: skip
    actions.review_translation(
        facilitator, report_id=report.id, block_id=table.block.id, language="zh", digest=row.digest, at=AT
    )

    def is_missing() -> bool:
        return table.block.id in {part.block.id for part in queries.whole(editor, report.id).missing("zh")}

    assert not is_missing()
    actions.set_masthead(editor, report_id=report.id, masthead=masthead(snapshot=None), at=AT)
    actions.set_masthead(editor, report_id=report.id, masthead=masthead(snapshot=frozen.id), at=AT)
    assert is_missing()


def test_a_chart_draws_every_outcome_of_its_table(report: Report, editor: Viewer) -> None:
    (chart,) = [
        block for block in paper_of(queries.whole(editor, report.id), "en").blocks() if isinstance(block, Chart)
    ]
    drawn = [chart.table.columns[place].heading for place in chart.series]
    assert drawn == [column.heading for column in chart.table.columns[1:-1]]
    assert len(drawn) == len(definitions().outcomes) == 9
    said = ElementTree.fromstring(picture(chart, "en")).itertext()
    assert set(drawn) <= set(said)


def test_a_figure_is_written_alike_in_a_paragraph_and_in_a_table(frozen: Snapshot) -> None:
    figures = json.loads(frozen.file)
    figures["due"][0]["rows"][-1]["counts"][-1], figures["median_days"]["total"] = 12_345, "2.5"
    values = queries.Values.of(Snapshot(file=json.dumps(figures)))
    assert values.text("kind.total.total", "en") == "12,345"
    assert values.text("kind.total.total", "es") == printed(Language.SPANISH).number(
        Decimal(12_345), Column("", ColumnKind.COUNT)
    )
    assert values.text("median.total", "fr") == "2,5"
