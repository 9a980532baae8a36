# SPDX-License-Identifier: EUPL-1.2
"""What is read of figures: the frozen ones are everybody's, what they count is seen as the requests are."""

from .counting import again, counts_of, system_items, system_items_of
from .snapshots import (
    behind,
    figures_in,
    may_agree,
    may_propose,
    receipt_of,
    snapshot,
    snapshots,
    system_agreed_days,
)

__all__ = [
    "again",
    "behind",
    "counts_of",
    "figures_in",
    "may_agree",
    "may_propose",
    "receipt_of",
    "snapshot",
    "snapshots",
    "system_agreed_days",
    "system_items",
    "system_items_of",
]
