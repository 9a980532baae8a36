# SPDX-License-Identifier: EUPL-1.2
"""Messages kept as evidence: every attachment is examined as if it had come by itself."""

import email
import email.policy
from email.message import EmailMessage
from typing import BinaryIO

from . import kinds
from .codes import Caution, Problem, Unfit
from .kinds import BY_EXTENSION, Kind
from .looking import Looking
from .names import extension

NEEDED = ("from", "date")
MARKUP = frozenset({"text/html", "text/plain", "text/calendar"})


def read(file: BinaryIO, look: Looking) -> EmailMessage:
    """The message, not longer than a text may be."""
    raw = file.read(look.limits.text_bytes + 1)
    if len(raw) > look.limits.text_bytes:
        raise Unfit(Problem.TOO_LARGE, size=f"> {look.limits.text_bytes}", limit=look.limits.text_bytes)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if any(message.get(name) is None for name in NEEDED):
        raise Unfit(Problem.BROKEN, what="no header of a message")
    return message


def examine(file: BinaryIO, _kind: Kind, look: Looking) -> None:
    """A message with its sender and date; not too many parts; each attachment of a kind that is taken, and sound."""
    message = read(file, look)
    names = []
    for number, part in enumerate(message.walk(), 1):
        if number > look.limits.mail_parts:
            raise Unfit(Problem.TOO_MANY, what="parts", limit=look.limits.mail_parts)
        if part.is_multipart():
            continue
        name = part.get_filename() or ""
        if not name and part.get_content_type() in MARKUP:
            continue
        names.append(name or part.get_content_type())
        content = part.get_payload(decode=True)
        _attachment(name, content if isinstance(content, bytes) else b"", look)
    if names:
        look.note(Caution.ATTACHMENTS, what=", ".join(names))


def _attachment(name: str, content: bytes, look: Looking) -> None:
    try:
        look.inside(content, _kind(name, content[: kinds.HEAD]))
    except Unfit as unfit:
        raise Unfit(Problem.ATTACHMENT, name, name=name or "?", problem=unfit.note.code) from None


def _kind(name: str, head: bytes) -> Kind:
    kind, form = BY_EXTENSION.get(extension(name)), kinds.form_of(head)
    if kind is None:
        raise Unfit(Problem.TYPE_NOT_ALLOWED, what=extension(name) or kinds.guessed(head))
    if form != kind.form:
        raise Unfit(Problem.WRONG_TYPE, name=kind.extensions[0], found=form or kinds.guessed(head))
    return kind
