# SPDX-License-Identifier: EUPL-1.2
"""Two versions of a request, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comity.core.comparing import marked
from comity.statute import rome

from ...models import Version
from .words import said


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two versions."""

    label: str
    old: SafeString
    new: SafeString
    changed: bool


def compared(kind: str, old: Version, new: Version) -> list[Compared]:
    """Return two versions field by field; the fields that are alike come unmarked."""
    rows = [_row(_("Subject"), old.subject, new.subject)]
    for element in rome().kinds[kind].elements:
        before, after = _said(old.contents.get(element.code, {})), _said(new.contents.get(element.code, {}))
        if before or after:
            rows.append(_row(said(element.name), before, after))
    return rows


def _row(label: str, old: str, new: str) -> Compared:
    before, after = marked(old, new)
    return Compared(label, before, after, old != new)


def _said(given: Mapping[str, Any]) -> str:
    if given.get("not_applicable"):
        return _("Not applicable: %(reason)s") % {"reason": given.get("reason", "")}
    return str(given.get("text", ""))
