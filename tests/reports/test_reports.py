# SPDX-License-Identifier: EUPL-1.2
"""A report from its first paragraph to publication: nothing is lost, nothing is cleared but what was seen."""

import io
import zipfile
from uuid import uuid4

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction

from comity.core.errors import Invalid, NotFound, Refused
from comity.core.viewer import Viewer
from comity.core.worker import do_all
from comity.dossiers.models import Disposal, Dossier, Entry
from comity.mandates import actions as mandates
from comity.mandates.models import Answer, Instrument, Mandate, Paragraph
from comity.reports import actions, queries
from comity.reports.actions import Typed, disposal
from comity.reports.kinds import kinds, places_in, problem_of, words
from comity.reports.models import (
    Block,
    Build,
    BuiltFile,
    Clearance,
    Edition,
    EditionFile,
    Pass,
    Published,
    Rendering,
    Report,
    Wording,
)  # fmt: skip
from comity.reports.queries import text_digest
from comity.statute import Act

from . import pdfs
from .conftest import AT, LATER_ON, Begin, clear_all, end_pass, make_files, masthead, published

pytestmark = pytest.mark.django_db


def text_of(viewer: Viewer, report: Report, block: Block) -> tuple[str, list[str], str]:
    row = queries.find(queries.whole(viewer, report.id), block.id).renderings[report.language]
    return row.text, row.notes, row.digest


def typed(text: str, mark: str, *notes: str, **more: bool) -> Typed:
    return Typed(text, notes, mark, **more)


def test_a_drafted_paragraph_says_what_was_asked_and_what_shows_it(
    report: Report, drafted: Block, editor: Viewer
) -> None:
    text, notes, _mark = text_of(editor, report, drafted)

    assert text == (
        "Paragraph 2 of ICC-ASP/10/Res.99, adopted on 20 December 2011, urges all States Parties: “paint their "
        "lighthouses by 15 January 2012”.[^1] It was due on 15 January 2012. By the latest step, of 3 May 2026, it "
        "stands as “under way”.[^2]"
    )
    assert notes == [
        "ICC-ASP/10/Res.99, paragraph 2: Harbour lights.",
        "Entered by Belgium, Ministry of harbours on 3 May 2026: “Half of them are white.” Document: ICC-ASP/11/INF.9.",
    ]


def test_a_paragraph_is_drafted_in_french_too(begin: Begin, editor: Viewer, painting: Mandate) -> None:
    report = begin(language="fr", symbol="ICC-ASP/25/91")
    (block,) = actions.draft_from_mandates(
        editor, report_id=report.id, section="followup", mandate_ids=[painting.id], at=AT
    )
    text, notes, _mark = text_of(editor, report, block)
    assert text.startswith("Le paragraphe 2 de ICC-ASP/10/Res.99, adopté le 20 décembre 2011, exhorte (destinataire : ")
    assert text.endswith("Aucune étape n’a été consignée.")
    assert notes == ["ICC-ASP/10/Res.99, paragraphe 2 : Harbour lights."]


def test_what_others_wrote_is_never_taken_for_a_mark(
    report: Report, editor: Viewer, painting: Mandate, officer: Viewer
) -> None:
    evidence = "See [[this]] and [^7], {kind.total.total}, and {0}."
    mandates.take_step(officer, mandate_id=painting.id, status="done", evidence=evidence, at=AT)
    (block,) = actions.draft_from_mandates(
        editor, report_id=report.id, section="followup", mandate_ids=[painting.id], at=AT
    )
    text, notes, mark = text_of(editor, report, block)
    assert problem_of(text, notes) is None
    assert not [name for part in (text, *notes) for name in places_in(part)]
    saved, conflict = actions.save_block(
        editor, report_id=report.id, block_id=block.id, typed=typed(f"{text} More.", mark, *notes), at=AT
    )
    assert conflict is None
    assert saved.number == 2


def test_a_newer_step_shows_until_the_text_takes_account_of_it(
    report: Report, drafted: Block, editor: Viewer, officer: Viewer, painting: Mandate
) -> None:
    assert queries.whole(editor, report.id).parts[0].newer == set()
    mandates.take_step(officer, mandate_id=painting.id, status="done", evidence="All are white.", at=LATER_ON)
    assert queries.whole(editor, report.id).parts[0].newer == {"step"}

    text, notes, mark = text_of(editor, report, drafted)
    actions.save_block(
        editor, report_id=report.id, block_id=drafted.id,
        typed=typed(f"{text} All are white now.", mark, *notes, rests_on_newest=True), at=LATER_ON,
    )  # fmt: skip
    assert queries.whole(editor, report.id).parts[0].newer == set()


