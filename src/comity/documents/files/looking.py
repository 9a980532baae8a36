# SPDX-License-Identifier: EUPL-1.2
"""What the examiners of each kind may ask of the survey they are part of."""

from typing import Protocol

from .codes import Caution
from .kinds import Kind
from .limits import Limits
from .zips import Budget


class Looking(Protocol):
    """One survey under way."""

    limits: Limits
    budget: Budget

    def note(self, code: Caution, where: str = "", **values: object) -> None:
        """Keep a caution once."""

    def inside(self, content: bytes, kind: Kind) -> None:
        """Look at a file that came out of this one."""
