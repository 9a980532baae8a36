# SPDX-License-Identifier: EUPL-1.2
"""Making a court ready: the database's shape, the facts loaded into it, the made-up court of the demonstration."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from comity.config import announcing
from comity.config import demonstration as made_up
from comity.config.owner import shape_database
from comity.core.clock import now, today
from comity.core.db import as_viewer
from comity.core.viewer import system_viewer
from comity.parties.actions import system_load_reference
from comity.requests.actions.load import system_load_court


class Account(NamedTuple):
    """Somebody who may sign in to a demonstration."""

    email: str
    password: str
    who: str


def migrate() -> None:
    """Bring the database to the shape that this version needs; quick where nothing is owed."""
    shape_database()


def load_reference() -> None:
    """Load States, organs, organisations and declarations with their sources; what people recorded since stays."""
    with as_viewer(system_viewer("load")):
        system_load_reference(at=now())


def demonstration() -> Sequence[Account]:
    """Make the demonstration court, once, and return who may sign in to it."""
    with as_viewer(system_viewer("load")):
        made_up.prepare(at=now())
    return [Account(person.email, made_up.PASSWORD, person.who) for person in made_up.PEOPLE]


def announce() -> None:
    """Tell in the log which version and scripts run here, and the keys of the log, where that is new."""
    with as_viewer(system_viewer("announce")):
        announcing.announce(at=now())


def large_court(
    *, requests: int, seed: str, told: Callable[[int], None] = lambda _done: None, issuer: str = "", state: str = ""
) -> int:
    """Load so many made-up requests beside those of the demonstration court; return how many were new."""
    at = now()
    with as_viewer(system_viewer("load")):
        desks = made_up.desks(seed=seed, at=at)
    return system_load_court(
        requests=requests, seed=seed, desks=desks, on=today(), issuer=issuer, state=state, told=told
    )
