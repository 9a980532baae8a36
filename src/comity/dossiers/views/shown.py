# SPDX-License-Identifier: EUPL-1.2
"""How a dossier, its participants and its timeline are put into words, from where this viewer stands."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comity.core.viewer import Viewer
from comity.statute import Act, Role, rome

from .. import queries
from ..actions import refusal_to_keep
from ..actions.rules import refusal_on
from ..models import Disposal, Dossier, Entry, Participation, PersonConcerned

Part = dict[str, Any]


def name_of(shown: Dossier, part: Participation) -> str:
    """Return what a dossier is called on its page: a title is contents, so an envelope and an exchange go without."""
    if shown.kind == Dossier.Kind.PARTY:
        return _("Internal file of your side")
    if shown.is_exchange:
        return _("Exchange of one request")
    if shown.disposed_at is not None:
        return _("A case file disposed of")
    return shown.title if part.scope == Participation.Scope.FULL else _envelope_name(shown)


def row_shown(viewer: Viewer, file: Dossier) -> Part:
    """Return a file as the list shows it: by its title, or, where only its envelope is open, by who keeps it."""
    scope = getattr(file, "scope", Participation.Scope.FULL)
    is_own = file.owner_id == viewer.party_id
    name = file.title if is_own or scope == Participation.Scope.FULL else _envelope_name(file)
    if file.disposed_at is not None:
        name = _("A case file disposed of")
    return {
        "file": file,
        "name": name,
        "url": reverse("dossiers:page", args=[file.pk]),
        "opened": timezone.localtime(file.opened_at).date(),
    }


def _envelope_name(shown: Dossier) -> str:
    return _("Case file kept by: %(party)s") % {"party": shown.owner.name}


def who_is_inside(viewer: Viewer, part: Participation) -> str:
    """Return one sentence on who of the viewer's own party reads the dossier."""
    if part.circle is not None:
        return _("%(party)s: only the circle “%(circle)s”") % {
            "party": viewer.party_name,
            "circle": part.circle.name,
        }
    return _("%(party)s: the whole desk") % {"party": viewer.party_name}


def facts_of(shown: Dossier, part: Participation) -> list[Part]:
    """Return what stands at the head of a dossier."""
    facts: list[Part] = [{"label": _("Kept by"), "value": shown.owner.name}]
    if shown.situation is not None:
        facts.append({"label": _("Situation"), "value": str(shown.situation)})
    if shown.case_number and part.scope == Participation.Scope.FULL:
        facts.append({"label": _("Case number"), "number": shown.case_number})
    facts.append({"label": _("Opened"), "value": date_format(timezone.localtime(shown.opened_at), "j F Y")})
    facts.append({"label": _("Your side sees"), "value": part.get_scope_display()})
    if part.until is not None:
        facts.append({"label": _("Your part ends"), "value": last_day(part.until)})
    return facts


def participants_shown(rows: Iterable[Participation], shown: Dossier, *, may_end: bool, at: datetime) -> list[Part]:
    """Return who takes part, each with the address at which an approver ends an observer's part."""
    return [
        {
            "party": row.party,
            "side": row.get_side_display(),
            "scope": row.get_scope_display(),
            "circle": row.circle,
            "since": row.since,
            "until": row.until,
            "reason": row.reason if row.side == Participation.Side.OBSERVER else "",
            "is_over": row.until is not None and row.until <= at,
            "end_url": reverse("dossiers:participation_end", args=[shown.pk, row.party.code])
            if may_end and row.side == Participation.Side.OBSERVER and (row.until is None or row.until > at)
            else "",
        }
        for row in rows
    ]


