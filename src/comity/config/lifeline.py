# SPDX-License-Identifier: EUPL-1.2
"""A process that must not outlive the one that started it."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
SUPERVISOR = "COMITY_SUPERVISOR"


def follow(parent: int) -> None:
    """From now on SIGTERM comes when `parent` ends, however it ends (Linux; elsewhere this does nothing).

    Exits at once when `parent` is gone already.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    # The parent may have ended before the line above: nobody would tell us any more.
    if os.getppid() != parent:
        raise SystemExit(0)


def follow_supervisor() -> None:
    """As `follow`, for a child of `comity run`; does nothing when started by hand."""
    if parent := os.environ.get(SUPERVISOR):
        follow(int(parent))
