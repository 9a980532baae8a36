# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes the log."""

from ..format.commitment import canonical, commitment
from .committing import system_commit, system_commit_all

__all__ = [
    "canonical",
    "commitment",
    "system_commit",
    "system_commit_all",
]
