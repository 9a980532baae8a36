# SPDX-License-Identifier: EUPL-1.2
from uuid import UUID

from comity.core.viewer import Viewer
from comity.parties.models import Person


def id_of(viewer: Viewer) -> UUID:
    assert viewer.person_id is not None
    return viewer.person_id


def person_of(viewer: Viewer) -> Person:
    return Person.objects.get(pk=id_of(viewer))
