# SPDX-License-Identifier: EUPL-1.2
"""One period of the demonstration is counted: a few requests that fell due in it, agreed to by two persons."""

from datetime import datetime, timedelta
from uuid import UUID

from comity.config.demonstration.cast import Cast
from comity.config.demonstration.files import CaseFile
from comity.config.demonstration.story import ASKED, Teller
from comity.reports import actions

# Kind, state, how many: enough to be printed by kind; by region some are few, which shows how small numbers are hidden.
_DUE = (
    ("SERV", "executed", 6),
    ("SERV", "transmitted", 5),
    ("DOCS", "executed", 5),
    ("DOCS", "consultation", 5),
)


def count_a_period(cast: Cast, files: dict[str, CaseFile], *, at: datetime) -> UUID:
    """Bring requests to what they came to in some whole months that are over, and have them counted and frozen.

    The months lie before anything else of the story falls due, so that what is printed is what is listed here.
    """
    last = (at - timedelta(days=85)).date().replace(day=1) - timedelta(days=1)
    first = (last - timedelta(days=80)).replace(day=1)
    teller = Teller(cast, files, at - (at.date() - last) - timedelta(days=5), due=last - timedelta(days=2))
    for kind, state, many in _DUE:
        for place in range(many):
            teller.bring(kind, state, ASKED[place % 3])
    proposed = actions.propose(cast.viewer("registry"), first=first, last=last, at=at)
    agreed = actions.agree(cast.viewer("registry.head"), snapshot_id=proposed.id, at=at)
    actions.system_freeze(agreed.id, at=at)  # the worker's owed work, which the report cannot wait for
    return agreed.id
