# SPDX-License-Identifier: EUPL-1.2
"""A report: numbered paragraphs one after the other, under headings. It has no verbs and lays down no mandates."""

import re
from dataclasses import dataclass

from comity.resolutions.model import Text

_NUMBERED = re.compile(r"[ \t]*(\d{1,4})\.[ \t]+(.*)", re.DOTALL)
_GAP = re.compile(r"\n[ \t]*\n")
_SENTENCE = re.compile(r"[.;:,!?؛،。]['\"”»)\]]*$")
LONGEST_HEADING = 150


@dataclass(frozen=True, slots=True)
class Told:
    """One paragraph, with its number and what stands below it."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that the text jumps over: from the one before to the one after."""

    before: int
    after: int

    @property
    def message(self) -> Text:
        """What is doubtful."""
        return Text(
            f"After paragraph {self.before} comes paragraph {self.after}.",
            f"Après le paragraphe {self.before} vient le paragraphe {self.after}.",
        )


@dataclass(frozen=True, slots=True)
class Numbered:
    """What was found: paragraphs, headings and what stands before the first of them, jumps in the numbers."""

    paragraphs: tuple[Told, ...]
    headings: tuple[str, ...]
    missing: tuple[Missing, ...]


def numbered(text: str) -> Numbered:
    """Return the numbered paragraphs of a text, in their order.

    A number that goes back or stands still is an item of a list in the paragraph before; one that jumps far is a year
    or an amount. What stands between without a number belongs to the paragraph before, unless it is short and no
    sentence: then it is a heading.
    """
    found: list[tuple[int, list[str]]] = []
    headings, missing = [], []
    for block in _blocks(text):
        match = _NUMBERED.fullmatch(block)
        last = found[-1][0] if found else 0
        if match and (not found or last < int(match[1]) <= last + 3):
            number = int(match[1])
            if found and number > last + 1:
                missing.append(Missing(last, number))
            found.append((number, [match[2].strip()]))
        elif not found or (len(block) <= LONGEST_HEADING and not _SENTENCE.search(block.strip()) and not match):
            headings.append(" ".join(block.split()))
        else:
            found[-1][1].append(block.strip())
    paragraphs = tuple(Told(number, "\n".join(texts)) for number, texts in found)
    return Numbered(paragraphs, tuple(headings), tuple(missing))


def _blocks(text: str) -> list[str]:
    """Cut a text at empty lines, and before each line that begins with a number."""
    found = []
    for part in _GAP.split(text):
        lines: list[str] = []
        for line in part.split("\n"):
            if lines and _NUMBERED.fullmatch(line):
                found.append("\n".join(lines))
                lines = []
            lines.append(line)
        found.append("\n".join(lines))
    return [block for block in found if block.strip()]
