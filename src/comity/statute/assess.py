# SPDX-License-Identifier: EUPL-1.2
"""What a draft still lacks: a list of findings, each at its field and with its provision, never a score."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from comity.statute import hygiene
from comity.statute.dates import ENTRY_INTO_FORCE
from comity.statute.facts import Assessment, Draft, Finding, Given, Limits
from comity.statute.law import Law
from comity.statute.model import Element, Kind, StateRow, Text, listed, near
from comity.statute.obligation import UnknownState, find_state

NOTHING_NEAR = Text("nothing", "rien")
PARTIES = {
    "OTP": Text("the Prosecutor", "le Procureur"),
    "CHM": Text("a Chamber", "une Chambre"),
    "REG": Text("the Registrar", "le Greffier"),
    "PRE": Text("the Presidency", "la Présidence"),
    "STATE": Text("a State", "un État"),
    "DEFENCE": Text("the defence", "la défense"),
    "state": Text("a State", "un État"),
    "organisation": Text("an organisation", "une organisation"),
    "court": Text("the Court", "la Cour"),
}


def assess(law: Law, draft: Draft, *, limits: Limits | None = None, today: date | None = None) -> Assessment:
    """Every finding on a draft, blocking ones first; `today`, if given, also judges the date of the draft.

    Contents follow articles 87, 89(3), 91, 92(2) and 96(2); the duty behind the request follows articles 86 and 87(5).
    """
    kind = law.kinds.get(draft.kind)
    if kind is None:
        codes = near(draft.kind, law.kinds)
        unknown = finding(law, "unknown_kind", "kind", name=draft.kind, list=", ".join(codes) or NOTHING_NEAR)
        return Assessment(draft.kind, (unknown,))
    checks: tuple[Callable[[Law, Draft, Kind], Iterator[Finding]], ...] = (
        _parties, _basis, _elements, _form, _dates, _focus,
    )  # fmt: skip
    found = [one for check in checks for one in check(law, draft, kind)]
    found += _hygiene(law, draft, limits or Limits())
    if today is not None:
        found += _day(law, draft, today)
    return Assessment(kind.code, tuple(sorted(found, key=lambda one: one.severity != "blocking")))


def finding(law: Law, code: str, field: str, article: str = "", **values: str | Text) -> Finding:
    """The finding of this sort at this field, worded from findings.toml."""
    text = law.findings[code]
    return Finding(
        code=code,
        article=text.article or article,
        field=field,
        severity=text.severity,
        message=text.message.filled(**values),
        remedy=text.remedy.filled(**values),
    )


def _parties(law: Law, draft: Draft, kind: Kind) -> Iterator[Finding]:
    if draft.issuer == "DEFENCE" and draft.issuer not in kind.issuers:
        yield finding(law, "defence_issuer", "issuer")
    elif draft.issuer not in kind.issuers:
        who = PARTIES.get(draft.issuer, Text(draft.issuer, draft.issuer))
        entitled = listed(PARTIES[code] for code in kind.issuers)
        yield finding(law, "issuer_not_entitled", "issuer", kind.article, name=who, kind=kind.name, list=entitled)
    if draft.addressee_kind not in kind.addressees:
        who = PARTIES.get(draft.addressee_kind, Text(draft.addressee_kind, draft.addressee_kind))
        goes_to = listed(PARTIES[code] for code in kind.addressees)
        yield finding(law, "addressee_kind", "addressee", kind.article, name=who, kind=kind.name, list=goes_to)
    if not draft.addressee.strip():
        yield finding(law, "addressee_missing", "addressee")


def _basis(law: Law, draft: Draft, kind: Kind) -> Iterator[Finding]:
    if kind.obligation and not draft.situation.strip():
        yield finding(law, "situation_missing", "situation")
    if draft.addressee_kind != "state" or not draft.addressee.strip():
        return
    state = find_state(law, draft.addressee)
    if isinstance(state, UnknownState):
        close = state.proposals if state.near else NOTHING_NEAR
        yield finding(law, "unknown_state", "addressee", name=draft.addressee, list=close)
        return
    if kind.code == "NONP":
        if draft.basis is not None and draft.basis.code == "state_party":
            yield finding(law, "invitation_to_party", "kind", name=state.name)
    elif kind.obligation and draft.basis is None and not draft.as_invitation:
        yield finding(law, "no_basis", "addressee", name=state.name)
    elif kind.obligation and draft.basis is not None and draft.as_invitation:
        yield finding(law, "basis_exists", "as_invitation", name=state.name)
    yield from _language(law, draft, state)


def _language(law: Law, draft: Draft, state: StateRow) -> Iterator[Finding]:
    """What is in force is known where the caller states it; the list drawn up once may be old, so it only advises."""
    if draft.accepted_languages is not None:
        given = set(draft.language.lower().split("+"))
        if draft.language.strip() and not any(set(one) <= given for one in draft.accepted_languages):
            accepted = ", ".join(" + ".join(one) for one in draft.accepted_languages)
            yield finding(law, "language_not_accepted", "language", name=state.name, list=accepted)
        return
    declared = re.findall(r"\b(?:de|en|es|fr|it|ja|ka|mk|nl|sq|sv)\b", state.languages)
    wanted = draft.language.strip().lower()
    if declared and wanted and wanted not in declared:
        yield finding(law, "language_declared", "language", name=state.name, list=", ".join(declared))


def _elements(law: Law, draft: Draft, kind: Kind) -> Iterator[Finding]:
    for element in kind.elements:
        given = draft.contents.get(element.code, Given())
        code = _gap(element, given)
        if code:
            yield finding(law, code, element.code, element.article, name=element.name, hint=element.hint)
        elif element.form == "date" and given.text.strip() and _date(given.text) is None:
            yield finding(law, "not_a_date", element.code, element.article, name=element.name)
    known = [element.code for element in kind.elements]
    for code in draft.contents:
        if code not in known:
            close = ", ".join(near(code, known)) or NOTHING_NEAR
            yield finding(law, "unknown_content", code, name=code, kind=kind.name, list=close)


def _gap(element: Element, given: Given) -> str:
    """The sort of finding that an element deserves, or nothing."""
    has_text = bool(given.text.strip())
    if given.not_applicable:
        if has_text:
            return "given_and_not_applicable"
        if element.compulsory and not element.may_not_apply:
            return "must_apply"
        return "" if given.reason.strip() else "reason_missing"
    if has_text or not element.compulsory:
        return ""
    return "element_unanswered" if element.may_not_apply else "element_missing"


def _form(law: Law, draft: Draft, kind: Kind) -> Iterator[Finding]:
    if not draft.subject.strip():
        yield finding(law, "subject_missing", "subject")
    if not draft.language.strip():
        yield finding(law, "language_missing", "language")
    if draft.urgent and not kind.urgent:
        yield finding(law, "not_urgent_kind", "urgent", kind=kind.name)


def _dates(law: Law, draft: Draft, kind: Kind) -> Iterator[Finding]:
    if draft.requested_by is not None and draft.requested_by < draft.on:
        yield finding(law, "requested_by_past", "requested_by")
    start, end = draft.dates.get("from"), draft.dates.get("until")
    if start is not None and end is not None and end < start:
        yield finding(law, "dates_reversed", "dates")
    if kind.code == "SENT-N":
        change = _date(draft.contents.get("change_on", Given()).text)
        earliest = draft.on + timedelta(days=law.clocks["enforcement_notice"].amount)
        if change is not None and change < earliest:
            yield finding(law, "notice_too_short", "change_on", list=earliest.isoformat())


def _day(law: Law, draft: Draft, today: date) -> Iterator[Finding]:
    if draft.on < ENTRY_INTO_FORCE:
        yield finding(law, "date_before_statute", "on")
    elif draft.on > today:
        yield finding(law, "date_in_future", "on")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _hygiene(law: Law, draft: Draft, limits: Limits) -> Iterator[Finding]:
    texts = [("subject", draft.subject, limits.subject)]
    for code, given in draft.contents.items():
        texts += [(code, given.text, limits.text), (code, given.reason, limits.reason)]
    texts += [("persons", person, limits.subject) for person in draft.persons]
    for field, text, limit in texts:
        if signs := hygiene.controls(text):
            yield finding(law, "control_characters", field, list=", ".join(signs))
        if signs := hygiene.overrides(text):
            yield finding(law, "direction_override", field, list=", ".join(signs))
        if len(text) > limit:
            yield finding(law, "too_long", field, number=str(len(text)), list=str(limit))


def _focus(law: Law, draft: Draft, kind: Kind) -> Iterator[Finding]:
    """Advice that helps the State to act quickly: one subject, named documents, a period, plain words."""
    asked, facts = (draft.contents.get(code, Given()).text.lower() for code in ("assistance", "facts"))
    vague = [words for words in law.focus.vague if words in asked]
    if vague:
        yield finding(law, "vague_words", "assistance", list=", ".join(vague))
    measures = [code for code, words in law.focus.measures.items() if any(word in asked for word in words)]
    if len(measures) > 1:
        yield finding(law, "compound", "assistance", list=", ".join(measures))
    if asked and facts and not draft.dates and not re.search(r"\d{4}", asked + facts):
        yield finding(law, "no_dates", "facts")
    if kind.element("documents") and not draft.contents.get("documents", Given()).text.strip():
        yield finding(law, "documents_not_named", "documents")
    if len(draft.persons) > 1 and kind.group == "persons":
        yield finding(law, "several_persons", "persons", number=str(len(draft.persons)))
