# SPDX-License-Identifier: EUPL-1.2
"""Every change to documents, and every reading of one that leaves a trace."""

from .adding import Said, add_document, copy_documents, replace_document
from .disposal import system_dispose
from .giving import give_documents, take_documents_back
from .handling import record_consent, withdraw_document
from .keys import begin_rotation, system_rewrap
from .reading import Opened, look_at_document, may_look_at, read_document
from .sweeping import system_awaits, system_sweep
from .uploads import begin_upload, continue_upload, end_upload, finished_upload
from .verifying import Fault, system_verify

__all__ = [
    "Fault",
    "Opened",
    "Said",
    "add_document",
    "begin_rotation",
    "begin_upload",
    "continue_upload",
    "copy_documents",
    "end_upload",
    "finished_upload",
    "give_documents",
    "look_at_document",
    "may_look_at",
    "read_document",
    "record_consent",
    "replace_document",
    "system_awaits",
    "system_dispose",
    "system_rewrap",
    "system_sweep",
    "system_verify",
    "take_documents_back",
    "withdraw_document",
]
