# SPDX-License-Identifier: EUPL-1.2
"""Whether two parties hold the same of what went between them: compared by commitments, without a word of contents."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.dossiers.models import Entry
from comity.dossiers.queries import entries_about, party_of
from comity.ledger.queries import system_entries_of
from comity.parties.models import Party
from comity.statute import Act

from ..models import Request

# What one side hands to the other.
HANDED_OVER = (
    Act.REQUEST_SEND, Act.REQUEST_SEND_URGENTLY, Act.REQUEST_CORRECT, Act.REQUEST_SUPPLEMENT, Act.REQUEST_WITHDRAW,
    Act.REPLY_ACCEPT, Act.REPLY_CONFIDENTIAL, Act.REPLY_DECLINE, Act.REPLY_FULL, Act.REPLY_INFORM, Act.REPLY_PARTIAL,
    Act.REPLY_REFUSE,
)  # fmt: skip
HEADER = "comity register v1"
_AT = "%Y-%m-%dT%H:%M:%SZ"
_LINE = re.compile(r"(ours|theirs) ([0-9a-f]{64})").fullmatch
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Register:
    """What one party holds of what went between it and another until an instant: commitment -> when.

    `ours` it handed over itself (or another organ for it), `theirs` came from the other.
    """

    holder: str
    other: str
    until: datetime
    ours: Mapping[str, datetime]
    theirs: Mapping[str, datetime]
    requests: Mapping[str, UUID]

    def __str__(self) -> str:
        head = [HEADER, f"holder {self.holder}", f"with {self.other}", f"until {self.until.strftime(_AT)}"]
        lines = [f"ours {one}" for one in sorted(self.ours)] + [f"theirs {one}" for one in sorted(self.theirs)]
        return "".join(f"{line}\n" for line in [*head, *lines])


@dataclass(frozen=True, slots=True)
class Difference:
    """One direction compared: how many each side holds, and which of them the other lacks."""

    here: int
    there: int
    only_here: Sequence[tuple[str, UUID]]
    only_there: Sequence[str]


def register_with(viewer: Viewer, other: Party, *, until: datetime) -> Register:
    """Return the register of what went between the viewer's party and another, as far as this viewer sees it.

    What was recalled unread never came to the other side, and is in no register.
    """
    mine = party_of(viewer)
    ours_there = Q(issuer_id=mine) | Q(sender_id=mine)
    theirs_there = Q(issuer_id=other.id) | Q(sender_id=other.id)
    between = (ours_there & Q(addressee_id=other.id)) | (theirs_there & Q(addressee_id=mine))
    rows = Request.objects.visible_to(viewer).filter(between, sent_at__isnull=False, sent_at__lte=until)
    sent = {key: (dossier, at) for key, dossier, at in rows.values_list("id", "dossier_id", "sent_at")}
    found: dict[bool, dict[str, datetime]] = {True: {}, False: {}}
    requests: dict[str, UUID] = {}
    for entry, commitment in _entries(viewer, list(sent), until):
        dossier, sent_at = sent[entry.about]
        if entry.dossier_id == dossier and sent_at is not None and entry.at >= sent_at:
            found[entry.party_id != other.id][commitment] = entry.at
            requests[commitment] = entry.about
    return Register(viewer.party_code, other.code, until, found[True], found[False], requests)


def _entries(viewer: Viewer, abouts: list[UUID], until: datetime) -> list[tuple[Entry, str]]:
    found: list[tuple[Entry, str]] = []
    for start in range(0, len(abouts), _BATCH):
        rows = entries_about(viewer, abouts[start : start + _BATCH], acts=HANDED_OVER, until=until)
        leaves = system_entries_of(row.leaf_id for row in rows)
        found += [(row, leaves[row.leaf_id][1:].hex()) for row in rows if row.leaf_id in leaves]
    return found


def read_register(text: str, *, holder: str, other: str) -> tuple[datetime, set[str], set[str]]:
    """Return until when, and what the other party holds as its own and as ours; raises Invalid with the line."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    if lines[:3] != [HEADER, f"holder {other}", f"with {holder}"] or len(lines) < 4:
        raise Invalid({"text": _("This is not the register of the other party with yours: look at its first lines.")})
    try:
        until = datetime.strptime(lines[3], f"until {_AT}").replace(tzinfo=UTC)
    except ValueError:
        raise Invalid({"text": _("The fourth line must say until when the register goes.")}) from None
    sides: dict[str, set[str]] = {"ours": set(), "theirs": set()}
    for number, line in enumerate(lines[4:], 5):
        form = _LINE(line)
        if form is None:
            raise Invalid({"text": _("Line %(number)d is not one of a register.") % {"number": number}})
        sides[form[1]].add(form[2])
    return until, sides["ours"], sides["theirs"]


def compare_registers(viewer: Viewer, other: Party, text: str) -> tuple[Difference, Difference]:
    """Return how what this viewer sees differs from the other party's register: what we handed over, what they did."""
    until, by_them, by_us = read_register(text, holder=viewer.party_code, other=other.code)
    held = register_with(viewer, other, until=until)
    return _difference(held, held.ours, by_us), _difference(held, held.theirs, by_them)


def _difference(held: Register, here: Mapping[str, datetime], there: set[str]) -> Difference:
    only_here = sorted(set(here) - there, key=lambda one: (here[one], one))
    return Difference(
        here=len(here),
        there=len(there),
        only_here=[(one, held.requests[one]) for one in only_here],
        only_there=sorted(there - set(here)),
    )
