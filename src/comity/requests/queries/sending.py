# SPDX-License-Identifier: EUPL-1.2
"""What sending binds: channel, languages and obligation basis in force (articles 87(1), 87(2), rule 180)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from comity.core.clock import now, today
from comity.core.viewer import Viewer
from comity.dossiers import queries as dossiers
from comity.dossiers.models import Participation
from comity.parties import queries as parties
from comity.parties.models import Party
from comity.statute import Obligation, Text

from ..models import Request


@dataclass(frozen=True, slots=True)
class Terms:
    """What stands towards an addressee on a day: channel, accepted combinations of languages, obligation basis."""

    channel: str
    channel_article: str
    languages: tuple[tuple[str, ...], ...]
    languages_article: str
    obligation: Obligation | None

    def as_json(self) -> dict[str, Any]:
        """Return the terms as they are bound to a request."""
        return {
            "channel": self.channel,
            "languages": [list(combination) for combination in self.languages],
            "basis": {} if self.obligation is None else basis_json(self.obligation),
        }


def basis_json(obligation: Obligation) -> dict[str, Any]:
    """Return an obligation basis as it is bound to a request: dates as YYYY-MM-DD, "" where there is none."""
    return {
        "code": obligation.code,
        "article": obligation.article,
        "since": obligation.since.isoformat() if obligation.since else "",
        "until": obligation.until.isoformat() if obligation.until else "",
        "verified": obligation.verified,
        "note": {"en": obligation.note.en, "fr": obligation.note.fr},
    }


def bound_basis(request: Request) -> Obligation | None:
    """Return the obligation basis that sending bound to a request; None where there is none, or it was not sent."""
    bound = request.basis
    if not bound:
        return None
    since, until = bound.get("since"), bound.get("until")
    return Obligation(
        code=bound["code"],
        article=bound["article"],
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        verified=bool(bound.get("verified")),
        note=Text(bound.get("note", {}).get("en", ""), bound.get("note", {}).get("fr", "")),
    )


NO_ADDRESSEE = Terms("", "", (("en",), ("fr",)), "50(2)", None)


def terms_in_force(viewer: Viewer, request: Request, on: date | None = None) -> Terms:
    """Return what is in force towards the addressee on a day (today in The Hague, if none is given): two queries."""
    day, addressee = on or today(), request.addressee
    if addressee is None:
        return NO_ADDRESSEE
    channel, languages = parties.terms_in_force(viewer, party_id=addressee.id, on=day)
    situation = dossiers.situation_facts(request.dossier.situation)
    return Terms(
        channel=channel.text,
        channel_article=channel.article,
        languages=languages.languages.alternatives,
        languages_article=languages.article,
        obligation=parties.obligation_of(viewer, party=addressee, situation=situation, on=day),
    )


def changed_terms(request: Request, terms: Terms) -> tuple[str, ...]:
    """Return, in words, what is no longer as it was when the request was approved; empty where nothing changed."""
    before = request.approved_terms
    if not before:
        return ()
    now = terms.as_json()
    found = []
    if before["channel"] != now["channel"]:
        found.append(_("The channel was “%(before)s” and is now “%(now)s”.") % _pair(before, now, "channel"))
    if before["languages"] != now["languages"]:
        found.append(
            _("The accepted languages were %(before)s and are now %(now)s.")
            % {"before": spelled(before["languages"]), "now": spelled(now["languages"])}
        )
    if before["basis"].get("code") != now["basis"].get("code"):
        found.append(
            _("The obligation basis was %(before)s and is now %(now)s.")
            % {
                "before": before["basis"].get("article") or _("none"),
                "now": now["basis"].get("article") or _("none"),
            }
        )
    return tuple(found)


def _pair(before: dict[str, Any], now: dict[str, Any], name: str) -> dict[str, str]:
    return {"before": before[name], "now": now[name]}


def spelled(languages: Sequence[Sequence[str]]) -> str:
    """Return accepted languages for reading: `it + fr`, or `fr / de / it` where any one will do."""
    return " / ".join(" + ".join(combination) for combination in languages)


@dataclass(frozen=True, slots=True)
class Reader:
    """One party that will see the request once it is sent, how much of it, and why."""

    party: Party
    side: str
    scope: str
    circle: str


def readers_of(viewer: Viewer, request: Request) -> tuple[Reader, ...]:
    """Return who will see this request once it is sent: those in the exchange now, and the addressee."""
    found = [
        Reader(part.party, part.get_side_display(), part.get_scope_display(), part.circle.name if part.circle else "")
        for part in dossiers.running(dossiers.participants(viewer, request.dossier_id), now())
    ]
    if request.addressee is not None and request.addressee_id not in {reader.party.id for reader in found}:
        found.append(
            Reader(
                request.addressee,
                str(Participation.Side.ADDRESSEE.label),
                str(Participation.Scope.FULL.label),
                "",
            )
        )
    return tuple(found)
