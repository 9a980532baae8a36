# SPDX-License-Identifier: EUPL-1.2
"""Days as resolutions name them."""

from calendar import monthrange
from datetime import date


def last_day_of(stated: str) -> date | None:
    """The last day of a day, month or year as it is written (2018-01-15, 2018-01, 2018); None where nothing is.

    Raises ValueError for what is none of these.
    """
    if not stated:
        return None
    year, month, day = ([int(part) for part in stated.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])
