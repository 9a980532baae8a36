# SPDX-License-Identifier: EUPL-1.2
"""Writers and sequencers killed in the middle of it, again and again: what was acknowledged is in a sound log."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.config.running import settings

ROUNDS = 3
SETUP = "import os, sys, time, django; django.setup()\n"
MIGRATE = SETUP + "from comity.config.prepare import migrate; migrate()"
# Acknowledges each act by a line, written once its transaction is committed.
WRITE = (
    SETUP
    + """
from comity.ledger.actions import system_commit
from django.db import transaction
number = 0
while True:
    with transaction.atomic():
        leaf, _salt = system_commit({"n": number})
    os.write(1, b"%d\\n" % leaf)
    number += 1
    time.sleep(0.003)  # the one writer of SQLite is not for this one alone
"""
)
SEQUENCE = (
    SETUP
    + """
from comity.core.clock import now
from comity.ledger import actions
while True:
    actions.system_sequence()
    actions.system_publish(at=now())
    os.write(1, b".\\n")
"""
)
CHECK = (
    SETUP
    + """
from comity.core.clock import now
from comity.ledger import actions
from comity.ledger.models import Checkpoint
from comity.ledger.queries import system_check, system_places_of
actions.system_sequence()
actions.system_publish(at=now())
acknowledged = [int(line) for line in open(sys.argv[1]).read().split()]
missing = [leaf for leaf in acknowledged if leaf not in system_places_of(acknowledged)] if acknowledged else []
size, damages = system_check()
print(len(acknowledged), missing, damages, Checkpoint.objects.count(), size % 16)
"""
)


def run(code: str, environment: dict[str, str], *arguments: str, **more: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=environment, **more)  # type: ignore[call-overload, no-any-return]  # passed through


@pytest.mark.sqlite
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    source = str(Path(__file__).parents[2] / "src")
    environment = settings(
        tmp_path / "data", COMITY_MODE="demo", DJANGO_SETTINGS_MODULE="comity.config.settings", PYTHONPATH=source,
        COMITY_PUBLIC_URL="http://localhost:8000",
    )  # fmt: skip
    assert run(MIGRATE, environment).wait(120) == 0
    acknowledged, closings = tmp_path / "acknowledged", tmp_path / "closings"
    for _round in range(ROUNDS):
        with acknowledged.open("ab") as written, closings.open("ab") as closed:
            begun = (acknowledged.stat().st_size, closings.stat().st_size)
            programs = [run(code, environment, stdout=out) for code, out in ((WRITE, written), (SEQUENCE, closed))]
            end = time.monotonic() + 30
            while time.monotonic() < end and not (
                acknowledged.stat().st_size > begun[0] + 200 and closings.stat().st_size > begun[1] + 4
            ):
                time.sleep(0.01)
            for program in programs:
                os.kill(program.pid, signal.SIGKILL)
                program.wait(10)

    checked = run(CHECK, environment, str(acknowledged), stdout=subprocess.PIPE)
    said = checked.communicate(timeout=120)[0].decode().split()

    assert checked.returncode == 0
    assert int(said[0]) > 100
    assert (said[1:3], said[-1]) == (["[]", "[]"], "0")
    assert int(said[3]) > ROUNDS
