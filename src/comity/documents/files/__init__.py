# SPDX-License-Identifier: EUPL-1.2
"""What a file is, what hides in it, how it looks, and a copy without what must not be seen. Plain Python, no rows."""

from .cleaning import Cleaned, cleaned
from .codes import EXPLANATIONS, Caution, Note, Problem, Unfit
from .examining import Examination, examine
from .kinds import KINDS, Kind
from .limits import Limits
from .names import clean_name
from .previewing import Preview, preview
from .redaction import Area, Redacted, redact
from .traces import TRACES, Hidden, Trace, hidden

__all__ = [
    "EXPLANATIONS",
    "KINDS",
    "TRACES",
    "Area",
    "Caution",
    "Cleaned",
    "Examination",
    "Hidden",
    "Kind",
    "Limits",
    "Note",
    "Preview",
    "Problem",
    "Redacted",
    "Trace",
    "Unfit",
    "clean_name",
    "cleaned",
    "examine",
    "hidden",
    "preview",
    "redact",
]
