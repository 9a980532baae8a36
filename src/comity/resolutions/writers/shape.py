# SPDX-License-Identifier: EUPL-1.2
"""A resolution as JSON. What every reader may rely on comes first in each object; what Comity adds comes after it."""

import json
from collections.abc import Iterable
from typing import Any

from comity.resolutions.model import (
    Annex,
    Doubt,
    Mandate,
    Note,
    Operative,
    Preambular,
    Ref,
    Resolution,
    Section,
    Sub,
    Table,
)

Shape = dict[str, Any]


def shape(found: Resolution) -> Shape:
    """Plain lists and dictionaries, as docs/resolutions.md describes them.

    Paragraphs of all parts and sections are in one list in the order of the text; those of a draft that is
    recommended to another body are in `drafts`, which have this shape themselves.
    """
    return {
        "symbol": found.symbol,
        "title": found.title,
        "language": found.language,
        "adopted": found.adopted,
        "enacting": found.enacting,
        "preamble": [_preambular(one) for one in found.preamble],
        "operative": [_operative(one) for one in found.operative],
        "notes": [_note(one) for one in found.notes],
        "annexes": [_annex(one) for one in found.annexes],
        "mandates": [_mandate(one) for one in found.mandates],
        "form": found.form,
        "adoption": found.adoption,
        "body": found.body,
        "sections": [_section(one) for one in found.sections],
        "drafts": [shape(one) for one in found.drafts],
        "tables": [_table(one) for one in found.tables],
        "doubts": [_doubt(one) for one in found.doubts],
        "left": list(found.left),
        "confidence": round(found.confidence, 3),
    }


def written(found: Resolution) -> str:
    """The shape as JSON, letters of every script as they are."""
    return json.dumps(shape(found), ensure_ascii=False, indent=2) + "\n"


def _markers(refs: Iterable[Ref]) -> list[str]:
    return [ref.marker for ref in refs]


def _more(**values: Any) -> Shape:
    """What is said only where there is something to say."""
    return {name: value for name, value in values.items() if value}


def _preambular(one: Preambular) -> Shape:
    return {
        "verb": one.verb,
        "text": one.text,
        "notes": _markers(one.refs),
        **_more(sub=[_sub(item) for item in one.sub], tail=one.tail, section=one.section),
        "key": one.key,
        "line": one.line,
        "confidence": round(one.confidence, 3),
    }


def _operative(one: Operative) -> Shape:
    return {
        "number": one.number,
        "verbs": [verb.text for verb in one.verbs],
        "text": one.text,
        "notes": _markers(one.refs),
        "sub": [_sub(item) for item in one.sub],
        **_more(tail=one.tail, tables=[_table(table) for table in one.tables], section=one.section),
        "key": one.key,
        "line": one.line,
        "confidence": round(one.confidence, 3),
    }


def _sub(one: Sub) -> Shape:
    return {
        "label": one.label,
        "text": one.text,
        "sub": [_sub(item) for item in one.sub],
        **_more(notes=_markers(one.refs), verbs=[verb.text for verb in one.verbs], tail=one.tail),
        "key": one.key,
        "line": one.line,
    }


def _note(one: Note) -> Shape:
    return {"marker": one.marker, "text": one.text, "places": list(one.places), "line": one.line}


def _annex(one: Annex) -> Shape:
    return {
        "title": one.title or one.label,
        "text": one.text,
        "label": one.label,
        **_more(items=[_sub(item) for item in one.items], tables=[_table(table) for table in one.tables]),
        "line": one.line,
    }


def _mandate(one: Mandate) -> Shape:
    return {
        "paragraph": one.paragraph,
        "verb": one.verb,
        "addressee": one.addressee,
        "action": one.action,
        "due": one.due.stated,
        "kind": one.kind.value,
        "due_resolved": _more(session=one.due.session, date=one.due.date, every=one.due.every),
        "addressed": one.addressed,
        "key": one.key,
    }


def _section(one: Section) -> Shape:
    return {
        "division": one.division.value,
        "label": one.label,
        "title": one.title,
        "line": one.line,
        **_more(enacting=one.enacting, within=one.within),
    }


def _table(one: Table) -> Shape:
    return {"caption": one.caption, "rows": [list(row) for row in one.rows]}


def _doubt(one: Doubt) -> Shape:
    return {
        "code": one.code,
        "place": one.place,
        "line": one.line,
        "message": one.message._asdict(),
        "remedy": one.remedy._asdict(),
    }
