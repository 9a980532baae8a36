# SPDX-License-Identifier: EUPL-1.2
"""The lifecycle as pure functions: what may be done on a request, and why not."""

from comity.statute.acts import Act
from comity.statute.facts import Facts, Obligation, Offer, Refusal
from comity.statute.law import Law
from comity.statute.model import Kind, Move, Text, listed


def decide(law: Law, act: Act, facts: Facts) -> Move | Refusal:
    """The one row of the table that these facts allow, or a refusal with its provision; nothing is changed."""
    kind = law.kinds.get(facts.kind)
    if kind is None:
        return refuse(law, act, "unknown_kind", name=facts.kind)
    if facts.state and facts.state not in law.states:
        return refuse(law, act, "unknown_state", name=facts.state)
    return _row(law, act, kind, facts)


def permitted(law: Law, facts: Facts) -> tuple[Offer, ...]:
    """Every act that the table knows for this kind, state and side, each with its move or with why it is refused.

    The ground is not judged here: an act that needs one is offered, and `decide` judges the ground that is given.
    """
    acts = dict.fromkeys(
        move.act for move in _moves_from(law, facts.state) if move.covers(facts.kind) and _on_side(move, facts)
    )
    offers = []
    for act in acts:
        found = _row(law, act, law.kinds[facts.kind], facts, with_ground=False)
        offers.append(Offer(act, None, found) if isinstance(found, Refusal) else Offer(act, found, None))
    return tuple(offers)


def next_transport(law: Law, act: Act, transport: str) -> str:
    """Where the message stands after the act; acts that do not move it leave it where it is."""
    return next((hop.after for hop in law.transport if hop.act == act and hop.before == transport), transport)


def grounds_for(law: Law, act: Act, kind: str) -> tuple[str, ...]:
    """The grounds on which this act may rest for requests of this kind."""
    return tuple(code for code, ground in law.grounds.items() if act in ground.for_acts and ground.covers(kind))


def sender_of(kind: Kind, issuer: str) -> str:
    """Who transmits: the Registrar for Chambers and the defence, the Presidency or the issuer itself else.

    Rules 176(2) and 199.
    """
    if kind.sender != "issuer":
        return kind.sender
    return "REG" if issuer in {"CHM", "DEFENCE"} else issuer


def duty_of(kind: Kind, basis: Obligation | None, *, as_invitation: bool) -> str:
    """The duty behind one request: an invitation, or a kind that needs a basis and has none, is voluntary (87(5)).

    An invitation to a State not party binds where an arrangement or a resolution does.
    """
    if as_invitation or (kind.obligation and basis is None):
        return "voluntary"
    if kind.code == "NONP":
        return "compulsory" if basis is not None else "voluntary"
    return kind.duty


def refuse(law: Law, act: Act, code: str, *, article: str = "", **values: str | Text) -> Refusal:
    """The refusal of this sort, worded from refusals.toml; without a provision of its own it bears that of the act."""
    text = law.refusals[code]
    words = {"act": law.acts[act].label, **values}
    return Refusal(
        act=act,
        article=text.article or article or law.acts[act].article,
        code=code,
        reason=text.reason.filled(**words),
        remedy=text.remedy.filled(**words),
    )


_FROM: dict[int, tuple[tuple[Move, ...], dict[str, list[Move]]]] = {}


def _moves_from(law: Law, state: str) -> list[Move]:
    """The rows of the table that begin in a state, in the order of the table."""
    kept = _FROM.get(id(law.moves))
    if kept is None or kept[0] is not law.moves:
        rows: dict[str, list[Move]] = {}
        for move in law.moves:
            rows.setdefault(move.before, []).append(move)
        kept = _FROM[id(law.moves)] = law.moves, rows
    return kept[1].get(state, [])


def _row(law: Law, act: Act, kind: Kind, facts: Facts, *, with_ground: bool = True) -> Move | Refusal:
    candidates = [move for move in _moves_from(law, facts.state) if move.act == act]
    move = next((move for move in candidates if move.covers(kind.code)), None)
    if move is None:
        return _no_row(law, act, kind, facts, known=bool(candidates))
    return (
        _wrong_actor(law, move, facts)
        or _wrong_answer(law, move, kind, facts)
        or _wrong_transport(law, move, facts)
        or _failed_guard(law, move, facts)
        or (_wrong_ground(law, move, kind, facts) if with_ground else None)
        or move
    )


