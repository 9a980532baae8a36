# SPDX-License-Identifier: EUPL-1.2
"""Every change to dossiers."""

from .circles import end_grant, form_circle, give_grant
from .clocks import (
    extend_clock,
    keep_clocks,
    refusal_to_extend,
    resume_clock,
    stop_clock,
    system_expire,
    system_recompute,
)
from .disposal import (
    consent_to_disposal,
    propose_disposal,
    system_dispose_contents,
    system_dispose_keys,
    system_dispose_words,
    system_step,
    withdraw_disposal,
)
from .dossiers import (
    admit,
    end_participation,
    limit_to_circle,
    open_consultation,
    open_dossier,
    open_exchange,
    open_own_file,
    open_party_file,
)
from .keeping import archive_dossier, end_hold, place_hold, restore_dossier
from .keeping_rules import refusal_to_keep
from .limits import circle_of_readers, copy_limits, own_circle, set_limit, system_forget_limits
from .observers import admit_observer, end_observer
from .pages import FIELDS, add_reader, end_reader, read_page, write_page
from .persons import enter_person
from .rules import demand_open
from .situations import record_situation, system_situation
from .timeline import record

__all__ = [
    "FIELDS",
    "add_reader",
    "admit",
    "admit_observer",
    "archive_dossier",
    "circle_of_readers",
    "consent_to_disposal",
    "copy_limits",
    "demand_open",
    "end_grant",
    "end_hold",
    "end_observer",
    "end_participation",
    "end_reader",
    "enter_person",
    "extend_clock",
    "form_circle",
    "give_grant",
    "keep_clocks",
    "limit_to_circle",
    "open_consultation",
    "open_dossier",
    "open_exchange",
    "open_own_file",
    "open_party_file",
    "own_circle",
    "place_hold",
    "propose_disposal",
    "read_page",
    "record",
    "record_situation",
    "refusal_to_extend",
    "refusal_to_keep",
    "restore_dossier",
    "resume_clock",
    "set_limit",
    "stop_clock",
    "system_dispose_contents",
    "system_dispose_keys",
    "system_dispose_words",
    "system_expire",
    "system_forget_limits",
    "system_recompute",
    "system_situation",
    "system_step",
    "withdraw_disposal",
    "write_page",
]
