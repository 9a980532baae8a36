# SPDX-License-Identifier: EUPL-1.2
"""Every change to documents, and every reading of one that leaves a trace."""

from .adding import Said, add_document, copy_documents, replace_document
from .disposal import system_dispose
from .giving import give_documents, take_documents_back
from .handling import record_consent, withdraw_document
from .keys import begin_rotation, system_rewrap
from .reading import Opened, read_document, watched
from .sweeping import system_awaits, system_sweep
from .uploads import begin_upload, continue_upload, end_upload, finished_upload
from .verifying import Fault, system_verify
from .wholes import (
    Inside,
    begin_whole,
    end_whole,
    system_attempt_whole,
    system_fail_whole,
    system_forget_whole,
    system_keep_whole,
    take_whole,
)

__all__ = [
    "Fault",
    "Inside",
    "Opened",
    "Said",
    "add_document",
    "begin_rotation",
    "begin_upload",
    "begin_whole",
    "continue_upload",
    "copy_documents",
    "end_upload",
    "end_whole",
    "finished_upload",
    "give_documents",
    "read_document",
    "record_consent",
    "replace_document",
    "system_attempt_whole",
    "system_awaits",
    "system_dispose",
    "system_fail_whole",
    "system_forget_whole",
    "system_keep_whole",
    "system_rewrap",
    "system_sweep",
    "system_verify",
    "take_documents_back",
    "take_whole",
    "watched",
    "withdraw_document",
]
