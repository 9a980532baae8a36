# SPDX-License-Identifier: EUPL-1.2
"""Old and new side by side, with the words that changed marked; every word is escaped before it is marked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comity.statute import rome

from ...models import Version
from .words import said

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond this many words a passage is marked as a whole: comparing word by word takes time with the square of them.
_MOST = 600


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two versions."""

    label: str
    old: SafeString
    new: SafeString
    changed: bool


def marked(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Return both texts with <del> around what went and <ins> around what came."""
    left, right = old.splitlines(keepends=True), new.splitlines(keepends=True)
    before, after = [], []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        one, other = "".join(left[i1:i2]), "".join(right[j1:j2])
        if tag == "equal":
            before.append(escape(one))
            after.append(escape(other))
        else:
            gone, come = _words(one, other)
            before.append(gone)
            after.append(come)
    return SafeString("".join(before)), SafeString("".join(after))


def _words(old: str, new: str) -> tuple[SafeString, SafeString]:
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    if len(left) > _MOST or len(right) > _MOST:
        return _gone(old), _come(new)
    before, after = [], []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        one, other = "".join(left[i1:i2]), "".join(right[j1:j2])
        before.append(escape(one) if tag == "equal" else _gone(one))
        after.append(escape(other) if tag == "equal" else _come(other))
    return SafeString("".join(before)), SafeString("".join(after))


def _gone(text: str) -> SafeString:
    return format_html("<del>{}</del>", text) if text else SafeString("")


def _come(text: str) -> SafeString:
    return format_html("<ins>{}</ins>", text) if text else SafeString("")


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
