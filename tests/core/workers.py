# SPDX-License-Identifier: EUPL-1.2
"""Workers as processes of their own on the database of a test."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from tests.architecture.tree import ROOT, SOURCE

Start = Callable[..., "subprocess.Popen[bytes]"]


def crashpoints(room: str) -> list[str]:
    """Return the points of this name at which a process may be killed, as they stand in the sources."""
    form = re.compile(rf'crashpoint\("({room}\.[\w.]+)"\)')
    return sorted(point for path in SOURCE.rglob("*.py") for point in form.findall(path.read_text(encoding="utf-8")))


def address() -> str:
    """Return the database of this test as a setting."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    return f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"


@contextmanager
def starting(module: str) -> Iterator[Start]:
    """Give a function that starts this module as a worker, with what its environment holds more; all end with it."""
    started: list[subprocess.Popen[bytes]] = []

    def worker(**more: str) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env={**os.environ, "COMITY_DATABASE_URL": address(), "PYTHONPATH": f"{SOURCE.parent}:{ROOT}", **more},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    try:
        yield worker
    finally:
        for process in started:
            process.kill()
            process.wait()
