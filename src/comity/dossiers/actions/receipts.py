# SPDX-License-Identifier: EUPL-1.2
"""Signing under an act: the authority's own key, made and kept by its officers, says that the act was theirs."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, Refused
from comity.core.viewer import Viewer
from comity.ledger.format.ack import is_signed
from comity.ledger.format.tree import leaf_hash
from comity.ledger.queries import origin, system_entries_of, system_places_of
from comity.parties.models import SigningKey
from comity.parties.queries import running_signing_key
from comity.statute import Act, Role

from .. import queries
from ..models import Acknowledgement, Entry
from .rules import Rule, demand_open
from .timeline import record


@transaction.atomic
def sign_receipt(viewer: Viewer, *, entry_id: UUID, key: str, signature: str, at: datetime) -> Acknowledgement:
    """Take the signature of an authority of the viewer's party under an act of that party; its receipts carry it.

    Raises Refused where the viewer may not sign this act, Invalid where key or signature is not what it must be.
    """
    entry = queries.receipt(viewer, entry_id).entry
    queries.dossier_to_change(viewer, entry.dossier_id)
    demand_open(entry.dossier, Act.RECEIPT_SIGN)
    refused = refusal_to_sign(viewer, entry)
    if refused is not None:
        raise refused
    known = _key(viewer, key, entry)
    signature = "".join(signature.split()).lower()
    leaf = leaf_hash(system_entries_of([entry.leaf_id])[entry.leaf_id])
    if not is_signed(known.public, signature, origin=origin(), leaf=leaf):
        raise Invalid({"signature": _("This key did not make this signature under this act. Sign it anew.")})
    assert viewer.person_id is not None  # who may sign is somebody
    row = Acknowledgement(
        dossier_id=entry.dossier_id,
        about=entry.about,
        entry=entry,
        key=known,
        signature=signature,
        person_id=viewer.person_id,
        at=at,
    )
    row.save(force_insert=True)
    record(
        viewer,
        Act.RECEIPT_SIGN,
        dossier_id=entry.dossier_id,
        about=entry.about,
        at=at,
        data={"entry": str(entry.id), "act": entry.act, "key": known.public},
    )
    return row


def refusal_to_sign(viewer: Viewer, entry: Entry) -> Refused | None:
    """Return why the viewer does not sign under this act; None where they may."""
    if entry.act not in queries.SIGNED_ACTS or entry.party_id != viewer.party_id:
        return Rule.SIGNED_BY_RECEIVER.broken_by(Act.RECEIPT_SIGN)
    if Role.OFFICER not in viewer.roles:
        return Rule.OFFICERS_SIGN.broken_by(Act.RECEIPT_SIGN)
    if queries.acknowledgement(viewer, entry) is not None:
        return Rule.SIGNED_ONCE.broken_by(Act.RECEIPT_SIGN)
    return None


def _key(viewer: Viewer, typed: str, entry: Entry) -> SigningKey:
    """Return the key, which must stand in the log before the act: else no receipt could show that it did."""
    known = running_signing_key(viewer, public="".join(typed.split()).lower())
    if known is None:
        raise Invalid({"key": _("This is not a running signing key of an authority of your party.")})
    places = system_places_of([known.leaf_id, entry.leaf_id])
    told, done = places.get(known.leaf_id), places.get(entry.leaf_id)
    if told is None or (done is not None and done.seq < told.seq):
        raise Invalid({"key": _("The log tells of this key only after this act: it is good for later acts alone.")})
    return known
