# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes the log."""

from ..format.commitment import canonical, commitment
from .announcing import system_announce_log_keys, system_announce_release
from .committing import system_announce, system_commit, system_commit_all
from .publishing import system_publish, system_write_tiles
from .sequencing import system_sequence
from .witnessing import Answer, system_ask_witnesses, system_witness

__all__ = [
    "Answer",
    "canonical",
    "commitment",
    "system_announce",
    "system_announce_log_keys",
    "system_announce_release",
    "system_ask_witnesses",
    "system_commit",
    "system_commit_all",
    "system_publish",
    "system_sequence",
    "system_witness",
    "system_write_tiles",
]
