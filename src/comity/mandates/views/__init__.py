# SPDX-License-Identifier: EUPL-1.2
"""The pages of instruments and mandates: everybody reads; the Assembly keeps them, the parties show evidence."""

from .feeds import dates, feed, recommendations
from .following import bind, board, csv_file, mandate, sessions, step
from .library import add, add_mandate, correct, instrument, library, review, strike
from .naming import correct_instrument, own

__all__ = [
    "add",
    "add_mandate",
    "bind",
    "board",
    "correct",
    "correct_instrument",
    "csv_file",
    "dates",
    "feed",
    "instrument",
    "library",
    "mandate",
    "own",
    "recommendations",
    "review",
    "sessions",
    "step",
    "strike",
]
