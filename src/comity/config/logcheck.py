# SPDX-License-Identifier: EUPL-1.2
"""The log and the entries that it commits to, checked against each other."""

from collections.abc import Callable

from comity.core.db import as_viewer
from comity.core.viewer import system_viewer
from comity.dossiers.queries import system_entries_not_as_committed
from comity.ledger.queries import Damage, system_check, system_place_of


def check(*, told: Callable[[int], None] = lambda _done: None) -> tuple[int, list[Damage]]:
    """Return how many leaves the log has, and all that is damaged: the log itself first, then entries by leaf."""
    with as_viewer(system_viewer("check"), writes=False):
        size, damages = system_check(told=told)
        for leaf, entry, why in system_entries_not_as_committed():
            place = system_place_of(leaf)
            where = f"{entry}, place {place.seq}" if place else f"{entry}, waiting leaf {leaf}"
            damages.append(Damage("entry", where, why))
    return size, damages
