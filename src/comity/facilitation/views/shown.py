# SPDX-License-Identifier: EUPL-1.2
"""How entries, times and papers are put into words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comity.core.clock import THE_HAGUE
from comity.core.viewer import Viewer
from comity.dossiers.models import Entry
from comity.statute import Act, rome

from ..models import Participant, Proposal

# What of an entry is said beside the act: short words only, never a whole text.
_SAID = ("title", "subject", "number", "kind", "party", "role", "function", "reason", "before", "silent", "taken_up")

_CODES = {"kind": dict(Proposal.Kind.choices), "role": dict(Participant.Role.choices)}


def entries_shown(viewer: Viewer, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return entries for the timeline: one's own side by name, others by their function."""
    return [
        {
            "act": rome().acts[Act(entry.act)].done,
            "who": entry.actor.name if entry.party_id == viewer.party_id and entry.actor else entry.function,
            "function": entry.function if entry.party_id == viewer.party_id else "",
            "party": entry.party.name if entry.party is not None and entry.party_id != viewer.party_id else "",
            "at": entry.at,
            "text": _said(entry),
            "is_system": entry.party_id is None,
            "url": reverse("receipts:page", args=[entry.id]),
        }
        for entry in entries
    ]


def _said(entry: Entry) -> str:
    if entry.act == Act.SILENCE_KEEP:
        return _("Nobody objected between %(since)s and %(until)s. Delegations that could have: %(silent)s.") % {
            "since": instant(datetime.fromisoformat(entry.data["since"]), THE_HAGUE),
            "until": instant(datetime.fromisoformat(entry.data["until"]), THE_HAGUE),
            "silent": ", ".join(entry.data["silent"]) or _("none"),
        }
    words = [_word(name, entry.data[name]) for name in _SAID if entry.data.get(name)]
    return ", ".join(words)


def _word(name: str, said: Any) -> str:
    """Return a value of an entry in words: what is kept as a code has a name in the reader's language."""
    if isinstance(said, list):
        return ", ".join(map(str, said))
    return str(_CODES[name].get(said, said)) if name in _CODES else str(said)


def instant(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment in the words of a zone."""
    local = at.astimezone(zone)
    return f"{date_format(local.date(), 'j F Y')}, {local:%H:%M} {local.tzname()}"


def times(at: datetime, own: ZoneInfo) -> list[dict[str, str]]:
    """Return a moment in the time of The Hague, and in the reader's where that is another."""
    found = [{"where": _("The Hague"), "when": instant(at, THE_HAGUE), "iso": at.isoformat()}]
    if at.astimezone(own).utcoffset() != at.astimezone(THE_HAGUE).utcoffset():
        found.append({"where": _("your time"), "when": instant(at, own), "iso": at.isoformat()})
    return found
