# SPDX-License-Identifier: EUPL-1.2
"""The timeline for reading: what was done, by whom as far as the wall lets it be known, and what was said with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comity.core.viewer import Viewer
from comity.dossiers.models import Entry
from comity.statute import Act, Text, rome

from ...queries import IN_THREADS
from .words import chip, said

# What an entry says in words of people, in the order in which it is read; the two first need no name before them.
_SAID = (
    "ground", "text", "text_optional", "note", "reasons", "decision", "conditions", "period", "period_optional",
    "amount", "bearer", "date", "place", "referred_to", "authority", "own_reference", "contact", "reason", "agreed_by",
)  # fmt: skip
# What leaves one side or reaches the other: the acts whose receipt the parties keep.
_RECEIPTED = frozenset(
    {
        Act.DOCUMENT_GIVE, Act.REQUEST_SEND, Act.REQUEST_SEND_URGENTLY, Act.REQUEST_CORRECT, Act.REQUEST_SUPPLEMENT,
        Act.REQUEST_DELIVER, Act.REQUEST_FETCH, Act.REQUEST_REGISTER,
        Act.REPLY_ACCEPT, Act.REPLY_CONFIDENTIAL, Act.REPLY_DECLINE, Act.REPLY_FULL, Act.REPLY_INFORM,
        Act.REPLY_PARTIAL, Act.REPLY_REFUSE,
    }
)  # fmt: skip
_UNNAMED = frozenset({"text", "text_optional", "note"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry: its act in words, who, and what was said."""

    act: Text
    article: str
    at: datetime
    who: str
    text: str
    chip: SafeString | str
    is_system: bool
    is_internal: bool
    is_own: bool
    receipt_url: str = ""
    file_url: str = ""
    is_latest: bool = False


@dataclass(slots=True)
class Thread:
    """One consultation: what it is about, and what was said in it, oldest first."""

    id: UUID
    opened_at: datetime
    ground: str
    messages: list[Shown] = field(default_factory=list)


def shown_entries(
    viewer: Viewer, entries: Sequence[Entry], *, exchange_id: UUID, has_receipts: bool = False
) -> list[Shown]:
    """Return the timeline, newest first; with the way to the receipts, where the viewer may have them."""
    found = [_shown(viewer, entry, exchange_id, has_receipts=has_receipts) for entry in reversed(entries)]
    latest = next((place for place, entry in enumerate(found) if not entry.is_internal), None)
    return [replace(entry, is_latest=place == latest) for place, entry in enumerate(found)]


def threads_of(viewer: Viewer, entries: Iterable[Entry], *, exchange_id: UUID) -> list[Thread]:
    """Return the consultations, oldest first.

    What was said without naming a consultation belongs to the last one opened, and what opens one opens its own.
    """
    found: dict[UUID, Thread] = {}
    latest: UUID | None = None
    for entry in entries:
        if entry.act not in IN_THREADS:
            continue
        is_first = entry.act == Act.CONSULTATION_RAISE or latest is None
        key = entry.thread or (entry.id if is_first or latest is None else latest)
        latest = key
        thread = found.get(key)
        if thread is None:
            thread = found[key] = Thread(key, entry.at, _ground(entry.data.get("ground", "")))
        thread.messages.append(_shown(viewer, entry, exchange_id))
    return list(found.values())


def _shown(viewer: Viewer, entry: Entry, exchange_id: UUID, *, has_receipts: bool = False) -> Shown:
    info = rome().acts[Act(entry.act)]
    has_receipt = has_receipts and entry.act in _RECEIPTED and entry.dossier_id == exchange_id
    return Shown(
        act=info.done,
        article="" if entry.article == "practice" else entry.article,
        at=entry.at,
        who=who_acted(viewer, entry),
        text=_text(entry.data),
        chip=chip(entry.after) if entry.after and entry.after != entry.before else "",
        is_system=entry.party_id is None,
        is_internal=entry.dossier_id != exchange_id,
        is_own=entry.party_id == viewer.party_id,
        file_url=reverse("requests:version_file", args=[entry.about, entry.data["version"]])
        if has_receipt and "version" in entry.data and entry.act != Act.DOCUMENT_GIVE
        else "",
        receipt_url=reverse("receipts:page", args=[entry.id]) if has_receipt else "",
    )


