# SPDX-License-Identifier: EUPL-1.2
"""What is known of the log: its keys, its files, the places of leaves and what was signed."""

from .checking import Damage, system_check
from .files import checkpoint_file, doubts_file, hashes_of_tile, ledger_directory, system_doubts, tile_file
from .identity import log_key, origin, state_file, witness_key
from .peers import Peers, WitnessAt, peers
from .public import (
    system_consistency_file,
    system_keys_of_log,
    system_newest_release,
    system_places_of_entries,
    system_public_entries,
    system_public_proof,
    system_public_within,
)
from .rows import (
    Logged,
    Place,
    system_checkpoint_over,
    system_entries,
    system_entries_of,
    system_head,
    system_newest_checkpoint,
    system_note_of,
    system_place_of,
    system_places_of,
    system_proof_of,
    system_waiting,
    system_witnessed,
)
from .signed import Diverged, system_last_signed
from .told import told_line

__all__ = [
    "Damage",
    "Diverged",
    "Logged",
    "Peers",
    "Place",
    "WitnessAt",
    "checkpoint_file",
    "doubts_file",
    "hashes_of_tile",
    "ledger_directory",
    "log_key",
    "origin",
    "peers",
    "state_file",
    "system_check",
    "system_checkpoint_over",
    "system_consistency_file",
    "system_doubts",
    "system_entries",
    "system_entries_of",
    "system_head",
    "system_keys_of_log",
    "system_last_signed",
    "system_newest_checkpoint",
    "system_newest_release",
    "system_note_of",
    "system_place_of",
    "system_places_of",
    "system_places_of_entries",
    "system_proof_of",
    "system_public_entries",
    "system_public_proof",
    "system_public_within",
    "system_waiting",
    "system_witnessed",
    "tile_file",
    "told_line",
    "witness_key",
]
