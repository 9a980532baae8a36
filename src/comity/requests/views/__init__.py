# SPDX-License-Identifier: EUPL-1.2
"""The pages of requests: each takes a form to one action or one query, and shows a template or leads on."""

from .acting import act, send
from .batch import copy, several, split
from .clocks import clock_extend, clock_resume, clock_stop
from .correcting import correct, supplement
from .desk import notes, references, task_done, tasks
from .documents import (
    bundle,
    document,
    document_consent,
    document_file,
    document_limit,
    document_new,
    document_replace,
    document_withdraw,
)
from .drafting import begin, edit, save, texts
from .lists import delete_view, index, save_view
from .previews import document_look, document_page, document_picture
from .reading import open_request, page, print_view, version_file, versions
from .redacting import document_release, redact, redact_keep, redact_page, redact_picture
from .register import register, register_file
from .uploads import upload, uploads
from .whole import whole, whole_end, whole_file, wholes

__all__ = [
    "act",
    "begin",
    "bundle",
    "clock_extend",
    "clock_resume",
    "clock_stop",
    "copy",
    "correct",
    "delete_view",
    "document",
    "document_consent",
    "document_file",
    "document_limit",
    "document_look",
    "document_new",
    "document_page",
    "document_picture",
    "document_release",
    "document_replace",
    "document_withdraw",
    "edit",
    "index",
    "notes",
    "open_request",
    "page",
    "print_view",
    "redact",
    "redact_keep",
    "redact_page",
    "redact_picture",
    "references",
    "register",
    "register_file",
    "save",
    "save_view",
    "send",
    "several",
    "split",
    "supplement",
    "task_done",
    "tasks",
    "texts",
    "upload",
    "uploads",
    "version_file",
    "versions",
    "whole",
    "whole_end",
    "whole_file",
    "wholes",
]
