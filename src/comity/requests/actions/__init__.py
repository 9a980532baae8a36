# SPDX-License-Identifier: EUPL-1.2
"""Every change to requests. Always in this order: fetch and lock, decide, change, record, owe."""

from .batch import Outcome, address_to_several, copy_request, perform_for_all, split_draft
from .clocks import extend_clock, resume_clock, stop_clock
from .desk import add_reference, delete_view, finish_task, open_task, save_view, write_note
from .disposal import system_dispose
from .documents import (
    add_request_document,
    begin_request_upload,
    limit_request_document,
    look_at_request_document,
    may_add_document,
    may_look_at,
    read_request_document,
    record_document_consent,
    replace_request_document,
    take_out,
    withdraw_request_document,
)
from .drafts import Saved, begin_request, issuers_for, save_draft
from .perform import act_named, perform, performed_by_form
from .redacting import (
    add_mark,
    begin_redaction,
    carry_marks_over,
    keep_copy,
    may_redact_document,
    order_copy,
    release_original,
    remove_mark,
)
from .sending import fetch_request, send_request, system_deliver
from .versions import Enclosed, correct_request, supplement_request
from .waiting import (
    system_end_postponement,
    system_expire_clocks,
    system_recompute_all,
    system_recompute_clocks,
    system_remind,
)
from .wholes import ask_for_whole, end_whole, may_take_out, take_whole

__all__ = [
    "Enclosed",
    "Outcome",
    "Saved",
    "act_named",
    "add_mark",
    "add_reference",
    "add_request_document",
    "address_to_several",
    "ask_for_whole",
    "begin_redaction",
    "begin_request",
    "begin_request_upload",
    "carry_marks_over",
    "copy_request",
    "correct_request",
    "delete_view",
    "end_whole",
    "extend_clock",
    "fetch_request",
    "finish_task",
    "issuers_for",
    "keep_copy",
    "limit_request_document",
    "look_at_request_document",
    "may_add_document",
    "may_look_at",
    "may_redact_document",
    "may_take_out",
    "open_task",
    "order_copy",
    "perform",
    "perform_for_all",
    "performed_by_form",
    "read_request_document",
    "record_document_consent",
    "release_original",
    "remove_mark",
    "replace_request_document",
    "resume_clock",
    "save_draft",
    "save_view",
    "send_request",
    "split_draft",
    "stop_clock",
    "supplement_request",
    "system_deliver",
    "system_dispose",
    "system_end_postponement",
    "system_expire_clocks",
    "system_recompute_all",
    "system_recompute_clocks",
    "system_remind",
    "take_out",
    "take_whole",
    "withdraw_request_document",
    "write_note",
]
