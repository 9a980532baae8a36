# SPDX-License-Identifier: EUPL-1.2
"""Publishing: what was cleared, gone through, made and looked at, frozen and committed to, byte for byte."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models.sight import one
from comity.dossiers.queries import person_of
from comity.ledger.actions import system_commit
from comity.mandates import actions as mandates
from comity.statute import Act

from .. import queries
from ..kinds import kinds
from ..models import Build, BuiltFile, Edition, EditionFile, Published, Report
from ..paper import canonical
from ..paper.model import Footnote, Paper, Paragraph, Run
from ..queries import Whole
from .rules import Rule
from .writing import note


@transaction.atomic
def publish(viewer: Viewer, *, report_id: UUID, language: str, at: datetime) -> Edition:
    """Publish a language of a report, the original first: its files are everybody's from now on, and never change.

    With the original the report enters the library, and each mandate it was drafted from leads to its paragraph.
    Raises NotFound; Refused for a seat that has not cleared, a pass that was not ended, files that were not made from
    the report as it stands, or the wrong person; Invalid where the language was published already.
    """
    one(Report.objects.visible_to(viewer).select_for_update(no_key=True, of=("self",)), id=report_id)
    whole = queries.whole(viewer, report_id)
    dossiers.demand_open(whole.report.dossier, Act.REPORT_PUBLISH)
    build = _demand(viewer, whole, language)
    row = whole.report
    paper = canonical.read(build.paper)
    if row.stage == Report.Stage.DRAFTED:
        published = _first(viewer, whole, paper, at)
        row.stage = Report.Stage.PUBLISHED
        row.save(update_fields=["stage"])
    else:
        published = queries.published(viewer, row.id)
    edition = _edition(viewer, published, build, at)
    note(viewer, Act.REPORT_PUBLISH, row, at, language=language, symbol=row.symbol, sha256=build.digest)
    return edition


def _demand(viewer: Viewer, whole: Whole, language: str) -> Build:
    """Return the public files of the report exactly as it stands; raises where anything is missing."""
    row, act = whole.report, Act.REPORT_PUBLISH
    if row.stage == Report.Stage.WITHDRAWN:
        raise Rule.ONLY_DRAFTED.broken_by(act)
    if not queries.may_publish(viewer, row):
        raise Rule.APPROVER_PUBLISHES.broken_by(act)
    done = Edition.rows.filter(published_id=row.id)
    if done.filter(language=language).exists():
        raise Invalid({"": _("This language is published already.")})
    if language != row.language and row.stage == Report.Stage.DRAFTED:
        raise Invalid({"": _("The original is published first.")})
    if not whole.is_complete(language):
        raise Rule.NOT_COMPLETE.broken_by(act)
    if not whole.is_cleared():
        raise Rule.NOT_CLEARED.broken_by(act)
    digest = whole.digest(language)
    passed = queries.passes(viewer, row).get(language)
    if passed is None or passed.digest != digest:
        raise Rule.NOT_PASSED.broken_by(act)
    made = Build.objects.visible_to(viewer).filter(report_id=row.id, language=language, is_public=True)
    build = made.exclude(state=Build.State.REPLACED).first()
    if build is None or build.state != Build.State.READY or build.digest != digest:
        raise Rule.NOT_MADE.broken_by(act)
    if build.person_id in {viewer.person_id, viewer.acting_for_id}:
        raise Rule.APPROVER_PUBLISHES.broken_by(act)
    return build


def _first(viewer: Viewer, whole: Whole, paper: Paper, at: datetime) -> Published:
    row = whole.report
    answers = {part.number: [part.block.mandate_id] for part in whole.parts if part.block.mandate_id is not None}
    told = [mandates.Told(number, text, answers.get(number, ())) for number, text in paragraphs_of(paper)]
    given = mandates.GivenReport(
        symbol=row.symbol, title=paper.title, body=paper.masthead.body, language=row.language, adopted=row.on,
        source=f"{settings.COMITY_PUBLIC_URL}/reports/{row.id}/", paragraphs=told,
    )  # fmt: skip
    published = Published(
        id=row.id, kind=row.kind, session=row.session, symbol=row.symbol, title=paper.title, language=row.language,
        on=row.on, snapshot=row.snapshot, instrument=mandates.enter_report(viewer, given=given, at=at),
        by_id=person_of(viewer), at=at,
    )  # fmt: skip
    published.save(force_insert=True)
    return published


def paragraphs_of(paper: Paper) -> Iterator[tuple[str, str]]:
    """Return the numbered paragraphs of a document as plain text, their footnotes below them."""
    for block in paper.blocks():
        if isinstance(block, Paragraph) and block.number:
            notes = [inline for inline in block.content if isinstance(inline, Footnote)]
            text = "".join(
                inline.text if isinstance(inline, Run) else f"[{notes.index(inline) + 1}]" for inline in block.content
            )
            lines = [f"[{place}] {''.join(run.text for run in each.content)}" for place, each in enumerate(notes, 1)]
            yield block.number, "\n".join([text, *lines])


def _edition(viewer: Viewer, published: Published, build: Build, at: datetime) -> Edition:
    made = list(BuiltFile.objects.visible_to(viewer).filter(build_id=build.id).order_by("form"))
    edition = Edition(id=uuid4(), published=published, language=build.language, paper=build.paper, at=at)
    files = [EditionFile(edition=edition, form=row.form, sha256=row.sha256, size=row.size, content=row.content)
             for row in made]  # fmt: skip
    form = queries.edition_form(edition, [queries.named(file) for file in files], by=kinds()[published.kind].keeper)
    edition.leaf_id, edition.salt = system_commit(form)
    edition.save(force_insert=True)
    EditionFile.rows.bulk_create(files)
    return edition
