# SPDX-License-Identifier: EUPL-1.2
"""Everything that is read of requests; the viewer is always the first argument."""

from .assessment import assessment_of, duplicates_of
from .desk import desk, own_file_id, saved_views, tasks_of
from .facts import History, facts_of, history_of, offers_for, sides_of
from .lists import Filters, find, requests_page
from .page import RequestPage, request_page
from .sending import Terms, changed_terms, readers_of, terms_in_force
from .texts import draft_value, field_names, mark_of, texts_before

__all__ = [
    "Filters",
    "History",
    "RequestPage",
    "Terms",
    "assessment_of",
    "changed_terms",
    "desk",
    "draft_value",
    "duplicates_of",
    "facts_of",
    "field_names",
    "find",
    "history_of",
    "mark_of",
    "offers_for",
    "own_file_id",
    "readers_of",
    "request_page",
    "requests_page",
    "saved_views",
    "sides_of",
    "tasks_of",
    "terms_in_force",
    "texts_before",
]
