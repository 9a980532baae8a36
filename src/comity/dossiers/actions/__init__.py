# SPDX-License-Identifier: EUPL-1.2
"""Every change to dossiers."""

from .circles import end_grant, form_circle, give_grant
from .clocks import extend_clock, keep_clocks, refusal_to_extend, system_expire, system_recompute
from .dossiers import admit, end_participation, limit_to_circle, open_dossier, open_exchange, open_own_file
from .observers import admit_observer, end_observer
from .pages import FIELDS, add_reader, end_reader, read_page, write_page
from .persons import enter_person
from .situations import record_situation, system_situation
from .timeline import record

__all__ = [
    "FIELDS",
    "add_reader",
    "admit",
    "admit_observer",
    "end_grant",
    "end_observer",
    "end_participation",
    "end_reader",
    "enter_person",
    "extend_clock",
    "form_circle",
    "give_grant",
    "keep_clocks",
    "limit_to_circle",
    "open_dossier",
    "open_exchange",
    "open_own_file",
    "read_page",
    "record",
    "record_situation",
    "refusal_to_extend",
    "system_expire",
    "system_recompute",
    "system_situation",
    "write_page",
]
