# SPDX-License-Identifier: EUPL-1.2
"""Names of files as people give them: what is cleaned in silence, and what is refused with its reason."""

import unicodedata

from comity.statute import Text, rome, text_problem

# What Windows takes for a device, whatever follows the dot.
_DEVICES = {"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_UNFIT = frozenset('<>:"|?*/\\')
LONGEST_ENDING = 12


def name_problem(given: str) -> Text | None:
    """Why a name cannot be taken, or None: signs that turn its direction or hide in it deceive whoever reads it."""
    problem = text_problem(rome(), given.replace("\n", "\x00").replace("\r", "\x00").replace("\t", "\x00"))
    if problem is not None:
        return problem
    hidden = sorted({f"U+{ord(sign):04X}" for sign in given if unicodedata.category(sign) in {"Cf", "Co", "Cn"}})
    if hidden:
        signs = ", ".join(hidden)
        return Text(
            f"The name of the file holds signs that nobody sees ({signs}). Rename the file.",
            f"Le nom du fichier contient des signes invisibles ({signs}). Renommez le fichier.",
        )
    return None


def safe_name(given: str, *, longest: int) -> str:
    """Return a name that every system can keep: no path, no device, no dot at its ends, and not longer than this."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join("_" if sign in _UNFIT else sign for sign in name).strip(" .")
    if not name:
        return "document"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    if stem.split(".")[0].casefold() in _DEVICES:
        stem = f"_{stem}"
    room = longest - len(dot) - len(ending)
    return f"{stem[:room].rstrip(' .')}{dot}{ending}"
