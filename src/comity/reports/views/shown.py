# SPDX-License-Identifier: EUPL-1.2
"""Frozen figures in the reader's language: codes become words, what is not printed becomes None."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.parties.models import Region
from comity.statute import Text, rome

from ..figures import OTHERS, TOTAL, definitions
from ..models import Snapshot
from ..queries import figures_in


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name, and its counts beside the names of their columns."""

    name: str
    is_total: bool
    counts: list[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One table in words; without rows where too little was counted to print any of it."""

    code: str
    title: str
    columns: list[str]
    lines: list[Row]


def tables_of(snapshot: Snapshot) -> Iterator[Shown]:
    """Return the tables of a frozen snapshot, those of what was due first."""
    figures = figures_in(snapshot)
    for table in [*figures["due"], figures["undated"]]:
        yield _shown(table)


def _shown(table: Mapping[str, Any]) -> Shown:
    columns = [_outcome(code) for code in table["columns"]]
    rows = [
        Row(_row_name(table["code"], row["code"]), row["code"] == TOTAL, list(zip(columns, row["counts"], strict=True)))
        for row in table["rows"]
    ]
    return Shown(table["code"], _title(table["code"]), columns, rows)


def labels_of(table: Mapping[str, Any]) -> list[str]:
    """Return the words of a table in the language of now: its corner, then its columns, then its rows."""
    corner = {"kind": _("Kind"), "region": _("Region"), "duty": _("Duty"), "age": _("Age")}[table["code"]]
    rows = [_row_name(table["code"], row["code"]) for row in table["rows"]]
    return [corner, *(_outcome(code) for code in table["columns"]), *rows]


def medians_of(snapshot: Snapshot) -> list[dict[str, str]]:
    """Return the medians of the response times, each with its kind's name, that of all first."""
    medians = figures_in(snapshot)["median_days"]
    order = [TOTAL, *rome().kinds]
    return [
        {
            "label": _row_name("kind", code),
            "value": _("%(days)s days") % {"days": number_format(medians[code].removesuffix(".0"))},
        }
        for code in order
        if code in medians
    ]


def outcomes() -> list[dict[str, str]]:
    """Return the outcomes with what they mean."""
    return [
        {"code": outcome.code, "label": _in(outcome.name), "value": _in(outcome.meaning)}
        for outcome in definitions().outcomes
    ]


def _in(words: Text) -> str:
    return words.in_(get_language() or "en")


def _outcome(code: str) -> str:
    if code == TOTAL:
        return _("All")
    return next((_in(outcome.name) for outcome in definitions().outcomes if outcome.code == code), code)


def _title(code: str) -> str:
    return {
        "kind": _("Due in the period, by kind"),
        "region": _("Due in the period, by region of the requested State"),
        "duty": _("Due in the period, by the duty to cooperate"),
        "age": _("Without a requested-by date and still open, by the time since they were sent"),
    }[code]


def _row_name(table: str, code: str) -> str:
    if code == TOTAL:
        return _("All")
    if code == OTHERS:
        return _("All other kinds")
    if table == "kind":
        kind = rome().kinds.get(code)
        return _in(kind.name) if kind else code
    if table == "region":
        return str(Region(code).label) if code in Region.values else _("Organisations, and States of no group here")
    if table == "duty":
        return {
            "compulsory": _("The State is bound to cooperate"),
            "conditional": _("Bound under conditions"),
            "voluntary": _("Free to accept or not"),
        }[code]
    return next((_in(age.name) for age in definitions().ages if age.code == code), code)
