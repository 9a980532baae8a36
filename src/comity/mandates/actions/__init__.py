# SPDX-License-Identifier: EUPL-1.2
"""Every change of this room: instruments are added and reviewed, mandates corrected, and evidence added to them."""

from .adding import add_instrument, finish_review
from .correcting import FIELDS, add_mandate, correct_mandate, strike_mandate
from .following import bind, enter_session, take_step
from .reports import add_report

__all__ = [
    "FIELDS",
    "add_instrument",
    "add_mandate",
    "add_report",
    "bind",
    "correct_mandate",
    "enter_session",
    "finish_review",
    "strike_mandate",
    "take_step",
]
