# SPDX-License-Identifier: EUPL-1.2
"""Every change to facilitations."""

from .answers import (
    Saved,
    clear_answer,
    empty,
    faults_in,
    mark_of,
    save_answer,
    seen_mark,
)
from .calls import (
    Heading,
    add_call,
    add_section,
    change_call,
    extend_call,
    move_up,
    open_call,
    put_question,
    system_remind,
    take_out,
    withdraw_call,
)
from .submitting import enter_paper, submit_answer, withdraw_answer

__all__ = [
    "Heading",
    "Saved",
    "add_call",
    "add_section",
    "change_call",
    "clear_answer",
    "empty",
    "enter_paper",
    "extend_call",
    "faults_in",
    "mark_of",
    "move_up",
    "open_call",
    "put_question",
    "save_answer",
    "seen_mark",
    "submit_answer",
    "system_remind",
    "take_out",
    "withdraw_answer",
    "withdraw_call",
]
