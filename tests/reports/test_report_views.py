# SPDX-License-Identifier: EUPL-1.2
"""The pages of reports: from the masthead to a file that everybody takes; nothing typed is lost."""

import hashlib
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from comity.core import progress
from comity.core.viewer import Viewer
from comity.core.worker import do_all
from comity.mandates import actions as mandates
from comity.mandates.models import Mandate
from comity.reports import actions, queries
from comity.reports.models import Block, Build, BuiltFile, EditionFile, Report, Wording
from tests.factories.reports import a_published, a_report

from . import pdfs
from .conftest import AT, LATER_ON, make_files, published

pytestmark = pytest.mark.django_db
SignIn = Callable[[Viewer], Client]
DRAFT_QUERIES = 13
LIST_QUERIES = 9
PUBLISHED_QUERIES = 5


def at(name: str, *args: object) -> str:
    return reverse(f"report:{name}", args=args)


def test_from_the_masthead_to_a_file_that_everybody_takes(
    sign_in: SignIn, editor: Viewer, facilitator: Viewer, bureau: Viewer, client: Client, painting: Mandate,
    officer: Viewer,
) -> None:  # fmt: skip
    mandates.take_step(officer, mandate_id=painting.id, status="done", evidence="All are white.", at=AT)
    desk = sign_in(editor)
    led = desk.post(
        at("begin"),
        {"kind": "bureau", "language": "en", "session": 25, "symbol": "ICC-ASP/25/90", "title": "Report on harbours",
         "on": "2026-11-02", "snapshot": ""},
    )  # fmt: skip
    report = Report.objects.visible_to(editor).get()
    assert led["Location"] == at("draft", report.id)
    offered = desk.get(at("mandates", report.id, "followup")).content.decode()
    assert "paint their lighthouses" in offered
    assert desk.post(at("mandates", report.id, "followup"), {"mandate": [str(painting.id)]}).status_code == 302
    page = desk.get(at("draft", report.id)).content.decode()
    assert "answers paragraph 2 of ICC-ASP/10/Res.99" in page
    assert "All are white." in page

    for viewer, seat in ((facilitator, "facilitator"), (bureau, "bureau")):
        clearer = sign_in(viewer)
        shown = clearer.get(at("clearance", report.id)).content.decode()
        seen = [part.split('"')[0] for part in shown.split('name="seen" value="')[1:]]
        assert len(seen) == 2
        assert clearer.post(at("clearance", report.id), {"seat": seat, "seen": seen}).status_code == 302
    digest = queries.whole(editor, report.id).digest("en")
    assert desk.post(at("redaction", report.id, "en"), {"digest": digest}).status_code == 302
    assert desk.post(at("outputs", report.id), {"language": "en", "version": "public"}).status_code == 302
    assert client.get(at("published", report.id)).status_code == 404
    do_all()
    assert "Publish: English" in sign_in(bureau).get(at("outputs", report.id)).content.decode()
    assert sign_in(bureau).post(at("publish", report.id), {"language": "en"}).status_code == 302

    page = client.get(at("published", report.id)).content.decode()
    assert "All are white." in page
    file = client.get(at("download", report.id, "en", "pdf"))
    assert hashlib.sha256(file.content).hexdigest() == EditionFile.rows.get(form="pdf").sha256
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Disposition"] == 'attachment; filename="ICC-ASP-25-90-en.pdf"'
    assert "“paint their lighthouses by 15 January 2012”" in pdfs.text_of(file.content)
    mandate = client.get(reverse("mandates:mandate", args=[painting.id])).content.decode()
    assert "Answered in ICC-ASP/25/90, paragraph 1" in mandate
    assert client.get(at("draft", report.id)).status_code == 302


def test_what_two_people_wrote_is_shown_to_the_later_one_and_kept(
    sign_in: SignIn, report: Report, drafted: Block, editor: Viewer, facilitator: Viewer
) -> None:
    mine, hers = sign_in(editor), sign_in(facilitator)
    loaded = mine.get(at("block", report.id, drafted.id)).context["form"].initial
    assert (
        hers.post(at("block", report.id, drafted.id), {**loaded, "text": f"{loaded['text']} Hers."}).status_code == 302
    )
    again = mine.post(at("block", report.id, drafted.id), {**loaded, "text": f"{loaded['text']} Mine."})
    assert again.status_code == 200
    words = again.content.decode()
    assert "Somebody else changed this text while you wrote." in words
    assert "Hers." in words
    assert " Mine." in words
    assert Wording.objects.visible_to(editor).filter(is_aside=True, text__endswith="Mine.").count() == 1
    typed = {**loaded, "text": f"{loaded['text']} Both.", "mark": again.context["form"]["mark"].value()}
    assert mine.post(at("block", report.id, drafted.id), typed).status_code == 302
    versions = mine.get(at("versions", report.id, drafted.id, "en")).content.decode()
    assert "kept aside" in versions
    assert "<ins>" in versions


