# SPDX-License-Identifier: EUPL-1.2
"""How fast the log takes leaves in, writes and signs them, and how long its whole check takes beside a plain loop."""

import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction

from comity.config.measure import machine
from comity.config.prepare import migrate
from comity.config.supervisor import say
from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.viewer import system_viewer
from comity.ledger import actions
from comity.ledger.format.tree import Frontier, leaf_hash
from comity.ledger.queries import system_check, system_entries

LOADED_AT_ONCE = 50_000


def measure(leaves: int) -> dict[str, Any]:
    """Measure on the empty log of this data directory; return the figures as JSON."""
    migrate()
    with as_viewer(system_viewer("load")):
        say(f"{leaves} commitments ...")
        for start in range(0, leaves, LOADED_AT_ONCE):
            with transaction.atomic():
                count = min(LOADED_AT_ONCE, leaves - start)
                actions.system_commit_all([secrets.token_bytes(32) for _ in range(count)])
    say("Sequencing, publishing, checking ...")
    integrated, _done = _timed(actions.system_sequence)
    published, size = _timed(lambda: actions.system_publish(at=now()))
    plain, root = _timed(_plain_root)
    checked, (_size, damages) = _timed(system_check)
    return {
        "machine": machine(),
        "database": connection.vendor,
        "leaves": size,
        "root": root.hex(),
        "well": not damages,
        "integrated_per_second": round(size / integrated),
        "published_per_second": round(size / published),
        "plain_seconds": round(plain, 4),
        "checked_seconds": round(checked, 4),
        "ratio": round(checked / plain, 2),
    }


def _plain_root() -> bytes:
    """The least that anybody has to do: read every row, hash every leaf and every node."""
    frontier = Frontier()
    for entry in system_entries():
        frontier.push(leaf_hash(entry))
    return frontier.root()


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = do()
    return time.perf_counter() - begun, found


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the figures for a person to read."""
    yield f"{found['leaves']} leaves on {found['database']}, {'all well' if found['well'] else 'DAMAGED'}"
    yield f"integrated  {found['integrated_per_second']:>9} a second"
    yield f"published   {found['published_per_second']:>9} a second"
    said = f"({found['ratio']} times a plain loop of {found['plain_seconds']} s)"
    yield f"checked     {found['checked_seconds']:>9} s {said}"
