# SPDX-License-Identifier: EUPL-1.2
"""Public entries in words."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..format.public import KeyEvent, PublicKind, Purpose
from ..models import Announcement
from .rows import Place


class Line(NamedTuple):
    """One public entry of the list; `seq` is None until the log has closed over it."""

    what: str
    lines: list[str]
    at: datetime
    seq: int | None


def told_line(row: Announcement, place: Place | None) -> Line:
    """Return a public entry in words, with what to compare."""
    told = row.told
    seq = place.seq if place else None
    if row.kind == PublicKind.KEY:
        owner = [f"{told['party']} · {told['authority']}"] if "party" in told else []
        return Line(_key(told["purpose"], told["event"]), [*owner, told["key"]], row.at, seq)
    if row.kind == PublicKind.RELEASE:
        files = [f"{one['name']} {one['sha256']}" for one in told["files"]]
        return Line(_("Comity %(version)s and its scripts") % {"version": told["version"]}, files, row.at, seq)
    return Line(told["what"], [], row.at, seq)


def _key(purpose: str, event: str) -> str:
    if event == KeyEvent.REGISTERED:
        return {
            Purpose.SEALING: _("Sealing key of an authority registered"),
            Purpose.SIGNING: _("Signing key of an authority registered"),
            Purpose.LOG: _("Key of this log in use"),
            Purpose.WITNESS: _("Witness of this log named"),
        }[Purpose(purpose)]
    return {
        Purpose.SEALING: _("Sealing key of an authority ended"),
        Purpose.SIGNING: _("Signing key of an authority ended"),
        Purpose.LOG: _("Key of this log retired"),
        Purpose.WITNESS: _("Witness of this log no longer named"),
    }[Purpose(purpose)]
