# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the law show, taken from the statute and from nowhere else."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.statute import NOTHING, Act, Clock, Element, Kind, Move, State, grounds_for, rome

Part = dict[str, Any]


def articles(_kind: str) -> Part:
    """Return the provisions by instrument, each with the kinds and time limits that rest on it."""
    names = {
        "Statute": _("Rome Statute"),
        "Rules": _("Rules of Procedure and Evidence"),
        "Regulations": _("Regulations of the Court"),
        "Practice": _("Practice of this house"),
    }
    used_kinds: defaultdict[str, list[str]] = defaultdict(list)
    for kind in rome().kinds.values():
        for cited in dict.fromkeys([kind.article, *kind.sources, *(element.article for element in kind.elements)]):
            used_kinds[cited].append(kind.code)
    used_clocks: defaultdict[str, list[Clock]] = defaultdict(list)
    for clock in rome().clocks.values():
        used_clocks[clock.article].append(clock)
    groups: dict[str, list[Part]] = {}
    for article in rome().articles.values():
        row = {"article": article, "kinds": used_kinds[article.code], "clocks": used_clocks[article.code]}
        groups.setdefault(article.instrument, []).append(row)
    return {
        "groups": [{"name": names.get(instrument, instrument), "lines": rows} for instrument, rows in groups.items()]
    }


def kinds(_kind: str) -> Part:
    """Return the kinds of request by group."""
    groups: dict[str, list[Part]] = {}
    for kind in rome().kinds.values():
        groups.setdefault(kind.group, []).append(
            {
                "kind": kind,
                "issuers": _organs(kind.issuers),
                "duty": _duties()[kind.duty],
                "addressees": _addressees(kind),
            }
        )
    return {"groups": [{"name": _groups()[code], "lines": rows} for code, rows in groups.items()]}


def kind(code: str) -> Part:
    """Return all that holds for one kind of request."""
    shown = rome().kinds[code]
    senders = {"issuer": _("the issuer itself; the Registrar for a Chamber and for the defence")}
    return {
        "kind": shown,
        "group": _groups()[shown.group],
        "issuers": _organs(shown.issuers),
        "sender": senders.get(shown.sender) or _organs((shown.sender,))[0],
        "addressees": _addressees(shown),
        "duty": _duties()[shown.duty],
        "elements": [{"element": element, "how": _how(element)} for element in shown.elements],
        "answers": [
            {
                "info": rome().acts[answer],
                "grounds": [rome().grounds[ground] for ground in grounds_for(rome(), answer, code)],
            }
            for answer in shown.answers
        ],
        "clocks": [clock_row(rome().clocks[clock]) for clock in shown.clocks],
    }


def lifecycle(code: str) -> Part:
    """Return the states, the rows of the table that cover a kind (or all), and the passage of the message."""
    law = rome()
    moves = _moves_of(law.kinds[code]) if code else list(law.moves)
    rows: dict[tuple[object, ...], Part] = {}
    for move in moves:
        after = "" if move.after == move.before else move.after
        key = (move.act, after, move.by, move.roles, move.article, move.needs, move.guards, move.grounds, move.kinds)
        row = rows.setdefault((*key, move.duties), _row(move, after))
        row["before"].append(law.states.get(move.before))
    used = {state for move in moves for state in (move.before, move.after)}
    opens = [state for state in law.states.values() if state.open and state.code in used]
    for row in rows.values():
        row.update(_shortened(row["before"], opens))
    return {
        "kind": law.kinds.get(code),
        "states": [
            {"state": state, "turn": law.words.get(state.turn)} for state in law.states.values() if state.code in used
        ],
        "rows": list(rows.values()),
        "hops": [
            {
                "info": law.acts[hop.act],
                "before": law.transport_names[hop.before],
                "after": law.transport_names[hop.after],
            }
            for hop in law.transport
        ],
    }


def clocks(_kind: str) -> Part:
    """Return the time limits, each with the kinds it runs for."""
    runs_for: defaultdict[str, list[str]] = defaultdict(list)
    for kind in rome().kinds.values():
        for clock in kind.clocks:
            runs_for[clock].append(kind.code)
    scopes = {"party": _("every party"), "sentence": _("every sentence"), "request": ""}
    return {
        "rows": [
            {**clock_row(clock), "kinds": runs_for[clock.code], "scope": scopes.get(clock.scope, "")}
            for clock in rome().clocks.values()
        ]
    }


