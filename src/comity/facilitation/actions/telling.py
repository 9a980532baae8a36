# SPDX-License-Identifier: EUPL-1.2
"""Whom an act in a facilitation is told to: those who take part in its layer, and the Secretariat."""

from datetime import datetime

from comity.core.clock import THE_HAGUE
from comity.core.viewer import Viewer
from comity.dossiers.actions.rules import WORKING
from comity.notices import actions as notices
from comity.notices.models import Notice
from comity.parties.queries import system_people_at
from comity.statute import Act

from ..models import InLayer
from ..queries.duties import system_participants


def tell(viewer: Viewer, act: Act, row: InLayer, *, mark: str, at: datetime, why: Notice.Why = Notice.Why.ACT) -> None:
    """Tell the people of a row's layer who do more than read, each once under the same mark."""
    parties = {one.party_id for one in system_participants(row, at=at)} | {row.facilitation.keeper_id}
    people = system_people_at(parties, roles=WORKING, on=at.astimezone(THE_HAGUE).date())
    notices.tell(
        viewer, people=people, dossier_id=row.dossier_id, about=row.facilitation_id, act=act, mark=mark, at=at, why=why
    )  # fmt: skip
