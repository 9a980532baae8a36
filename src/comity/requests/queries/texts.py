# SPDX-License-Identifier: EUPL-1.2
"""The fields of a draft by name, and every text that was ever typed into them."""

import hashlib

from comity.core.viewer import Viewer
from comity.dossiers.models import GuardedQuerySet
from comity.statute import rome

from ..models import DraftText, Request

# Fields beside the kind's own elements: each is text, however it is stored.
PLAIN = ("subject", "addressee", "language", "urgency", "requested_by", "is_invitation", "person")


def field_names(kind: str) -> tuple[str, ...]:
    """Return the names of a draft's fields: `subject` ..., and `<element>`, `<element>.na`, `<element>.why`."""
    elements = [
        name
        for element in rome().kinds[kind].elements
        for name in (element.code, f"{element.code}.na", f"{element.code}.why")
    ]
    return (*PLAIN, *elements)


def draft_value(request: Request, field: str) -> str:
    """Return what a field of a draft holds now, as text; "" for an empty one."""
    if field in PLAIN:
        return _plain_value(request, field)
    code, _, part = field.partition(".")
    given = request.contents.get(code, {})
    match part:
        case "na":
            return "on" if given.get("not_applicable") else ""
        case "why":
            return str(given.get("reason", ""))
        case _:
            return str(given.get("text", ""))


def _plain_value(request: Request, field: str) -> str:
    match field:
        case "addressee":
            return request.addressee.code if request.addressee else ""
        case "person":
            return str(request.person_id or "")
        case "requested_by":
            return request.requested_by.isoformat() if request.requested_by else ""
        case "is_invitation":
            return "on" if request.is_invitation else ""
        case _:
            return str(getattr(request, field))


def mark_of(text: str) -> str:
    """Return the short mark of a text as a form was loaded with it, by which a save knows what it was based on."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


def texts_before(viewer: Viewer, request: Request, field: str = "") -> GuardedQuerySet[DraftText]:
    """Return every text typed into a draft, newest first, of one field or of all."""
    rows = DraftText.objects.visible_to(viewer).filter(request_id=request.id).select_related("person")
    return (rows.filter(field=field) if field else rows).order_by("-at", "-id")
