# SPDX-License-Identifier: EUPL-1.2
"""Rows of facilitations; `layers` says how the three layers are three dossiers."""

from .calls import Answer, Audience, Call, Submission, Typed
from .comments import Comment, Reply, Succession
from .facilitations import Basis, Facilitation, Facilitator
from .layers import InLayer, Layer
from .participants import LAYERS, Participant
from .practices import Practice, Published

__all__ = [
    "LAYERS",
    "Answer",
    "Audience",
    "Basis",
    "Call",
    "Comment",
    "Facilitation",
    "Facilitator",
    "InLayer",
    "Layer",
    "Participant",
    "Practice",
    "Published",
    "Reply",
    "Submission",
    "Succession",
    "Typed",
]
