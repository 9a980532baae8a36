# SPDX-License-Identifier: EUPL-1.2
"""Old and new side by side, with the words that changed marked; every word is escaped before it is marked."""

import re
from difflib import SequenceMatcher

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond this many words a passage is marked as a whole: comparing word by word takes time with the square of them.
_MOST = 600


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
