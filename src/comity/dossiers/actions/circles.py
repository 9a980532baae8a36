# SPDX-License-Identifier: EUPL-1.2
"""Need-to-know circles and the grants that open them. They are a party's own affair and stand on its own record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.statute import Act

from .. import queries
from ..models import Circle, Grant
from .colleagues import colleague
from .rules import demand_work
from .spans import demand_span, longest_end


@transaction.atomic
def form_circle(viewer: Viewer, *, name: str, reason: str, at: datetime) -> Circle:
    """Form a circle of the viewer's own party, with the viewer in it for the longest time a grant may run."""
    if viewer.party_id is None or viewer.person_id is None:
        raise NotFound
    demand_work(viewer, Act.CIRCLE_FORM)
    name = needed_text("name", name, longest=120)
    reason = needed_text("reason", reason, longest=300)
    if Circle.objects.filter(party_id=queries.party_of(viewer), name=name).exists():
        raise Invalid({"name": _("Your desk already has a circle of this name: choose another name.")})
    circle = Circle.objects.create(party_id=queries.party_of(viewer), name=name)
    until = longest_end(at)
    Grant.objects.create(
        circle=circle,
        person_id=viewer.acting_for_id or viewer.person_id,
        since=at,
        until=until,
        reason=reason,
        granted_by_id=viewer.person_id,
    )
    _enter(viewer, Act.CIRCLE_FORM, circle, at=at, until=until.isoformat())
    return circle


@transaction.atomic
def give_grant(
    viewer: Viewer, *, circle_id: UUID, person_id: UUID, until: datetime, reason: str, at: datetime
) -> Grant:
    """Let a colleague into a circle that the viewer is in, until an instant, for a reason.

    A grant that the colleague already has ends where the new one begins. Into a circle that nobody is in any more, an
    administrator lets somebody. Raises NotFound for every other circle and for a person of another party, Invalid for
    an end that is past or beyond the longest time a grant may run.
    """
    circle = queries.circle(viewer, circle_id, at)
    if not viewer.is_administrator:
        demand_work(viewer, Act.GRANT_GIVE)
    demand_span(at, until)
    reason = needed_text("reason", reason, longest=300)
    person = colleague(viewer, person_id, at=at)
    queries.grants(viewer, circle.id, at).filter(person=person).update(until=at)
    grant = Grant.objects.create(
        circle=circle, person=person, since=at, until=until, reason=reason, granted_by_id=viewer.person_id
    )
    _enter(viewer, Act.GRANT_GIVE, circle, at=at, person=person.name, until=until.isoformat())
    return grant


@transaction.atomic
def end_grant(viewer: Viewer, *, grant_id: UUID, at: datetime) -> Grant:
    """End a grant of a circle that the viewer is in; it ceases to count on the very next request.

    Raises Invalid for the last one: nobody could open any more what the circle guards.
    """
    rows = Grant.objects.filter(circle__in=viewer.circles, circle__party_id=queries.party_of(viewer))
    running = rows.filter(since__lte=at, until__gt=at).select_related("circle", "person")
    running = running.select_for_update(no_key=True, of=("self",))
    grant = running.filter(id=grant_id).first()
    if grant is None:
        raise NotFound
    demand_work(viewer, Act.GRANT_END)
    if not running.filter(circle_id=grant.circle_id).exclude(person_id=grant.person_id).exists():
        raise Invalid({"": _("This is the last person of the circle: let somebody else in first.")})
    grant.until = at
    grant.save(update_fields=["until"])
    _enter(viewer, Act.GRANT_END, grant.circle, at=at, person=grant.person.name)
    return grant


def _enter(viewer: Viewer, act: Act, circle: Circle, *, at: datetime, **said: str) -> None:
    """Enter the act without the circle's name and the reason: the whole party reads its record."""
    enter(viewer, act, party_id=circle.party_id, about=circle.id, at=at, **said)
