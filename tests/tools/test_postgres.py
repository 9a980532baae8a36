# SPDX-License-Identifier: EUPL-1.2
"""The throwaway PostgreSQL: it is there, it is nobody's superuser, and nothing of it stays."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

import machine
import postgres

pytestmark = pytest.mark.skipif(machine.postgresql() is None, reason="PostgreSQL is not installed")


def is_gone(home: Path, process: int) -> bool:
    return not home.exists() and not Path(f"/proc/{process}").exists()


def test_cluster_serves_an_ordinary_role_and_leaves_nothing() -> None:
    with postgres.Cluster() as cluster:
        with psycopg.connect(cluster.url) as connection:
            row = connection.execute(
                "SELECT current_user, usesuper FROM pg_user WHERE usename = current_user"
            ).fetchone()
        assert cluster.process is not None
        home, process = cluster.home, cluster.process.pid

    assert (row, is_gone(home, process)) == (("comity", False), True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_cluster_started_by_hand_stops_when_asked(number: signal.Signals) -> None:
    by_hand = subprocess.Popen(
        [sys.executable, postgres.__file__], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert by_hand.stdout is not None
    home = Path(by_hand.stdout.readline().strip().split("?host=")[1])

    by_hand.send_signal(number)
    by_hand.communicate(timeout=30)

    assert (by_hand.returncode, home.exists()) == (0, False)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
def test_cluster_ends_with_a_killed_parent() -> None:
    by_hand = subprocess.Popen([sys.executable, postgres.__file__], stdout=subprocess.PIPE, text=True)
    assert by_hand.stdout is not None
    home = Path(by_hand.stdout.readline().strip().split("?host=")[1])
    number = int((home / "data" / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])

    by_hand.kill()
    by_hand.communicate()

    end = time.monotonic() + 20
    while Path(f"/proc/{number}").exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not Path(f"/proc/{number}").exists()
    subprocess.run(["rm", "-rf", home], check=True)
