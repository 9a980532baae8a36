# SPDX-License-Identifier: EUPL-1.2
"""The directory: who can be asked, why they owe cooperation, how to reach them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from comity.core.errors import NotFound
from comity.core.paging import Page, page_of
from comity.core.prepared import Prepared
from comity.core.viewer import Viewer
from comity.parties.models import Authority, Declaration, Membership, Party, PartyKind, folded

# Who may know which defence teams there are: those through whom their requests pass, and those who decide on them.
_KNOWS_DEFENCE = frozenset({"REG", "CHM", "PRE"})


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """What a list of parties is narrowed to; `status` is a Membership.Basis, "former_party" or "none", on `on`."""

    on: date
    text: str = ""
    kind: str = ""
    region: str = ""
    status: str = ""


def parties_page(viewer: Viewer, *, chosen: PartyFilter, size: int, after: str = "", before: str = "") -> Page[Party]:
    """Return one page of the parties that this viewer may know of, by name in the reader's language."""
    rows = _known(viewer)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.region:
        rows = rows.filter(region=chosen.region)
    if chosen.status:
        rows = rows.filter(_status(chosen.status, chosen.on))
    for word in folded(chosen.text).split():
        rows = rows.filter(Q(key_en__contains=word) | Q(key_fr__contains=word) | Q(code=word.upper()))
    key = "key_fr" if (get_language() or "").startswith("fr") else "key_en"
    return page_of(rows, order=(key, "id"), size=size, after=after, before=before)


def parties_to_address(viewer: Viewer, *, kinds: Sequence[str]) -> QuerySet[Party]:
    """Return the parties of these kinds that this viewer may know of, by name: for choosing an addressee."""
    return _known(viewer).filter(kind__in=kinds).order_by("key_en")


def party_by_code(viewer: Viewer, *, code: str) -> Party:
    """Return the party of that code; raises NotFound alike for none and for one this viewer may not know of."""
    found = _known(viewer).filter(code=code.upper()).first()
    if found is None:
        raise NotFound
    return found


def party_by_id(viewer: Viewer, *, party_id: UUID) -> Party:
    """Return the party of that id; raises NotFound alike for none and for one this viewer may not know of."""
    found = _known(viewer).filter(pk=party_id).first()
    if found is None:
        raise NotFound
    return found


# Columns of a party that only its own page shows.
PARTY_DETAILS = ("region", "remark_en", "remark_fr", "source", "as_of", "is_verified", "key_en", "key_fr")

_named = Prepared(lambda party_ids: Party.objects.filter(pk__in=party_ids))


def parties_named(viewer: Viewer, *, party_ids: Collection[UUID]) -> dict[UUID, Party]:
    """Return parties by their keys, which must have come with rows that this viewer may see."""
    return {party.pk: party for party in _named(party_ids=list(party_ids))} if party_ids else {}


def memberships_of(viewer: Viewer, *, party_ids: Sequence[UUID]) -> list[Membership]:
    """Return the intervals in which these parties owe or owed cooperation, oldest first (articles 12(3), 86, 127)."""
    return list(
        Membership.objects.filter(party_id__in=party_ids).order_by(
            F("since").asc(nulls_first=True), "situation_code", "pk"
        )
    )


def declarations_of(viewer: Viewer, *, party_id: UUID) -> list[Declaration]:
    """Return all declarations of channel and languages, the latest to take effect first (rules 176(3), 180)."""
    rows = Declaration.objects.filter(party_id=party_id).select_related("recorded_by")
    return list(rows.order_by(F("effective_on").desc(nulls_last=True), "-recorded_at", "-pk"))


def authorities_of(viewer: Viewer, *, party_id: UUID, ended: bool = False) -> list[Authority]:
    """Return the party's authorities, central ones first; none to a viewer who is nobody's."""
    if not viewer.is_known:
        return []
    rows = Authority.objects.filter(party_id=party_id)
    return list(rows if ended else rows.filter(ended_on__isnull=True))


def authorities_to_choose(viewer: Viewer, *, party_id: UUID) -> QuerySet[Authority]:
    """Return the party's running authorities, for a form to choose from."""
    rows = Authority.objects.filter(party_id=party_id, ended_on__isnull=True)
    return rows if viewer.is_known else rows.none()


def authority_by_id(viewer: Viewer, *, authority_id: UUID) -> Authority:
    """Return the authority of that id, with its party; raises NotFound where this viewer may not know of it."""
    found = (
        Authority.objects.filter(pk=authority_id, party__in=_known(viewer)).select_related("party").first()
        if viewer.is_known
        else None
    )
    if found is None:
        raise NotFound
    return found


def _known(viewer: Viewer) -> QuerySet[Party]:
    """Parties are public, but for defence teams: that there is one may tell that somebody has been summoned."""
    if viewer.party_code in _KNOWS_DEFENCE or viewer.system:
        return Party.objects.all()
    return Party.objects.filter(~Q(kind=PartyKind.DEFENCE) | Q(pk=viewer.party_id))


def _status(status: str, on: date) -> Q:
    def holds(**more: object) -> Exists:
        return Exists(
            Membership.objects.filter(
                Q(since__isnull=True) | Q(since__lte=on),
                Q(until__isnull=True) | Q(until__gt=on),
                party=OuterRef("pk"),
                **more,
            )
        )

    is_party = holds(basis=Membership.Basis.STATE_PARTY)
    if status == "former_party":
        was = Membership.objects.filter(party=OuterRef("pk"), basis=Membership.Basis.STATE_PARTY, until__lte=on)
        return Q(Exists(was)) & ~Q(is_party)
    if status == "none":
        return Q(kind=PartyKind.STATE) & ~Q(holds())
    return Q(holds(basis=status))
