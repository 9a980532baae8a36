# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed on the pages of figures and reports."""

from .figures import PeriodForm
from .reports import (
    BlockForm,
    ComparisonForm,
    MastheadForm,
    NewBlockForm,
    NewReportForm,
    OutputForm,
    RefusalForm,
    TranslationForm,
    lines_of,
)

__all__ = [
    "BlockForm",
    "ComparisonForm",
    "MastheadForm",
    "NewBlockForm",
    "NewReportForm",
    "OutputForm",
    "PeriodForm",
    "RefusalForm",
    "TranslationForm",
    "lines_of",
]
