# SPDX-License-Identifier: EUPL-1.2
"""Dossiers brought through archive, proposal and consents by the acts that lead there."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from comity.core import worker
from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.models import Owed
from comity.core.viewer import Viewer
from comity.dossiers import actions
from comity.dossiers.models import Disposal, Dossier

# Longer ago than a disposal waits.
THEN = timedelta(days=settings.COMITY_LIMITS["disposal_wait_days"] + 5)


def archived(viewer: Viewer, dossier: Dossier, *, at: datetime | None = None) -> Dossier:
    with as_viewer(viewer):
        return actions.archive_dossier(viewer, dossier_id=dossier.id, reason="All is done", at=at or now() - THEN)


def proposed(viewer: Viewer, dossier: Dossier, *, at: datetime | None = None) -> Disposal:
    with as_viewer(viewer):
        return actions.propose_disposal(
            viewer,
            dossier_id=dossier.id,
            reason="No longer needed",
            decision="Records decision 7",
            at=at or now() - THEN,
        )


def consented(viewer: Viewer, dossier: Dossier, *, at: datetime | None = None) -> Disposal:
    with as_viewer(viewer):
        return actions.consent_to_disposal(viewer, dossier_id=dossier.id, at=at or now() - THEN)


def approved(dossier: Dossier, people: Iterable[Viewer], *, at: datetime | None = None) -> Disposal:
    """Propose by the first of these people, and let all others consent."""
    first, *others = people
    disposal = proposed(first, dossier, at=at)
    for person in others:
        disposal = consented(person, dossier, at=at)
    return disposal


def carried_out(dossier: Dossier) -> Disposal:
    """Do the work that is owed on the approved disposal of a dossier, as the worker does it; return how it stands."""
    with as_system("test"):
        rows = Disposal.objects.unguarded("a test looks at the row itself")
        disposal = rows.get(dossier=dossier, ended_at__isnull=True)
    while owed := list(Owed.objects.filter(key=str(disposal.id), due_at__lte=now() + timedelta(seconds=1))):
        for row in owed:
            assert worker.do(row), Owed.objects.get(id=row.id).last_error
    with as_system("test"):
        return rows.get(id=disposal.id)
