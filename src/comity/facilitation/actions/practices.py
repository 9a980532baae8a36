# SPDX-License-Identifier: EUPL-1.2
"""Good practices: written by a party, cleared by a second person of it, published, withdrawn by it alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.search import folded_words
from comity.core.viewer import Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.queries import party_of, person_of
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.parties.queries import parties_named
from comity.statute import Act

from .. import queries
from ..models import Language, Practice, Published, themes
from .answers import mark_of
from .call_rules import CallRule


@dataclass(frozen=True, slots=True)
class Wording:
    """What a good practice says; `address` is where more of it is found, and may be empty."""

    theme: str
    language: str
    title: str
    text: str
    address: str = ""


def _checked(given: Wording) -> dict[str, str]:
    """Return the wording as it is kept; raises Invalid naming each field that cannot be taken."""
    problems: dict[str, str] = {}
    found: dict[str, str] = {}
    lengths = {
        "title": settings.COMITY_LIMITS["title_characters"],
        "text": settings.COMITY_LIMITS["practice_characters"],
    }
    for name, longest in (*lengths.items(), ("address", 300)):
        typed = getattr(given, name)
        if name == "address" and not typed.strip():
            found[name] = ""
            continue
        try:
            found[name] = needed_text(name, typed, longest=longest)
        except Invalid as error:
            problems |= error.problems
    if found.get("address") and not found["address"].startswith(("https://", "http://")):
        problems["address"] = _("Give an address that begins with https://.")
    for name, known in (("theme", themes()), ("language", Language.values)):
        found[name] = getattr(given, name)
        if found[name] not in known:
            problems[name] = _("Choose among those that are offered.")
    if problems:
        raise Invalid(problems)
    return found


@transaction.atomic
def begin_practice(viewer: Viewer, *, given: Wording, at: datetime) -> Practice:
    """Begin a good practice of the viewer's party, on a dossier that it alone is in. Raises Refused or Invalid."""
    if not queries.may_write_practice(viewer):
        raise CallRule.PARTIES_PUBLISH.broken_by(Act.PRACTICE_BEGIN)
    words = _checked(given)
    own = dossiers.open_party_file(viewer, party_id=party_of(viewer), title=words["title"], at=at)
    row = Practice(
        **words, id=uuid4(), dossier=own, party_id=party_of(viewer), begun_at=at, changed_by_id=person_of(viewer),
        changed_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    dossiers.record(viewer, Act.PRACTICE_BEGIN, dossier_id=own.id, about=row.id, at=at)
    return row


@transaction.atomic
def save_practice(viewer: Viewer, *, practice_id: UUID, given: Wording, seen: str, at: datetime) -> Practice:
    """Change what a good practice says; the clearance ends, and what is published stays until the next publication.

    `seen` is the mark of what the page was loaded with. Raises NotFound, Refused, or Invalid, also where a colleague
    changed it meanwhile.
    """
    row = queries.practice_to_change(viewer, practice_id)
    if not queries.may_write_practice(viewer):
        raise CallRule.PARTIES_PUBLISH.broken_by(Act.PRACTICE_SAVE)
    words = _checked(given)
    if seen != practice_mark(row):
        changed = _("A colleague changed it since you opened this page. Their text: %(text)s")
        raise Invalid({"text": changed % {"text": row.text}})
    for name, value in words.items():
        setattr(row, name, value)
    row.changed_by_id, row.changed_at, row.cleared_by, row.cleared_at = person_of(viewer), at, None, None
    row.save(update_fields=[*words, "changed_by_id", "changed_at", "cleared_by_id", "cleared_at"])
    dossiers.record(viewer, Act.PRACTICE_SAVE, dossier_id=row.dossier_id, about=row.id, at=at)
    return row


def practice_mark(row: Practice) -> str:
    """Return the mark of a good practice as a page shows it."""
    return mark_of([row.theme, row.language, row.title, row.text, row.address])


@transaction.atomic
def clear_practice(viewer: Viewer, *, practice_id: UUID, seen: str, at: datetime) -> Practice:
    """Clear what a colleague wrote. Raises NotFound, Refused for whoever changed it last, Invalid where it changed."""
    row = queries.practice_to_change(viewer, practice_id)
    if not viewer.roles & queries.CLEARING or row.changed_by_id in {viewer.person_id, viewer.acting_for_id}:
        raise CallRule.SECOND_CLEARS.broken_by(Act.PRACTICE_CLEAR)
    if seen != practice_mark(row):
        raise Invalid({"": _("Somebody changed it since you opened this page. Read it again, then clear it.")})
    row.cleared_by_id, row.cleared_at = person_of(viewer), at
    row.save(update_fields=["cleared_by_id", "cleared_at"])
    dossiers.record(viewer, Act.PRACTICE_CLEAR, dossier_id=row.dossier_id, about=row.id, at=at)
    return row


@transaction.atomic
def publish_practice(viewer: Viewer, *, practice_id: UUID, at: datetime) -> Published:
    """Publish a cleared good practice to everybody; it replaces the version before. Raises NotFound or Refused."""
    row = queries.practice_to_change(viewer, practice_id)
    if not queries.may_write_practice(viewer):
        raise CallRule.PARTIES_PUBLISH.broken_by(Act.PRACTICE_PUBLISH)
    if row.cleared_by_id is None:
        raise CallRule.CLEARED_FIRST.broken_by(Act.PRACTICE_PUBLISH)
    before = queries.published_versions(viewer, practice_id)
    if before and before[0].stands:
        if queries.is_published(row, before[0]):
            raise CallRule.STANDS_NO_MORE.broken_by(Act.PRACTICE_PUBLISH)
        before[0].replaced_at = at
        before[0].save(update_fields=["replaced_at"])
    party = parties_named(viewer, party_ids=[row.party_id])[row.party_id]
    words = [row.title, row.text, party.name_en, party.name_fr]
    made = Published(
        id=uuid4(), practice=row.id, number=before[0].number + 1 if before else 1, party=party, theme=row.theme,
        language=row.language, title=row.title, text=row.text, address=row.address,
        words=" ".join(folded_words(" ".join(words))), function=viewer.function, published_by_id=person_of(viewer),
        cleared_by_id=row.cleared_by_id, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    dossiers.record(
        viewer, Act.PRACTICE_PUBLISH, dossier_id=row.dossier_id, about=row.id, at=at,
        data={"number": made.number, "title": made.title, "text": made.text},
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_practice(viewer: Viewer, *, published_id: UUID, reason: str, at: datetime) -> Published:
    """Withdraw a published good practice of the viewer's own party, with the reason.

    Its text is shown no more, nor are the versions that it replaced. Raises NotFound, or Refused for another party's.
    """
    row = queries.published_to_change(viewer, published_id)
    if row.party_id != viewer.party_id or not queries.may_write_practice(viewer):
        raise CallRule.OWN_WORDS.broken_by(Act.PRACTICE_WITHDRAW)
    if not row.stands:
        raise CallRule.STANDS_NO_MORE.broken_by(Act.PRACTICE_WITHDRAW)
    reason = needed_text("reason", reason, longest=settings.COMITY_LIMITS["field_characters"])
    for one in queries.published_versions(viewer, row.practice):
        if one.withdrawn_at is None:
            one.withdrawn_at, one.reason = at, reason
            one.save(update_fields=["withdrawn_at", "reason"])
    row.refresh_from_db()
    enter(viewer, Act.PRACTICE_WITHDRAW, party_id=row.party_id, about=row.practice, at=at, number=row.number)
    return row
