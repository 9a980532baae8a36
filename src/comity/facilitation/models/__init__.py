# SPDX-License-Identifier: EUPL-1.2
"""Rows of facilitations; `layers` says how the three layers are three dossiers."""

from .agendas import SessionAgenda, SessionItem, StandingItem
from .facilitations import Basis, Facilitation, Facilitator
from .layers import InLayer, Layer
from .meetings import AgendaItem, Attendance, Meeting, Record
from .papers import Paper
from .participants import LAYERS, Participant
from .texts import Proposal, Silence, Text, TextVersion

__all__ = [
    "LAYERS",
    "AgendaItem",
    "Attendance",
    "Basis",
    "Facilitation",
    "Facilitator",
    "InLayer",
    "Layer",
    "Meeting",
    "Paper",
    "Participant",
    "Proposal",
    "Record",
    "SessionAgenda",
    "SessionItem",
    "Silence",
    "StandingItem",
    "Text",
    "TextVersion",
]
