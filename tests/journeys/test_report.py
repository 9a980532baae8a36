# SPDX-License-Identifier: EUPL-1.2
"""A resolution goes in, and comes out next year as a paragraph with its evidence and its figures in a report.

The resolution is the one that this project follows; it is not part of the project, and where it is absent this test is
skipped, saying so.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from comity.core.clock import now
from comity.core.db import as_system
from comity.core.viewer import Viewer
from comity.core.worker import do_all
from comity.mandates.models import Mandate
from comity.parties.models import Party
from comity.reports import actions
from comity.reports.models import Snapshot
from comity.statute import Role
from tests.factories.parties import person_at
from tests.factories.requests import bring_to
from tests.reports.pdfs import text_of
from tests.resolutions.shared import SHARED, needs_seed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), needs_seed]
EVIDENCE = "The facilitation was established and met four times."
Desk = Callable[[Viewer], Page]


@pytest.fixture
def frozen(asking: Viewer, belgium: Party, registry: Party) -> Snapshot:
    for state, count in (("transmitted", 5), ("executed", 6)):
        for _number in range(count):
            bring_to(state, asking, requested_by="2025-06-30", at=datetime(2025, 3, 3, 9, tzinfo=UTC))
    counting, agreeing = person_at(registry, Role.OFFICER), person_at(registry, Role.APPROVER)
    row = actions.propose(counting, first=date(2025, 1, 1), last=date(2025, 12, 31), at=now())
    actions.agree(agreeing, snapshot_id=row.id, at=now())
    with as_system("reports.freeze"):
        actions.system_freeze(row.id, at=now())
    return Snapshot.rows.get(id=row.id)


def test_the_resolution_comes_out_as_a_paragraph_of_a_published_report(
    at_desk: Desk, assembly: Party, frozen: Snapshot, tmp_path: Path
) -> None:
    editor = person_at(assembly, Role.OFFICER, function="Secretariat")
    facilitator = person_at(assembly, Role.OFFICER, Role.APPROVER, function="Facilitator for cooperation")
    bureau = person_at(assembly, Role.OFFICER, Role.SENIOR, function="Bureau of the Assembly")
    page = at_desk(editor)

    mandate = goes_in(page)
    page.get_by_role("link", name="Enter a step").click()
    page.get_by_label("Where it stands").select_option("done")
    page.get_by_label("What shows it").fill(EVIDENCE)
    page.get_by_label("Document").fill("ICC-ASP/11/INF.3")
    page.get_by_role("button", name="Enter it").click()

    begins(page, frozen)
    page.get_by_role("link", name=re.compile("Draft from mandates ?: What was asked")).click()
    page.get_by_role("checkbox", name=mandate.action[:60]).check()
    page.get_by_role("button", name="Draft the paragraphs").click()
    expect(page.get_by_text(EVIDENCE)).to_be_visible()
    page.get_by_role("link", name=re.compile("Add text or figures ?: Cooperation in figures")).click()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name=re.compile("Add text or figures ?: Cooperation in figures")).click()
    page.get_by_label("What to add").select_option("chart")
    page.get_by_label("Which figures").select_option("kind")
    page.get_by_label("Text, or caption").fill("What became of the requests that were due")
    page.get_by_label("Footnotes").fill("")
    page.get_by_role("button", name="Add", exact=True).click()
    draft = page.url.split("#")[0]

    for viewer, seat in ((facilitator, "Facilitator"), (bureau, "Bureau")):
        clearing = at_desk(viewer)
        clearing.goto(f"{draft}clearance/")
        clearing.get_by_role("button", name=f"Clear what is ticked, for {seat}").click()
        expect(clearing.get_by_text("4 parts are cleared.")).to_be_visible()
    page.goto(draft)
    page.get_by_role("link", name="Redaction").click()
    page.get_by_role("button", name="End the redaction pass").click()
    page.get_by_role("link", name="Files and publication").click()
    page.get_by_role("button", name="Have the files made").click()
    do_all()
    clearing.goto(f"{draft}files/")
    clearing.get_by_role("button", name="Publish: English").click()

    expect(clearing.get_by_role("heading", level=1)).to_have_text("Report of the Bureau on cooperation")
    with clearing.expect_download() as waiting:
        clearing.get_by_role("link", name="PDF").click()
    path = tmp_path / "report.pdf"
    waiting.value.save_as(path)
    is_printed(path.read_bytes(), mandate, frozen)
    clearing.goto(reverse("mandates:mandate", args=[mandate.id]))
    expect(clearing.get_by_text("Answered in ICC-ASP/11/99, paragraph 1")).to_be_visible()


def goes_in(page: Page) -> Mandate:
    """Upload the resolution, end its review, and open its mandate to the Bureau to establish a facilitation."""
    (seed,) = (SHARED / "seed").iterdir()
    page.goto("/mandates/instruments/new/")
    page.get_by_label("Or a file: Word (DOCX), PDF with text, plain text or Markdown").set_input_files(seed)
    page.get_by_label("Source").fill("The official records of the tenth session")
    page.get_by_role("button", name="Read the text").click()
    page.get_by_role("button", name="End the review").click()
    mandate = Mandate.rows.get(addressed="bureau", action__startswith="establish a facilitation")
    page.goto(reverse("mandates:mandate", args=[mandate.id]))
    return mandate


def begins(page: Page, frozen: Snapshot) -> None:
    """Begin the Bureau's report from the list of reports."""
    page.goto("/reports/")
    page.get_by_role("link", name="Begin a report").click()
    page.get_by_label("Kind of report").select_option("bureau")
    page.get_by_label("Session of the Assembly").fill("11")
    page.get_by_label("Symbol").fill("ICC-ASP/11/99")
    page.get_by_label("Date of the document").fill("2026-10-23")
    page.get_by_label("Frozen figures").select_option(str(frozen.id))
    page.get_by_role("button", name="Begin").click()


def is_printed(data: bytes, mandate: Mandate, frozen: Snapshot) -> None:
    """The paragraph, its footnotes and its figures stand in the PDF, and no page of it is blank."""
    text = text_of(data)
    assert "ICC-ASP/11/99" in text
    assert f"Paragraph {mandate.paragraph} of ICC-ASP/10/Res.2, adopted on 20 December 2011" in text
    assert "establish a facilitation of the Assembly of States Parties for cooperation" in text
    assert f"“{EVIDENCE}” Document: ICC-ASP/11/INF.3." in text
    assert "11 requests for cooperation fell due" in text
    assert "6 were executed" in text
    assert "5 unanswered" in text
    document = pypdfium2.PdfDocument(data)
    for sheet in document:
        picture = sheet.render(scale=1).to_pil().convert("L")
        assert sum(picture.histogram()[:128]) > 500
    document.close()
