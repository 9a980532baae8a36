# SPDX-License-Identifier: EUPL-1.2
"""What a file is, what hides in it, how it looks, and a copy without what must not be seen. Plain Python, no rows."""

from .binding import Frame, Leaves, Place, bind, has_leaves, leaves
from .cleaning import Cleaned, cleaned
from .codes import EXPLANATIONS, Caution, Note, Problem, Unfit, note_of
from .examining import Examination, examine, examine_file, examine_head, is_looked_into
from .kinds import KINDS, Kind
from .limits import Limits
from .names import clean_name, name_problem
from .previewing import Preview, preview, preview_in
from .redaction import Area, Redacted, redact, redacted_in
from .traces import TRACES, Hidden, Trace, hidden, hidden_in, hidden_of
from .wording import lines_of_file

__all__ = [
    "EXPLANATIONS",
    "KINDS",
    "TRACES",
    "Area",
    "Caution",
    "Cleaned",
    "Examination",
    "Frame",
    "Hidden",
    "Kind",
    "Leaves",
    "Limits",
    "Note",
    "Place",
    "Preview",
    "Problem",
    "Redacted",
    "Trace",
    "Unfit",
    "bind",
    "clean_name",
    "cleaned",
    "examine",
    "examine_file",
    "examine_head",
    "has_leaves",
    "hidden",
    "hidden_in",
    "hidden_of",
    "is_looked_into",
    "leaves",
    "lines_of_file",
    "name_problem",
    "note_of",
    "preview",
    "preview_in",
    "redact",
    "redacted_in",
]
