# SPDX-License-Identifier: EUPL-1.2
"""What is read of instruments and mandates: everything here is public; what differs is who may change it."""

from .board import Chosen, addressees, exported, mandates_page
from .library import (
    REPORT,
    instrument,
    instruments_page,
    is_taken,
    paragraph_named,
    paragraphs_of,
    report,
    report_named,
    reports,
)
from .mandates import bonds_of, corrections_of, mandate, mandates_of, sessions, steps_of
from .rights import may_keep, may_show

__all__ = [
    "REPORT",
    "Chosen",
    "addressees",
    "bonds_of",
    "corrections_of",
    "exported",
    "instrument",
    "instruments_page",
    "is_taken",
    "mandate",
    "mandates_of",
    "mandates_page",
    "may_keep",
    "may_show",
    "paragraph_named",
    "paragraphs_of",
    "report",
    "report_named",
    "reports",
    "sessions",
    "steps_of",
]