def test_what_a_paragraph_rests_on_is_said_to_have_changed(
    sign_in: SignIn, report: Report, drafted: Block, editor: Viewer, officer: Viewer, painting: Mandate
) -> None:
    mandates.take_step(officer, mandate_id=painting.id, status="done", evidence="All are white.", at=LATER_ON)
    page = sign_in(editor).get(at("draft", report.id)).content.decode()
    assert "Drafted from evidence of 3 May 2026; newer step of 9 June 2026." in page
    editing = sign_in(editor).get(at("block", report.id, drafted.id)).content.decode()
    assert "All are white." in editing


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"symbol": ""}, "This field is required"),
        ({"symbol": "ICC-ASP/10/Res.99"}, "in the library already"),
        ({"on": "tomorrow"}, "Enter a valid date"),
        ({"session": "0"}, "greater than or equal to 1"),
        ({"kind": "court"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_a_masthead_is_said_beside_its_field_and_kept(
    sign_in: SignIn, editor: Viewer, painting: Mandate, typed: dict[str, str], words: str
) -> None:
    given = {"kind": "bureau", "language": "en", "session": "25", "symbol": "ICC-ASP/25/90", "title": "Report & lamps",
             "on": "2026-11-02", "snapshot": ""}  # fmt: skip
    page = sign_in(editor).post(at("begin"), {**given, **typed})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "Report &amp; lamps" in page.content.decode()
    assert not Report.objects.visible_to(editor).exists()


def test_a_text_that_cannot_be_printed_stays_in_its_form(
    sign_in: SignIn, report: Report, drafted: Block, editor: Viewer
) -> None:
    desk = sign_in(editor)
    loaded = desk.get(at("block", report.id, drafted.id)).context["form"].initial
    page = desk.post(at("block", report.id, drafted.id), {**loaded, "text": "An [[open mark"})
    assert page.status_code == 422
    assert "Each [[ needs its ]] after it" in page.content.decode()
    assert "An [[open mark" in page.content.decode()


def test_a_page_in_french_has_no_english_word_of_ours(
    sign_in: SignIn, report: Report, drafted: Block, editor: Viewer
) -> None:
    desk = sign_in(editor)
    for name in ("draft", "clearance", "outputs"):
        words = desk.get(at(name, report.id), headers={"accept-language": "fr"}).content.decode()
        assert "Confidentiel jusqu’à sa publication" in words
        assert "Confidential until" not in words


def test_translation_runs_from_right_to_left_where_its_language_does(
    sign_in: SignIn, report: Report, drafted: Block, editor: Viewer
) -> None:
    page = sign_in(editor).get(at("translations", report.id, "ar")).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert sign_in(editor).get(at("translations", report.id, "en")).status_code == 404
    assert sign_in(editor).get(at("translations", report.id, "de")).status_code == 404


def test_files_that_could_not_be_made_say_why_and_where(sign_in: SignIn, report: Report, editor: Viewer) -> None:
    actions.add_block(
        editor, report_id=report.id, section="introduction", form="paragraph", text="A sign: \U0001f9ff.", at=AT
    )
    desk = sign_in(editor)
    desk.post(at("outputs", report.id), {"language": "en", "version": "internal"})
    do_all()
    words = desk.get(at("outputs", report.id)).content.decode()
    assert "Could not be made" in words
    assert "<strong>Paragraph 1</strong> No font of this machine has the sign" in words


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_takes_as_many_queries_for_three_as_for_one(
    sign_in: SignIn, editor: Viewer, secretariat: Viewer, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    made = [a_published(secretariat, at=AT, number=number) for number in range(rows)]
    report, _block = a_report(editor, at=AT)
    for number in range(rows):
        a_report(editor, at=AT, symbol=f"ICC-ASP/25/{number}")
        actions.add_block(
            editor, report_id=report.id, section="introduction", form="paragraph", text=f"Text {number}.", at=AT
        )
    desk = sign_in(editor)
    for user, address, most in (
        (desk, at("draft", report.id), DRAFT_QUERIES),
        (desk, at("list"), LIST_QUERIES),
        (client, at("published", made[0].id), PUBLISHED_QUERIES),
    ):
        user.get(address)
        with django_assert_num_queries(most):
            user.get(address)


def test_the_pass_shows_a_paragraph_as_the_files_will(sign_in: SignIn, report: Report, editor: Viewer) -> None:
    actions.add_block(
        editor, report_id=report.id, section="introduction", form="paragraph",
        text="Told by [[Quillfeather]][[ and a friend]].[^1]", notes=["Letter of [[2 May]]."], at=AT,
    )  # fmt: skip
    page = sign_in(editor).get(at("redaction", report.id, "en")).content.decode()
    inside, public = page.split("As the public reads it")
    assert "Quillfeather" in inside
    assert "Told by [redacted].<sup>1</sup>" in public
    assert "Letter of [redacted]." in public


def states(page: str) -> list[tuple[str, str]]:
    """The states offered as the later one: their key, and what they are called."""
    chosen = page.split('name="after"')[1].split("</select>", maxsplit=1)[0]
    return re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', chosen)


def test_any_two_states_of_a_report_are_compared_on_a_page_and_as_pdf(
    sign_in: SignIn, report: Report, editor: Viewer, facilitator: Viewer, bureau: Viewer, officer: Viewer
) -> None:
    def added(text: str) -> Block:
        return actions.add_block(
            editor, report_id=report.id, section="introduction", form="paragraph", text=text, at=AT
        )

    desk, here = sign_in(editor), at("compare", report.id, "en")
    gone = added("The lamps were lit by [[Quillfeather]].")
    assert "Nothing to compare yet" in desk.get(here).content.decode()
    make_files(editor, report, public=False)
    actions.remove_block(editor, report_id=report.id, block_id=gone.id, at=AT)
    added("Oil was <b>bought</b>.")
    make_files(editor, report, public=False, at=LATER_ON)
    published(report, editor, facilitator, bureau)

    offered = states(desk.get(here).content.decode())
    assert sorted(re.split(r", \d", name)[0] for _key, name in offered) == [
        "As it stands now", "Files made, internal", "Files made, internal", "Files made, public", "Published",
    ]  # fmt: skip
    now = "now"
    (first,) = [key for key, name in offered if "internal" in name and "3 May" in name]
    both = f"?before={first}&after={now}&changed=on"
    page = desk.get(here + both).content.decode()
    assert re.search(r"<del><span[^>]*>\[removed: </span>The lamps were lit by Quillfeather", page)
    assert re.search(r"<ins><span[^>]*>\[added: </span>Oil was &lt;b&gt;bought", page)
    assert "Introduction" not in page.split('class="paper-comparison"')[1].split("</article>")[0].split("<footer")[0]
    file = desk.get(at("compare_pdf", report.id, "en") + both)
    assert file["Content-Disposition"] == 'attachment; filename="ICC-ASP-25-90-en-comparison.pdf"'
    assert "The lamps were lit by Quillfeather" in pdfs.text_of(file.content)
    assert "Nothing changed" in desk.get(f"{here}?before=published&after={now}").content.decode()

    for wrong in (f"?before={first}", f"?before={first}&after={uuid4()}", "?before=x&after=now"):
        for name in ("compare", "compare_pdf"):
            assert desk.get(at(name, report.id, "en") + wrong).status_code == 422
    for name in ("compare", "compare_pdf"):
        assert sign_in(officer).get(at(name, report.id, "en") + both).status_code == 404


def test_files_made_anew_replace_the_files_and_not_what_they_were_made_of(
    report: Report, drafted: Block, editor: Viewer
) -> None:
    make_files(editor, report)
    make_files(editor, report)
    rows = Build.objects.visible_to(editor).order_by("-state")
    assert [row.state for row in rows] == ["replaced", "ready"]
    assert rows[0].paper == rows[1].paper != ""
    assert {file.build_id for file in BuiltFile.objects.visible_to(editor)} == {rows[1].id}
    assert len(queries.builds(editor, report)) == 1


def test_files_ordered_of_another_text_end_the_progress_of_those_under_way(
    report: Report, drafted: Block, editor: Viewer
) -> None:
    old = actions.order_build(editor, report_id=report.id, language="en", is_public=True, at=AT)
    assert actions.order_build(editor, report_id=report.id, language="en", is_public=True, at=AT).id == old.id
    actions.add_block(editor, report_id=report.id, section="introduction", form="paragraph", text="More.", at=AT)
    new = actions.order_build(editor, report_id=report.id, language="en", is_public=True, at=AT)
    assert progress.progress_of(editor, progress_id=old.progress_id).phase == "failed"
    do_all()
    assert [row.id for row in Build.objects.visible_to(editor)] == [new.id]
