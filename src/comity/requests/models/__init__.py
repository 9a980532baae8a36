# SPDX-License-Identifier: EUPL-1.2
"""Rows of requests: each hangs on one dossier."""

from .desk import Assignment, Counterfile, Note, SavedView, Task
from .request import NO_DATE, DraftText, Reference, Request, Version
from .terms import CURRENCIES, Condition, Cost

__all__ = [
    "CURRENCIES",
    "NO_DATE",
    "Assignment",
    "Condition",
    "Cost",
    "Counterfile",
    "DraftText",
    "Note",
    "Reference",
    "Request",
    "SavedView",
    "Task",
    "Version",
]