def _no_row(law: Law, act: Act, kind: Kind, facts: Facts, *, known: bool) -> Refusal:
    state = law.states.get(facts.state)
    here = state.name if state else Text("not created", "non créée")
    if law.acts[act].internal:
        return refuse(law, act, "internal")
    if state and state.final:
        return refuse(law, act, "final", state=here)
    return refuse(law, act, "wrong_kind" if known else "not_in_table", state=here, kind=kind.name)


def _wrong_actor(law: Law, move: Move, facts: Facts) -> Refusal | None:
    if not _on_side(move, facts):
        return refuse(law, move.act, "wrong_side", article=move.article, list=law.words[move.by])
    # A duty of the system is done by no person and so by no role.
    if move.roles and not facts.roles & frozenset(move.roles) and "system" not in facts.sides:
        return refuse(law, move.act, "wrong_role", list=listed(law.words[role] for role in move.roles))
    return None


def _on_side(move: Move, facts: Facts) -> bool:
    if move.by == "any":
        return bool(facts.sides)
    if move.by == "either":
        return bool(facts.sides & {"issuer", "addressee"})
    return move.by in facts.sides


def _wrong_answer(law: Law, move: Move, kind: Kind, facts: Facts) -> Refusal | None:
    act, voluntary = move.act, facts.duty != "compulsory"
    if act is Act.REPLY_REFUSE and voluntary:
        return refuse(law, act, "decline_instead")
    if act in {Act.REPLY_ACCEPT, Act.REPLY_DECLINE}:
        # An invitation may be declined whatever its kind; a duty may not.
        return None if voluntary else refuse(law, act, "compulsory")
    if move.duties and facts.duty not in move.duties:
        return refuse(law, act, "voluntary" if voluntary else "compulsory")
    if not law.acts[act].answer or act in kind.answers or not _answers_alone(move, facts):
        return None
    if act is Act.REPLY_REFUSE:
        surrender = Act.CUSTODY_SURRENDER in kind.answers
        return refuse(law, act, "no_refusal_of_surrender" if surrender else "no_ground_to_refuse", kind=kind.name)
    lawful = listed(law.acts[answer].label for answer in kind.answers)
    return refuse(law, act, "not_an_answer", article=move.article, kind=kind.name, list=lawful)


def _answers_alone(move: Move, facts: Facts) -> bool:
    """Either side may consult; only the addressee's acts are answers that the kind must list."""
    return move.by != "either" or "issuer" not in facts.sides


def _wrong_transport(law: Law, move: Move, facts: Facts) -> Refusal | None:
    hops = [hop for hop in law.transport if hop.act == move.act]
    if not hops or "unfetched" in move.guards or any(hop.before == facts.transport for hop in hops):
        return None
    where = law.transport_names.get(facts.transport, Text(facts.transport, facts.transport))
    return refuse(law, move.act, "transport", name=where)


def _failed_guard(law: Law, move: Move, facts: Facts) -> Refusal | None:
    for code in move.guards:
        if not _holds(law, code, move.act, facts):
            guard = law.guards[code]
            return Refusal(move.act, guard.article, code, guard.reason, guard.remedy)
    return None


def _holds(law: Law, code: str, act: Act, facts: Facts) -> bool:
    if code == "urgent":
        return facts.urgent
    if code == "unfetched":
        return any(hop.act == act and hop.before == facts.transport for hop in law.transport)
    return facts.guards.get(code, False)


def _wrong_ground(law: Law, move: Move, kind: Kind, facts: Facts) -> Refusal | None:
    if not move.grounds:
        return None
    usable = listed(law.grounds[code].name for code in grounds_for(law, move.act, kind.code))
    if not facts.ground:
        return refuse(law, move.act, "ground_missing", article=move.article, list=usable)
    if facts.ground not in move.grounds:
        return refuse(law, move.act, "ground_unknown", article=move.article, name=facts.ground, list=usable)
    ground = law.grounds[facts.ground]
    if not ground.covers(kind.code):
        values = {"name": ground.name, "kind": kind.name, "list": usable}
        return refuse(law, move.act, "ground_not_for_kind", article=ground.article, **values)
    return None
