# SPDX-License-Identifier: EUPL-1.2
"""A day as it is printed in each official language; numerals are European ones in all of them."""

from datetime import date

from babel.dates import format_date

_FORMS = {"zh": "y年M月d日", "ar": "d MMMM y", "ru": "d MMMM y 'г.'", "es": "d 'de' MMMM 'de' y"}


def day_in(on: date, language: str) -> str:
    """Return a day in words: 3 May 2026, 3 mai 2026."""
    written = format_date(on, _FORMS.get(language, "d MMMM y"), locale=language)
    if language == "fr" and on.day == 1:
        return f"1er {written.partition(' ')[2]}"
    return written.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
