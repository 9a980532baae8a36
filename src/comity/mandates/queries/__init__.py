# SPDX-License-Identifier: EUPL-1.2
"""What is read of instruments and mandates: everything here is public; what differs is who may change it."""

from .answering import Standing, answered_in, answers_of, standings
from .board import Chosen, addressees, dated, exported, mandates_page
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
from .mandates import (
    bonds_of,
    corrections_of,
    instrument_corrections,
    mandate,
    mandates_of,
    owners_of,
    sessions,
    steps_of,
)
from .news import Change, news
from .rights import OWNERS, may_keep, may_own, may_show

__all__ = [
    "OWNERS",
    "REPORT",
    "Change",
    "Chosen",
    "Standing",
    "addressees",
    "answered_in",
    "answers_of",
    "bonds_of",
    "corrections_of",
    "dated",
    "exported",
    "instrument",
    "instrument_corrections",
    "instruments_page",
    "is_taken",
    "mandate",
    "mandates_of",
    "mandates_page",
    "may_keep",
    "may_own",
    "may_show",
    "news",
    "owners_of",
    "paragraph_named",
    "paragraphs_of",
    "report",
    "report_named",
    "reports",
    "sessions",
    "standings",
    "steps_of",
]
