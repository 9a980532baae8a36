# SPDX-License-Identifier: EUPL-1.2
"""The court of the demonstration: its situations, persons and requests are invented; the States are real data."""

from datetime import datetime

from comity.config.demonstration.assembly import tell_assembly
from comity.config.demonstration.cast import PASSWORD, PEOPLE, Cast
from comity.config.demonstration.consultation import consult
from comity.config.demonstration.desks import desks_of
from comity.config.demonstration.figures import count_a_period
from comity.config.demonstration.files import open_files
from comity.config.demonstration.story import tell
from comity.requests.actions.load import Desk

__all__ = ["PASSWORD", "PEOPLE", "desks", "prepare"]


def prepare(*, at: datetime) -> None:
    """Make the people, dossiers and requests of the demonstration; does nothing where they are there already."""
    cast = Cast.called(at=at)
    if cast.is_new:
        files = open_files(cast, at=at)
        tell(cast, files, at=at)
        consult(cast, at=at)
        tell_assembly(cast, snapshot_id=count_a_period(cast, files, at=at), at=at)


def desks(*, seed: str, at: datetime) -> dict[str, Desk]:
    """Return the desks of a large court, the demonstration's own people at theirs; made on the first call."""
    return desks_of(Cast.called(at=at), seed=seed, at=at)
