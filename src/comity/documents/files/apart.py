# SPDX-License-Identifier: EUPL-1.2
"""Foreign files are parsed apart: in a process without network, with little memory and time, ended when it strays.

The process gets the open file as its standard input and answers on a pipe. It has no environment, writes no file, and
dies with its parent. What it costs the parent is bounded: the answer is counted while it is read.
"""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from .codes import Problem, Unfit, note_of
from .limits import Limits

ROOT = Path(__file__).resolve().parents[3]  # what holds the package: the same code here and there
BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from comity.documents.files.cell import main; main()"
CHUNK = 1 << 16


class Ending(StrEnum):
    """How a cell that gave no answer ended."""

    CRASH = "crash"
    FLOOD = "flood"
    MEMORY = "memory"
    NESTING = "nesting"
    TIME = "time"


class Ended(Exception):
    """The cell was ended, or ended itself, before it had answered."""

    def __init__(self, how: Ending) -> None:
        self.how = how
        super().__init__(how.value)


@dataclass(frozen=True)
class Answer:
    """What a cell said: a JSON value, and the blobs that belong to it."""

    value: Any
    blobs: tuple[bytes, ...]


def ask(
    task: str,
    file: BinaryIO,
    limits: Limits,
    arguments: Mapping[str, Any] | None = None,
    *,
    seconds: int | None = None,
    began: Callable[[int], None] | None = None,
) -> Answer:
    """Have a task of `cell.TASKS` done with this open file; raises `Ended` when it gave no answer within its bounds."""
    order = {
        "task": task,
        "limits": asdict(limits),
        "arguments": dict(arguments or {}),
        "seconds": seconds or limits.cell_seconds,
    }
    patience = seconds * 2 if seconds else limits.cell_patience
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own words; the file is only an open descriptor
        [sys.executable, "-I", "-B", "-c", BOOT, str(ROOT), json.dumps(order)],
        stdin=file.fileno(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
    )
    if began is not None:
        began(process.pid)
    try:
        said = _heard(process, limits.cell_answer, time.monotonic() + patience)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    return _understood(said, process.returncode)


def asked(
    task: str, file: BinaryIO, limits: Limits, arguments: Mapping[str, Any] | None = None, *, seconds: int | None = None
) -> Answer:
    """As `ask`; a cell that was ended speaks against the file, so that there is one thing to catch: `Unfit`."""
    try:
        return ask(task, file, limits, arguments, seconds=seconds)
    except Ended as ended:
        raise Unfit(Problem.TOO_DEMANDING, what=ended.how.value) from None


def standing(limits: Limits | None = None) -> dict[str, bool]:
    """Which walls this machine lets a cell have: `network` and `files`; for whoever checks an installation."""
    with Path(os.devnull).open("rb") as nothing:
        walls: dict[str, bool] = ask("trial", nothing, limits or Limits(), {"how": ""}).value["walls"]
    return walls


def _heard(process: "subprocess.Popen[bytes]", most: int, until: float) -> bytes:
    """All that the cell says until it falls silent for good; not more than `most`, not later than `until`."""
    pipe = process.stdout
    if pipe is None:
        raise Ended(Ending.CRASH)
    said = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while True:
            left = until - time.monotonic()
            if left <= 0 or not waiting.select(left):
                raise Ended(Ending.TIME)
            piece = os.read(pipe.fileno(), CHUNK)
            if not piece:
                break
            said += piece
            if len(said) > most:
                raise Ended(Ending.FLOOD)
    try:
        process.wait(timeout=max(until - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        raise Ended(Ending.TIME) from None
    return bytes(said)


def _understood(said: bytes, code: int) -> Answer:
    """The frames of an answer: each a length of four bytes and so many bytes; the first is the value."""
    frames, at = [], 0
    while at + 4 <= len(said):
        size = int.from_bytes(said[at : at + 4], "big")
        frames.append(said[at + 4 : at + 4 + size])
        at += 4 + size
    if code or not frames or at != len(said):
        raise Ended(Ending.TIME if -code in {24, 9} else Ending.CRASH)  # SIGXCPU, and SIGKILL of the hard limit
    value = json.loads(frames[0])
    if "unfit" in value:
        raise Unfit.by(note_of(value["unfit"]))
    if "ended" in value:
        raise Ended(Ending(value["ended"]))
    return Answer(value["value"], tuple(frames[1:]))
