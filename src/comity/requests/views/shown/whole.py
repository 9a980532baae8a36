# SPDX-License-Identifier: EUPL-1.2
"""The whole file of a request for the typesetter: what its pages show, in the reader's words, as plain text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from html import unescape
from typing import Any

from django.template import engines
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comity.core.viewer import Viewer
from comity.documents.queries import Shown
from comity.dossiers.models import Entry, Participation
from comity.dossiers.queries import receipt

from ...queries import RequestPage
from . import documents, page, timeline, words


@dataclass(slots=True)
class Bound:
    """A document in a whole file: which part its pages are and how large each is, or why it has none there."""

    shown: Shown
    part: int = 0
    sizes: tuple[tuple[float, float], ...] = ()
    reason: str = ""
    earlier: tuple[str, ...] = field(default=())


def plain(value: object) -> str:
    """Return what was made safe for a page as plain text, and what was typed as it was typed."""
    return unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)


def when(at: datetime) -> str:
    """Return a moment with its zone, for reading."""
    return date_format(timezone.localtime(at), "j F Y, H:i T")


def provision(number: object) -> str:
    """Name a provision as pages do, without its link."""
    return _provision(str(number), get_language() or "en") if number else ""


@cache
def _provision(number: str, _language: str) -> str:
    template = engines["django"].from_string("{% load comity %}{{ number|article }}")
    return unescape(template.render({"number": number}))


def data_of(
    viewer: Viewer, found: RequestPage, bound: Iterable[Bound], *, name: str, at: datetime, has_foreign: bool
) -> dict[str, Any]:
    """Return everything that the template of the whole file reads."""
    one = found.request
    clocks, promptly = page.clocks_shown(viewer, found, at)
    title = one.subject or words.kind_name(one.kind)
    classification = str(one.dossier.get_classification_display())
    return {
        "language": (get_language() or "en")[:2],
        "reference": one.reference,
        "title": title,
        "classification": classification,
        "made": _made(viewer, name, at, has_foreign=has_foreign),
        "words": _words(),
        "cover": [
            {"label": _("Reference"), "value": one.reference},
            *(
                {"label": _("Also known as"), "value": f"{other.number} ({other.party})"}
                for other in page.numbers_shown(found)
            ),
            {"label": _("State"), "value": words.said(found.state.name)},
            {"label": _("Classification"), "value": classification},
        ],
        "facts": [
            {
                "label": fact.label,
                "value": plain(fact.value),
                "article": provision(fact.article),
                "note": plain(fact.note),
            }
            for fact in page.facts_shown(found)
        ],
        "lines": [
            {
                "name": words.said(line.element.name),
                "article": provision(line.element.article),
                "text": line.text or _("Does not apply: %(reason)s") % {"reason": line.reason},
            }
            for line in found.lines
            if line.text or line.not_applicable
        ],
        "clocks": [
            {
                "name": clock.name,
                "article": provision(clock.article),
                "due": when(clock.due_at),
                "state": _clock_state(clock.state),
                "proof": [*clock.proof, clock.effect],
                "changes": [f"{change['text']} {change['who']}, {when(change['at'])}" for change in clock.changes],
            }
            for clock in clocks
        ],
        "promptly": [
            {"name": duty.name, "article": provision(duty.article), "effect": duty.effect} for duty in promptly
        ],
        "conditions": [{"text": row.text, "state": str(row.get_state_display())} for row in found.conditions],
        "timeline": list(_timeline(viewer, found)),
        "documents": [_document(viewer, found, row) for row in bound],
    }


def _made(viewer: Viewer, name: str, at: datetime, *, has_foreign: bool) -> dict[str, Any]:
    who = ", ".join(part for part in (name, viewer.function, viewer.party_name) if part)
    notes = [
        _("It shows what this person could see at that moment, and is no record: the record is kept in Comity."),
        _("What is said of a document's conditions, of whom it protects and how it is handled goes with every copy."),
    ]
    if has_foreign:
        notes.append(
            _(
                "Pages of documents are shown reduced, and an electronic signature proves nothing here: "
                "the files themselves are in the zip."
            )
        )
    return {"by": "Comity", "line": _("Made for %(who)s on %(when)s.") % {"who": who, "when": when(at)}, "notes": notes}


def _words() -> dict[str, str]:
    return {
        "eyebrow": _("The whole file of a request"),
        "whole": _("Whole file"),
        "contents": _("Contents"),
        "label": _("What"),
        "value": _("Given"),
        "article": _("Provision"),
        "facts": _("Facts"),
        "asked": _("What is asked"),
        "nothing": _("Nothing yet."),
        "clocks": _("Time limits"),
        "no_clocks": _("No time limit runs or ran."),
        "conditions": _("Conditions"),
        "timeline": _("Timeline"),
        "when": _("When"),
        "what": _("What was done"),
        "who": _("By whom"),
        "own": _("own side only"),
        "documents": _("Documents"),
        "no_documents": _("No documents."),
        "number": _("No."),
        "document": _("Document"),
        "where": _("Where"),
        "from": _("from page {number}"),
        "page": _("Page {number} of {total}"),
        "sheet": _("Document {number}"),
        "leaf": _("Document {number}, page {page} of {pages}"),
    }


def _clock_state(state: str) -> str:
    return {
        "running": _("Running"),
        "met": _("Met"),
        "expired": _("Expired"),
        "stopped": _("Stopped"),
    }.get(state, state)


def _timeline(viewer: Viewer, found: RequestPage) -> Iterable[dict[str, Any]]:
    has_receipts = found.part.scope == Participation.Scope.FULL
    exchange = found.request.dossier_id
    shown = timeline.shown_entries(viewer, found.entries, exchange_id=exchange, has_receipts=has_receipts)
    for entry, row in zip(reversed(shown), found.entries, strict=True):
        yield {
            "at": when(entry.at),
            "act": words.said(entry.act),
            "article": provision(entry.article),
            "who": entry.who,
            "text": entry.text,
            "own": entry.is_internal,
            "receipt": _receipt(viewer, row) if entry.receipt_url else "",
        }


def _receipt(viewer: Viewer, entry: Entry) -> str:
    logged = receipt(viewer, entry.id).logged
    if logged is None:
        return _("Receipt %(id)s: the log has not closed over it yet.") % {"id": entry.id}
    return _("Receipt %(id)s: leaf %(leaf)d of the log, signed over %(size)d leaves.") % {
        "id": entry.id, "leaf": logged.seq, "size": logged.size,
    }  # fmt: skip


def _document(viewer: Viewer, found: RequestPage, bound: Bound) -> dict[str, Any]:
    row = documents.row_of(viewer, found.request.id, bound.shown)
    given_at = bound.shown.document.given_at
    kind = " · ".join(part for part in (row.language, row.kind, row.state) if part)
    rows = [
        (_("File"), row.file.name, False),
        (_("Size"), _size(row.file.size, row.file.bytes), False),
        ("SHA-256", row.file.sha256, True),
        (_("Language and kind"), kind, False),
        (_("Translates"), row.original, False),
        (_("Redacted copy"), _blackened(row), False),
        (_("Provided by"), row.provider, False),
        (_("Given by"), f"{row.file.who}, {when(row.file.at)}", False),
        (_("Handed on"), when(given_at) if given_at else "", False),
        (_("Taken out"), row.reason, False),
        *((_("Earlier file"), text, True) for text in bound.earlier),
    ]
    return {
        "title": row.title,
        "about": f"{row.file.name} · {row.file.size} · {kind} · {row.provider}",
        "digest": f"SHA-256 {row.file.sha256}",
        "handling": _("Handling: %(words)s") % {"words": row.handling} if row.handling else "",
        "marks": [
            {
                "name": words.said(mark.name),
                "article": provision(mark.article),
                "meaning": words.said(mark.meaning) if mark.meaning else "",
            }
            for mark in row.marks
        ],
        "rows": [{"label": label, "value": value, "code": is_code} for label, value, is_code in rows if value],
        "part": bound.part,
        "pages": [{"wide": width > height} for width, height in bound.sizes],
        "reason": bound.reason,
    }


def _blackened(row: documents.Row) -> str:
    """Say what is black in a redacted copy, and why: it stays with every copy of it."""
    if not row.is_redacted:
        return ""
    said = ngettext(
        "%(number)s area is black; the original stays with the side that gave it.",
        "%(number)s areas are black; the original stays with the side that gave it.",
        len(row.redactions),
    ) % {"number": len(row.redactions)}
    each = [
        f"{_('Page %(page)s') % black}: {black['reason']} {provision(black.get('article', ''))}".strip()
        for black in row.redactions
    ]
    return "\n".join([said, *each])


def _size(shown: str, exactly: int) -> str:
    return shown if exactly < 1024 else _("%(size)s (%(bytes)d bytes)") % {"size": shown, "bytes": exactly}