def test_two_editors_lose_nothing(report: Report, drafted: Block, editor: Viewer, facilitator: Viewer) -> None:
    text, notes, mark = text_of(editor, report, drafted)
    actions.save_block(
        editor, report_id=report.id, block_id=drafted.id, typed=typed(f"{text} Mine.", mark, *notes), at=AT
    )
    _now, conflict = actions.save_block(
        facilitator, report_id=report.id, block_id=drafted.id, typed=typed(f"{text} Hers.", mark, *notes), at=AT
    )
    assert conflict is not None
    assert conflict.theirs.endswith(" Mine.")
    assert text_of(editor, report, drafted)[0].endswith(" Mine.")
    kept = Wording.objects.visible_to(editor).filter(block=drafted).order_by("id")
    assert [row.is_aside for row in kept] == [False, False, True]
    assert kept[2].text.endswith(" Hers.")


def test_numbers_are_given_in_the_order_of_sections_and_follow_a_move(
    report: Report, drafted: Block, editor: Viewer
) -> None:
    def added(section: str, text: str) -> Block:
        return actions.add_block(editor, report_id=report.id, section=section, form="paragraph", text=text, at=AT)

    first, last = added("introduction", "The Bureau reports."), added("followup", "More was done.")
    numbers = {part.block.id: part.number for part in queries.whole(editor, report.id).parts}
    assert numbers == {first.id: "1", drafted.id: "2", last.id: "3"}
    actions.move_block(editor, report_id=report.id, block_id=last.id, up=True, at=AT)
    numbers = {part.block.id: part.number for part in queries.whole(editor, report.id).parts}
    assert numbers == {first.id: "1", last.id: "2", drafted.id: "3"}
    actions.remove_block(editor, report_id=report.id, block_id=first.id, at=AT)
    numbers = {part.block.id: part.number for part in queries.whole(editor, report.id).parts}
    assert numbers == {last.id: "1", drafted.id: "2"}
    actions.remove_block(editor, report_id=report.id, block_id=first.id, back=True, at=AT)
    assert len(queries.whole(editor, report.id).parts) == 3


@pytest.mark.parametrize(
    ("text", "notes", "words_of"),
    [
        ("", (), "Write the text"),
        ("A [[mark", (), "needs its"),
        ("A ]] mark [[", (), "needs its"),
        ("A note[^2]", ("x",), "calls the footnotes"),
        ("No note", ("x",), "calls the footnotes"),
        ("{kind.total.total}", (), "draws from none yet"),
        ("x" * 8_001, (), "at most 8000"),
        ("\u202eno", (), ""),
    ],
)
def test_a_text_that_cannot_be_printed_is_refused_with_its_remedy(
    report: Report, editor: Viewer, text: str, notes: tuple[str, ...], words_of: str
) -> None:
    with pytest.raises(Invalid) as caught:
        actions.add_block(
            editor, report_id=report.id, section="introduction", form="paragraph", text=text, notes=notes, at=AT
        )
    assert words_of in caught.value.problems["text"]


def test_clearance_is_of_what_was_seen_and_falls_with_any_change(
    report: Report, drafted: Block, editor: Viewer, facilitator: Viewer, bureau: Viewer
) -> None:
    other = actions.add_block(
        editor, report_id=report.id, section="introduction", form="paragraph", text="The Bureau reports.", at=AT
    )
    for viewer, seat in ((facilitator, "facilitator"), (bureau, "bureau")):
        assert clear_all(viewer, report, seat) == (3, 0)
    assert queries.whole(editor, report.id).is_cleared()

    text, notes, mark = text_of(editor, report, drafted)
    actions.save_block(editor, report_id=report.id, block_id=drafted.id, typed=typed(f"{text} X", mark, *notes), at=AT)

    whole = queries.whole(editor, report.id)
    assert not whole.is_cleared()
    assert whole.frame_clearance("bureau") is not None
    assert queries.find(whole, other.id).clearance("bureau") is not None
    assert queries.find(whole, drafted.id).clearance("bureau") is None
    actions.move_block(editor, report_id=report.id, block_id=drafted.id, up=True, at=AT)
    actions.set_masthead(editor, report_id=report.id, masthead=masthead(title="Another title"), at=AT)
    assert queries.whole(editor, report.id).frame_clearance("bureau") is None


