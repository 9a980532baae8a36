# SPDX-License-Identifier: EUPL-1.2
"""Facilitations, what they rest on, who leads them and who takes part."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from comity.core.errors import NotFound
from comity.core.paging import Page, page_of
from comity.core.viewer import Viewer
from comity.statute import Role

from ..models import Basis, Facilitation, Facilitator, Participant
from .seeing import rows_of
from .standing import Standing


def may_open(viewer: Viewer) -> bool:
    """Whether the viewer may open a facilitation: an officer of the Assembly."""
    return viewer.is_known and viewer.party_kind == "assembly" and Role.OFFICER in viewer.roles


def facilitations_page(
    viewer: Viewer, *, size: int, after: str = "", before: str = ""
) -> Page[Facilitation]:  # fmt: skip
    """Return a page of the facilitations, the newest first."""
    return page_of(Facilitation.rows.all(), order=("-opened_at", "-id"), size=size, after=after, before=before)


def facilitation(viewer: Viewer, facilitation_id: UUID) -> Facilitation:
    """Return one facilitation; raises NotFound."""
    found = Facilitation.rows.filter(id=facilitation_id).first()
    if found is None:
        raise NotFound
    return found


def bases_of(viewer: Viewer, facilitation_id: UUID) -> list[Basis]:
    """Return the mandates and paragraphs that a facilitation rests on."""
    rows = Basis.rows.filter(facilitation_id=facilitation_id).select_related("paragraph__instrument", "mandate")
    return list(rows.defer("paragraph__instrument__text", "paragraph__instrument__found").order_by("id"))


def facilitators_of(viewer: Viewer, facilitation_id: UUID, *, at: datetime) -> list[Facilitator]:
    """Return who leads a facilitation at this instant."""
    rows = Facilitator.rows.filter(Q(until__isnull=True) | Q(until__gt=at), facilitation_id=facilitation_id)
    return list(rows.select_related("party").order_by("id"))


def participants_of(
    viewer: Viewer, facilitation: Facilitation, *, standing: Standing, at: datetime
) -> list[Participant]:
    """Return who takes part at this instant, by role and name; nobody to whoever does not take part."""
    rows = rows_of(viewer, Participant, facilitation, standing=standing)
    return list(
        rows.filter(Q(until__isnull=True) | Q(until__gt=at)).select_related("party").order_by("role", "party__key_en")
    )
