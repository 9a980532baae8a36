# SPDX-License-Identifier: EUPL-1.2
"""The look inside one file, by its kind; runs in a cell, and goes into attachments and embedded documents itself."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from . import kinds, mails, offices, pdfs, pictures, texts
from .codes import Caution, Note, Problem, Unfit, shown
from .kinds import BY_MEDIA_TYPE, Kind
from .limits import Limits
from .looking import Looking
from .zips import Budget


@dataclass
class Look:
    """One survey under way: its bounds, what was noted, and how deep in other files it stands."""

    limits: Limits
    budget: Budget
    cautions: list[Note] = field(default_factory=list)
    depth: int = 0

    def note(self, code: Caution, where: str = "", **values: object) -> None:
        """Keep a caution once; beyond the limit of notes nothing is added."""
        note = Note(code, shown(where), {key: shown(str(value)) for key, value in values.items()})
        if note not in self.cautions and len(self.cautions) < self.limits.notes:
            self.cautions.append(note)

    def inside(self, content: bytes, kind: Kind) -> None:
        """Look at a file that came out of this one, by the same rules and from the same budget."""
        if self.depth >= self.limits.package_nesting:
            raise Unfit(Problem.PACKAGE_NESTED, what=kind.extensions[0])
        deeper = Look(self.limits, self.budget, self.cautions, self.depth + 1)
        look_into(io.BytesIO(content), kind, deeper)


def survey(file: BinaryIO, limits: Limits, *, media_type: str) -> tuple[Any, list[bytes]]:
    """The problem and the cautions of a file whose beginning fits this media type."""
    look = Look(limits, Budget(limits))
    problem: Note | None = None
    try:
        look_into(file, BY_MEDIA_TYPE[media_type], look)
    except Unfit as unfit:
        problem = unfit.note
    return {"problem": problem and problem.plain(), "cautions": [note.plain() for note in look.cautions]}, []


def look_into(file: BinaryIO, kind: Kind, look: Look) -> None:
    """Raise `Unfit` with the first problem of this file."""
    if kind.form != "zip":
        _is_one_kind(file, kind)
    FAMILIES[kind.family](file, kind, look)


def _is_one_kind(file: BinaryIO, kind: Kind) -> None:
    """Refuse what another program would take for another kind: found from the end, or a little behind the beginning."""
    head = file.read(kinds.HEAD)
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - kinds.TAIL))
    tail = file.read(kinds.TAIL)
    file.seek(0)
    if kinds.ends_as_zip(tail):
        raise Unfit(Problem.POLYGLOT, what=f"{kind.form}, zip")
    if kind.form not in {"pdf", "text"} and b"%PDF-" in head[:1024]:
        raise Unfit(Problem.POLYGLOT, what=f"{kind.form}, pdf")


def _opaque(file: BinaryIO, kind: Kind, look: Looking) -> None:
    """Sound, film and sealed files are kept as they are; nothing here plays or opens them."""
    head = file.read(kinds.HEAD)
    if kind.form == "age" and b"\n-> " not in head and not head.startswith(b"-----BEGIN"):
        raise Unfit(Problem.BROKEN, what="no recipient")
    look.note(Caution.NOT_LOOKED_INTO)


FAMILIES: Final[dict[str, Callable[[BinaryIO, Kind, Looking], None]]] = {
    "pdf": pdfs.examine,
    "picture": pictures.examine,
    "text": texts.examine,
    "mail": mails.examine,
    "office": offices.examine,
    "opaque": _opaque,
}
