# SPDX-License-Identifier: EUPL-1.2
"""Questionnaires as data: what is asked, when, what an answer must be, and what many answers say together."""

from .analysis import Count, Tally, plain, tallies
from .answering import Bounds, counting, missing, normal, problems_of, put
from .model import (
    CHOICES,
    KNOWN,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    Value,
    Values,
    When,
    chosen,
    given,
)
from .shape import Problem, from_json, to_json
from .shape import problems_of as faults_of

__all__ = [
    "CHOICES",
    "KNOWN",
    "Bounds",
    "Count",
    "Kind",
    "Option",
    "Problem",
    "Question",
    "Questionnaire",
    "Section",
    "Tally",
    "Value",
    "Values",
    "When",
    "chosen",
    "counting",
    "faults_of",
    "from_json",
    "given",
    "missing",
    "normal",
    "plain",
    "problems_of",
    "put",
    "tallies",
    "to_json",
]
