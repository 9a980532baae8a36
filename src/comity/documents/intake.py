# SPDX-License-Identifier: EUPL-1.2
"""What is looked at before a file becomes a document: its name, its type by content, and whether it is infected.

A file is examined where it is given, in memory: its plaintext is never on the disk.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import puremagic
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.errors import Invalid

from . import scan, store
from .names import name_problem, safe_name

LONGEST_NAME_GIVEN = 400
HEAD = 64 * 1024


class Unfit(Invalid):
    """The file itself cannot be taken, now or ever: what was written of it is to be deleted."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What a file is; `problem` is the code of why it cannot be taken, `warnings` are codes of what to look at."""

    media_type: str
    size: int
    sha256: str
    problem: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may become a document. Made by `accept` alone."""

    sealed: store.Sealed
    examination: Examination
    name_given: str
    name: str
    scanned_by: str


def clean_name(given: str) -> str:
    """Return the name under which a file is kept; raises Invalid for one that would deceive its reader."""
    problem = name_problem(given)
    if problem is not None:
        raise Invalid({"file": problem.in_(get_language() or "en")})
    return safe_name(given, longest=settings.COMITY_LIMITS["document_name_characters"])


def accept(sealed: store.Sealed, *, name: str) -> Accepted:
    """Return a file that was written whole as one that may become a document; raises Unfit or Invalid with the reason.

    Call it outside of any transaction: it reads the whole file, and a scanner takes its time.
    """
    cleaned = clean_name(name)
    examined = _examined(sealed, cleaned)
    if examined.problem is not None:
        raise Unfit({"file": _problem(examined.problem)})
    return Accepted(sealed, examined, name[:LONGEST_NAME_GIVEN], cleaned, _scanned(sealed))


def read(sealed: store.Sealed) -> Iterator[bytes]:
    """Yield the plaintext of a file that was written; raises store.Damaged where it is not what was given."""
    segments = store.plain(settings.COMITY_DOCUMENTS, sealed.content_id, sealed.secret)
    return store.verified(segments, size=sealed.size, sha256=sealed.sha256)


def _examined(sealed: store.Sealed, name: str) -> Examination:
    with in_memory(sealed) as path:
        found = examine(path, name)
    return replace(found, size=sealed.size, sha256=sealed.sha256)


@contextmanager
def in_memory(sealed: store.Sealed) -> Iterator[str]:
    """Give a path under which a file's plaintext can be opened, without any of it on the disk.

    Of a file larger than `checked_bytes` only the beginning is there: enough to know what it is.
    """
    most = settings.COMITY_LIMITS["checked_bytes"]
    handle = os.memfd_create("document")
    with os.fdopen(handle, "wb") as memory:
        for segment in read(sealed):
            memory.write(segment)
            if memory.tell() >= most:
                break
        memory.flush()
        yield f"/proc/self/fd/{handle}"


def examine(path: str, name: str) -> Examination:
    """Return what the file at a path is, by its content; the ending of its name only decides between equals."""
    with open(path, "rb") as file:  # noqa: PTH123 - a path of this process's own memory
        head = file.read(HEAD)
        size = len(head) + len(file.read())
    found = _media_type(head, name)
    problem = "empty" if not size else None if found in settings.COMITY_DOCUMENT_TYPES else "type"
    return Examination(found, size, "", problem, ())


def _media_type(head: bytes, name: str) -> str:
    try:
        guesses = puremagic.magic_string(head, filename=name)
    except (puremagic.PureError, ValueError):
        guesses = []
    for guess in guesses:
        if guess.mime_type in settings.COMITY_DOCUMENT_TYPES:
            return str(guess.mime_type)
    if b"\0" not in head:
        try:
            head[: HEAD - 4].decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return "text/html" if _looks_active(head) else "text/plain"
    return str(guesses[0].mime_type) if guesses and guesses[0].mime_type else "application/octet-stream"


def _looks_active(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml"))


def _problem(code: str) -> str:
    return {
        "empty": _("The file is empty. Choose the file that you meant."),
        "type": _(
            "Files of this type are not taken. Give it as PDF, text, an image, or a document of an office program."
        ),
    }[code]


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
