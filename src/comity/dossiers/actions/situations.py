# SPDX-License-Identifier: EUPL-1.2
"""Situations before the Court: public facts, recorded by the Registry."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer

from ..models import Situation


@transaction.atomic
def record_situation(
    viewer: Viewer, *, code: str, name_en: str, name_fr: str, opened_on: date, resolution: str = ""
) -> Situation:
    """Record a situation; `resolution` names the Security Council's, where it referred the matter (article 13(b)).

    Only the Registry does this. Raises NotFound for everybody else, Invalid for a code that is taken.
    """
    if viewer.party_code != "REG":
        raise NotFound
    if Situation.objects.filter(code=code).exists():
        raise Invalid({"code": _("There is already a situation of this code.")})
    return system_situation(code=code, name_en=name_en, name_fr=name_fr, opened_on=opened_on, resolution=resolution)


def system_situation(*, code: str, name_en: str, name_fr: str, opened_on: date, resolution: str = "") -> Situation:
    """Return the situation of that code, made now where there is none."""
    found, _made = Situation.objects.get_or_create(
        code=code,
        defaults={"name_en": name_en, "name_fr": name_fr, "opened_on": opened_on, "resolution": resolution},
    )
    return found
