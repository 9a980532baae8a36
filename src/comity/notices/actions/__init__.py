# SPDX-License-Identifier: EUPL-1.2
"""Every change to what people are told, and telling them."""

from .mail import system_make_digests, system_send_mails, try_mail_again
from .preferences import choose_preferences, end_calendar_link, make_calendar_link
from .telling import mark_all_read, mark_read, tell

__all__ = [
    "choose_preferences",
    "end_calendar_link",
    "make_calendar_link",
    "mark_all_read",
    "mark_read",
    "system_make_digests",
    "system_send_mails",
    "tell",
    "try_mail_again",
]