def clock_row(clock: Clock) -> Part:
    """Return a time limit with its length in words, and the acts that start, meet and extend it."""
    zones = {"addressee": _("time of the addressee"), "Europe/Amsterdam": _("time of The Hague")}
    extenders = {"chamber": _("the Chamber"), "agreement": _("the two sides, in agreement")}
    return {
        "clock": clock,
        "length": _length(clock),
        "zone": zones.get(clock.zone, clock.zone) if clock.unit != "none" else "",
        "starts": [rome().acts[act].done for act in clock.triggers],
        "met_by": [rome().acts[act].done for act in clock.met_by],
        "extended_by": [extenders[by] for by in clock.extend_by],
    }


def kind_choices(chosen: str) -> list[Part]:
    """Return the kinds to choose from, by code."""
    return [{"code": kind.code, "name": kind.name, "is_chosen": kind.code == chosen} for kind in rome().kinds.values()]


def _moves_of(shown: Kind) -> list[Move]:
    """Return the rows of the table that a request of this kind can ever come to."""
    free = {Act.REPLY_ACCEPT, Act.REPLY_DECLINE}  # an invitation is free whatever its kind
    moves = [
        move
        for move in rome().moves
        if move.covers(shown.code)
        and (move.by != "addressee" or not rome().acts[move.act].answer or move.act in {*shown.answers, *free})
    ]
    reached, ahead = {NOTHING}, [NOTHING]
    while ahead:
        here = ahead.pop()
        found = {move.after for move in moves if move.before == here} - reached
        reached |= found
        ahead += found
    return [move for move in moves if move.before in reached]


def _row(move: Move, after: str) -> Part:
    law = rome()
    return {
        "info": law.acts[move.act],
        "before": [],
        "after": law.states.get(after),
        "by": law.words[move.by],
        "roles": [law.words[role] for role in move.roles],
        "article": move.article,
        "needs": [law.needs[need].name for need in move.needs],
        "guards": [law.guards[guard].meaning for guard in move.guards],
        "grounds": [law.grounds[ground].article for ground in move.grounds],
        "kinds": move.kinds,
        "duties": [_duties()[duty] for duty in move.duties],
        "verified": move.verified,
    }


def _shortened(before: Sequence[State | None], opens: Sequence[State]) -> Part:
    """Return whether the states are all that are open, but a few: that reads better than a list of twenty."""
    but = [state for state in opens if state not in before]
    is_open = len(before) > 6 and len(but) <= 4 and all(state in opens for state in before)
    return {"from_open": is_open, "but": but if is_open else [], "is_long": len(before) > 6}


def _length(clock: Clock) -> str:
    number = {"number": clock.amount}
    match clock.unit:
        case "days":
            return ngettext("%(number)d day", "%(number)d days", clock.amount) % number
        case "hours":
            return ngettext("%(number)d hour", "%(number)d hours", clock.amount) % number
        case "years":
            return ngettext("%(number)d year", "%(number)d years", clock.amount) % number
        case "before":
            return (
                ngettext("%(number)d day before that date", "%(number)d days before that date", clock.amount) % number
            )
        case "agreed":
            return _("until the date that is agreed or fixed")
        case _:
            return _("no date: as soon as possible")


def _how(element: Element) -> str:
    if element.may_not_apply:
        return _("given, or marked not applicable with a reason")
    return _("required") if element.compulsory else _("optional")


def _groups() -> dict[str, str]:
    return {
        "persons": _("Persons: arrest, surrender, transfer, release"),
        "assistance": _("Evidence and other assistance"),
        "enforcement": _("Enforcement, reparations, protection"),
    }


def _duties() -> dict[str, str]:
    return {
        "compulsory": _("compulsory"),
        "voluntary": _("voluntary"),
        "conditional": _("compulsory under conditions"),
    }


def _organs(codes: tuple[str, ...]) -> list[str]:
    names = {
        "OTP": _("Prosecutor"),
        "CHM": _("Chamber"),
        "REG": _("Registrar"),
        "PRE": _("Presidency"),
        "STATE": _("State"),
        "DEFENCE": _("defence"),
    }
    return [names[code] for code in codes]


def _addressees(shown: Kind) -> list[str]:
    names = {"state": _("States"), "organisation": _("organisations"), "court": _("the Court")}
    return [names[code] for code in shown.addressees]
