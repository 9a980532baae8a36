# SPDX-License-Identifier: EUPL-1.2
"""Good practices: those published, read by everybody; those in preparation, each by its own party."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from comity.core.errors import NotFound
from comity.core.paging import Page, page_of
from comity.core.search import folded_words
from comity.core.viewer import Viewer
from comity.dossiers.actions.rules import WORKING
from comity.dossiers.models.sight import one
from comity.parties.models import Party
from comity.parties.queries import parties_named

from ..models import Practice, Published

_WRITE = frozenset({"state", "organ", "organisation"})


def may_write_practice(viewer: Viewer) -> bool:
    """Whether the viewer writes good practices for their party."""
    return viewer.is_known and viewer.party_kind in _WRITE and bool(viewer.roles & WORKING)


@dataclass(frozen=True, slots=True)
class Sought:
    """What the library is narrowed by; empty fields narrow nothing."""

    text: str = ""
    theme: str = ""
    party: str = ""
    language: str = ""


def published_page(
    viewer: Viewer, *, sought: Sought, size: int, after: str = "", before: str = ""
) -> Page[Published]:  # fmt: skip
    """Return a page of the good practices that stand, the newest first."""
    rows = _sought(viewer, sought).select_related("party").defer("text", "words")
    return page_of(rows, order=("-at", "-id"), size=size, after=after, before=before)


def published_exported(viewer: Viewer, *, sought: Sought) -> Iterator[Published]:
    """Return the same from its beginning, as many as the settings allow in one file."""
    limit = settings.COMITY_LIMITS["practices_exported"]
    return iter(_sought(viewer, sought).select_related("party").order_by("-at", "-id")[:limit])


def _sought(viewer: Viewer, sought: Sought) -> QuerySet[Published]:
    rows = Published.rows.filter(replaced_at__isnull=True, withdrawn_at__isnull=True)
    for word in folded_words(sought.text)[: settings.COMITY_LIMITS["search_words"]]:
        rows = rows.filter(words__contains=word)
    for name, value in (("theme", sought.theme), ("party__code", sought.party), ("language", sought.language)):
        if value:
            rows = rows.filter(**{name: value})
    return rows


def parties_publishing(viewer: Viewer) -> list[Party]:
    """Return the parties of which a good practice stands, by name."""
    rows = Published.rows.filter(replaced_at__isnull=True, withdrawn_at__isnull=True)
    keys = set(rows.values_list("party_id", flat=True))
    return sorted(parties_named(viewer, party_ids=keys).values(), key=lambda party: party.key_en)


def published(viewer: Viewer, published_id: UUID) -> Published:
    """Return one published version; raises NotFound."""
    found = Published.rows.select_related("party").filter(id=published_id).first()
    if found is None:
        raise NotFound
    return found


def published_to_change(viewer: Viewer, published_id: UUID) -> Published:
    """Return one published version, locked until the unit of work ends; raises NotFound."""
    found = Published.rows.select_for_update(no_key=True).filter(id=published_id).first()
    if found is None:
        raise NotFound
    return found


def published_versions(viewer: Viewer, practice_id: UUID) -> list[Published]:
    """Return the published versions of a good practice, the newest first."""
    return list(Published.rows.filter(practice=practice_id).select_related("party").order_by("-number"))


def is_published(row: Practice, made: Published) -> bool:
    """Whether a version says what its party's own text says now."""
    names = ("theme", "language", "title", "text", "address")
    return all(getattr(row, name) == getattr(made, name) for name in names)


def own_practices(viewer: Viewer) -> list[Practice]:
    """Return what the viewer's own party prepares and has published, the last changed first."""
    rows = Practice.objects.visible_to(viewer).defer("text").order_by("-changed_at", "id")
    return list(rows[: settings.COMITY_LIMITS["page_rows"]])


def practice(viewer: Viewer, practice_id: UUID) -> Practice:
    """Return one good practice of the viewer's own party; raises NotFound."""
    return one(Practice.objects.visible_to(viewer).select_related("changed_by", "cleared_by"), id=practice_id)


def practice_to_change(viewer: Viewer, practice_id: UUID) -> Practice:
    """Return one good practice of the viewer's own party, locked until the unit of work ends; raises NotFound."""
    rows = Practice.objects.visible_to(viewer)
    return one(rows.select_for_update(no_key=True, of=("self",)), id=practice_id)
