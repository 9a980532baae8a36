# SPDX-License-Identifier: EUPL-1.2
"""Rows of facilitations; `layers` says how the three layers are three dossiers."""

from .agendas import SessionAgenda, SessionItem, StandingItem
from .calls import Answer, Audience, Call, Submission, Typed
from .comments import Comment, Reply, Succession
from .facilitations import Basis, Facilitation, Facilitator
from .languages import Language
from .layers import InLayer, Layer
from .meetings import AgendaItem, Attendance, Meeting, Record
from .papers import Paper
from .participants import LAYERS, Participant
from .practices import Practice, Published
from .texts import Proposal, Silence, Text, TextVersion
from .themes import Theme, themes

__all__ = [
    "LAYERS",
    "AgendaItem",
    "Answer",
    "Attendance",
    "Audience",
    "Basis",
    "Call",
    "Comment",
    "Facilitation",
    "Facilitator",
    "InLayer",
    "Language",
    "Layer",
    "Meeting",
    "Paper",
    "Participant",
    "Practice",
    "Proposal",
    "Published",
    "Record",
    "Reply",
    "SessionAgenda",
    "SessionItem",
    "Silence",
    "StandingItem",
    "Submission",
    "Succession",
    "Text",
    "TextVersion",
    "Theme",
    "Typed",
    "themes",
]
