# SPDX-License-Identifier: EUPL-1.2
"""The time of an act, read once at the edge and passed down."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

THE_HAGUE = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """Return this instant in UTC, to the second: what an act is stamped with."""
    return timezone.now().astimezone(UTC).replace(microsecond=0)


def today() -> date:
    """Return today's date in The Hague, where the Court sits (article 3)."""
    return timezone.now().astimezone(THE_HAGUE).date()
