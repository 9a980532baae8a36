# SPDX-License-Identifier: EUPL-1.2
"""Characters that have no place in a request: they hide text or turn its direction."""

import unicodedata
from collections.abc import Iterable

from comity.statute.law import Law
from comity.statute.model import Text

OVERRIDES = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
ALLOWED_CONTROLS = frozenset("\n\r\t")


def overrides(text: str) -> tuple[str, ...]:
    """The marks that override or isolate the direction of writing, as code points."""
    return _named(sign for sign in text if sign in OVERRIDES)


def controls(text: str) -> tuple[str, ...]:
    """Control characters other than line break and tab, and lone surrogates, as code points."""
    return _named(sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in ALLOWED_CONTROLS)


def _named(signs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"U+{ord(sign):04X}" for sign in signs))


def text_problem(law: Law, text: str) -> Text | None:
    """What must not stand in any text that people type, and how to mend it; None for a sound text."""
    for code, signs in (("control_characters", controls(text)), ("direction_override", overrides(text))):
        if signs:
            wording = law.findings[code]
            message = wording.message.filled(list=", ".join(signs))
            return Text(f"{message.en} {wording.remedy.en}", f"{message.fr} {wording.remedy.fr}")
    return None
