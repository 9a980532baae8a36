# SPDX-License-Identifier: EUPL-1.2
"""What the law consists of, as frozen values; nothing here decides anything."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comity.statute.acts import Act

PRACTICE = "practice"
"""Stands where an article would, for rules of the house that no instrument lays down."""

NOTHING = ""
"""The state of a request that does not exist yet."""


class Role(StrEnum):
    """What a post lets a person do; a reader may do nothing."""

    APPROVER = "approver"
    DRAFTER = "drafter"
    OFFICER = "officer"
    READER = "reader"
    SENIOR = "senior"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the Court's two working languages (article 50(2))."""

    en: str
    fr: str

    def in_(self, language: str) -> str:
        """The French text for `fr` and its variants, the English text for every other language."""
        return self.fr if language[:2].lower() == "fr" else self.en

    def filled(self, **values: "str | Text") -> "Text":
        """The same text with its `{names}` replaced, each language by its own words."""
        words = {key: value if isinstance(value, Text) else Text(value, value) for key, value in values.items()}
        return Text(
            self.en.format(**{key: word.en for key, word in words.items()}),
            self.fr.format(**{key: word.fr for key, word in words.items()}),
        )


def listed(texts: Iterable[Text]) -> Text:
    """The texts one after the other, separated by commas."""
    found = tuple(texts)
    return Text(", ".join(text.en for text in found), ", ".join(text.fr for text in found))


def near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """At most three known words that look like this one, nearest first, whatever the case of the letters."""
    by_folded = {name.casefold(): name for name in known}
    return tuple(by_folded[name] for name in difflib.get_close_matches(word.casefold(), by_folded, n=3, cutoff=0.5))


@dataclass(frozen=True, slots=True)
class Article:
    """A provision, named in our own words; `verified` says whether its text was read in a source."""

    code: str
    title: Text
    instrument: str
    verified: bool


@dataclass(frozen=True, slots=True)
class DocumentCondition:
    """A condition under which somebody gave a document; `refusal` is told to who hands it on without consent."""

    code: str
    name: Text
    meaning: Text
    article: str
    refusal: Text


@dataclass(frozen=True, slots=True)
class Protection:
    """Whom the protection of a document is for; the mark travels with every copy (article 87(4))."""

    code: str
    name: Text
    article: str


@dataclass(frozen=True, slots=True)
class ActInfo:
    """An act in words: `label` for the button, `done` for the timeline."""

    act: Act
    label: Text
    done: Text
    internal: bool
    answer: bool
    side: str
    article: str


@dataclass(frozen=True, slots=True)
class Element:
    """One thing a request must or may contain, with the provision that asks for it."""

    code: str
    name: Text
    hint: Text
    article: str
    form: str
    compulsory: bool
    may_not_apply: bool
    verified: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request: who may issue it, what it contains, which answers are lawful."""

    code: str
    name: Text
    group: str
    subgroup: str
    article: str
    sources: tuple[str, ...]
    issuers: tuple[str, ...]
    sender: str
    addressees: tuple[str, ...]
    duty: str
    obligation: bool
    elements: tuple[Element, ...]
    answers: tuple[Act, ...]
    clocks: tuple[str, ...]
    urgent: bool
    override: bool
    verified: bool
    note: Text | None

    def element(self, code: str) -> Element | None:
        """The element of this code, or nothing."""
        return next((element for element in self.elements if element.code == code), None)


@dataclass(frozen=True, slots=True)
class State:
    """A state of the case; `lawful` states are never shown or counted as failure."""

    code: str
    name: Text
    meaning: Text
    open: bool
    final: bool
    turn: str
    lawful: bool
    tone: str


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the lifecycle: this act, by this side, takes a request from `before` to `after`."""

    act: Act
    before: str
    after: str
    by: str
    roles: tuple[Role, ...]
    article: str
    needs: tuple[str, ...]
    grounds: tuple[str, ...]
    guards: tuple[str, ...]
    kinds: tuple[str, ...]
    duties: tuple[str, ...]
    joins: tuple[str, ...]
    verified: bool

    def covers(self, kind: str) -> bool:
        """Whether the row applies to requests of this kind (no kinds named: to all)."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Hop:
    """One row of the transport machine; it runs beside the case, on the same acts."""

    act: Act
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must be given together with an act."""

    code: str
    name: Text
    hint: Text
    form: str
    max_length: int
    required: bool


@dataclass(frozen=True, slots=True)
class Guard:
    """A fact on which an act depends, and how its absence is explained."""

    code: str
    article: str
    meaning: Text
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision on which an answer may rest, for the kinds it covers (none named: all)."""

    code: str
    name: Text
    article: str
    for_acts: tuple[Act, ...]
    kinds: tuple[str, ...]
    verified: bool

    def covers(self, kind: str) -> bool:
        """Whether the ground can be relied on for requests of this kind."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class RefusalText:
    """How one sort of refusal is worded; no article means: that of the refused act."""

    code: str
    article: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit: started by `triggers`, met by `met_by`; unit `none` and `agreed` fix no date by themselves."""

    code: str
    name: Text
    article: str
    triggers: tuple[Act, ...]
    met_by: tuple[Act, ...]
    unit: str
    amount: int
    zone: str
    effect: Text
    extend_by: tuple[str, ...]
    scope: str
    verified: bool


@dataclass(frozen=True, slots=True)
class StateRow:
    """A row of states.csv: membership, declarations and where each came from."""

    iso3: str
    iso2: str
    name: Text
    region: str
    ratified_on: date | None
    instrument: str
    in_force_on: date | None
    withdrawn_on: date | None
    status: str
    apic_on: date | None
    channel: str
    languages: str
    declaration_source: str
    source: str


@dataclass(frozen=True, slots=True)
class Basis:
    """A source of duties under Part 9; `bound` and `since`/`until` name the States it binds beside the membership."""

    code: str
    name: Text
    article: str
    note: Text
    verified: bool
    bound: tuple["Bond", ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """One State bound by a declaration or resolution, from a date on, for the situations it concerns."""

    iso3: str
    since: date
    until: date | None
    resolution: str
    note: Text


@dataclass(frozen=True, slots=True)
class FocusWords:
    """Words that betray an unfocused draft: vague phrases, and what each sort of measure is usually called."""

    vague: tuple[str, ...]
    measures: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FindingText:
    """How one sort of finding on a draft is worded; no article means: that of the element or kind."""

    code: str
    article: str
    severity: str
    message: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the TOML and CSV files say, resolved but not yet audited."""

    articles: Mapping[str, Article]
    acts: Mapping[Act, ActInfo]
    states: Mapping[str, State]
    transport: tuple[Hop, ...]
    transport_names: Mapping[str, Text]
    moves: tuple[Move, ...]
    needs: Mapping[str, Need]
    guards: Mapping[str, Guard]
    grounds: Mapping[str, Ground]
    refusals: Mapping[str, RefusalText]
    words: Mapping[str, Text]
    kinds: Mapping[str, Kind]
    clocks: Mapping[str, Clock]
    parties: tuple[StateRow, ...]
    others: tuple[StateRow, ...]
    bases: Mapping[str, Basis]
    focus: FocusWords
    findings: Mapping[str, FindingText]
    conditions: Mapping[str, DocumentCondition]
    protections: Mapping[str, Protection]
