# SPDX-License-Identifier: EUPL-1.2
"""Making a court ready: the database's shape, the facts that are loaded into it, the made-up court of the demonstration."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.management import call_command

from comity.config import demonstration as made_up
from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.viewer import system_viewer
from comity.parties.actions import system_load_reference


class Account(NamedTuple):
    """Somebody who may sign in to a demonstration."""

    email: str
    password: str
    who: str


def migrate() -> None:
    """Bring the database to the shape that this version needs; quick where nothing is owed."""
    call_command("migrate", interactive=False, verbosity=0)


def load_reference() -> None:
    """Load States, organs, organisations and declarations with their sources; what people recorded since stays."""
    with as_viewer(system_viewer("load")):
        system_load_reference(at=now())


def demonstration() -> Sequence[Account]:
    """Make the demonstration court, once, and return who may sign in to it."""
    with as_viewer(system_viewer("load")):
        made_up.prepare(at=now())
    return [Account(person.email, made_up.PASSWORD, person.who) for person in made_up.PEOPLE]
