# SPDX-License-Identifier: EUPL-1.2
"""Persons concerned, under a pseudonym."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.viewer import Viewer
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import PersonConcerned
from .rules import demand_on
from .timeline import record


@transaction.atomic
def enter_person(
    viewer: Viewer, *, dossier_id: UUID, pseudonym: str, capacity: str, public_name: str, at: datetime
) -> PersonConcerned:
    """Enter a person concerned under a pseudonym. A witness or victim never carries a public name (articles 68, 87(4)).

    Raises Refused outside the viewer's party's own files, Invalid for a pseudonym already used in this dossier and for
    a public name of a protected person.
    """
    dossier = queries.dossier_to_change(viewer, dossier_id)
    demand_on(viewer, dossier, Act.PERSON_ENTER)
    pseudonym = needed_text("pseudonym", pseudonym, longest=60)
    if public_name and capacity in {PersonConcerned.Capacity.WITNESS, PersonConcerned.Capacity.VICTIM}:
        problem = _("A witness or victim goes by the pseudonym alone; write the name on the restricted page.")
        raise Invalid({"public_name": problem})
    if PersonConcerned.objects.visible_to(viewer).filter(dossier=dossier, pseudonym=pseudonym).exists():
        raise Invalid({"pseudonym": _("This pseudonym is already used in this dossier: choose another.")})
    person = PersonConcerned(
        dossier=dossier, pseudonym=pseudonym, capacity=capacity, public_name=public_name, entered_at=at
    )
    person.save(force_insert=True)
    record(
        viewer,
        Act.PERSON_ENTER,
        dossier_id=dossier.id,
        about=dossier.id,
        at=at,
        data={"pseudonym": pseudonym, "capacity": str(capacity)},
    )
    return person
