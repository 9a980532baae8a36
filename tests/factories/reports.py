# SPDX-License-Identifier: EUPL-1.2
"""Reports for tests that are about something else: one being written, one published with a file of a few bytes."""

import hashlib
from datetime import date, datetime
from uuid import uuid4

from comity.core.viewer import Viewer
from comity.mandates import actions as mandates
from comity.reports import actions
from comity.reports.actions import Masthead
from comity.reports.models import Block, Build, BuiltFile, Edition, EditionFile, Published, Report
from comity.reports.paper import canonical
from comity.reports.paper.model import Language, Paper, Paragraph, Run, Section
from comity.reports.paper.model import Masthead as Head

FILE = b"%PDF-1.7 made up"
SYMBOL = "ICC-ASP/24/{number}"


def a_report(
    viewer: Viewer, *, at: datetime, symbol: str = "ICC-ASP/25/77", kind: str = "bureau"
) -> tuple[Report, Block]:
    """Begin a report with one paragraph."""
    head = Masthead(session=25, symbol=symbol, title="Report of the Bureau on harbours", on=date(2026, 11, 2))
    row = actions.begin_report(viewer, kind=kind, language="en", masthead=head, at=at)
    section = "consultations" if kind == "bureau" else "introduction"
    block = actions.add_block(
        viewer, report_id=row.id, section=section, form="paragraph", text="Meetings were held with [[three]] States.",
        at=at,
    )  # fmt: skip
    return row, block


def a_build(viewer: Viewer, report: Report, *, at: datetime) -> Build:
    """Return a build that is ready, with one file of a few bytes."""
    assert viewer.person_id is not None
    build = Build(
        dossier_id=report.dossier_id, report=report, language="fr", is_public=False, digest="0" * 64, state="ready",
        progress_id=uuid4(), person_id=viewer.person_id, asked_at=at, ready_at=at,
    )  # fmt: skip
    build.save(force_insert=True)
    digest = hashlib.sha256(FILE).hexdigest()
    BuiltFile(dossier_id=report.dossier_id, build=build, form="pdf", sha256=digest, size=len(FILE), content=FILE).save(
        force_insert=True
    )
    return build


def a_published(viewer: Viewer, *, at: datetime, number: int = 1) -> Published:
    """Return a report as it stands when it was published: of one paragraph, and one file of a few bytes."""
    assert viewer.person_id is not None
    symbol, title = SYMBOL.format(number=number), "Report of the Bureau on lamps"
    given = mandates.GivenReport(
        symbol=symbol, title=title, body="Assembly of States Parties", language="en", adopted=date(2025, 11, 3),
        source="invented", paragraphs=[mandates.Told("1", "The lamps were lit.")],
    )  # fmt: skip
    row = Published.rows.create(
        id=uuid4(), kind="bureau", session=24, symbol=symbol, title=title, language="en", on=date(2025, 11, 3),
        instrument=mandates.enter_report(viewer, given=given, at=at), by_id=viewer.person_id, at=at,
    )  # fmt: skip
    head = Head("International Criminal Court", "Assembly of States Parties", symbol, date(2025, 11, 3))
    paragraph = Paragraph("a", (Run("The lamps were lit."),), number="1")
    paper = Paper(Language.ENGLISH, head, title, sections=(Section("s", (paragraph,), heading="Lamps"),))
    edition = Edition.rows.create(
        id=uuid4(), published=row, language="en", paper=canonical.canonical(paper).decode(), at=at, salt=b"-" * 32,
        leaf_id=0,
    )  # fmt: skip
    digest = hashlib.sha256(FILE).hexdigest()
    EditionFile.rows.create(edition=edition, form="pdf", sha256=digest, size=len(FILE), content=FILE)
    return row
