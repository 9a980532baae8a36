# SPDX-License-Identifier: EUPL-1.2
"""What a report says of mandates: all that was added to each, and the paragraphs of reports that answer them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from comity.core.viewer import Viewer

from ..models import Answer, Bond, Correction, Instrument, Mandate, Step
from .mandates import with_standing


@dataclass(slots=True)
class Standing:
    """A mandate with its steps (the latest first), its later paragraphs, and the newest of what was added to it."""

    mandate: Mandate
    steps: list[Step] = field(default_factory=list)
    bonds: list[Bond] = field(default_factory=list)
    correction: int = 0

    @property
    def basis(self) -> dict[str, int]:
        """What a text drafted now rests on: the newest step, later paragraph and correction, 0 where there is none."""
        return {
            "step": max((step.pk for step in self.steps), default=0),
            "bond": max((bond.pk for bond in self.bonds), default=0),
            "correction": self.correction,
        }


def standings(viewer: Viewer, mandate_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Return where these mandates stand, by id; one that was struck, or whose text is not reviewed yet, is not there.

    Four queries, however many they are.
    """
    wanted = set(mandate_ids)
    rows = with_standing(
        Mandate.rows.filter(id__in=wanted, is_struck=False, paragraph__instrument__stage=Instrument.Stage.REVIEWED)
    )
    rows = rows.select_related("paragraph__instrument").defer(
        "paragraph__instrument__text", "paragraph__instrument__found"
    )
    found = {row.id: Standing(row) for row in rows}
    for step in Step.rows.filter(mandate__in=found).select_related("party").order_by("-id"):
        found[step.mandate_id].steps.append(step)
    bonds = Bond.rows.filter(mandate__in=found).select_related("paragraph__instrument")
    for bond in bonds.defer("paragraph__instrument__text", "paragraph__instrument__found").order_by("id"):
        found[bond.mandate_id].bonds.append(bond)
    for mandate_id, pk in Correction.rows.filter(mandate__in=found).order_by("id").values_list("mandate_id", "id"):
        found[mandate_id].correction = pk
    return found


def answers_of(viewer: Viewer, mandate_id: UUID) -> QuerySet[Answer]:
    """Return the paragraphs of published reports that answer a mandate, the latest first."""
    rows = Answer.rows.filter(mandate_id=mandate_id).select_related("paragraph__instrument")
    return rows.defer("paragraph__instrument__text", "paragraph__instrument__found").order_by("-id")


def answered_in(viewer: Viewer, instrument_id: UUID) -> QuerySet[Answer]:
    """Return what the paragraphs of a report answer, in the order of its text."""
    rows = Answer.rows.filter(paragraph__instrument_id=instrument_id).select_related(
        "paragraph", "mandate__paragraph__instrument"
    )
    rows = rows.defer("mandate__paragraph__instrument__text", "mandate__paragraph__instrument__found")
    return rows.order_by("paragraph__place", "id")
