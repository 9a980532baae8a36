# SPDX-License-Identifier: EUPL-1.2
"""Counting, and what must not be read from counts: plain Python, without rows and pages."""

from .counting import OTHERS, Counts, Item, counted
from .definitions import Definitions, DefinitionsError, Outcome, definitions
from .hiding import THRESHOLD, Hidden, Unprotected, bounds, few_moved, hide, hide_columns
from .printing import Printed, printed
from .tables import TOTAL, Cell, Table

__all__ = [
    "OTHERS",
    "THRESHOLD",
    "TOTAL",
    "Cell",
    "Counts",
    "Definitions",
    "DefinitionsError",
    "Hidden",
    "Item",
    "Outcome",
    "Printed",
    "Table",
    "Unprotected",
    "bounds",
    "counted",
    "definitions",
    "few_moved",
    "hide",
    "hide_columns",
    "printed",
]
