# SPDX-License-Identifier: EUPL-1.2
"""Everything that is read of requests; the viewer is always the first argument."""

from .acting import FOR_MANY, IN_THREADS, Acting, Leaving, acting, leaving, linked_of
from .addressees import addressee_named
from .assessment import assessment_of, duplicates_of
from .desk import desk, own_file_id, saved_views, tasks_of
from .editing import Editing, demand, earlier_texts, editing
from .facts import History, facts_of, history_of, offers_for, sides_of
from .keeping import open_in
from .lists import Filters, find, requests_page
from .page import Line, RequestPage, kind_of, lines_of, request_heading, request_page, request_row
from .sending import Reader, Terms, bound_basis, changed_terms, readers_of, spelled, terms_in_force
from .texts import draft_value, field_names, mark_of, texts_before

__all__ = [
    "FOR_MANY",
    "IN_THREADS",
    "Acting",
    "Editing",
    "Filters",
    "History",
    "Leaving",
    "Line",
    "Reader",
    "RequestPage",
    "Terms",
    "acting",
    "addressee_named",
    "assessment_of",
    "bound_basis",
    "changed_terms",
    "demand",
    "desk",
    "draft_value",
    "duplicates_of",
    "earlier_texts",
    "editing",
    "facts_of",
    "field_names",
    "find",
    "history_of",
    "kind_of",
    "leaving",
    "lines_of",
    "linked_of",
    "mark_of",
    "offers_for",
    "open_in",
    "own_file_id",
    "readers_of",
    "request_heading",
    "request_page",
    "request_row",
    "requests_page",
    "saved_views",
    "sides_of",
    "spelled",
    "tasks_of",
    "terms_in_force",
    "texts_before",
]
