# SPDX-License-Identifier: EUPL-1.2
"""Rows in layers: with the viewer's own eyes where they take part, else of the public layer alone."""

from typing import TypeVar

from comity.core.viewer import Viewer
from comity.dossiers.models import Guarded, GuardedQuerySet

from ..models import Facilitation
from .standing import Standing

T = TypeVar("T", bound=Guarded)


def rows_of(viewer: Viewer, model: type[T], facilitation: Facilitation, *, standing: Standing) -> GuardedQuerySet[T]:
    """Return the rows of a facilitation that the viewer may read.

    Whoever takes part takes part in the dossiers of their layers, the public one among them. Everybody else reads the
    public layer, and no row of another dossier.
    """
    if standing.is_within:
        rows: GuardedQuerySet[T] = model.objects.visible_to(viewer)
        return rows.filter(facilitation=facilitation)
    public: GuardedQuerySet[T] = model.objects.unguarded("the public layer is open to everybody")
    return public.filter(facilitation=facilitation, dossier_id=facilitation.public_id)