def persons_shown(viewer: Viewer, shown: Dossier, at: datetime) -> list[Part]:
    """Return the persons concerned, each with its restricted page where this viewer reads it or may begin it."""
    people = list(queries.persons(viewer, shown.pk))
    pages = queries.pages_open_to(viewer, shown, people, at)
    may_begin = refusal_on(viewer, shown, Act.PAGE_WRITE) is None
    return [
        {
            "person": person,
            "capacity": person.get_capacity_display(),
            "url": reverse("dossiers:restricted", args=[person.pk])
            if pages.get(person.pk) or (may_begin and person.pk in pages)
            else "",
            "is_reader": pages.get(person.pk, False),
        }
        for person in people
    ]


def offers_on(viewer: Viewer, shown: Dossier) -> tuple[list[Part], list[Part]]:
    """Return what the viewer may do on a dossier, and what not with the reason."""
    if shown.disposed_at is not None:
        return [], []
    known = [
        (Act.PERSON_ENTER, _("Enter a person concerned"), "dossiers:person_new"),
        (Act.PARTICIPANT_ADMIT, _("Let another party look on"), "dossiers:admit"),
        (Act.CIRCLE_FORM, _("Limit to a circle"), "dossiers:limit"),
    ]
    if shown.is_exchange or shown.kind == Dossier.Kind.PARTY:
        known = known[1:] if shown.is_exchange and shown.owner_id == viewer.party_id else known[2:]
    offers, refused = [], []
    for act, label, name in known:
        refusal = refusal_on(viewer, shown, act)
        if refusal is None:
            offers.append({"label": label, "url": reverse(name, args=[shown.pk])})
        else:
            row = {"label": label, "article": refusal.article, "reason": refusal.reason, "remedy": refusal.remedy}
            refused.append(row)
    return offers, refused


def keeping_offers(viewer: Viewer, shown: Dossier, kept: queries.Kept, at: datetime) -> tuple[list[Part], list[Part]]:
    """Return what the viewer may do to keep a dossier or to end it, and what not with the reason."""
    if shown.disposed_at is not None:
        return [], []
    is_keeper = shown.owner_id == viewer.party_id
    known = [(Act.HOLD_END, "release") if kept.own_hold(viewer) else (Act.HOLD_PLACE, "hold")]
    if is_keeper and not shown.is_exchange:
        known.append((Act.DOSSIER_RESTORE, "restore") if shown.archived_at else (Act.DOSSIER_ARCHIVE, "archive"))
    if shown.archived_at is not None:
        if kept.disposal is None:
            known += [(Act.DISPOSAL_PROPOSE, "propose")] if is_keeper else []
        else:
            known += [(Act.DISPOSAL_CONSENT, "consent")]
            known += [(Act.DISPOSAL_WITHDRAW, "withdraw")] if is_keeper else []
    offers, refused = [], []
    for act, step in known:
        refusal = refusal_to_keep(viewer, shown, kept=kept, act=act, at=at)
        label = rome().acts[act].label
        if refusal is None:
            offers.append({"label": label, "url": reverse("dossiers:keep", args=[shown.pk, step])})
        else:
            row = {"label": label, "article": refusal.article, "reason": refusal.reason, "remedy": refusal.remedy}
            refused.append(row)
    return offers, refused


