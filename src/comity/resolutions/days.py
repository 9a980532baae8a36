# SPDX-License-Identifier: EUPL-1.2
"""Days of the calendar as results write them."""

from datetime import date


def day_text(year: int | str, month: int, day: int | str) -> str:
    """The day as 2018-01-15; "" where the calendar has no such day (31 February, a month that was not understood)."""
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""