def test_what_changed_while_somebody_looked_is_not_cleared(
    report: Report, drafted: Block, editor: Viewer, bureau: Viewer
) -> None:
    seen = {str(drafted.id): queries.whole(bureau, report.id).parts[0].digest}
    text, notes, mark = text_of(editor, report, drafted)
    actions.save_block(editor, report_id=report.id, block_id=drafted.id, typed=typed(f"{text} X", mark, *notes), at=AT)
    assert actions.clear(bureau, report_id=report.id, seat="bureau", seen=seen, at=AT) == (0, 1)


def test_nobody_clears_their_own_words_or_for_two_seats(
    report: Report, drafted: Block, bureau: Viewer, editor: Viewer, facilitator: Viewer
) -> None:
    text, notes, mark = text_of(editor, report, drafted)
    actions.save_block(bureau, report_id=report.id, block_id=drafted.id, typed=typed(f"{text} X", mark, *notes), at=AT)
    with pytest.raises(Refused) as caught:
        clear_all(bureau, report, "bureau")
    assert caught.value.refusal.code == "own_words"
    with pytest.raises(Refused) as caught:
        clear_all(editor, report, "bureau")
    assert caught.value.refusal.code == "seat_clears"
    with pytest.raises(Refused):
        clear_all(facilitator, report, "bureau")


def test_a_refusal_has_a_reason_and_stands_beside_the_text(report: Report, drafted: Block, bureau: Viewer) -> None:
    with pytest.raises(Invalid):
        actions.refuse(bureau, report_id=report.id, seat="bureau", key=str(drafted.id), reason=" ", at=AT)
    actions.refuse(bureau, report_id=report.id, seat="bureau", key=str(drafted.id), reason="Name the State.", at=AT)
    said = queries.whole(bureau, report.id).parts[0].clearance("bureau")
    assert said is not None
    assert (said.is_given, said.reason) == (False, "Name the State.")
    with pytest.raises(NotFound):
        actions.refuse(bureau, report_id=report.id, seat="bureau", key=str(uuid4()), reason="x", at=AT)


def test_translations_are_reviewed_by_a_second_person_and_outrun_by_the_original(
    report: Report, drafted: Block, editor: Viewer, facilitator: Viewer
) -> None:
    text, notes, mark = text_of(editor, report, drafted)

    def translate(viewer: Viewer, words_in: str, *footnotes: str, mark_of: str = "", of: str = mark) -> str:
        row, conflict = actions.translate_block(
            viewer, report_id=report.id, block_id=drafted.id, language="ar", typed=typed(words_in, mark_of, *footnotes),
            is_done=True, of=of, at=AT,
        )  # fmt: skip
        assert conflict is None
        return row.digest

    with pytest.raises(Invalid) as caught:
        translate(editor, "نص بلا حواش")
    assert "has 2 footnotes" in caught.value.problems["notes"]
    digest = translate(editor, "نص[^1] مترجم[^2]", "أ", "ب")

    def review(viewer: Viewer, digest: str) -> None:
        actions.review_translation(
            viewer, report_id=report.id, block_id=drafted.id, language="ar", digest=digest, at=AT
        )

    with pytest.raises(Refused):
        review(editor, digest)
    with pytest.raises(Invalid):
        review(facilitator, "other")
    review(facilitator, digest)
    assert queries.whole(editor, report.id).is_complete("ar")

    actions.save_block(editor, report_id=report.id, block_id=drafted.id, typed=typed(f"{text} X", mark, *notes), at=AT)
    whole = queries.whole(editor, report.id)
    assert whole.parts[0].is_outdated("ar", "en")
    assert not whole.is_complete("ar")
    with pytest.raises(Refused):
        actions.order_build(editor, report_id=report.id, language="ar", is_public=True, at=AT)


def test_the_pass_goes_through_every_mark_and_falls_with_a_change(report: Report, editor: Viewer) -> None:
    block = actions.add_block(
        editor, report_id=report.id, section="introduction", form="paragraph", text="Known [[to few]] people.", at=AT
    )
    digest = queries.whole(editor, report.id).digest("en")
    with pytest.raises(Invalid):
        actions.end_pass(editor, report_id=report.id, language="en", digest=digest, looked=set(), at=AT)
    with pytest.raises(Invalid):
        actions.end_pass(editor, report_id=report.id, language="en", digest="other", looked={block.id}, at=AT)
    actions.end_pass(editor, report_id=report.id, language="en", digest=digest, looked={block.id}, at=AT)
    assert queries.passes(editor, report)["en"].marks == 1
    actions.set_masthead(editor, report_id=report.id, masthead=masthead(title="Another"), at=AT)
    assert queries.passes(editor, report)["en"].digest != queries.whole(editor, report.id).digest("en")


