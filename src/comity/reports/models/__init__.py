# SPDX-License-Identifier: EUPL-1.2
"""Rows of this room: figures, reports being written (confidential), and what was published (everybody's)."""

from .published import Edition, EditionFile, Published
from .reports import Block, Build, BuiltFile, Clearance, Pass, Rendering, Report, Wording
from .snapshots import Counted, Snapshot

__all__ = [
    "Block",
    "Build",
    "BuiltFile",
    "Clearance",
    "Counted",
    "Edition",
    "EditionFile",
    "Pass",
    "Published",
    "Rendering",
    "Report",
    "Snapshot",
    "Wording",
]
