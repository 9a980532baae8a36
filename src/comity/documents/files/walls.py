# SPDX-License-Identifier: EUPL-1.2
"""What a cell is cut off from: the network, and all files but Python's own and the fonts."""

import ctypes
import os
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

CLONE_NEWNET: Final = 0x40000000
CLONE_NEWUSER: Final = 0x10000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
SIGKILL: Final = 9
# Landlock: the same numbers on every machine; each version of the kernel's interface knows more rights.
CREATE, ADD, RESTRICT = 444, 445, 446
ASK_VERSION, BENEATH = 1, 1
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # so many kinds of access to files can be forbidden
TCP: Final = 3  # to bind and to connect, from version 4 on
SCOPES: Final = 3  # sockets without a path, and signals to others, from version 6 on
FONTS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts")
CHANCE: Final = "/dev/urandom"  # qpdf opens it for documents that are locked
LIBRARIES: Final = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")


def alone(libc: ctypes.CDLL) -> bool:
    """Die with the parent, never gain a right, be traced by nobody; whether the network is one with nobody else on it.

    As root a network namespace is enough; others get one with a user namespace, where the kernel lets them.
    """
    libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return any(libc.unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def blind(libc: ctypes.CDLL) -> bool:
    """Whether from now on only Python, this package and fonts can be opened, and only to read; and no TCP be spoken."""
    version = libc.syscall(CREATE, None, ctypes.c_size_t(0), ASK_VERSION)
    if version < 1:
        return False
    rights = (1 << RIGHTS[min(version, 5)]) - 1
    words = [rights, *([TCP] if version >= 4 else []), *([SCOPES] if version >= 6 else [])]
    attributes = struct.pack(f"={len(words)}Q", *words)
    rules = libc.syscall(CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return False
    own = Path(__file__).resolve().parents[2]
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(own), *FONTS, *LIBRARIES}
    for path, right in [*((folder, READ_FILE | READ_FOLDER) for folder in folders), (CHANCE, READ_FILE)]:
        with suppress(OSError):
            number = os.open(path, os.O_PATH | os.O_CLOEXEC)
            beneath = struct.pack("=Qi", right, number)
            libc.syscall(ADD, rules, BENEATH, beneath, 0)
            os.close(number)
    closed = bool(libc.syscall(RESTRICT, rules, 0) == 0)
    os.close(rules)
    return closed
