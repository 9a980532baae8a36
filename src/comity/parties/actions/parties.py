# SPDX-License-Identifier: EUPL-1.2
"""New parties that no list of reference holds: defence teams, organisations, States outside it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.parties import queries
from comity.parties.actions.given import checked
from comity.parties.actions.record import enter
from comity.parties.actions.rules import Rule
from comity.parties.models import Party, PartyKind, folded
from comity.statute import Act

_ADMITTED = frozenset({PartyKind.DEFENCE, PartyKind.ORGANISATION, PartyKind.STATE})


@transaction.atomic
def add_party(
    viewer: Viewer, *, kind: PartyKind, code: str, name_en: str, name_fr: str, source: str, at: datetime
) -> Party:
    """Enter a defence team, an organisation or a State; its first administrator is invited in a second step."""
    if not queries.may_admit_parties(viewer) or kind not in _ADMITTED:
        raise Rule.REGISTRY_ADMITS.broken_by(Act.PARTY_ADD)
    code = code.strip().upper()
    if code == "NEW" or not (2 <= len(code) <= 12 and code.isascii() and code.replace("-", "").isalnum()):
        raise Invalid(
            {"code": _("Two to twelve letters, digits or dashes; for a State its ISO code of three letters.")}
        )
    if kind == PartyKind.STATE and not (len(code) == 3 and code.isalpha()):
        raise Invalid({"code": _("A State has its ISO 3166-1 code of three letters.")})
    if Party.objects.filter(code=code).exists():
        raise Invalid({"code": _("There is a party of this code already. Choose another code.")})
    party = checked(
        Party(
            kind=kind,
            code=code,
            name_en=name_en,
            name_fr=name_fr,
            key_en=folded(name_en),
            key_fr=folded(name_fr),
            source=source,
            as_of=at.astimezone(THE_HAGUE).date(),
        ),
        computed=frozenset({"key_en", "key_fr"}),
    )
    party.save(force_insert=True)
    enter(viewer, Act.PARTY_ADD, party_id=party.pk, about=party.pk, at=at, kind=party.kind, code=code)
    return party
