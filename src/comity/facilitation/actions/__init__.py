# SPDX-License-Identifier: EUPL-1.2
"""Every change to facilitations."""

from .agendas import add_session_item, build_agenda, move_session_item
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
from .proposals import edit_proposal, make_proposal, withdraw_proposal
from .silences import begin_silence, break_silence, system_end_silence, system_remind_silence
from .texts import begin_text, merge_proposals

__all__ = [
    "Basing",
    "Called",
    "add_item",
    "add_session_item",
    "appoint_facilitator",
    "begin_silence",
    "begin_text",
    "break_silence",
    "build_agenda",
    "call_meeting",
    "cancel_meeting",
    "edit_proposal",
    "end_facilitation",
    "end_participant",
    "enter_attendance",
    "invite_participant",
    "make_proposal",
    "merge_proposals",
    "move_meeting",
    "move_session_item",
    "open_facilitation",
    "publish_record",
    "read_paper_file",
    "relieve_facilitator",
    "remove_item",
    "retract_paper",
    "submit_paper",
    "system_dispose",
    "system_end_silence",
    "system_remind_silence",
    "withdraw_proposal",
]
