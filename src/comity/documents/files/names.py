# SPDX-License-Identifier: EUPL-1.2
"""Names of files: what is wrong with one, and one like it that is well."""

import unicodedata

from .codes import Note, Problem, shown
from .limits import Limits

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
SEPARATORS = frozenset("/\\:")
FORBIDDEN = frozenset('<>"|?*')  # Windows keeps no such name
# Control, format (directions, zero width), surrogates, private, unassigned, and the separators of lines.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
NAMELESS = "file"


def extension(name: str) -> str:
    """The ending without its dot, in small letters; empty where there is none."""
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem else ""


def name_problem(name: str, limits: Limits) -> Note | None:
    """What is wrong with this name, if anything; said so that it can be shown."""
    if not name.strip():
        return Note(Problem.NAME_EMPTY)
    if len(name.encode("utf-8", "surrogatepass")) > limits.name_length:
        return Note(Problem.NAME_LENGTH, values={"limit": str(limits.name_length)})
    for sign in name:
        if unicodedata.category(sign) in UNSEEN:
            return Note(Problem.NAME_CHARACTERS, values={"what": f"U+{ord(sign):04X}"})
    if SEPARATORS & set(name) or name.startswith("."):
        return Note(Problem.NAME_PATH)
    reserved = name.split(".", maxsplit=1)[0].strip().lower() in RESERVED
    if reserved or FORBIDDEN & set(name) or name != name.strip() or name.endswith("."):
        return Note(Problem.NAME_RESERVED, values={"what": shown(name)})
    return None


def clean_name(name: str, limits: Limits | None = None) -> str:
    """A name like this one that every computer keeps and that shows what it is; cleaning it again changes nothing."""
    most = (limits or Limits()).name_length
    text = "".join(
        "" if unicodedata.category(sign) in UNSEEN else "_" if sign in SEPARATORS | FORBIDDEN else sign
        for sign in unicodedata.normalize("NFC", name)
    )
    text = _stripped(" ".join(text.split()))
    if not text:
        return NAMELESS
    end = extension(text)
    if len(end.encode()) > 16:  # no ending, a sentence with a full stop
        end = ""
    stem = text[: -len(end) - 1] if end else text
    if stem.split(".", maxsplit=1)[0].strip().lower() in RESERVED:
        stem = f"_{stem}"
    room = most - (len(end.encode()) + 1 if end else 0)
    stem = _stripped(stem.encode()[:room].decode("utf-8", "ignore")) or NAMELESS
    return f"{stem}.{end}" if end else stem


def _stripped(text: str) -> str:
    """Without dots in front, and without dots and blanks at the end."""
    return text.lstrip(". ").rstrip(". ")
