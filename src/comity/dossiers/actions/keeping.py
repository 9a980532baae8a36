# SPDX-License-Identifier: EUPL-1.2
"""Keeping: closing and archiving a dossier, taking it back, and legal holds."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import Dossier, GuardedQuerySet, Hold
from .disposal import owe_again
from .keeping_rules import to_keep
from .timeline import record

REASON_CHARACTERS = 300


@transaction.atomic
def archive_dossier(viewer: Viewer, *, dossier_id: UUID, reason: str, at: datetime) -> Dossier:
    """Close a dossier of the viewer's own party and archive it, with every exchange begun in it: it is read-only then.

    Raises Refused for a reader, another party and an exchange by itself; Invalid where something in it is open still.
    """
    dossier = to_keep(viewer, dossier_id, Act.DOSSIER_ARCHIVE, at)
    reason = needed_text("reason", reason, longest=REASON_CHARACTERS)
    together = [dossier.id, *_exchanges(dossier).values_list("id", flat=True)]
    found = [name for path in settings.COMITY_OPEN_IN for name in import_string(path)(viewer, together)]
    if found:
        names = ", ".join(found[:10])
        raise Invalid({"": _("Still open here: %(names)s. Close that first.") % {"names": names}})
    _set_archived(viewer, dossier, together, at, Act.DOSSIER_ARCHIVE, reason, at=at)
    return dossier


@transaction.atomic
def restore_dossier(viewer: Viewer, *, dossier_id: UUID, reason: str, at: datetime) -> Dossier:
    """Take an archived dossier, and every exchange begun in it that was not disposed of, out of the archive.

    Raises Refused while a disposal of any of them is proposed or once that of the dossier has begun.
    """
    dossier = to_keep(viewer, dossier_id, Act.DOSSIER_RESTORE, at)
    reason = needed_text("reason", reason, longest=REASON_CHARACTERS)
    together = [dossier.id, *_exchanges(dossier).filter(disposed_at__isnull=True).values_list("id", flat=True)]
    _set_archived(viewer, dossier, together, None, Act.DOSSIER_RESTORE, reason, at=at)
    return dossier


@transaction.atomic
def place_hold(viewer: Viewer, *, dossier_id: UUID, reason: str, at: datetime) -> Hold:
    """Hold a dossier for the viewer's party, which takes part in it in full: nothing of it is disposed of meanwhile.

    The reason is for the viewer's own party alone. Raises Refused once its disposal has begun.
    """
    dossier = to_keep(viewer, dossier_id, Act.HOLD_PLACE, at)
    hold = Hold(
        id=uuid4(),
        dossier=dossier,
        party_id=queries.party_of(viewer),
        reason=needed_text("reason", reason, longest=REASON_CHARACTERS),
        placed_by_id=viewer.person_id,
        placed_at=at,
    )
    hold.save(force_insert=True)
    _record(viewer, Act.HOLD_PLACE, dossier.id, at=at)
    return hold


@transaction.atomic
def end_hold(viewer: Viewer, *, dossier_id: UUID, reason: str, at: datetime) -> Hold:
    """End the hold of the viewer's own party; a disposal that it stopped is taken up again."""
    dossier = to_keep(viewer, dossier_id, Act.HOLD_END, at)
    hold = queries.keeping(viewer, dossier, at).own_hold(viewer)
    assert hold is not None  # the rule asked for it
    hold.end_reason = needed_text("reason", reason, longest=REASON_CHARACTERS)
    hold.ended_by_id, hold.ended_at = viewer.person_id, at
    hold.save(update_fields=["end_reason", "ended_by", "ended_at"])
    _record(viewer, Act.HOLD_END, dossier.id, at=at)
    owe_again(viewer, dossier, at=at)
    return hold


def _exchanges(dossier: Dossier) -> GuardedQuerySet[Dossier]:
    rows = Dossier.objects.unguarded("what was begun in a file is archived with it")
    return rows.filter(parent=dossier, is_exchange=True)


def _set_archived(
    viewer: Viewer,
    dossier: Dossier,
    together: Iterable[UUID],
    archived_at: datetime | None,
    act: Act,
    reason: str,
    *,
    at: datetime,
) -> None:
    """Archive together, or take back together; the reason stands on the dossier itself, which is the party's own."""
    keys = list(together)
    Dossier.objects.unguarded("as above").filter(id__in=keys).update(archived_at=archived_at)
    dossier.archived_at = archived_at
    for key in keys:
        record(viewer, act, dossier_id=key, about=key, at=at, data={"reason": reason} if key == dossier.id else {})


def _record(viewer: Viewer, act: Act, dossier_id: UUID, *, at: datetime) -> None:
    record(viewer, act, dossier_id=dossier_id, about=dossier_id, at=at)
