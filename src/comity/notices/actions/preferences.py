# SPDX-License-Identifier: EUPL-1.2
"""How a person wants to be told."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.parties.actions import choose_language

from .. import queries
from ..models import Preference


@transaction.atomic
def choose_preferences(viewer: Viewer, *, digest: str, language: str, at: datetime) -> None:
    """Choose whether a digest is sent, and the language of mails and calendars; raises Invalid for none of ours."""
    if digest not in Preference.Digest.values:
        raise Invalid({"digest": _("Choose one of these.")})
    choose_language(viewer, language=language, at=at)
    Preference.objects.update_or_create(person_id=_person_of(viewer), defaults={"digest": digest})


@transaction.atomic
def make_calendar_link(viewer: Viewer, *, at: datetime) -> str:  # noqa: ARG001 - as every action
    """Return the secret of a new calendar link at the post the viewer acts at; it is shown once, the old one ends.

    Raises NotFound for who is no person, and Invalid in a colleague's place: a link would outlast it.
    """
    person_id = _person_of(viewer)
    if viewer.acting_for_id is not None:
        raise Invalid({"": _("A calendar link is made at a post of one's own.")})
    token = secrets.token_urlsafe(32)
    Preference.objects.update_or_create(
        person_id=person_id,
        defaults={"calendar_hash": queries.hash_of(token), "calendar_post": viewer.post_id},
    )
    return token


@transaction.atomic
def end_calendar_link(viewer: Viewer, *, at: datetime) -> None:  # noqa: ARG001 - as every action
    """End the calendar link at once."""
    Preference.objects.filter(person_id=_person_of(viewer)).update(calendar_hash=None, calendar_post=None)


def _person_of(viewer: Viewer) -> UUID:
    if viewer.person_id is None:
        raise NotFound
    return viewer.person_id
