# SPDX-License-Identifier: EUPL-1.2
"""One-time codes on paper: how a person comes to a password for the first time, or again."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.errors import Invalid
from comity.core.ids import ALPHABET
from comity.core.viewer import Viewer
from comity.parties import queries
from comity.parties.actions.record import enter
from comity.parties.actions.rules import Rule
from comity.parties.models import PaperCode, Party, Person, Post
from comity.statute import Act

# Seven groups of four out of 31 letters: 138 bits, so that a fast hash is enough and no list of codes can be tried.
GROUPS, GROUP_LETTERS = 7, 4
VALID_DAYS = 14
MOST_FAILURES = 5
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code(person: Person, party: Party, *, at: datetime) -> str:
    """Return a fresh code for this person, in groups; any earlier one is dead."""
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(GROUPS * GROUP_LETTERS))
    PaperCode.objects.update_or_create(
        person=person,
        defaults={
            "party": party,
            "code_hash": code_hash(person.pk, letters),
            "expires_at": at + timedelta(days=VALID_DAYS),
            "failures": 0,
        },
    )
    return "-".join(letters[start : start + GROUP_LETTERS] for start in range(0, len(letters), GROUP_LETTERS))


def code_hash(person_id: UUID, typed: str) -> str:
    """Return the hash of a code as somebody typed it: case, dashes, blanks and lookalikes do not matter."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_LOOKALIKES)
    return hashlib.sha256(f"{person_id}:{letters}".encode()).hexdigest()


@transaction.atomic
def issue_paper_code(viewer: Viewer, *, person_id: UUID, at: datetime) -> str:
    """Return a new one-time code for a person of the viewer's party, to be handed over on paper; shown this once.

    It is good for 14 days and dies at the fifth wrong attempt. Until it is used, the person's old password still works.
    """
    person = queries.person_by_id(viewer, person_id=person_id)
    if not queries.may_manage_people(viewer):
        raise Rule.OWN_ADMINISTRATORS.broken_by(Act.CODE_ISSUE)
    today = at.astimezone(THE_HAGUE).date()
    running = list(Post.objects.filter(Post.runs_on(today), person=person).select_related("party"))
    if any(post.party_id != viewer.party_id for post in running):
        raise Rule.WORKS_ELSEWHERE.broken_by(Act.CODE_ISSUE)
    if not running:
        raise Invalid({"": _("This person holds no running post: give one first.")})
    code = new_code(person, running[0].party, at=at)
    enter(viewer, Act.CODE_ISSUE, party_id=running[0].party_id, about=person.pk, at=at, person=person.name)
    return code


def redeem_paper_code(
    viewer: Viewer,  # noqa: ARG001 - nobody yet; named like everywhere
    *,
    email: str,
    code: str,
    password: str,
    at: datetime,
) -> Person:
    """Set the password of the person who holds the code, once; second factors set up before are forgotten.

    Raises Invalid for a code that is wrong, used, expired or dead, and for an unknown address, all in the same words.
    A wrong attempt counts even so: it is written before the error is raised, and the caller must let it be committed.
    """
    person = _redeem(email=email, code=code, password=password, at=at)
    if person is None:
        raise Invalid(
            {
                "code": _("This code does not open the account. Check the address and the code.")
                + " "
                + _("After five wrong attempts, or 14 days, a code is dead: ask your administrator for a new one.")
            }
        )
    return person


@transaction.atomic
def _redeem(*, email: str, code: str, password: str, at: datetime) -> Person | None:
    row = (
        PaperCode.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(person__email=email.strip().lower(), person__is_active=True)
        .first()
    )
    # Without a row the same hash is computed and compared, so that the time taken does not tell who is known here.
    expected = row.code_hash if row else hashlib.sha256(b"").hexdigest()
    is_right = hmac.compare_digest(code_hash(row.person_id if row else uuid4(), code), expected)
    if row is None or at >= row.expires_at or row.failures >= MOST_FAILURES:
        return None
    if not is_right:
        row.failures += 1
        row.save(update_fields=["failures"])
        return None
    person = row.person
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        raise Invalid({"password": " ".join(error.messages)}) from None
    person.set_password(password)
    person.save(update_fields=["password"])
    # Whoever needs a new code may have lost the key or telephone; and nobody keeps a way in that somebody else set up.
    Authenticator.objects.filter(user=person).delete()
    party_id = row.party_id
    row.delete()
    enter(Viewer(person_id=person.pk), Act.CODE_REDEEM, party_id=party_id, about=person.pk, at=at, person=person.name)
    return person


def system_sweep_codes(*, at: datetime) -> None:
    """Delete codes that were never used and have not been valid for as long as the settings say."""
    limit = at - timedelta(days=settings.COMITY_LIMITS["paper_codes_days"])
    PaperCode.objects.filter(expires_at__lt=limit).delete()
