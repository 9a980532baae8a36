# SPDX-License-Identifier: EUPL-1.2
"""How much of a file is read, and what is said of one that cannot be."""

import time
from dataclasses import dataclass
from typing import Final

from comity.resolutions.model import Text, Unusable


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may take. Whoever reads for strangers reads in a process of its own besides."""

    bytes: int = 10_000_000
    """The file."""
    unpacked: int = 40_000_000
    """All parts of a DOCX that are read, together."""
    entries: int = 2_000
    """Files in a DOCX."""
    depth: int = 120
    """Elements within elements in a DOCX."""
    pages: int = 1_000
    characters: int = 4_000_000
    lines: int = 200_000
    seconds: float = 20.0


class Clock:
    """Counts what a reading takes and ends it with `Unusable`."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._until = time.monotonic() + limits.seconds
        self._characters = 0
        self._lines = 0

    def tick(self, characters: int = 0, lines: int = 0) -> None:
        """So much more was read."""
        self._characters += characters
        self._lines += lines
        if self._characters > self.limits.characters or self._lines > self.limits.lines:
            raise refused("too_long", limit=self.limits.characters)
        if time.monotonic() > self._until:
            raise refused("too_slow", limit=self.limits.seconds)


_PASTE: Final = Text(
    "Copy the text of the resolution from the program that shows it and paste it.",
    "Copiez le texte de la résolution depuis le programme qui l’affiche et collez-le.",
)
_SAVE_ANEW: Final = Text(
    "Open it in a word processor, save it as DOCX and try again, or paste the text.",
    "Ouvrez-le dans un traitement de texte, enregistrez-le en DOCX et réessayez, ou collez le texte.",
)
_UNLOCK: Final = Text(
    "Save a copy without a password and try again, or paste the text.",
    "Enregistrez une copie sans mot de passe et réessayez, ou collez le texte.",
)
_PART: Final = Text(
    "Take out what does not belong to the resolution, or paste its text.",
    "Retirez ce qui n’appartient pas à la résolution, ou collez-en le texte.",
)

REFUSALS: Final = {
    "empty": (Text("The file is empty.", "Le fichier est vide."), _PASTE),
    "too_large": (
        Text("The file has more than {limit} bytes.", "Le fichier compte plus de {limit} octets."),
        _PART,
    ),
    "too_long": (
        Text(
            "There is more text in the file than a resolution has ({limit} characters).",
            "Le fichier contient plus de texte qu’une résolution n’en a ({limit} caractères).",
        ),
        _PART,
    ),
    "too_slow": (
        Text(
            "Reading the file took more than {limit} seconds and was stopped.",
            "La lecture du fichier a duré plus de {limit} secondes et a été arrêtée.",
        ),
        _PASTE,
    ),
    "too_many_pages": (
        Text("The file has more than {limit} pages.", "Le fichier compte plus de {limit} pages."),
        _PART,
    ),
    "bomb": (
        Text(
            "The file unpacks to far more than it is, or hides parts in itself. It was not read.",
            "Le fichier se décompresse en bien plus que sa taille, ou cache des parties en lui. Il n’a pas été lu.",
        ),
        _SAVE_ANEW,
    ),
    "entities": (
        Text(
            "The file defines its own abbreviations (XML entities), as attacks do. It was not read.",
            "Le fichier définit ses propres abréviations (entités XML), comme le font les attaques. Il n’a pas été lu.",
        ),
        _SAVE_ANEW,
    ),
    "locked": (Text("The file is locked by a password.", "Le fichier est protégé par un mot de passe."), _UNLOCK),
    "broken_pdf": (Text("The PDF is damaged.", "Le PDF est endommagé."), _PASTE),
    "broken_docx": (Text("The Word document is damaged.", "Le document Word est endommagé."), _SAVE_ANEW),
    "no_text": (
        Text(
            "The PDF holds pictures of pages and no text, as a scan does.",
            "Le PDF contient des images de pages et aucun texte, comme une numérisation.",
        ),
        Text(
            "Have the text recognised by another program (OCR), or paste it.",
            "Faites reconnaître le texte par un autre programme (OCR), ou collez-le.",
        ),
    ),
    "no_letters": (
        Text(
            "The PDF does not say which letters its signs are; the text would be wrong.",
            "Le PDF n’indique pas à quelles lettres correspondent ses signes ; le texte serait faux.",
        ),
        Text(
            "Have the text recognised by another program (OCR), or paste it after reading it through.",
            "Faites reconnaître le texte par un autre programme (OCR), ou collez-le après l’avoir relu.",
        ),
    ),
    "old_word": (
        Text(
            "The file is of the old Word format (before 2007), whatever its name says.",
            "Le fichier est à l’ancien format de Word (avant 2007), quoi que dise son nom.",
        ),
        _SAVE_ANEW,
    ),
    "another_kind": (
        Text(
            "The file is {what}. Text, Markdown, DOCX and PDF can be read.",
            "Le fichier est {what_fr}. Peuvent être lus : texte, Markdown, DOCX et PDF.",
        ),
        _PASTE,
    ),
    "nothing": (Text("No text was found in the file.", "Aucun texte n’a été trouvé dans le fichier."), _PASTE),
}


def refused(code: str, **values: float | str) -> Unusable:
    """The refusal of this code, with its values filled in."""
    message, remedy = REFUSALS[code]
    english = {name: value if isinstance(value, str) else f"{value:,.10g}" for name, value in values.items()}
    french = {name: value.replace(",", "\u202f") if name == "limit" else value for name, value in english.items()}
    return Unusable(code, Text(message.en.format(**english), message.fr.format(**french)), remedy)
