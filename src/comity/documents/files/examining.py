# SPDX-License-Identifier: EUPL-1.2
"""Whether a file can be taken: its name, its size, its kind by its content, and what it holds."""

import hashlib
import os
import stat
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from . import apart, kinds
from .codes import Caution, Note, Problem, Unfit, note_of
from .kinds import BY_EXTENSION, Kind
from .limits import Limits
from .names import extension, name_problem

PIECE = 1 << 20
LOCKED = "EncryptedPackage".encode("utf-16-le")  # how office programs wrap a document with a password


@dataclass(frozen=True)
class Examination:
    """What was found. Without a problem the file may be taken as `media_type`; `sha256` is that of the bytes read."""

    media_type: str
    size: int
    sha256: str
    problem: Note | None
    warnings: tuple[Note, ...] = ()


def examine(path: Path, name: str, limits: Limits | None = None) -> Examination:
    """Examine the file under the name a person gave it; never raises for what it holds, and stays within the limits."""
    try:
        with opened(path) as file:
            return examine_file(file, name, limits)
    except Unfit as unfit:
        return Examination("", 0, "", unfit.note)


def examine_file(file: BinaryIO, name: str, limits: Limits | None = None) -> Examination:
    """As `examine`, of an open file of the disk or of memory."""
    try:
        return _examined(file, name, limits or Limits())
    except Unfit as unfit:
        return Examination("", 0, "", unfit.note)


def is_looked_into(name: str) -> bool:
    """Whether a file of this name is examined whole; of the rest, film and sound and what is sealed, only the kind."""
    kind = BY_EXTENSION.get(extension(name))
    return kind is None or kind.family != "opaque"


def examine_head(head: bytes, size: int, name: str, limits: Limits | None = None) -> Examination:
    """Examine by its first bytes a file too large to be read whole here: only what is not looked into is taken so."""
    bounds = limits or Limits()
    kind = BY_EXTENSION.get(extension(name))
    most = bounds.opaque_bytes if kind is None or kind.family == "opaque" else bounds.document_bytes
    if size > most:
        return Examination("", size, "", Note(Problem.TOO_LARGE, values={"size": str(size), "limit": str(most)}))
    problem = name_problem(name, bounds) or _first_sight(head, BytesIO(head), kind, extension(name))
    if problem is None and (kind is None or kind.family != "opaque"):
        problem = Note(Problem.TOO_LARGE, values={"size": str(size), "limit": str(len(head))})
    if problem is not None or kind is None:
        return Examination("", size, "", problem)
    return Examination(kind.media_type, size, "", None, (Note(Caution.NOT_LOOKED_INTO),))


def opened(path: Path) -> BinaryIO:
    """The file itself, not what a link leads to, and no device or pipe."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        raise Unfit(Problem.NOT_A_FILE) from None
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise Unfit(Problem.NOT_A_FILE)
    return os.fdopen(number, "rb")


def _examined(file: BinaryIO, name: str, limits: Limits) -> Examination:
    size = os.fstat(file.fileno()).st_size
    kind = BY_EXTENSION.get(extension(name))
    most = limits.opaque_bytes if kind is None or kind.family == "opaque" else limits.document_bytes
    if size > most:
        # Too much to read even once: no digest is given.
        return Examination("", size, "", Note(Problem.TOO_LARGE, values={"size": str(size), "limit": str(most)}))
    head = file.read(kinds.HEAD)
    problem = name_problem(name, limits) or _first_sight(head, file, kind, extension(name))
    digest = _digest(file, size)
    if not digest:
        return Examination("", size, "", Note(Problem.NOT_A_FILE))
    if problem or kind is None:
        return Examination("", size, digest, problem)
    problem, cautions = _surveyed(file, kind, limits)
    return Examination("" if problem else kind.media_type, size, digest, problem, cautions)


def _first_sight(head: bytes, file: BinaryIO, kind: Kind | None, end: str) -> Note | None:
    """What the beginning and the ending of the name tell together."""
    if not head:
        return Note(Problem.EMPTY)
    if end in kinds.OLD:
        return Note(Problem.OLD_FORMAT)
    if end in kinds.WITH_MACROS:
        return Note(Problem.MACROS)
    if end in kinds.ARCHIVES:
        return Note(Problem.ARCHIVE)
    if kind is None:
        return Note(Problem.TYPE_NOT_ALLOWED, values={"what": end or kinds.guessed(head)})
    form = kinds.form_of(head)
    if form == kind.form:
        return None
    if form == "ole" and kind.form == "zip":
        file.seek(0)
        return Note(Problem.ENCRYPTED if LOCKED in file.read(PIECE * 4) else Problem.OLD_FORMAT)
    if kind.form == "text" and form == "":
        return (
            Note(Problem.NOT_TEXT, values={"at": "0"})
            if not kinds.is_program(head)
            else _wrong(kind, kinds.guessed(head))
        )
    return _wrong(kind, form or kinds.guessed(head))


def _wrong(kind: Kind, found: str) -> Note:
    return Note(Problem.WRONG_TYPE, values={"name": kind.extensions[0], "found": found})


def _digest(file: BinaryIO, size: int) -> str:
    """The digest of exactly so many bytes; empty if the file grew or shrank meanwhile."""
    file.seek(0)
    digest, left = hashlib.sha256(), size
    while left:
        piece = file.read(min(PIECE, left))
        if not piece:
            return ""
        digest.update(piece)
        left -= len(piece)
    return "" if file.read(1) else digest.hexdigest()


def _surveyed(file: BinaryIO, kind: Kind, limits: Limits) -> tuple[Note | None, tuple[Note, ...]]:
    """What the cell says; a cell that does not come to its end speaks against the file."""
    try:
        found = apart.asked("survey", file, limits, {"media_type": kind.media_type}).value
    except Unfit as unfit:
        return unfit.note, ()
    problem = note_of(found["problem"]) if found["problem"] else None
    return problem, tuple(note_of(plain) for plain in found["cautions"])
