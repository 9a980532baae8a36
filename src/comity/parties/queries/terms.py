# SPDX-License-Identifier: EUPL-1.2
"""What holds for a party on a date: its channel, its languages, and why it owes cooperation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from comity.core.prepared import Prepared
from comity.core.viewer import Viewer
from comity.parties.models import WORKING_LANGUAGES, Declaration, Languages

# The words bound to a request where nothing was declared: one wording in every language of the screen, because a change
# of wording between approval and sending would look like a change of channel.
DEFAULT_CHANNEL = "Diplomatic channel"
DEFAULT_LANGUAGES = "en or fr"


@dataclass(frozen=True, slots=True)
class ChannelTerms:
    """The channel in force (article 87(1)(a)); without a declaration it is the diplomatic channel."""

    text: str
    article: str
    declaration: Declaration | None


@dataclass(frozen=True, slots=True)
class LanguageTerms:
    """The languages in force (article 87(2)); without a declaration either working language (rule 178(2))."""

    text: str
    article: str
    languages: Languages
    declaration: Declaration | None


def channel_in_force(viewer: Viewer, *, party_id: UUID, on: date) -> ChannelTerms:
    """Return the channel that a request to this party takes on that date (articles 87(1)(a), 87(6), rule 180(2))."""
    return _channel(_declarations(party_id, Declaration.Subject.CHANNEL), on)


def languages_in_force(viewer: Viewer, *, party_id: UUID, on: date) -> LanguageTerms:
    """Return the languages that a request to this party may come in on that date (article 87(2), rules 178, 180(2))."""
    return _languages(_declarations(party_id, Declaration.Subject.LANGUAGE), on)


def terms_in_force(viewer: Viewer, *, party_id: UUID, on: date) -> tuple[ChannelTerms, LanguageTerms]:
    """Return channel and languages on that date, in one query: what sending binds to a request (rule 180(2))."""
    rows = _declarations(party_id, Declaration.Subject.CHANNEL, Declaration.Subject.LANGUAGE)
    return terms_of(viewer, rows, on=on)


def terms_of(viewer: Viewer, rows: Iterable[Declaration], *, on: date) -> tuple[ChannelTerms, LanguageTerms]:
    """Return channel and languages on that date out of one party's declarations, already fetched."""
    found = list(rows)
    return _channel(found, on), _languages(found, on)


_of_party = Prepared(lambda party_id, subjects: Declaration.objects.filter(party_id=party_id, subject__in=subjects))


def _declarations(party_id: UUID, *subjects: str) -> list[Declaration]:
    return list(_of_party(party_id=party_id, subjects=[str(subject) for subject in subjects]))


def _in_force(rows: Iterable[Declaration], subject: str, on: date) -> Declaration | None:
    """Return the one that took effect last; of two on one day, what a person recorded, and recorded last."""
    begun = [row for row in rows if row.subject == subject and (row.effective_on is None or row.effective_on <= on)]
    return max(begun, key=_rank, default=None)


def _rank(row: Declaration) -> tuple[date, bool, datetime, int]:
    return row.effective_on or date.min, row.recorded_by_id is not None, row.recorded_at, row.pk


def _channel(rows: Iterable[Declaration], on: date) -> ChannelTerms:
    row = _in_force(rows, Declaration.Subject.CHANNEL, on)
    return ChannelTerms(text=row.text if row else DEFAULT_CHANNEL, article="87(1)(a)", declaration=row)


def _languages(rows: Iterable[Declaration], on: date) -> LanguageTerms:
    row = _in_force(rows, Declaration.Subject.LANGUAGE, on)
    if row is None:
        return LanguageTerms(
            text=DEFAULT_LANGUAGES, article="rule 178(2)", languages=WORKING_LANGUAGES, declaration=None
        )
    return LanguageTerms(text=row.text, article="87(2)", languages=Languages.from_rows(row.languages), declaration=row)
