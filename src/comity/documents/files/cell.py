# SPDX-License-Identifier: EUPL-1.2
"""The inside of `apart`: bounds first, then one task on the file that is the standard input, then the answer."""

import ctypes
import importlib
import json
import os
import resource
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, Final, NoReturn

from . import walls
from .codes import Unfit
from .limits import Limits

# Closed: what may be asked for. Each takes the file, the limits and its arguments, and gives a value and blobs.
TASKS: Final = {
    "bind": "comity.documents.files.leaves:bind",
    "leaves": "comity.documents.files.leaves:leaves",
    "paint": "comity.documents.files.painter:paint",
    "redact": "comity.documents.files.redacting:redact",
    "seek": "comity.documents.files.seeking:seek",
    "survey": "comity.documents.files.survey:survey",
    "trial": "comity.documents.files.cell:trial",
    "wash": "comity.documents.files.washing:wash",
    "words": "comity.documents.files.wording:words",
}

Task = Callable[..., tuple[Any, list[bytes]]]


def main() -> NoReturn:
    """Bind this process, do the task of the order, answer, and be gone without cleaning up."""
    order = json.loads(sys.argv[2])
    limits = Limits(**order["limits"])
    out = os.dup(1)
    standing = bind(limits, order["seconds"])
    try:
        module, _, function = TASKS[order["task"]].partition(":")
        task: Task = getattr(importlib.import_module(module), function)
        with open(0, "rb", closefd=False) as file:
            value, blobs = task(
                file, limits, **order["arguments"], **({"standing": standing} if order["task"] == "trial" else {})
            )
        frames = [json.dumps({"value": value}).encode(), *blobs]
    except Unfit as unfit:
        frames = [json.dumps({"unfit": unfit.note.plain()}).encode()]
    except MemoryError:
        frames = [b'{"ended": "memory"}']
    except RecursionError:
        frames = [b'{"ended": "nesting"}']
    except Exception:  # noqa: BLE001 - whatever a parser stumbles over, the file is at fault and the parent hears of it
        frames = [b'{"ended": "crash"}']
    with suppress(BrokenPipeError), os.fdopen(out, "wb") as pipe:
        for frame in frames:
            pipe.write(len(frame).to_bytes(4, "big"))
            pipe.write(frame)
    os._exit(0)


def bind(limits: Limits, seconds: int) -> dict[str, bool]:
    """Take from this process what it does not need; which walls this kernel let it raise."""
    _lower(resource.RLIMIT_AS, limits.cell_memory)
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, 32)
    libc = ctypes.CDLL(None, use_errno=True)
    network, files = walls.alone(libc), walls.blind(libc)
    with suppress(ValueError, OSError):
        _lower(resource.RLIMIT_NPROC, 0)
    return {"network": network, "files": files}


def _lower(which: int, value: int) -> None:
    """Set a bound, never above one that already binds."""
    hard = resource.getrlimit(which)[1]
    least = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (least, least))


def trial(file: BinaryIO, limits: Limits, *, how: str, standing: dict[str, bool]) -> tuple[Any, list[bytes]]:
    """Misbehave as asked, so that it can be seen that the bounds hold; without a word, tell what binds."""
    if how == "hang":
        time.sleep(3600)
    if how == "spin":
        while True:
            pass
    if how == "memory":
        return len(bytearray(limits.cell_memory * 2)), []
    if how == "flood":
        return "", [bytes(1 << 20)] * (limits.cell_answer // (1 << 20) + 1)
    if how == "crash":
        ctypes.string_at(0)
    if how == "write":
        os.write(os.open("/tmp/comity-trial", os.O_WRONLY | os.O_CREAT, 0o600), b"x")  # noqa: S108 - it must fail
    return {
        "walls": standing,
        "reads": _can_read("/etc/passwd"),
        "environment": sorted(os.environ),
        "interfaces": [name for _number, name in socket.if_nameindex()],
        "reached": _reaches_itself(),
        "bytes": len(file.read()),
    }, []


def _can_read(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError:
        return False
    return True


def _reaches_itself() -> bool:
    """Whether even this machine's own loopback carries anything; in a network of its own it is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        try:
            sender.sendto(b"x", ("127.0.0.1", 9))
        except OSError:
            return False
    return True
