# SPDX-License-Identifier: EUPL-1.2
"""Made-up parties, authorities and people of the demonstration; each is made once and found again afterwards."""

from datetime import date, datetime

from django.db import transaction

from comity.core.clock import THE_HAGUE
from comity.parties.actions.people import PostDetails
from comity.parties.models import Authority, Party, PartyKind, Person, Post, folded

SOURCE = "made up for the demonstration"


def system_made_up_party(*, kind: PartyKind, code: str, name_en: str, name_fr: str, at: datetime) -> Party:
    """Return the made-up party of that code, made on the first call."""
    party, _is_new = Party.objects.get_or_create(
        code=code,
        defaults={
            "kind": kind,
            "name_en": name_en,
            "name_fr": name_fr,
            "key_en": folded(name_en),
            "key_fr": folded(name_fr),
            "source": SOURCE,
            "as_of": at.astimezone(THE_HAGUE).date(),
        },
    )
    return party


def system_made_up_authority(*, party_code: str, name: str, function: str, confirmed_on: date) -> Authority:
    """Return the made-up authority of that name, made on the first call."""
    authority, _is_new = Authority.objects.get_or_create(
        party=Party.objects.get(code=party_code),
        name=name,
        defaults={"function": function, "last_confirmed_on": confirmed_on, "source": SOURCE},
    )
    return authority


@transaction.atomic
def system_made_up_person(
    *, email: str, name: str, language: str, password: str | None, party_code: str, at: datetime, post: PostDetails
) -> tuple[Person, bool]:
    """Return the made-up person of that address with this post and password, and whether they were made just now.

    Somebody without a password never signs in.
    """
    known = Person.objects.filter(email=email).first()
    if known is not None:
        return known, False
    person = Person.objects.create_user(email, password, name=name, language=language, joined_at=at)
    Post.objects.create(
        person=person,
        party=Party.objects.get(code=party_code),
        function=post.function,
        roles=sorted(role.value for role in post.roles),
        is_administrator=post.is_administrator,
        clearance=post.clearance,
        since=post.since,
        until=post.until,
    )
    return person, True
