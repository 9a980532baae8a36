# SPDX-License-Identifier: EUPL-1.2
"""From a person who signed in to the viewer they are: at a post of their own, or in an absent colleague's place."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language

from comity.core.clock import THE_HAGUE
from comity.core.viewer import Viewer
from comity.parties.models import Person, Post
from comity.statute import Role

# One statement follows a chain of substitutes of any length: whoever stands in for a person who stands in for another
# may act for that other. UNION, not UNION ALL, so that two people who name each other end it.
_CHAIN = """
WITH RECURSIVE seat (post_id, holder_id, party_id, substitution_id) AS (
    SELECT post.id, post.person_id, post.party_id, CAST(NULL AS uuid)
    FROM parties_post post
    WHERE post.person_id = %(person)s
      AND post.ended_at IS NULL AND post.since <= %(day)s AND (post.until IS NULL OR post.until >= %(day)s)
    UNION
    SELECT post.id, post.person_id, post.party_id, substitution.id
    FROM seat
    JOIN parties_substitution substitution ON substitution.substitute_id = seat.holder_id
    JOIN parties_post post ON post.id = substitution.post_id AND post.party_id = seat.party_id
    WHERE substitution.ended_at IS NULL AND substitution.since <= %(day)s AND substitution.until >= %(day)s
      AND post.ended_at IS NULL AND post.since <= %(day)s AND (post.until IS NULL OR post.until >= %(day)s)
)
SELECT post.*, seat.substitution_id, party.code AS party_code, party.kind AS party_kind,
       party.name_en AS party_name_en, party.name_fr AS party_name_fr, holder.name AS holder_name
FROM seat
JOIN parties_post post ON post.id = seat.post_id
JOIN parties_party party ON party.id = post.party_id
JOIN parties_person holder ON holder.id = post.person_id
ORDER BY post.since, post.id
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """A post at which a person may act now; `substitution_id` is empty at a post of their own."""

    post: Post
    party_code: str
    party_name: str
    party_kind: str
    holder_name: str
    substitution_id: UUID | None

    @property
    def keys(self) -> tuple[str, ...]:
        """The texts by which this seat can be chosen: its post, or the substitution that opens it."""
        return tuple(str(key) for key in (self.post.pk, self.substitution_id) if key)


def posts_open_to(person_id: UUID, at: datetime) -> tuple[Seat, ...]:
    """Return every post at which the person may act at this instant, own ones first, in one query.

    An absent colleague's post is open along a chain of substitutions that all run on that day in The Hague, as long as
    the person holds a running post of the same party; it ends with whichever of these ends first.
    """
    rows = _rows(person_id, at.astimezone(THE_HAGUE).date())
    found: dict[UUID, Seat] = {}
    for row in sorted(rows, key=lambda row: row.person_id != person_id):
        found.setdefault(row.pk, _seat(row, own=row.person_id == person_id))
    return tuple(found.values())


def viewer_of(person: Person, chosen: UUID | str | None, at: datetime) -> Viewer | None:
    """Return the viewer that this person is at this instant, in one query; None where no post is open.

    `chosen` is the post, or the substitution, that the person acts under; where it is not open (any more), they are at
    the first post of their own. A substitute has the roles of the post acted for, at most the clearance they hold in
    that party themselves, and `acting_for_id` names the absent person. Circles are not filled in here.
    """
    if not person.is_active:
        return None
    seats = posts_open_to(person.pk, at)
    own = [seat for seat in seats if seat.substitution_id is None]
    if not own:
        return None
    seat = next((seat for seat in seats if str(chosen) in seat.keys), own[0])
    post = seat.post
    cleared = max(other.post.clearance for other in own if other.post.party_id == post.party_id)
    return Viewer(
        person_id=person.pk,
        acting_for_id=None if seat.substitution_id is None else post.person_id,
        party_id=post.party_id,
        party_code=seat.party_code,
        party_name=seat.party_name,
        party_kind=seat.party_kind,
        post_id=post.pk,
        function=post.function,
        roles=frozenset(Role(role) for role in post.roles),
        is_administrator=post.is_administrator,
        clearance=min(post.clearance, cleared),
        language=person.language,
    )


def _rows(person_id: UUID, day: date) -> list[Any]:
    return list(Post.objects.raw(_CHAIN, {"person": _as_stored(person_id), "day": day}))


def _seat(row: Any, *, own: bool) -> Seat:
    return Seat(
        post=row,
        party_code=row.party_code,
        party_name=row.party_name_fr if (get_language() or "").startswith("fr") else row.party_name_en,
        party_kind=row.party_kind,
        holder_name=row.holder_name,
        substitution_id=None if own or row.substitution_id is None else UUID(str(row.substitution_id)),
    )


def _as_stored(key: UUID) -> Any:
    """Return the key as this database keeps it: SQLite has no type for it."""
    return key if connection.features.has_native_uuid_field else key.hex
