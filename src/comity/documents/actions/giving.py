# SPDX-License-Identifier: EUPL-1.2
"""Handing documents on: part of the act of another room, in its transaction; refused where a condition says so."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from comity.core.db import as_system
from comity.core.errors import Invalid, Refused
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers import queries as dossiers_of
from comity.statute import Act, refusal_to_give, rome

from .. import queries
from ..models import Document, Version


def demand_consents(act: Act, rows: Iterable[queries.Shown]) -> None:
    """Raise Refused, with the article, for the first document whose condition wants a consent that is not recorded."""
    for row in rows:
        document = row.document
        refusal = refusal_to_give(
            rome(),
            act,
            title=document.title,
            conditions=document.conditions,
            is_own=not document.provider,
            has_consent=document.consented_at is not None,
        )
        if refusal is not None:
            raise Refused(refusal)


def give_documents(
    viewer: Viewer,
    *,
    about: UUID,
    party_id: UUID,
    dossier_id: UUID,
    act: Act,
    at: datetime,
    chosen: Iterable[UUID] | None = None,
    opens: bool = False,
) -> list[dict[str, Any]]:
    """Hand on what a party prepared with one thing (all of it, or what is chosen), as part of an act already decided.

    From here on it hangs on this dossier, and whoever sees that in full sees it. Returns what the act commits to, for
    its own entry. Raises Refused with the article where a condition forbids it, Invalid for one that is not there.

    What its party limits to some of its people goes through the hands of none but them. It stays limited on that side,
    and then only its own entry commits to it, which the others do not see; or it is opened there (`opens`).
    """
    rows = queries.system_prepared(about=about, party_id=party_id)
    keys = [row.document.id for row in rows]
    with as_system("hand on"):  # whoever transmits sees none of the limits of another party
        hidden = dossiers_of.system_kept_from(viewer, keys, party_id=party_id)
        limited = dossiers_of.system_limited(keys, party_id=party_id)
    rows = [row for row in rows if row.document.id not in hidden]
    if chosen is not None:
        wanted = set(chosen)
        rows = [row for row in rows if row.document.id in wanted]
        if len(rows) < len(wanted):
            raise Invalid({"documents": _("A document that was to go is not there any more: look at the list again.")})
    demand_consents(act, rows)
    with as_system("hand on"):  # whoever transmits may hold an envelope and see none of it
        for row in rows:
            _give(viewer, row, dossier_id=dossier_id, act=act, at=at)
    if opens:
        for row in rows:
            dossiers.set_limit(viewer, about=row.document.id, circle=None, at=at)
        limited = set()
    return queries.digests(row for row in rows if row.document.id not in limited)


def _give(viewer: Viewer, row: queries.Shown, *, dossier_id: UUID, act: Act, at: datetime) -> None:
    document, version = row.document, row.version
    document.dossier_id, document.state, document.given_at = dossier_id, Document.State.GIVEN, at
    document.save(update_fields=["dossier_id", "state", "given_at"])
    # Only what is handed on: the files that stood there before stay with the side that prepared it.
    version.dossier_id = dossier_id
    version.save(update_fields=["dossier_id"])
    dossiers.record(
        viewer,
        Act.DOCUMENT_GIVE,
        dossier_id=dossier_id,
        about=document.id,
        at=at,
        data={**queries.digests([row])[0], "act": str(act), "conditions": document.conditions,
              "protections": document.protections},
    )  # fmt: skip


def take_documents_back(viewer: Viewer, *, about: UUID, party_id: UUID, dossier_id: UUID) -> int:  # noqa: ARG001 - as every action
    """Make what a party handed on with one thing prepared again, on a dossier of its own, and return how many.

    Part of an act that takes the thing back before anybody read it.
    """
    reason = "a recall takes back what went with it"
    rows = Document.objects.unguarded(reason).filter(about=about, party_id=party_id, state=Document.State.GIVEN)
    files = Version.objects.unguarded(reason).filter(document__in=list(rows.values_list("id", flat=True)))
    files.update(dossier_id=dossier_id)
    return rows.update(state=Document.State.PREPARED, given_at=None, dossier_id=dossier_id)
