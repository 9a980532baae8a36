# SPDX-License-Identifier: EUPL-1.2
"""To whom a file for another party must be sealed, whose keys these are, and to whom one was sealed."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import UNDER_SEAL, Viewer
from comity.parties.models import Party, Post, SealingKey
from comity.parties.queries.directory import party_by_id
from comity.parties.sealing import MOST_RECIPIENTS


def keys_to_seal_to(viewer: Viewer, *, sides: Collection[Party], on: date) -> list[SealingKey]:
    """Return the keys to which a file for these parties must be sealed, in no telling order, the viewer's own included.

    The parties are ones that the viewer was shown. On each side: the authorities, the recovery, and each person with a
    running post and the clearance for it. Where these are more than a sealed file may show (16), people are left out:
    they open it through their authority. Raises Invalid, with the remedy, where a side has nobody who could open it.
    Whoever seals pads the list with thrown-away keys; a server could keep them, so this does not.
    """
    if viewer.party_id is None or not viewer.is_known:
        raise NotFound
    if all(side.pk != viewer.party_id for side in sides):
        sides = [*sides, party_by_id(viewer, party_id=viewer.party_id)]
    rows = list(_open_to(sides, on=on))
    if len(rows) > MOST_RECIPIENTS:
        rows = [row for row in rows if row.person_id is None]
    problems = [_without_key(viewer, side) for side in sides if not any(row.party_id == side.pk for row in rows)]
    if problems:
        raise Invalid({"": " ".join(problems)})
    if len(rows) > MOST_RECIPIENTS:
        raise Invalid({"": _("Too many authorities have keys: a sealed file opens to 16 at most.")})
    return sorted(rows, key=lambda row: row.recipient)


def recipients_of(viewer: Viewer, *, party_id: UUID, on: date) -> list[str]:
    """Return the recipients of `keys_to_seal_to` for one party; raises NotFound where the viewer may not know of it."""
    sides = [party_by_id(viewer, party_id=party_id)]
    return [row.recipient for row in keys_to_seal_to(viewer, sides=sides, on=on)]


def keys_sealed_to(viewer: Viewer, key_ids: Iterable[UUID]) -> list[SealingKey]:
    """Return those of these keys that the viewer may know of, running or ended, their own party's first.

    All of their own party's; of the others those of authorities and recoveries, which stand in the directory: how many
    people there have keys is theirs to know.
    """
    if not viewer.is_known:
        return []
    rows = SealingKey.objects.filter(Q(party_id=viewer.party_id) | Q(person__isnull=True), pk__in=list(key_ids))
    rows = rows.select_related("party", "authority", "person")
    return sorted(rows, key=lambda row: (row.party_id != viewer.party_id, row.party.name, row.kind, row.recipient))


def system_parties_of_keys(key_ids: Iterable[UUID]) -> set[UUID]:
    """Return the parties that have, or had, at least one of these keys."""
    return set(SealingKey.objects.filter(pk__in=list(key_ids)).values_list("party_id", flat=True))


def owner_of(viewer: Viewer, key: SealingKey) -> str:
    """Return in words whose key it is; of a person of another party, only that it is one."""
    if key.authority is not None:
        return f"{key.authority.name} ({key.party.name})"
    if key.person is None:
        return _("Recovery key of %(party)s") % {"party": key.party.name}
    if key.party_id == viewer.party_id:
        return f"{key.person.name} ({key.party.name})"
    return _("A person of %(party)s") % {"party": key.party.name}


def _without_key(viewer: Viewer, side: Party) -> str:
    said = _("%(party)s has no sealing key, so nobody there could open a sealed file.") % {"party": side.name}
    if side.pk == viewer.party_id:
        return f"{said} " + _("Make one under People, Sealing keys.")
    return f"{said} " + _("Ask it to register one; until then, send what is under seal by another way.")


def _open_to(sides: Collection[Party], *, on: date) -> QuerySet[SealingKey]:
    cleared = Post.objects.filter(
        Post.runs_on(on),
        person_id=OuterRef("person_id"),
        party_id=OuterRef("party_id"),
        person__is_active=True,
        clearance__gte=UNDER_SEAL,
    )
    return SealingKey.objects.filter(
        Q(kind=SealingKey.Kind.RECOVERY)
        | Q(authority__isnull=False, authority__ended_on__isnull=True)
        | Exists(cleared),
        party__in=sides,
        ended_at__isnull=True,
    ).select_related("party", "authority", "person")
