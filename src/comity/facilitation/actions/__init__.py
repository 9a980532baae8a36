# SPDX-License-Identifier: EUPL-1.2
"""Every change to facilitations."""

from .agendas import add_session_item, add_standing_item, build_agenda, move_session_item, move_standing_item
from .answers import Saved, clear_answer, empty, faults_in, mark_of, save_answer, seen_mark
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
from .comments import add_comment, close_comment, enter_succession, reply, withdraw_comment
from .disposal import system_dispose
from .inviting import end_participant, invite_participant
from .meetings import (
    Called,
    add_item,
    call_meeting,
    cancel_meeting,
    enter_attendance,
    move_meeting,
    publish_record,
    remove_item,
)
from .opening import Basing, appoint_facilitator, end_facilitation, open_facilitation, relieve_facilitator
from .papers import read_paper_file, retract_paper, submit_paper
from .practices import (
    Wording,
    begin_practice,
    clear_practice,
    practice_mark,
    publish_practice,
    save_practice,
    withdraw_practice,
)
from .proposals import edit_proposal, make_proposal, withdraw_proposal
from .silences import begin_silence, break_silence, system_end_silence, system_remind_silence
from .submitting import enter_paper, submit_answer, withdraw_answer
from .texts import begin_text, merge_proposals

__all__ = [
    "Basing",
    "Called",
    "Heading",
    "Saved",
    "Wording",
    "add_call",
    "add_comment",
    "add_item",
    "add_section",
    "add_session_item",
    "add_standing_item",
    "appoint_facilitator",
    "begin_practice",
    "begin_silence",
    "begin_text",
    "break_silence",
    "build_agenda",
    "call_meeting",
    "cancel_meeting",
    "change_call",
    "clear_answer",
    "clear_practice",
    "close_comment",
    "edit_proposal",
    "empty",
    "end_facilitation",
    "end_participant",
    "enter_attendance",
    "enter_paper",
    "enter_succession",
    "extend_call",
    "faults_in",
    "invite_participant",
    "make_proposal",
    "mark_of",
    "merge_proposals",
    "move_meeting",
    "move_session_item",
    "move_standing_item",
    "move_up",
    "open_call",
    "open_facilitation",
    "practice_mark",
    "publish_practice",
    "publish_record",
    "put_question",
    "read_paper_file",
    "relieve_facilitator",
    "remove_item",
    "reply",
    "retract_paper",
    "save_answer",
    "save_practice",
    "seen_mark",
    "submit_answer",
    "submit_paper",
    "system_dispose",
    "system_end_silence",
    "system_remind",
    "system_remind_silence",
    "take_out",
    "withdraw_answer",
    "withdraw_call",
    "withdraw_comment",
    "withdraw_practice",
    "withdraw_proposal",
]
