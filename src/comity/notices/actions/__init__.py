# SPDX-License-Identifier: EUPL-1.2
"""Every change to what people are told, and telling them."""

from .catching_up import system_catch_up
from .disposal import system_dispose
from .hooks import add_hook, emit, end_hook, resend_missed, rotate_hook, start_hook, system_deliver_event
from .mail import look_at_address, system_make_digests, system_send_mails, try_mail_again
from .preferences import choose_preferences, end_calendar_link, make_calendar_link
from .recovery import system_tell_recovery
from .telling import mark_all_read, mark_read, system_sweep, tell

__all__ = [
    "add_hook",
    "choose_preferences",
    "emit",
    "end_calendar_link",
    "end_hook",
    "look_at_address",
    "make_calendar_link",
    "mark_all_read",
    "mark_read",
    "resend_missed",
    "rotate_hook",
    "start_hook",
    "system_catch_up",
    "system_deliver_event",
    "system_dispose",
    "system_make_digests",
    "system_send_mails",
    "system_sweep",
    "system_tell_recovery",
    "tell",
    "try_mail_again",
]
