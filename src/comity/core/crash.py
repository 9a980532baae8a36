# SPDX-License-Identifier: EUPL-1.2
"""Places where a test may end the process, as a power cut would: nothing is tidied up, nothing is said."""

import os
import signal


def crashpoint(name: str) -> None:
    """End this process with SIGKILL where COMITY_CRASH_AT names this point; without it nothing happens."""
    if os.environ.get("COMITY_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
