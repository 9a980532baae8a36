# SPDX-License-Identifier: EUPL-1.2
"""Footnotes and endnotes of a Word file: where they are kept, and the numbers they get in print."""

from typing import Final
from xml.etree.ElementTree import Element

from .numbering import written
from .styles import said

_FORMS: Final = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """Counts as the references pass by."""

    def __init__(self, root: Element | None, settings: Element | None, kind: str) -> None:
        properties = settings.find(f"{kind}Pr") if settings is not None else None
        start = said(properties, "numStart") or "1"
        self._form = said(properties, "numFmt") or _FORMS[kind]
        self._start = int(start) if start.isdecimal() and len(start) < 7 else 1
        self._begins_anew = said(properties, "numRestart") == "eachSect"
        self._next = self._start
        self._notes = {
            note.get("id", ""): note for note in (root if root is not None else ()) if note.get("type") is None
        }

    def marker(self) -> str:
        """The next number, as printed."""
        number, self._next = self._next, self._next + 1
        return written(number, self._form)

    def content(self, name: str) -> Element | None:
        """The note of this id; None where the file has lost it."""
        return self._notes.get(name)

    def section_ends(self) -> None:
        """Numbers begin anew where the document says so."""
        if self._begins_anew:
            self._next = self._start
