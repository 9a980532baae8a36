# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed into the pages of requests; what it means is said by the actions and the statute."""

from .acting import ActForm, choices_of, document_fields
from .beginning import BeginForm, KindGroup, kind_groups
from .desk import ClockForm, NoteForm, ReferenceForm, StopForm, TaskForm
from .documents import ConsentForm, DocumentForm, ReplaceForm, WithdrawForm
from .drafting import DraftField, DraftGroup, Typed, draft_groups, named_fields, resolution_in, typed_in
from .filters import ListFilters, filters_in, options, query_of
from .limiting import DESK, LimitForm
from .making import CopyForm, SeveralForm, SplitForm
from .problems import show_problems
from .redacting import MarkForm, RedactedCopyForm, ReleaseForm
from .register import RegisterForm
from .versions import TextsForm

__all__ = [
    "DESK",
    "ActForm",
    "BeginForm",
    "ClockForm",
    "ConsentForm",
    "CopyForm",
    "DocumentForm",
    "DraftField",
    "DraftGroup",
    "KindGroup",
    "LimitForm",
    "ListFilters",
    "MarkForm",
    "NoteForm",
    "RedactedCopyForm",
    "ReferenceForm",
    "RegisterForm",
    "ReleaseForm",
    "ReplaceForm",
    "SeveralForm",
    "SplitForm",
    "StopForm",
    "TaskForm",
    "TextsForm",
    "Typed",
    "WithdrawForm",
    "choices_of",
    "document_fields",
    "draft_groups",
    "filters_in",
    "kind_groups",
    "named_fields",
    "options",
    "query_of",
    "resolution_in",
    "show_problems",
    "typed_in",
]
