# SPDX-License-Identifier: EUPL-1.2
"""What must hold between the files of the law; each fault names the file and the entry it was found in."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from comity.statute.acts import Act
from comity.statute.model import NOTHING, PRACTICE, Kind, Tables

SIDES = {"issuer", "sender", "addressee", "either", "chamber", "system", "any"}
TURNS = {"issuer", "addressee", "chamber", "none"}
TONES = {"neutral", "waiting", "progress", "done", "closed", "attention"}
DUTIES = {"compulsory", "voluntary", "conditional"}
ISSUERS = {"OTP", "CHM", "REG", "PRE", "STATE", "DEFENCE"}
SENDERS = {"issuer", "REG", "PRE"}
ADDRESSEES = {"state", "organisation", "court"}
ELEMENT_FORMS = {"text", "long", "date", "person", "place", "list"}
NEED_FORMS = {
    "text", "long", "date", "date_or_event", "choice", "money", "reference", "contact", "person", "place", "condition",
}  # fmt: skip
UNITS = {"days", "hours", "years", "agreed", "before", "none"}
SEVERITIES = {"blocking", "advice"}


def problems(law: Tables) -> tuple[str, ...]:
    """Every inconsistency of the tables, in the order of the files; none if they can be relied on."""
    checks = (
        _articles, _acts, _states, _reach, _transport, _moves, _ambiguous, _needs, _grounds,
        _kinds, _answers, _clocks, _texts, _parties,
    )  # fmt: skip
    return tuple(dict.fromkeys(problem for check in checks for problem in check(law)))


def _articles(law: Tables) -> Iterator[str]:
    used = [
        *(("acts.toml", info.act, info.article) for info in law.acts.values()),
        *(("lifecycle.toml", f"{move.act} from “{move.before}”", move.article) for move in law.moves),
        *(("guards.toml", guard.code, guard.article) for guard in law.guards.values()),
        *(("grounds.toml", ground.code, ground.article) for ground in law.grounds.values()),
        *(("refusals.toml", text.code, text.article) for text in law.refusals.values() if text.article),
        *(("findings.toml", text.code, text.article) for text in law.findings.values() if text.article),
        *(("clocks.toml", clock.code, clock.article) for clock in law.clocks.values()),
        *(("bases.toml", basis.code, basis.article) for basis in law.bases.values()),
        *(("conditions.toml", one.code, one.article) for one in law.conditions.values()),
        *(("conditions.toml", one.code, one.article) for one in law.protections.values()),
        *((_file(kind), kind.code, code) for kind in law.kinds.values() for code in (kind.article, *kind.sources)),
        *(
            (_file(kind), f"{kind.code}: {element.code}", element.article)
            for kind in law.kinds.values()
            for element in kind.elements
        ),
    ]
    for file, entry, article in used:
        if article not in law.articles:
            yield f"{file}: {entry}: unknown article “{article}”"


def _acts(law: Tables) -> Iterator[str]:
    for act in Act:
        if act not in law.acts:
            yield f"acts.toml: {act}: the act has no words"
    moved = {move.act for move in law.moves}
    for info in law.acts.values():
        if info.internal and info.act in moved:
            yield f"acts.toml: {info.act}: an internal act has a row in lifecycle.toml"
        if not info.internal and info.act not in moved:
            yield f"acts.toml: {info.act}: the act has no row in lifecycle.toml"


def _states(law: Tables) -> Iterator[str]:
    for state in law.states.values():
        if state.turn not in TURNS:
            yield f"states.toml: {state.code}: unknown turn “{state.turn}”"
        if state.tone not in TONES:
            yield f"states.toml: {state.code}: unknown tone “{state.tone}”"
        if state.final and state.open:
            yield f"states.toml: {state.code}: a final state cannot be open"


def _reach(law: Tables) -> Iterator[str]:
    reached = {NOTHING}
    while more := {move.after for move in law.moves if move.before in reached} - reached:
        reached |= more
    for state in law.states.values():
        leaves = [move for move in law.moves if move.before == state.code and move.after != state.code]
        if state.code not in reached:
            yield f"states.toml: {state.code}: no act reaches this state"
        if not state.final and not leaves:
            yield f"states.toml: {state.code}: the state cannot be left and is not final"
        if state.final and any(move.before == state.code for move in law.moves):
            yield f"states.toml: {state.code}: the state is final but has an act"


def _transport(law: Tables) -> Iterator[str]:
    for hop in law.transport:
        for state in (hop.before, hop.after):
            if state not in law.transport_names:
                yield f"states.toml: {hop.act}: unknown transport state “{state}”"


def _moves(law: Tables) -> Iterator[str]:
    for move in law.moves:
        entry = f"lifecycle.toml: {move.act} from “{move.before}”"
        for state in (move.before, move.after):
            if state not in law.states and state != NOTHING:
                yield f"{entry}: unknown state “{state}”"
        if move.by not in SIDES:
            yield f"{entry}: unknown side “{move.by}”"
        if not move.roles and move.by != "system":
            yield f"{entry}: no role may do this"
        for guard in move.guards:
            if guard not in law.guards:
                yield f"{entry}: unknown guard “{guard}”"
        for need in move.needs:
            if need not in law.needs:
                yield f"{entry}: unknown need “{need}”"
        for duty in move.duties:
            if duty not in DUTIES:
                yield f"{entry}: unknown duty “{duty}”"
        if bool(move.grounds) != ("ground" in move.needs):
            yield f"{entry}: a ground is needed but none is known, or known but not needed"


def _ambiguous(law: Tables) -> Iterator[str]:
    rows = Counter((move.act, move.before, kind) for move in law.moves for kind in (move.kinds or law.kinds))
    for (act, before, kind), count in rows.items():
        if count > 1:
            yield f"lifecycle.toml: {act} from “{before}”: {count} rows apply to {kind}"


def _needs(law: Tables) -> Iterator[str]:
    for need in law.needs.values():
        if need.form not in NEED_FORMS:
            yield f"needs.toml: {need.code}: unknown form “{need.form}”"
        if need.max_length <= 0:
            yield f"needs.toml: {need.code}: the length is not limited"


def _grounds(law: Tables) -> Iterator[str]:
    for ground in law.grounds.values():
        if not ground.article or ground.article == PRACTICE:
            yield f"grounds.toml: {ground.code}: a ground without an article"
        if not ground.for_acts:
            yield f"grounds.toml: {ground.code}: supports no act"


def _kinds(law: Tables) -> Iterator[str]:
    for kind in law.kinds.values():
        entry = f"{_file(kind)}: {kind.code}"
        for name, values, known in (
            ("issuer", kind.issuers, ISSUERS),
            ("sender", (kind.sender,), SENDERS),
            ("addressee", kind.addressees, ADDRESSEES),
            ("duty", (kind.duty,), DUTIES),
            ("form of an element", tuple(element.form for element in kind.elements), ELEMENT_FORMS),
            ("clock", kind.clocks, set(law.clocks)),
        ):
            for value in values:
                if value not in known:
                    yield f"{entry}: unknown {name} “{value}”"
        if not kind.issuers or not kind.addressees or not kind.elements:
            yield f"{entry}: needs an issuer, an addressee and contents"
        for code, count in Counter(element.code for element in kind.elements).items():
            if count > 1:
                yield f"{entry}: the element “{code}” is listed twice"


def _answers(law: Tables) -> Iterator[str]:
    for kind in law.kinds.values():
        for act in kind.answers:
            entry = f"{_file(kind)}: {kind.code}"
            moves = [move for move in law.moves if move.act == act and move.covers(kind.code)]
            info = law.acts.get(act)
            if not moves or info is None or not info.answer:
                yield f"{entry}: the answer “{act}” is not in the table for this kind"
            usable = [code for move in moves for code in move.grounds if law.grounds[code].covers(kind.code)]
            if any(move.grounds for move in moves) and not usable:
                yield f"{entry}: the answer “{act}” has no ground for this kind"
            if act in {Act.REPLY_ACCEPT, Act.REPLY_DECLINE} and kind.duty == "compulsory":
                yield f"{entry}: a compulsory request cannot be accepted or declined"


def _clocks(law: Tables) -> Iterator[str]:
    used = {code for kind in law.kinds.values() for code in kind.clocks}
    for clock in law.clocks.values():
        entry = f"clocks.toml: {clock.code}"
        if not clock.triggers:
            yield f"{entry}: the clock has no trigger"
        if clock.unit not in UNITS:
            yield f"{entry}: unknown unit “{clock.unit}”"
        if (clock.amount > 0) != (clock.unit in {"days", "hours", "years", "before"}):
            yield f"{entry}: the amount does not fit the unit “{clock.unit}”"
        if clock.scope == "request" and clock.code not in used:
            yield f"{entry}: no kind uses this clock"


def _texts(law: Tables) -> Iterator[str]:
    for word in (*SIDES, *{role for move in law.moves for role in move.roles}):
        if word not in law.words:
            yield f"refusals.toml: {word}: the side or role has no words"
    for text in law.findings.values():
        if text.severity not in SEVERITIES:
            yield f"findings.toml: {text.code}: unknown severity “{text.severity}”"


def _parties(law: Tables) -> Iterator[str]:
    for row in (*law.parties, *law.others):
        if not row.name.en or not row.name.fr:
            yield f"states.csv: {row.iso3}: a name is missing"
        if row.withdrawn_on and (row.in_force_on or date.max) >= row.withdrawn_on:
            yield f"states.csv: {row.iso3}: withdrew before it was a party"
    known = {row.iso3 for row in law.parties}
    for basis in law.bases.values():
        for bond in basis.bound:
            if bond.iso3 not in known:
                yield f"bases.toml: {basis.code}: unknown State “{bond.iso3}”"


def _file(kind: Kind) -> str:
    return f"kinds_{kind.group}.toml"
