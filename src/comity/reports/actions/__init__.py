# SPDX-License-Identifier: EUPL-1.2
"""Every change of this room: figures are agreed to and frozen; reports written, cleared, made, published."""

from .beginning import ORIGINALS, Masthead, begin_report, set_masthead, withdraw_report
from .blocks import Typed, add_block, draft_from_mandates, move_block, remove_block, save_block
from .clearing import clear, end_pass, refuse
from .disposal import system_dispose
from .making import order_build, system_build, system_fail_build, system_keep_build
from .publishing import publish
from .snapshots import agree, propose, system_freeze, withdraw
from .translating import review_translation, translate_block

__all__ = [
    "ORIGINALS",
    "Masthead",
    "Typed",
    "add_block",
    "agree",
    "begin_report",
    "clear",
    "draft_from_mandates",
    "end_pass",
    "move_block",
    "order_build",
    "propose",
    "publish",
    "refuse",
    "remove_block",
    "review_translation",
    "save_block",
    "set_masthead",
    "system_build",
    "system_dispose",
    "system_fail_build",
    "system_freeze",
    "system_keep_build",
    "translate_block",
    "withdraw",
    "withdraw_report",
]
