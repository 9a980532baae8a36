# SPDX-License-Identifier: EUPL-1.2
"""Every change to documents, and every reading of one that leaves a trace."""

from .adding import Said, add_document, copy_documents, replace_document
from .disposal import system_dispose
from .giving import give_documents, take_documents_back
from .handling import record_consent, release_document, withdraw_document
from .keys import begin_rotation, system_rewrap
from .limiting import limit_document
from .reading import Opened, look_at_document, may_look_at, read_document, system_open_published, watched
from .redacting import (
    Marked,
    add_mark,
    begin_redaction,
    carry_marks_over,
    keep_copy,
    may_redact,
    order_copy,
    remove_mark,
    system_redact,
)
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
    "Marked",
    "Opened",
    "Said",
    "add_document",
    "add_mark",
    "begin_redaction",
    "begin_rotation",
    "begin_upload",
    "begin_whole",
    "carry_marks_over",
    "continue_upload",
    "copy_documents",
    "end_upload",
    "end_whole",
    "finished_upload",
    "give_documents",
    "keep_copy",
    "limit_document",
    "look_at_document",
    "may_look_at",
    "may_redact",
    "order_copy",
    "read_document",
    "record_consent",
    "release_document",
    "remove_mark",
    "replace_document",
    "system_attempt_whole",
    "system_awaits",
    "system_dispose",
    "system_fail_whole",
    "system_forget_whole",
    "system_keep_whole",
    "system_open_published",
    "system_redact",
    "system_rewrap",
    "system_sweep",
    "system_verify",
    "take_documents_back",
    "take_whole",
    "watched",
    "withdraw_document",
]
