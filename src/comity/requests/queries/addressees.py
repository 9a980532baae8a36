# SPDX-License-Identifier: EUPL-1.2
"""Whom people mean when they name an addressee."""

import re

from django.db.models import Q

from comity.core.viewer import Viewer
from comity.parties import queries as parties
from comity.parties.models import Party, folded


def addressee_named(viewer: Viewer, text: str) -> Party | None:
    """Return the party of that code or full name, in English or French, as people type or choose it, or None."""
    bracketed = re.search(r"\(([A-Z]{2,12})\)\s*$", text)
    code = bracketed[1] if bracketed else text.strip().upper()
    name = folded(text)
    kinds = ["state", "organisation", "organ"]
    rows = parties.parties_to_address(viewer, kinds=kinds)
    return rows.filter(Q(code=code) | Q(key_en=name) | Q(key_fr=name)).first()
