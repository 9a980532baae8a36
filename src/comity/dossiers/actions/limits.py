# SPDX-License-Identifier: EUPL-1.2
"""Limiting one thing to a circle of the viewer's own party. Part of an act that was decided already, and enters it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer

from .. import queries
from ..models import Circle, Limit
from .circles import form_circle, give_grant
from .spans import longest_end


def circle_of_readers(viewer: Viewer, *, readers: Collection[UUID], reason: str, at: datetime) -> Circle:
    """Form a circle of the viewer and named colleagues, for the longest time a grant may run.

    Its name tells nothing. Raises NotFound for a person of another party, Invalid for nobody.
    """
    others = set(readers) - {viewer.person_id, viewer.acting_for_id}
    if not readers:
        raise Invalid({"readers": _("Name at least one colleague, or yourself.")})
    name = _("Readers %(mark)s") % {"mark": uuid4().hex[:8]}
    circle = form_circle(viewer, name=name, reason=reason, at=at)
    inside = queries.with_circles(viewer, at)
    for person_id in sorted(others):
        give_grant(inside, circle_id=circle.id, person_id=person_id, until=longest_end(at), reason=reason, at=at)
    return circle


def own_circle(viewer: Viewer, circle_id: UUID) -> Circle:
    """Return a circle that the viewer is in; raises Invalid for another: the viewer would shut themselves out."""
    found = Circle.objects.filter(id=circle_id, party_id=queries.party_of(viewer)).first()
    if found is None or circle_id not in viewer.circles:
        raise Invalid({"circle": _("You are not in this circle yourself, so you would shut yourself out.")})
    return found


def set_limit(viewer: Viewer, *, about: UUID, circle: Circle | None, at: datetime) -> None:
    """Limit a thing that the viewer sees to a circle of their party, or (None) open it to the whole desk again.

    Enter the act before: afterwards those outside of the circle see no entry about the thing, nor may they write one.
    """
    rows = Limit.objects.filter(about=about, party_id=queries.party_of(viewer))
    rows.delete()
    if circle is not None:
        Limit.objects.create(about=about, party_id=queries.party_of(viewer), circle=circle, at=at)


def copy_limits(viewer: Viewer, *, about: UUID, to: UUID, at: datetime) -> None:
    """Limit a thing made of another for the viewer's own party as that one is."""
    for row in Limit.objects.filter(about=about, party_id=queries.party_of(viewer)).select_related("circle"):
        set_limit(viewer, about=to, circle=row.circle, at=at)


def system_forget_limits(abouts: Collection[UUID]) -> None:
    """Delete the limits of things whose contents are destroyed."""
    Limit.objects.filter(about__in=list(abouts)).delete()
