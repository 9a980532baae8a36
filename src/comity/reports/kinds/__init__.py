# SPDX-License-Identifier: EUPL-1.2
"""The kinds of report and the fixed words of what is drafted, as data: plain Python, without rows and pages."""

from .loading import Kind, KindsError, Seat, Section, kinds, words
from .markup import FOOTNOTE, PLACE, Piece, marked, pieces, places_in, problem_of

__all__ = [
    "FOOTNOTE",
    "PLACE",
    "Kind",
    "KindsError",
    "Piece",
    "Seat",
    "Section",
    "kinds",
    "marked",
    "pieces",
    "places_in",
    "problem_of",
    "words",
]