def keeping_shown(viewer: Viewer, shown: Dossier, kept: queries.Kept) -> Part:
    """Return what keeps a dossier and how far its disposal has come, each person by name on one's own side alone."""
    disposal = kept.disposal
    facts: list[Part] = []
    if shown.archived_at is not None:
        facts.append({"label": _("Closed and archived"), "value": last_day(shown.archived_at)})
    for hold in kept.holds:
        words = [hold.party.name, _("since %(day)s") % {"day": last_day(hold.placed_at)}]
        facts.append(
            {"label": _("Legal hold"), "value": ", ".join(words) + (f": {hold.reason}" if hold.reason else "")}
        )
    if kept.is_held and not kept.holds:
        facts.append({"label": _("Legal hold"), "value": _("on the file in which it was begun")})
    if disposal is not None:
        facts += [
            {"label": _("Disposal proposed"), "value": f"{last_day(disposal.proposed_at)}: {disposal.reason}"},
            {"label": _("Decision it rests on"), "value": disposal.decision},
        ]
        if disposal.not_before is not None and disposal.begun_at is None:
            facts.append({"label": _("Carried out from"), "value": last_day(disposal.not_before)})
        elif disposal.not_before is None:
            awaited = ", ".join(party.name for party in kept.awaited)
            facts.append({"label": _("Consent awaited of"), "value": awaited})
    if shown.disposed_at is not None:
        facts.append({"label": _("Keys and salts destroyed"), "value": last_day(shown.disposed_at)})
    if disposal is not None and disposal.executed_at is not None:
        facts.append({"label": _("Disposed of"), "value": last_day(disposal.executed_at)})
    return {
        "facts": facts,
        "is_disposed": shown.disposed_at is not None,
        "is_archived": shown.archived_at is not None,
        "consents": [
            {
                "party": one.party.name,
                "who": one.person.name if one.party_id == viewer.party_id else one.function,
                "at": one.at,
            }
            for one in kept.consents
        ],
    }


def awaiting_shown(disposal: Disposal) -> Part:
    """Return a proposal that waits for this person, as a list shows it."""
    dossier = disposal.dossier
    if dossier.is_exchange:
        name = _("Exchange of one request")
    elif dossier.kind == Dossier.Kind.PARTY:
        name = _("Internal file of your side")
    else:
        name = dossier.title
    return {
        "name": name,
        "url": reverse("dossiers:page", args=[dossier.pk]) + "#keeping",
        "keeper": dossier.owner.name,
        "decision": disposal.decision,
        "at": disposal.proposed_at,
    }


def may_begin_requests(viewer: Viewer, shown: Dossier) -> bool:
    """Whether a request can be begun from this page; the statute decides again when it is."""
    is_file = shown.owner_id == viewer.party_id and not shown.is_exchange and shown.kind == Dossier.Kind.JUDICIAL
    return is_file and shown.archived_at is None and bool(viewer.roles - {Role.READER})


def timeline_shown(viewer: Viewer, entries: Sequence[Entry]) -> list[Part]:
    """Return entries for the timeline: one's own side by name, the other side by its function."""
    return [
        {
            "act": rome().acts[Act(entry.act)].done,
            "article": entry.article,
            "who": _who(viewer, entry),
            "function": entry.function if entry.party_id == viewer.party_id else "",
            "party": entry.party.name if entry.party is not None and entry.party_id != viewer.party_id else "",
            "at": entry.at,
            "text": _said(entry.data),
            "is_system": entry.party_id is None,
            "is_latest": False,
        }
        for entry in entries
    ]


def last_day(until: datetime) -> str:
    """Return the day, in The Hague, on which something ends."""
    return date_format(timezone.localtime(until), "j F Y")


def _who(viewer: Viewer, entry: Entry) -> str:
    if entry.party_id != viewer.party_id or entry.actor is None:
        return entry.function
    if entry.acting_for is None:
        return entry.actor.name
    return _("%(name)s for %(absent)s") % {"name": entry.actor.name, "absent": entry.acting_for.name}


def _said(data: dict[str, Any]) -> str:
    labels = {
        "capacity": dict(PersonConcerned.Capacity.choices),
        "side": dict(Participation.Side.choices),
        "scope": dict(Participation.Scope.choices),
    }
    words = [str(data[name]) for name in ("title", "pseudonym", "party", "reader", "circle") if data.get(name)]
    words += [str(names.get(data[name], data[name])) for name, names in labels.items() if data.get(name)]
    if data.get("until"):
        words.append(_("until %(day)s") % {"day": last_day(datetime.fromisoformat(data["until"]))})
    if data.get("circle") == "":
        words.append(_("open to the whole desk"))
    return "\n".join(filter(None, [", ".join(words), str(data.get("reason", ""))]))
