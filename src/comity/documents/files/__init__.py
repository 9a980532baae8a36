# SPDX-License-Identifier: EUPL-1.2
"""What a file is, what hides in it, how it looks, and a copy without what must not be seen. Plain Python, no rows."""

from .codes import EXPLANATIONS, Caution, Note, Problem, Unfit
from .examining import Examination, examine
from .kinds import KINDS, Kind
from .limits import Limits
from .names import clean_name

__all__ = [
    "EXPLANATIONS",
    "KINDS",
    "Caution",
    "Examination",
    "Kind",
    "Limits",
    "Note",
    "Problem",
    "Unfit",
    "clean_name",
    "examine",
]
