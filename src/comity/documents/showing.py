# SPDX-License-Identifier: EUPL-1.2
"""How the pages of a file look, drawn in a process apart and stored nowhere: what is shown is made anew each time.

It takes seconds at most, and is done in no unit of work that writes. Whether somebody may look, and that they did, is
for the actions.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from comity.core.errors import Invalid

from . import files, intake, store
from .actions.reading import plaintext
from .models import Version
from .words import sentence

DRAWN = frozenset({"pdf", "picture"})
_FAMILY = {kind.media_type: kind.family for kind in files.KINDS}


@dataclass(frozen=True, slots=True)
class Look:
    """One page of a file: its picture, and how many there are; or, of what has no pages, the text it begins with."""

    count: int
    picture: bytes = b""
    text: str = ""


class Busy(Exception):
    """As many pages are being drawn as may be at once: come again in a moment."""


def is_drawn(version: Version) -> bool:
    """Whether a file has pages that can be drawn, and so marked."""
    return _FAMILY.get(version.media_type) in DRAWN


def why_not(version: Version) -> str:
    """Say in a sentence why a file is not shown here, "" for one that is; nothing is read for it."""
    if version.media_type == "application/age-encryption":
        return _("This file is sealed: only the keys of its readers open it, so its pages cannot be shown here.")
    if _FAMILY.get(version.media_type, "opaque") == "opaque":
        return _("Sound and film are not shown here; download the file.")
    most: int = settings.COMITY_LIMITS["preview_bytes"]
    if version.size > most:
        return _("Files larger than %(limit)s are not shown here; download the file.") % {"limit": filesizeformat(most)}
    return ""


def look(version: Version, number: int = 1) -> Look:
    """Return how a page looks, counted from one; without a picture where there is no page of that number.

    Raises Invalid with a sentence for what cannot be shown, Busy, store.Damaged.
    """
    said = why_not(version)
    if said:
        raise Invalid({"": said})
    return _drawn(plaintext(version), version.size, version.media_type, number)


def look_at_copy(sealed: store.Sealed, number: int) -> Look:
    """Return how a page of a redacted copy looks that is no document yet; raises as `look` does."""
    return _drawn(intake.read(sealed), sealed.size, "application/pdf", number)


def _drawn(segments: Iterable[bytes], size: int, media_type: str, number: int) -> Look:
    seconds: int = settings.COMITY_LIMITS["preview_seconds"]
    bounds = replace(intake.limits(), cell_seconds=seconds, cell_patience=2 * seconds)
    try:
        with _in_turn(seconds), intake.in_memory(segments, size) as file:
            found = files.preview_in(file, media_type, range(number, number + 1), limits=bounds)
    except files.Unfit as unfit:
        raise Invalid({"": _("This file cannot be shown here. %(why)s") % {"why": sentence(unfit.note)}}) from None
    return Look(found.count, found.pictures[0] if found.pictures else b"", found.text)


@cache
def turns() -> BoundedSemaphore:
    return BoundedSemaphore(settings.COMITY_LIMITS["previews_at_once"])


@contextmanager
def _in_turn(seconds: int) -> Iterator[None]:
    if not turns().acquire(timeout=seconds):
        raise Busy
    try:
        yield
    finally:
        turns().release()
