# SPDX-License-Identifier: EUPL-1.2
"""Choices of channel and language, as the Registrar receives them (article 87(1)(a), 87(2); rules 176-180)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.parties import queries
from comity.parties.actions.given import check_past_day, checked
from comity.parties.actions.record import enter
from comity.parties.actions.rules import Rule
from comity.parties.models import Declaration, Languages, PartyKind, known_languages
from comity.statute import Act

_CHOOSERS = frozenset({PartyKind.STATE.value, PartyKind.ORGANISATION.value})


@transaction.atomic
def record_declaration(
    viewer: Viewer,
    *,
    party_id: UUID,
    subject: str,
    text: str,
    languages: str = "",
    source: str,
    received_on: date,
    agreed_on: date | None,
    at: datetime,
) -> Declaration:
    """Record a choice of channel or languages that the Registrar received (rules 176(3), 176(4), 178).

    It takes effect on the agreed date, failing agreement 45 days after receipt, and touches no request already made
    (rule 180(2)). `text` is kept as it was received; `languages` says the same in codes, as in "it with fr translation"
    or "fr, de or it". Earlier choices stay on record.
    """
    party = queries.party_by_id(viewer, party_id=party_id)
    if not queries.may_record_declarations(viewer):
        raise Rule.REGISTRY_RECORDS.broken_by(Act.DECLARATION_RECORD)
    if party.kind not in _CHOOSERS:
        raise Rule.STATES_AND_ORGANISATIONS_CHOOSE.broken_by(Act.DECLARATION_RECORD)
    check_past_day("received_on", received_on, today=at.astimezone(THE_HAGUE).date())
    if agreed_on is not None and agreed_on < received_on:
        raise Invalid({"agreed_on": _("A choice cannot take effect before it was received. Check both dates.")})
    row = checked(
        Declaration(
            party=party,
            subject=subject,
            text=text,
            languages=_languages(languages) if subject == Declaration.Subject.LANGUAGE else [],
            received_on=received_on,
            effective_on=agreed_on or received_on + timedelta(days=Declaration.DAYS_TO_EFFECT),
            source=source,
            recorded_by_id=viewer.person_id,
            recorded_at=at,
        )
    )
    row.save(force_insert=True)
    enter(
        viewer,
        Act.DECLARATION_RECORD,
        party_id=party.pk,
        about=None,
        at=at,
        subject=row.subject,
        text=row.text,
        received_on=received_on.isoformat(),
        agreed_on=agreed_on.isoformat() if agreed_on else None,
        effective_on=row.effective_on.isoformat() if row.effective_on else None,
    )
    return row


def _languages(codes: str) -> list[list[str]]:
    try:
        read = Languages.read(codes)
    except ValueError:
        raise Invalid({"languages": _("Name each language by its code of two letters, as in: fr, de or it.")}) from None
    if unknown := sorted(read.codes() - known_languages()):
        raise Invalid({"languages": _("These are no codes of languages: %(codes)s.") % {"codes": ", ".join(unknown)}})
    return read.rows()
