# SPDX-License-Identifier: EUPL-1.2
"""The search for what is hidden, by kind of file; runs in a cell."""

from collections.abc import Callable
from typing import Any, BinaryIO, Final

from . import mails, seeking_office, seeking_pdf, seeking_picture, zips
from .kinds import BY_MEDIA_TYPE, Kind
from .limits import Limits
from .survey import Look
from .traces import Findings, Trace


def seek(file: BinaryIO, limits: Limits, *, media_type: str) -> tuple[Any, list[bytes]]:
    """All findings of this file."""
    return sought(file, BY_MEDIA_TYPE[media_type], limits).plain(), []


def sought(file: BinaryIO, kind: Kind, limits: Limits) -> Findings:
    """The findings; none for plain text, and none for what is not looked into."""
    findings = Findings(limits)
    file.seek(0)
    SEEKERS.get(kind.family, _nothing)(file, kind, findings)
    return findings


def _nothing(_file: BinaryIO, _kind: Kind, _findings: Findings) -> None:
    """Text shows what it says."""


HEADERS: Final = {
    "Bcc": Trace.BLIND_COPY,
    "Received": Trace.ROUTE,
    "X-Originating-IP": Trace.ROUTE,
    "User-Agent": Trace.PROGRAM,
    "X-Mailer": Trace.PROGRAM,
}


def _mail(file: BinaryIO, _kind: Kind, findings: Findings) -> None:
    message = mails.read(file, Look(findings.limits, zips.Budget(findings.limits)))
    for name, trace in HEADERS.items():
        for value in message.get_all(name, []):
            findings.add(trace, name, value)
    for part in message.walk():
        if part.get_filename():
            findings.add(Trace.ATTACHMENT, "message", part.get_filename())


SEEKERS: Final[dict[str, Callable[[BinaryIO, Kind, Findings], None]]] = {
    "pdf": seeking_pdf.seek,
    "picture": seeking_picture.seek,
    "office": seeking_office.seek,
    "mail": _mail,
}
