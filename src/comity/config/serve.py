# SPDX-License-Identifier: EUPL-1.2
"""The web server as a child of `comity run`: python -m comity.config.serve HOST PORT PROCESSES."""

import os
import sys
from functools import partial
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from comity.config import lifeline

APPLICATION = "comity.config.wsgi:application"
# Each thread holds a database connection of its own; more of them only wait for the same interpreter lock.
THREADS = 4


def load(parent: int) -> Any:
    """Return the application inside a worker process, which ends with its parent."""
    lifeline.follow(parent)
    module, name = APPLICATION.split(":")
    return getattr(import_module(module), name)


def main(host: str, port: int, processes: int) -> None:
    """Serve until SIGTERM; requests under way get five seconds to end."""
    lifeline.follow_supervisor()
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve(target_loader=partial(load, os.getpid()), wrap_loader=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