def test_publication_needs_each_step_and_the_right_person(
    report: Report, drafted: Block, editor: Viewer, facilitator: Viewer, bureau: Viewer
) -> None:
    def refusal(viewer: Viewer) -> str:
        with pytest.raises(Refused) as caught:
            actions.publish(viewer, report_id=report.id, language="en", at=AT)
        return caught.value.refusal.code

    assert refusal(editor) == "approver_publishes"
    assert refusal(bureau) == "not_cleared"
    clear_all(facilitator, report, "facilitator")
    assert refusal(bureau) == "not_cleared"
    clear_all(bureau, report, "bureau")
    assert refusal(bureau) == "not_passed"
    end_pass(editor, report)
    assert refusal(bureau) == "not_made"
    make_files(editor, report, public=False)
    assert refusal(bureau) == "not_made"
    make_files(bureau, report)
    assert refusal(bureau) == "approver_publishes"
    make_files(editor, report)
    text, notes, mark = text_of(editor, report, drafted)
    actions.save_block(editor, report_id=report.id, block_id=drafted.id, typed=typed(f"{text} X", mark, *notes), at=AT)
    assert refusal(bureau) == "not_cleared"
    actions.save_block(
        editor, report_id=report.id, block_id=drafted.id,
        typed=typed(text, text_of(editor, report, drafted)[2], *notes), at=AT,
    )  # fmt: skip
    actions.publish(bureau, report_id=report.id, language="en", at=AT)
    with pytest.raises(Invalid):
        actions.publish(bureau, report_id=report.id, language="en", at=AT)


def test_a_published_report_is_in_the_library_and_the_mandate_leads_to_it(
    report: Report, drafted: Block, painting: Mandate, editor: Viewer, facilitator: Viewer, bureau: Viewer
) -> None:
    edition = published(report, editor, facilitator, bureau)

    instrument = Instrument.rows.get(form="report")
    assert (instrument.symbol, instrument.stage) == ("ICC-ASP/25/90", "reviewed")
    answer = Answer.rows.get(mandate=painting)
    assert (str(answer.paragraph), answer.paragraph.instrument_id) == ("1", instrument.id)
    assert "[2] Entered by Belgium, Ministry of harbours on 3 May 2026" in answer.paragraph.text
    files = {row.form: row for row in EditionFile.rows.filter(edition=edition)}
    assert {"pdf"} <= set(files)
    built = BuiltFile.objects.visible_to(editor).filter(build__is_public=True)
    assert {row.form: bytes(row.content) for row in built} == {form: bytes(row.content) for form, row in files.items()}
    assert edition.leaf_id
    entries = Entry.objects.visible_to(editor).filter(about=report.id).order_by("at", "leaf_id")
    first, *_others, last = entries.values_list("act", flat=True)
    assert (first, last) == (Act.REPORT_BEGIN, Act.REPORT_PUBLISH)
    with pytest.raises(Refused) as caught:
        actions.add_block(editor, report_id=report.id, section="introduction", form="paragraph", text="x", at=AT)
    assert caught.value.refusal.code == "only_drafted"


@pytest.mark.parametrize("verb", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_what_was_published_is_refused_to_change_by_the_database(
    report: Report, drafted: Block, editor: Viewer, facilitator: Viewer, bureau: Viewer, verb: str
) -> None:
    published(report, editor, facilitator, bureau)
    for model in (Published, Edition, EditionFile, Answer):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb.format(model._meta.db_table))


def test_a_report_is_seen_by_those_who_take_part_and_by_nobody_else(
    begin: Begin, head: Viewer, registrar: Viewer, prosecution: Viewer, president: Viewer, asked: Viewer,
    editor: Viewer, chamber: Viewer, anonymous: Viewer,
) -> None:  # fmt: skip
    report = begin("court", by=registrar)
    for viewer in (registrar, head, prosecution, president):
        assert queries.report(viewer, report.id).id == report.id
        assert queries.may_write(viewer, report)
    for viewer in (asked, editor, chamber, anonymous):
        with pytest.raises(NotFound):
            queries.whole(viewer, report.id)
        with pytest.raises(NotFound):
            actions.add_block(viewer, report_id=report.id, section="law", form="paragraph", text="x", at=AT)
    with pytest.raises(Refused) as caught:
        begin("court", by=editor, symbol="ICC-ASP/25/92")
    assert caught.value.refusal.code == "keeper_keeps"


