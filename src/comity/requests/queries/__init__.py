# SPDX-License-Identifier: EUPL-1.2
"""Everything that is read of requests; the viewer is always the first argument."""

from .acting import FOR_MANY, IN_THREADS, Acting, Leaving, acting, leaving, linked_of
from .addressees import addressee_named
from .assessment import assessment_of, duplicates_of
from .counting import AsOf, system_as_of
from .desk import desk, own_file_id, saved_views, tasks_of
from .documents import (
    Redacting,
    document_with,
    documents_with,
    own_place,
    pages_of,
    prepared_documents,
    redacting,
    request_with_documents,
)
from .editing import Editing, demand, earlier_texts, editing
from .facts import History, facts_of, history_of, offers_for, sides_of
from .keeping import open_in
from .lists import Filters, find, requests_page
from .named import Due, dates, dates_of, requests_named
from .page import Line, RequestPage, kind_of, lines_of, request_heading, request_page, request_row, version_file
from .register import Difference, Register, compare_registers, read_register, register_with
from .sealing import is_under_seal, key_ids_of, keys_for, keys_known_of
from .sending import Reader, Terms, bound_basis, changed_terms, readers_of, spelled, terms_in_force
from .texts import draft_value, field_names, mark_of, texts_before

__all__ = [
    "FOR_MANY",
    "IN_THREADS",
    "Acting",
    "AsOf",
    "Difference",
    "Due",
    "Editing",
    "Filters",
    "History",
    "Leaving",
    "Line",
    "Reader",
    "Redacting",
    "Register",
    "RequestPage",
    "Terms",
    "acting",
    "addressee_named",
    "assessment_of",
    "bound_basis",
    "changed_terms",
    "compare_registers",
    "dates",
    "dates_of",
    "demand",
    "desk",
    "document_with",
    "documents_with",
    "draft_value",
    "duplicates_of",
    "earlier_texts",
    "editing",
    "facts_of",
    "field_names",
    "find",
    "history_of",
    "is_under_seal",
    "key_ids_of",
    "keys_for",
    "keys_known_of",
    "kind_of",
    "leaving",
    "lines_of",
    "linked_of",
    "mark_of",
    "offers_for",
    "open_in",
    "own_file_id",
    "own_place",
    "pages_of",
    "prepared_documents",
    "read_register",
    "readers_of",
    "redacting",
    "register_with",
    "request_heading",
    "request_page",
    "request_row",
    "request_with_documents",
    "requests_named",
    "requests_page",
    "saved_views",
    "sides_of",
    "spelled",
    "system_as_of",
    "tasks_of",
    "terms_in_force",
    "texts_before",
    "version_file",
]
