# SPDX-License-Identifier: EUPL-1.2
"""The files of a report: owed, made by the worker from the report exactly as it stood, kept with digests."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from comity.core import outbox, progress
from comity.core.db import as_viewer
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers.queries import person_of
from comity.statute import Act

from .. import queries
from ..kinds import kinds
from ..models import Build, BuiltFile
from .rules import Rule
from .writing import locked, note

DUTY = "reports.make"
WHY = "a named duty of the system makes what was ordered, whoever may see it"


@transaction.atomic
def order_build(viewer: Viewer, *, report_id: UUID, language: str, is_public: bool, at: datetime) -> Build:
    """Owe the making of all files of one language; the files of an older making are replaced, one under way is joined.

    Raises NotFound; Refused for who does not keep the report, or where the language is not complete.
    """
    row = locked(viewer, report_id, Act.REPORT_BUILD)
    if not queries.may_keep(viewer, kinds()[row.kind]):
        raise Rule.KEEPER_KEEPS.broken_by(Act.REPORT_BUILD)
    whole = queries.whole(viewer, row.id)
    if not whole.is_complete(language):
        raise Rule.NOT_COMPLETE.broken_by(Act.REPORT_BUILD)
    digest = whole.digest(language)
    same = Build.objects.visible_to(viewer).filter(report_id=row.id, language=language, is_public=is_public)
    under_way = same.filter(state=Build.State.MAKING).first()
    if under_way is not None and under_way.digest == digest:
        return under_way
    if under_way is not None:
        progress.fail(under_way.progress_id)
    BuiltFile.objects.visible_to(viewer).filter(build__in=same).delete()
    same.filter(state=Build.State.READY).update(state=Build.State.REPLACED)
    same.exclude(state=Build.State.REPLACED).delete()
    build = Build(
        id=uuid4(), dossier_id=row.dossier_id, report=row, language=language, is_public=is_public, digest=digest,
        progress_id=progress.begin(viewer, title=gettext_noop("Making the files of the report")),
        person_id=person_of(viewer), asked_at=at,
    )  # fmt: skip
    build.save(force_insert=True)
    outbox.owe("reports.make", str(build.id), at=at)
    public = "public" if is_public else "internal"
    note(viewer, Act.REPORT_BUILD, row, at, language=language, version=public, sha256=digest)
    return build


def system_build(build_id: UUID) -> tuple[Build, queries.Whole] | None:
    """Return what is to be made and the report as it stands; None where there is nothing to make any more."""
    duty = system_viewer(DUTY)
    with as_viewer(duty):
        build = Build.objects.unguarded(WHY).filter(id=build_id, state=Build.State.MAKING).first()
        return None if build is None else (build, queries.system_whole(build.report_id))


def system_keep_build(build_id: UUID, *, digest: str, files: Mapping[str, bytes], paper: str, at: datetime) -> bool:
    """Keep the files that were made; where the report has changed meanwhile, say so instead. Done once."""
    too_large = [form for form, data in files.items() if len(data) > settings.COMITY_LIMITS["report_file_bytes"]]
    if too_large:
        return system_fail_build(build_id, problem={"code": "size", "what": too_large[0]})
    with as_viewer(system_viewer(DUTY)):
        build = _making(build_id)
        if build is None:
            return False
        if build.digest != digest:
            return system_fail_build(build_id, problem={"code": "changed"})
        BuiltFile.objects.bulk_create(
            BuiltFile(
                dossier_id=build.dossier_id, build=build, form=form, content=data, size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
            )
            for form, data in sorted(files.items())
        )  # fmt: skip
        build.state, build.ready_at, build.paper = Build.State.READY, at, paper
        build.save(update_fields=["state", "ready_at", "paper"])
        progress.finish(build.progress_id)
    return True


def system_fail_build(build_id: UUID, *, problem: dict[str, Any]) -> bool:
    """Say for good why the files could not be made: a code with values, and where; return False."""
    with as_viewer(system_viewer(DUTY)):
        build = _making(build_id)
        if build is not None:
            build.state, build.problem = Build.State.FAILED, problem
            build.save(update_fields=["state", "problem"])
            progress.fail(build.progress_id)
    return False


def _making(build_id: UUID) -> Build | None:
    rows = Build.objects.unguarded(WHY).select_for_update(of=("self",))
    return rows.filter(id=build_id, state=Build.State.MAKING).first()