def who_acted(viewer: Viewer, entry: Entry) -> str:
    """Say who acted: on one's own side the person, and for whom; across the wall function and party alone."""
    if entry.party_id is None or entry.party is None:
        return _("Comity, of itself")
    if entry.party_id != viewer.party_id:
        return ", ".join(part for part in (entry.function, entry.party.name) if part)
    name = entry.actor.name if entry.actor else ""
    if entry.acting_for is not None:
        name = _("%(name)s for %(absent)s") % {"name": name, "absent": entry.acting_for.name}
    return ", ".join(part for part in (name, entry.function) if part)


def who_did(viewer: Viewer, entries: Iterable[Entry], act: Act) -> str:
    """Say who did an act last, or "" where nobody has."""
    done = [entry for entry in entries if entry.act == act]
    return who_acted(viewer, done[-1]) if done else ""


def recomputed(change: dict[str, Any]) -> str:
    """Say from which day to which a time limit was moved by a new computation, each in the zone it is counted in."""
    days = {name: _on(datetime.fromisoformat(change[name]), change["zone"]) for name in ("from", "to")}
    if days["from"] == days["to"]:
        return _("Computed anew: it still ends on %(to)s, at another moment.") % days
    return _("Computed anew: it ended on %(from)s and now ends on %(to)s.") % days


def _of_clock(data: dict[str, Any]) -> Iterator[str]:
    """Say which time limit an entry is about, and of one that ran out what was not done by then."""
    clock, acts = rome().clocks.get(data.get("clock", "")), rome().acts
    if clock is None:
        return
    yield said(clock.name)
    if data.get("computed_to"):
        yield recomputed(data)
    undone = [said(acts[Act(name)].done) for name in data.get("not_done", ())]
    if undone:
        yield _("Not done by then: %(acts)s.") % {"acts": " / ".join(undone)}
    missing = {
        "fetch": _("Not fetched by then."),
        "register": _("Not registered by then."),
        "answer": _("Not answered by then."),
    }
    yield from (missing[name] for name in data.get("missing", ()))


def _text(data: dict[str, Any]) -> str:
    needs = rome().needs
    lines = list(_of_clock(data))
    if "limited_to" in data:
        lines.append(_("Read by: %(who)s") % {"who": data["limited_to"] or _("our whole desk")})
    for code in _SAID:
        value = data.get(code)
        if not value:
            continue
        words = _value(code, value, data)
        if code in _UNNAMED:
            lines.append(words)
        else:
            name = (
                said(needs[code].name)
                if code in needs
                else {"reason": _("Reason"), "agreed_by": _("Agreed or decided by")}[code]
            )
            lines.append(_("%(name)s: %(words)s") % {"name": name, "words": words})
    return "\n".join(lines)


def _value(code: str, value: Any, data: dict[str, Any]) -> str:
    match code:
        case "ground":
            return _ground(value)
        case "period" | "period_optional":
            return _on(value["until"]) if value.get("until") else str(value.get("event", ""))
        case "amount":
            return f"{value['amount']} {value['currency']}"
        case "bearer":
            return {"court": _("The Court"), "state": _("The requested State")}.get(value, str(value))
        case "referred_to":
            return {
                "ASP": _("The Assembly of States Parties"),
                "UNSC": _("The Security Council, which referred the matter"),
                "ASP+UNSC": _("The Assembly of States Parties and the Security Council"),
            }.get(value, str(value))
        case "date":
            return f"{_on(value)}, {data['time']}" if data.get("time") else _on(value)
        case _:
            return str(value)


def _on(day: str | datetime, zone: str = "") -> str:
    if isinstance(day, datetime):
        return date_format(day.astimezone(ZoneInfo(zone)).date(), "j F Y")
    return date_format(date.fromisoformat(day), "j F Y")


def _ground(code: str) -> str:
    ground = rome().grounds.get(code)
    return f"{said(ground.name)} ({ground.article})" if ground else code
