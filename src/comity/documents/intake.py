# SPDX-License-Identifier: EUPL-1.2
"""What is looked at before a file becomes a document: its name, what it is, what hides in it, whether it is infected.

A file is examined where it is given, in memory: its plaintext is never on the disk. What parses it is another process,
without network and with little memory (`files`).
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.parties.sealing import Fault, NotSealed, fault_of_start, read_header

from . import files, scan, store
from .files import Examination, Limits, Note, Problem
from .words import sentence

LONGEST_NAME_GIVEN = 400
HEAD = 64 * 1024


class Unfit(Invalid):
    """The file itself cannot be taken, now or ever: what was written of it is to be deleted."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may become a document. Made by `accept` and `accept_sealed` alone.

    `warnings` are plain notes and traces of `files`. `recipients` is how many a sealed file shows, and 0 for a file
    that was not taken as sealed.
    """

    sealed: store.Sealed
    media_type: str
    warnings: tuple[dict[str, Any], ...]
    name_given: str
    name: str
    scanned_by: str
    recipients: int = 0


def limits() -> Limits:
    """Return the bounds of `files` as this court sets them."""
    of = settings.COMITY_LIMITS
    return Limits(
        name_length=of["document_name_characters"],
        document_bytes=of["examined_bytes"],
        opaque_bytes=of["document_bytes"],
    )


def clean_name(given: str) -> str:
    """Return the name under which a file is kept; raises Invalid for one that would deceive its reader."""
    problem = files.name_problem(given, limits())
    if problem is not None:
        raise Invalid({"file": sentence(problem)})
    return files.clean_name(given, limits())


def accept(sealed: store.Sealed, *, name: str) -> Accepted:
    """Return a file that was written whole as one that may become a document; raises Unfit or Invalid with the reason.

    Call it outside of any transaction: it reads the whole file, and a scanner takes its time.
    """
    cleaned = clean_name(name)
    examined, traces = _examined(sealed, cleaned)
    if examined.problem is not None:
        raise Unfit({"file": sentence(examined.problem)})
    if examined.media_type not in settings.COMITY_DOCUMENT_TYPES:
        raise Unfit({"file": sentence(Note(Problem.TYPE_NOT_ALLOWED, values={"what": examined.media_type}))})
    warnings = (*(note.plain() for note in examined.warnings), *traces)
    return Accepted(sealed, examined.media_type, warnings, name[:LONGEST_NAME_GIVEN], cleaned, _scanned(sealed))


def accept_sealed(sealed: store.Sealed, *, name: str) -> Accepted:
    """Return a file that came sealed to its readers' keys; raises Unfit for whatever is not, Invalid for its name.

    Nothing of it is looked into, and no scanner is asked: what it holds is known to its readers alone. Of its name
    only the ending is kept.
    """
    kept = sealed_name(name)
    with in_memory(read(sealed), HEAD) as file:
        try:
            recipients = read_header(file).recipients
        except NotSealed as error:
            raise not_sealed(error.fault) from None
        file.seek(0)
        examined = files.examine_head(file.read(HEAD), sealed.size, kept, limits())
    if examined.problem is not None:
        raise Unfit({"file": sentence(examined.problem)})
    # That nothing was looked into is said wherever a sealed file is shown, and to both sides.
    return Accepted(sealed, examined.media_type, (), kept, kept, "", recipients)


def sealed_name(given: str) -> str:
    """Return the name under which a sealed file is kept: it tells the kind of file and nothing else of the given one.

    Raises Invalid for a name that would deceive its reader.
    """
    ending = re.search(r"\.[a-z0-9]{1,8}$", clean_name(given).lower().removesuffix(".age"))
    return f"sealed{ending[0] if ending else ''}.age"


def demand_begins_sealed(start: bytes) -> None:
    """Raise Unfit where a file shows by its first bytes, however few, that it is not sealed."""
    fault = fault_of_start(start)
    if fault is not None:
        raise not_sealed(fault)


def not_sealed(fault: Fault) -> Unfit:
    """Return the error that says why a file is not taken as a sealed one."""
    said = _("A file that is under seal is taken sealed or not at all.")
    return Unfit({"file": f"{said} {fault.value.in_(get_language() or 'en')}"})


def read(sealed: store.Sealed) -> Iterator[bytes]:
    """Yield the plaintext of a file that was written; raises store.Damaged where it is not what was given."""
    segments = store.plain(settings.COMITY_DOCUMENTS, sealed.content_id, sealed.secret)
    return store.verified(segments, size=sealed.size, sha256=sealed.sha256)


def _examined(sealed: store.Sealed, name: str) -> tuple[Examination, tuple[dict[str, Any], ...]]:
    bounds = limits()
    is_whole = files.is_looked_into(name) and sealed.size <= bounds.document_bytes
    with in_memory(read(sealed), sealed.size if is_whole else HEAD) as file:
        if not is_whole:
            return files.examine_head(file.read(HEAD), sealed.size, name, bounds), ()
        found = files.examine_file(file, name, bounds)
        return found, () if found.problem else _traces(file, found.media_type, bounds)


def _traces(file: BinaryIO, media_type: str, bounds: Limits) -> tuple[dict[str, Any], ...]:
    """Return what the file says besides what it shows; that this could not be found out is a thing to know too."""
    try:
        found = files.hidden_in(file, media_type, limits=bounds)
    except files.Unfit as unfit:
        return (unfit.note.plain(),)
    return tuple({"trace": str(one.trace), "where": one.where, "excerpt": one.excerpt} for one in found)


@contextmanager
def in_memory(segments: Iterable[bytes], most: int) -> Iterator[BinaryIO]:
    """Give so much of a file's plaintext as an open file of this process's memory, none of it on the disk."""
    with os.fdopen(os.memfd_create("document"), "w+b") as memory:
        for segment in segments:
            memory.write(segment)
            if memory.tell() >= most:
                break
        memory.flush()
        memory.seek(0)
        yield memory


def _scanned(sealed: store.Sealed) -> str:
    """Return by what a file was scanned ("" where no scanner is set); raises Invalid for an infected one."""
    where = settings.COMITY_CLAMD
    if not where:
        return ""
    seconds = settings.COMITY_LIMITS["scan_seconds"]
    try:
        by = scan.version(where, seconds=seconds)
        found = scan.found_in(where, read(sealed), seconds=seconds)
    except scan.ScannerAway:
        raise Invalid(
            {"file": _("The virus scanner does not answer, so no file is taken now. Try again in a few minutes.")}
        ) from None
    if found:
        raise Unfit({"file": _("The virus scanner found %(name)s in this file. It was not kept.") % {"name": found}})
    return by[:120]
