# SPDX-License-Identifier: EUPL-1.2
"""Shorthand for the tests: one question to the law, answered by a state or by the code of a refusal."""

from comity.statute import Act, Facts, Move, Role, decide, rome


def ask(
    act: Act,
    kind: str,
    state: str = "in_execution",
    side: str = "addressee",
    *,
    duty: str = "compulsory",
    ground: str | None = None,
    transport: str = "registered",
    roles: frozenset[Role] = frozenset({Role.OFFICER}),
    urgent: bool = False,
    **guards: bool,
) -> str:
    """The state after the act, or the code of the refusal."""
    facts = Facts(state, transport, kind, frozenset({side}), roles, duty, urgent, guards, ground)
    answer = decide(rome(), act, facts)
    return answer.after if isinstance(answer, Move) else answer.code
