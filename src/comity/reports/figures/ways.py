# SPDX-License-Identifier: EUPL-1.2
"""To which outcomes the law knows a way: what can never be counted needs no hiding, and hides nothing."""

from functools import cache

from comity.statute import rome

from .definitions import definitions


@cache
def outcomes_open_to(kind: str) -> frozenset[str]:
    """Return the outcomes that a sent request of this kind can come to by the lifecycle of the statute."""
    law = rome()
    answers = law.kinds[kind].answers
    seen, left = set[str](), ["transmitted", "transmitted_unconfirmed"]
    while left:
        state = left.pop()
        if state in seen:
            continue
        seen.add(state)
        left += [
            move.after
            for move in law.moves
            if move.before == state
            and move.after
            and move.covers(kind)
            and (move.by != "addressee" or not law.acts[move.act].answer or move.act in answers)
        ]
    found = (definitions().outcome_of(state) for state in seen)
    return frozenset(outcome.code for outcome in found if outcome is not None)
