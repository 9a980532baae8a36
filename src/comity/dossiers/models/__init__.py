# SPDX-License-Identifier: EUPL-1.2
"""Rows of dossiers; `sight` holds the one sentence that decides who sees what."""

from .dossier import Circle, Dossier, Grant, Participation, Situation
from .keeping import Consent, Disposal, Hold
from .limits import Limit
from .persons import PageReader, PersonConcerned, RestrictedPage
from .receipts import Acknowledgement
from .sight import Guarded, GuardedQuerySet, Seen
from .timeline import Clock, Entry

__all__ = [
    "Acknowledgement",
    "Circle",
    "Clock",
    "Consent",
    "Disposal",
    "Dossier",
    "Entry",
    "Grant",
    "Guarded",
    "GuardedQuerySet",
    "Hold",
    "Limit",
    "PageReader",
    "Participation",
    "PersonConcerned",
    "RestrictedPage",
    "Seen",
    "Situation",
]
