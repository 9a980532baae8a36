# SPDX-License-Identifier: EUPL-1.2
"""The Assembly of the demonstration: an invented resolution, what was done about it, a report published, one begun."""

from datetime import date, datetime, timedelta
from uuid import UUID

from comity.config.demonstration.cast import Cast
from comity.core.viewer import Viewer
from comity.mandates import actions as mandates
from comity.mandates.actions.adding import Given
from comity.mandates.models import Mandate
from comity.mandates.queries import mandates_of
from comity.reports import actions, queries
from comity.reports.actions import Masthead
from comity.reports.models import Build, Report
from comity.reports.views.making import make

RESOLUTION = """ICC-ASP/90/Res.2

Cooperation with the invented Court

Adopted at the 7th plenary meeting, on 20 December 2023, by consensus

The Assembly of States Parties,

Recalling that this resolution is invented for a demonstration, and that nobody adopted it,

1. Welcomes the answers that States gave;

2. Urges all States Parties to name a focal point for cooperation by 30 June 2024;

3. Requests the Court to explain in its requests what national law asks for;

4. Requests the Bureau to hold consultations on relocation and to report on them at its ninety-first session;

5. Invites all States to share how they freeze assets;
"""
STEPS = (
    ("states parties", "belgium", "under_way", "Belgium named its central authority as focal point (invented).", ""),
    ("court", "registry", "under_way", "The Registry added national requirements to its forms (invented).", "REG/90/4"),
    ("bureau", "assembly", "done", "Two meetings on relocation were held in The Hague (invented).", "ICC-ASP/90/INF.3"),
)
_MEETINGS = "The facilitator met [[eleven]] delegations. All names and meetings of this report are invented."


def tell_assembly(cast: Cast, *, snapshot_id: UUID, at: datetime) -> None:
    """Make the resolution with its steps, the earlier report, and the one that is being written, with its figures."""
    before = at - timedelta(days=300)
    keeper = cast.viewer("assembly")
    row = mandates.add_instrument(
        keeper, given=Given(source="invented for the demonstration", text=RESOLUTION), at=before
    )
    mandates.finish_review(keeper, instrument_id=row.id, at=before)
    asked = {mandate.addressed: mandate for mandate in mandates_of(keeper, row.id)}
    _step(cast, asked, STEPS[2], at=before)
    _published(cast, asked["bureau"], at=before + timedelta(days=20))
    for step in STEPS[:2]:
        _step(cast, asked, step, at=at - timedelta(days=40))
    report = _begun(cast, "ICC-ASP/92/21", 92, snapshot_id=snapshot_id, at=at - timedelta(days=9))
    _show_figures(cast.viewer("assembly"), report, at=at - timedelta(days=9))
    _draft(cast, report, [asked[name] for name in ("states parties", "court")], at=at - timedelta(days=9))
    mandates.take_step(
        cast.viewer("norway"), mandate_id=asked["states parties"].id, status="under_way",
        evidence="Norway named a focal point too (invented).", at=at - timedelta(days=2),
    )  # fmt: skip


def _step(cast: Cast, asked: dict[str, Mandate], step: tuple[str, str, str, str, str], *, at: datetime) -> None:
    addressed, who, status, evidence, document = step
    mandates.take_step(
        cast.viewer(who), mandate_id=asked[addressed].id, status=status, evidence=evidence, document=document, at=at
    )


def _begun(cast: Cast, symbol: str, session: int, *, snapshot_id: UUID | None = None, at: datetime) -> Report:
    masthead = Masthead(
        session=session, symbol=symbol, title="Report of the Bureau on cooperation (invented)", on=date(2026, 10, 23),
        snapshot=snapshot_id,
    )  # fmt: skip
    return actions.begin_report(cast.viewer("assembly"), kind="bureau", language="en", masthead=masthead, at=at)


def _show_figures(editor: Viewer, report: Report, *, at: datetime) -> None:
    text, notes = queries.drafted_figures("en")
    given: list[tuple[str, str, str, list[str]]] = [
        ("paragraph", "", text, notes),
        ("chart", "kind", "Requests due, by kind (invented)", []),
        ("table", "region", "Requests due, by region (invented)", []),
    ]
    for form, figure, words, footnotes in given:
        actions.add_block(
            editor, report_id=report.id, section="figures", form=form, figure=figure, text=words, notes=footnotes, at=at
        )


def _draft(cast: Cast, report: Report, answered: list[Mandate], *, at: datetime) -> None:
    editor = cast.viewer("assembly")
    actions.add_block(editor, report_id=report.id, section="consultations", form="paragraph", text=_MEETINGS, at=at)
    ids = [mandate.id for mandate in answered]
    actions.draft_from_mandates(editor, report_id=report.id, section="followup", mandate_ids=ids, at=at)


def _published(cast: Cast, mandate: Mandate, *, at: datetime) -> None:
    """Publish an earlier report; where this machine cannot print it, it stays as it is being written."""
    editor, bureau = cast.viewer("assembly"), cast.viewer("assembly.bureau")
    report = _begun(cast, "ICC-ASP/91/20", 91, at=at)
    _draft(cast, report, [mandate], at=at)
    for key, seat in (("assembly.facilitator", "facilitator"), ("assembly.bureau", "bureau")):
        whole = queries.whole(editor, report.id)
        seen = {str(part.block.id): part.digest for part in whole.parts} | {"frame": whole.frame}
        actions.clear(cast.viewer(key), report_id=report.id, seat=seat, seen=seen, at=at)
    whole = queries.whole(editor, report.id)
    actions.end_pass(
        editor, report_id=report.id, language="en", digest=whole.digest("en"),
        looked={part.block.id for part in whole.marked("en")}, at=at,
    )  # fmt: skip
    build = actions.order_build(editor, report_id=report.id, language="en", is_public=True, at=at)
    make(str(build.id))
    made = queries.builds(editor, report)["en", True][0]
    if made.state == Build.State.READY:
        actions.publish(bureau, report_id=report.id, language="en", at=at)
