# SPDX-License-Identifier: EUPL-1.2
"""Every change of this room: instruments are added and reviewed, mandates corrected, and evidence added to them."""

from .adding import add_instrument, finish_review, sentence
from .correcting import FIELDS, add_mandate, correct_mandate, strike_mandate
from .following import bind, enter_session, take_step
from .naming import correct_instrument, name_owner
from .reporting import GivenReport, Told, enter_report
from .reports import add_report

__all__ = [
    "FIELDS",
    "GivenReport",
    "Told",
    "add_instrument",
    "add_mandate",
    "add_report",
    "bind",
    "correct_instrument",
    "correct_mandate",
    "enter_report",
    "enter_session",
    "finish_review",
    "name_owner",
    "sentence",
    "strike_mandate",
    "take_step",
]
