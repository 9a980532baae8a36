# SPDX-License-Identifier: EUPL-1.2
"""How long anything may be open to somebody: until after now, and never longer than the settings allow."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from comity.core.errors import Invalid


def longest_end(at: datetime) -> datetime:
    """Return the latest instant until which something opened at that instant may stay open."""
    return at + timedelta(days=settings.COMITY_LIMITS["grant_days"])


def demand_span(at: datetime, until: datetime) -> None:
    """Raise Invalid for an end that is past or too far away."""
    if not at < until <= longest_end(at):
        days = settings.COMITY_LIMITS["grant_days"]
        raise Invalid({"until": _("Choose an end after now and within %(days)d days.") % {"days": days}})
