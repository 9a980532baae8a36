# SPDX-License-Identifier: EUPL-1.2
"""Loading a made-up court of any size: many rows at once, each request as if its acts had been performed one by one."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from comity.core import search
from comity.core.db import as_viewer
from comity.core.viewer import system_viewer
from comity.dossiers.queries import situations

from .batch import Batch
from .stage import Desk, Stage

BATCH = 2_000
SPAN_DAYS = 1_000


def system_load_court(
    *,
    requests: int,
    seed: str,
    desks: Mapping[str, Desk],
    on: date,
    issuer: str = "",
    state: str = "",
    told: Callable[[int], None] = lambda _done: None,
) -> int:
    """Load so many made-up requests between these desks and return how many were new; `told` hears how many are there.

    The same seed, number and day give the same rows, ids and salts included; what is there already is not loaded again,
    so that a load that was broken off goes on where it stopped. Each batch is one transaction. Desks that come first
    are asked more often; `issuer` and `state` narrow the court to requests of that issuer and state. Nothing has
    happened later than the first instant of the day in The Hague.
    """
    viewer = system_viewer("load")
    with as_viewer(viewer):
        known = list(situations(viewer))
        begun = on - timedelta(days=SPAN_DAYS)
        stage = Stage(desks, known, viewer, begun, on, f"{seed} {requests}", issuer=issuer, state=state)
    added = 0
    for first in range(0, requests, BATCH):
        batch = Batch(stage, range(first, min(first + BATCH, requests)), requests)
        with as_viewer(viewer):
            added += batch.system_load()
        told(batch.numbers.stop)
    if added:
        search.settle()
    return added


__all__ = ["Desk", "system_load_court"]