def test_the_courts_report_is_cleared_by_three_organs(
    begin: Begin, head: Viewer, registrar: Viewer, prosecution: Viewer, president: Viewer
) -> None:
    report = begin("court", by=registrar)
    actions.add_block(prosecution, report_id=report.id, section="law", form="paragraph", text="Laws.", at=AT)
    with pytest.raises(Refused):
        clear_all(prosecution, report, "otp")  # who wrote it
    clear_all(head, report, "registry")
    clear_all(president, report, "presidency")
    assert not queries.whole(head, report.id).is_cleared()


def test_what_is_blacked_out_is_in_no_public_row_or_file(
    report: Report, editor: Viewer, facilitator: Viewer, bureau: Viewer
) -> None:
    secret = "the lighthouse keeper Quillfeather"
    actions.add_block(
        editor, report_id=report.id, section="introduction", form="paragraph",
        text=f"It was told by [[{secret}]].[^1]", notes=[f"Letter of [[{secret}]], 2 May."], at=AT,
    )  # fmt: skip
    edition = published(report, editor, facilitator, bureau)
    said = [edition.paper, Instrument.rows.get(form="report").text]
    said += [row.text for row in Paragraph.rows.filter(instrument__form="report")]
    assert "Quillfeather" not in str(said)
    for row in EditionFile.rows.all():
        assert b"Quillfeather" not in everything_in(bytes(row.content)), row.form


def everything_in(data: bytes) -> bytes:
    """Return a file with what it packs unpacked: of a PDF its text and its streams, of a zip its parts."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    if data[:4] == b"%PDF":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            streams = b"".join(one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))
        return streams + pdfs.text_of(data).encode()
    return data


def test_kinds_and_words_are_whole() -> None:
    assert set(kinds().kinds) == {"court", "bureau"}
    assert set(words()["hidden"]) == set(words()["method"]) == set(kinds().languages)
    assert text_digest("a", ["b"]) != text_digest("a", []) != text_digest("ab", [])


def test_files_of_a_report_that_changed_while_they_were_made_are_not_kept(
    report: Report, drafted: Block, editor: Viewer
) -> None:
    build = actions.order_build(editor, report_id=report.id, language="en", is_public=True, at=AT)
    found = actions.system_build(build.id)
    assert found is not None
    text, notes, mark = text_of(editor, report, drafted)
    actions.save_block(editor, report_id=report.id, block_id=drafted.id, typed=typed(f"{text} X", mark, *notes), at=AT)
    do_all()
    (row, files), *_others = queries.builds(editor, report).values()
    assert (row.state, row.problem, files) == ("failed", {"code": "changed"}, [])


def test_a_disposal_takes_all_that_was_written_and_nothing_that_was_published(
    report: Report, drafted: Block, editor: Viewer, facilitator: Viewer, bureau: Viewer
) -> None:
    published(report, editor, facilitator, bureau)
    disposal._delete(Disposal(dossier_id=report.dossier_id))
    for model in (Report, Block, Rendering, Wording, Clearance, Pass, Build, BuiltFile):
        assert not model.objects.unguarded("a test looks at the rows themselves").exists()
    assert Published.rows.count() == EditionFile.rows.filter(form="pdf").count() == 1


def test_a_report_that_is_being_written_keeps_its_dossier_open(report: Report, bureau: Viewer) -> None:
    assert queries.open_in(bureau, [report.dossier_id]) == [report.symbol]
    actions.withdraw_report(bureau, report_id=report.id, at=AT)
    assert queries.open_in(bureau, [report.dossier_id]) == []


def test_a_masthead_hides_nothing(begin: Begin, report: Report, editor: Viewer) -> None:
    for more in ({"title": "Report [[of few]]"}, {"titles": {"fr": "Rapport [[de peu]]"}}):
        with pytest.raises(Invalid):
            begin(symbol="ICC-ASP/25/93", **more)
        with pytest.raises(Invalid):
            actions.set_masthead(editor, report_id=report.id, masthead=masthead(**more), at=AT)


def test_nothing_is_published_into_an_archived_dossier(
    report: Report, drafted: Block, editor: Viewer, facilitator: Viewer, bureau: Viewer
) -> None:
    published(report, editor, facilitator, bureau)
    Dossier.objects.unguarded("a test archives it").filter(id=report.dossier_id).update(archived_at=LATER_ON)
    with pytest.raises(Refused) as caught:
        actions.publish(bureau, report_id=report.id, language="fr", at=LATER_ON)
    assert caught.value.refusal.code == "archived"
