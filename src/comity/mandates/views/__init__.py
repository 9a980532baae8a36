# SPDX-License-Identifier: EUPL-1.2
"""The pages of instruments and mandates: everybody reads; the Assembly keeps them, the parties show evidence."""

from .following import bind, board, csv_file, mandate, sessions, step
from .library import add, add_mandate, correct, instrument, library, review, strike

__all__ = [
    "add",
    "add_mandate",
    "bind",
    "board",
    "correct",
    "csv_file",
    "instrument",
    "library",
    "mandate",
    "review",
    "sessions",
    "step",
    "strike",
]
