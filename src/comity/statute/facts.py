# SPDX-License-Identifier: EUPL-1.2
"""What is asked of the law and what it answers: facts, refusals, offers, drafts, findings, events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from comity.statute.acts import Act
from comity.statute.model import Move, Role, Text


@dataclass(frozen=True, slots=True)
class Facts:
    """A request as the lifecycle sees it, and who wants to act on it."""

    state: str
    transport: str
    kind: str
    sides: frozenset[str]
    roles: frozenset[Role]
    duty: str
    urgent: bool = False
    guards: Mapping[str, bool] = field(default_factory=dict)
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act is not possible: the provision, what is wrong, and what can be done instead."""

    act: Act
    article: str
    code: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the table knows here: either its move, or why it is refused (a greyed button)."""

    act: Act
    move: Move | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class SituationFacts:
    """A situation as far as duties depend on it; `arrangements` names States bound by an arrangement under 87(5)."""

    code: str
    opened_on: date | None = None
    resolution: str | None = None
    territorial: tuple[str, ...] = ()
    arrangements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """Why a State owes cooperation in a situation on a date."""

    code: str
    article: str
    since: date | None
    until: date | None
    verified: bool
    note: Text


@dataclass(frozen=True, slots=True)
class Given:
    """What a draft says on one element: a text, or that the element does not apply, with the reason."""

    text: str = ""
    not_applicable: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A request before it is sent."""

    kind: str
    issuer: str
    addressee: str
    addressee_kind: str
    basis: Obligation | None
    on: date
    situation: str
    language: str
    subject: str
    urgent: bool = False
    requested_by: date | None = None
    contents: Mapping[str, Given] = field(default_factory=dict)
    persons: tuple[str, ...] = ()
    as_invitation: bool = False
    dates: Mapping[str, date] = field(default_factory=dict)
    accepted_languages: tuple[tuple[str, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long texts may be; the defaults hold everywhere unless a court sets others."""

    subject: int = 200
    text: int = 20_000
    reason: int = 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend in a draft, at its field; `blocking` findings keep it from being sent."""

    code: str
    article: str
    field: str
    severity: str
    message: Text
    remedy: Text

    @property
    def overridable(self) -> bool:
        """Whether a named senior may let it pass where the kind allows that (a missing compulsory element)."""
        return self.code in {"element_missing", "element_unanswered", "reason_missing"}


@dataclass(frozen=True, slots=True)
class Assessment:
    """All findings on a draft: a list of gaps, never a score."""

    kind: str
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing blocks the draft."""
        return not self.blocking

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that keep the draft from being sent."""
        return tuple(finding for finding in self.findings if finding.severity == "blocking")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a request; `until` is a date agreed or fixed by it, `clock` the clock it extends."""

    act: Act
    at: datetime
    until: date | None = None
    clock: str = ""


@dataclass(frozen=True, slots=True)
class ClockRun:
    """A time limit as it runs; `due_at` is None where the law fixes no date ("immediately", "promptly")."""

    code: str
    article: str
    trigger: Act
    triggered_at: datetime
    due_at: datetime | None
    unit: str
    amount: int
    zone: str
    effect: Text
    state: str
    computation: Text
