# SPDX-License-Identifier: EUPL-1.2
"""People of the Assembly and the organs, and a Bureau's report begun from an invented resolution."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from comity.core.viewer import UNDER_SEAL, Viewer
from comity.core.worker import do_all
from comity.mandates import actions as mandates
from comity.mandates.actions.adding import Given
from comity.mandates.models import Instrument, Mandate
from comity.parties.models import Party
from comity.reports import actions, queries
from comity.reports.actions import Masthead
from comity.reports.models import Block, Edition, Report
from comity.statute import Role
from tests.factories.parties import person_at
from tests.mandates.texts import HARBOUR

AT = datetime(2026, 5, 3, 9, tzinfo=UTC)
LATER_ON = datetime(2026, 6, 9, 9, tzinfo=UTC)
Begin = Callable[..., Report]


@pytest.fixture
def editor(assembly: Party) -> Viewer:
    return person_at(assembly, Role.OFFICER, function="Secretariat, reports")


@pytest.fixture
def facilitator(assembly: Party) -> Viewer:
    return person_at(assembly, Role.OFFICER, Role.APPROVER, function="Facilitator for cooperation")


@pytest.fixture
def bureau(assembly: Party) -> Viewer:
    return person_at(assembly, Role.OFFICER, Role.SENIOR, function="Bureau")


@pytest.fixture
def prosecution(otp: Party) -> Viewer:
    return person_at(otp, Role.OFFICER, Role.APPROVER, clearance=UNDER_SEAL, function="Head of cooperation")


@pytest.fixture
def head(registry: Party) -> Viewer:
    return person_at(
        registry, Role.APPROVER, Role.SENIOR, Role.OFFICER, clearance=UNDER_SEAL, function="Head of section"
    )


@pytest.fixture
def officer(belgium: Party) -> Viewer:
    return person_at(belgium, Role.OFFICER, function="Ministry of harbours")


@pytest.fixture
def harbour(secretariat: Viewer) -> Instrument:
    row = mandates.add_instrument(secretariat, given=Given(source="invented", text=HARBOUR), at=AT)
    return mandates.finish_review(secretariat, instrument_id=row.id, at=AT)


@pytest.fixture
def painting(harbour: Instrument) -> Mandate:
    return Mandate.rows.get(paragraph__instrument=harbour, addressed="states parties")


def masthead(**more: object) -> Masthead:
    given = {
        "session": 25,
        "symbol": "ICC-ASP/25/90",
        "title": "Report of the Bureau on harbours",
        "on": date(2026, 11, 2),
    }
    return Masthead(**(given | more))  # type: ignore[arg-type]  # as given


@pytest.fixture
def begin(editor: Viewer) -> Begin:
    def of(kind: str = "bureau", language: str = "en", by: Viewer | None = None, **more: object) -> Report:
        return actions.begin_report(by or editor, kind=kind, language=language, masthead=masthead(**more), at=AT)

    return of


@pytest.fixture
def report(begin: Begin) -> Report:
    return begin()


@pytest.fixture
def drafted(report: Report, editor: Viewer, painting: Mandate, officer: Viewer) -> Block:
    """A paragraph drafted from a mandate with one step."""
    mandates.take_step(
        officer, mandate_id=painting.id, status="under_way", evidence="Half of them are white.",
        document="ICC-ASP/11/INF.9", at=AT,
    )  # fmt: skip
    (block,) = actions.draft_from_mandates(
        editor, report_id=report.id, section="followup", mandate_ids=[painting.id], at=AT
    )
    return block


def clear_all(viewer: Viewer, report: Report, seat: str, *, at: datetime = AT) -> tuple[int, int]:
    """Clear everything for a seat as it stands now."""
    whole = queries.whole(viewer, report.id)
    seen = {str(part.block.id): part.digest for part in whole.parts} | {"frame": whole.frame}
    return actions.clear(viewer, report_id=report.id, seat=seat, seen=seen, at=at)


def make_files(viewer: Viewer, report: Report, language: str = "en", *, public: bool = True, at: datetime = AT) -> None:
    """Order files and let the worker make them."""
    actions.order_build(viewer, report_id=report.id, language=language, is_public=public, at=at)
    do_all()


def end_pass(viewer: Viewer, report: Report, language: str = "en") -> None:
    """Go through what is marked, as it stands."""
    whole = queries.whole(viewer, report.id)
    actions.end_pass(
        viewer, report_id=report.id, language=language, digest=whole.digest(language),
        looked={part.block.id for part in whole.marked(language)}, at=AT,
    )  # fmt: skip


def published(report: Report, editor: Viewer, facilitator: Viewer, bureau: Viewer) -> Edition:
    """Clear, go through, make and publish a report as it stands."""
    clear_all(facilitator, report, "facilitator")
    clear_all(bureau, report, "bureau")
    end_pass(editor, report)
    make_files(editor, report)
    return actions.publish(bureau, report_id=report.id, language="en", at=AT)
