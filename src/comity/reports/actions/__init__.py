# SPDX-License-Identifier: EUPL-1.2
"""Every change of this room: a period is proposed, agreed to by a second person, counted and frozen."""

from .snapshots import agree, propose, system_freeze, withdraw

__all__ = ["agree", "propose", "system_freeze", "withdraw"]
