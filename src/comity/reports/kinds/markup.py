# SPDX-License-Identifier: EUPL-1.2
"""The few marks that a typed paragraph may hold: [[what is blacked out]], footnotes [^1], and {figures}.

Plain text otherwise: nothing typed becomes anything else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from comity.statute.model import Text

FOOTNOTE: Final = re.compile(r"\[\^(\d{1,3})\]")
PLACE: Final = re.compile(r"\{([a-z]+(?:\.[A-Za-z0-9_-]+){0,2})\}")
_MARK: Final = re.compile(r"\[\[|\]\]|\[\^(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, or (with `note`) the place of a footnote, by its number from 1; `secret` is to be blacked out."""

    text: str = ""
    note: int = 0
    secret: bool = False


def pieces(text: str) -> Iterator[Piece]:
    """Return the pieces of a text that `problem_of` found sound, in their order."""
    place, secret = 0, False
    for found in _MARK.finditer(text):
        if found.start() > place:
            yield Piece(text[place : found.start()], secret=secret)
        if found[1]:
            yield Piece(note=int(found[1]), secret=secret)
        else:
            secret = found[0] == "[["
        place = found.end()
    if place < len(text):
        yield Piece(text[place:], secret=secret)


def problem_of(text: str, notes: Sequence[str]) -> Text | None:
    """Return what is wrong with the marks of a paragraph and how to mend it; None where nothing is."""
    for one in (text, *notes):
        opened = re.findall(r"\[\[|\]\]", one)
        if opened != ["[[", "]]"] * (len(opened) // 2):
            return Text(
                "Each [[ needs its ]] after it, and none stands within another. Check what is to be blacked out.",
                "Chaque [[ appelle son ]] après lui, sans imbrication. Vérifiez ce qui doit être occulté.",
            )
    cited = [int(number) for number in FOOTNOTE.findall(text)]
    if any(FOOTNOTE.search(note) for note in notes):
        return Text("A footnote has no footnote of its own.", "Une note n’appelle pas elle-même de note.")
    if cited != list(range(1, len(notes) + 1)):
        return Text(
            f"The text calls the footnotes {cited or '–'}, and there are {len(notes)}. Mark each once, in order, as "
            "[^1], [^2], and write each on a line of its own.",
            f"Le texte appelle les notes {cited or '–'}, et il y en a {len(notes)}. Appelez chacune une fois, dans "
            "l’ordre, par [^1], [^2], et écrivez chacune sur sa propre ligne.",
        )
    return None


def places_in(text: str) -> list[str]:
    """Return the names of the figures that a text calls."""
    return PLACE.findall(text)


def marked(text: str) -> bool:
    """Whether anything in a text is to be blacked out."""
    return "[[" in text
