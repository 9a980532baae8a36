# SPDX-License-Identifier: EUPL-1.2
"""Mandates and paragraphs as CSV, one row each. A spreadsheet takes no cell for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from comity.resolutions.model import Resolution, Sub

MANDATES: Final = (
    "symbol", "paragraph", "verb", "kind", "addressee", "addressed", "action", "due", "session", "date", "every",
)  # fmt: skip
PARAGRAPHS: Final = ("symbol", "part", "key", "label", "verb", "text", "notes", "confidence")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """A cell that a spreadsheet shows and does not compute."""
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text


def mandates(found: Resolution) -> str:
    """The mandates of a resolution; those of a draft it recommends are not its own and not among them."""
    return csv_text(
        MANDATES,
        (
            (
                found.symbol,
                one.paragraph,
                one.verb,
                one.kind.value,
                one.addressee,
                one.addressed,
                one.action,
                one.due.stated,
                str(one.due.session or ""),
                one.due.date,
                one.due.every,
            )
            for one in found.mandates
        ),
    )


def paragraphs(found: Resolution) -> str:
    """Everything of a resolution in the order of the text, notes and annexes last."""
    return csv_text(PARAGRAPHS, _paragraphs(found, "", found.symbol))


Row = tuple[str, ...]


def _paragraphs(found: Resolution, draft: str, symbol: str) -> Iterator[Row]:
    for one in found.preamble:
        notes = " ".join(ref.marker for ref in one.refs)
        yield symbol, f"{draft}preamble", one.key, "", one.verb, one.text, notes, f"{one.confidence:.2f}"
        yield from _items(one.sub, f"{draft}preamble", symbol)
    for two in found.operative:
        verbs = "; ".join(verb.text for verb in two.verbs)
        notes = " ".join(ref.marker for ref in two.refs)
        yield symbol, f"{draft}operative", two.key, two.number, verbs, two.text, notes, f"{two.confidence:.2f}"
        yield from _items(two.sub, f"{draft}operative", symbol)
    for number, inner in enumerate(found.drafts, 1):
        yield from _paragraphs(inner, f"{draft}draft {number} ", symbol)
    for note in found.notes:
        yield symbol, f"{draft}note", f"note {note.marker}", note.marker, "", note.text, "", ""
    for number, annex in enumerate(found.annexes, 1):
        yield symbol, f"{draft}annex", f"annex {number}", annex.label, "", annex.title, "", ""
        yield from _items(annex.items, f"{draft}annex", symbol)


def _items(items: Iterable[Sub], part: str, symbol: str) -> Iterator[Row]:
    for top in items:
        for item in top.walk():
            verbs = "; ".join(verb.text for verb in item.verbs)
            yield symbol, part, item.key, item.label, verbs, item.text, " ".join(ref.marker for ref in item.refs), ""


def csv_text(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table for a spreadsheet, which takes no cell of it for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
