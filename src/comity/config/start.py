# SPDX-License-Identifier: EUPL-1.2
"""From a configured Django to a running court: checks, preparation, web server and worker."""

import socket
import sys
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import connection

from comity.config import checkup, prepare, wall
from comity.config.prepare import Account
from comity.config.problem import Problem
from comity.config.supervisor import Supervisor, say

READY_SECONDS = 60


def prepare_court(host: str, port: int, *, demo: bool, migrates: bool) -> Sequence[Account]:
    """Make everything ready to be served; return who may sign in to a demonstration. Raises Problem."""
    checkup.check_port(host, port)
    checkup.check_assets()
    checkup.check_database()
    wall.check_role()
    if demo or migrates:
        checkup.check_not_newer()
        prepare.migrate()
    else:
        wall.check_rights()
        checkup.check_not_newer()
        checkup.check_not_older()
    wall.check()
    checkup.check_settings()
    accounts: Sequence[Account] = ()
    if demo:
        prepare.load_reference()
        accounts = prepare.demonstration()
    prepare.announce()
    connection.close()
    return accounts


def run_until_stopped(host: str, port: int, *, processes: int, accounts: Sequence[Account]) -> int:
    """Run web server and worker until a signal asks for the end; return 0, or raise Problem when they cannot start."""
    python = [sys.executable, "-m"]
    programs = {
        "web server": [*python, "comity.config.serve", host, str(port), str(processes)],
        "worker": [*python, "comity.config.main", "work"],
    }
    with Supervisor(programs) as supervisor:
        supervisor.start()
        if not supervisor.wait_until(answering(host, port), seconds=READY_SECONDS):
            if supervisor.signals:
                return 0
            raise Problem("Comity could not start:", "what the web server or the worker said stands above")
        welcome(accounts)
        return supervisor.watch()


def answering(host: str, port: int) -> Callable[[], bool]:
    """Return the question whether somebody listens there."""
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound

    def ask() -> bool:
        try:
            socket.create_connection((reach, port), timeout=1).close()
        except OSError:
            return False
        return True

    return ask


def welcome(accounts: Sequence[Account]) -> None:
    """Say where the pages are, and who may sign in to a demonstration."""
    say(f"Comity is running: {settings.COMITY_PUBLIC_URL}")
    if accounts:
        say("A demonstration: everything in it is made up. Sign in as one of these people:")
        width = max(len(account.email) for account in accounts)
        for account in accounts:
            say(f"  {account.email:<{width}}  {account.password}  {account.who}")
    say("Ctrl-C stops it.")
