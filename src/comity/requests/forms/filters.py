# SPDX-License-Identifier: EUPL-1.2
"""What a list of requests is narrowed to, as the address bar says; long selects are built once a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from comity.core.viewer import Viewer
from comity.statute import Kind, rome

from ..queries import Filters

NAMES = ("box", "status", "state", "kind", "party", "due", "urgency", "situation", "file", "sort")
DEFAULTS = {"status": "open", "sort": "due"}
GROUPS = ("persons", "assistance", "enforcement")


@dataclass(frozen=True, slots=True)
class ListFilters:
    """The filters as typed: `typed` fills the form again, `chosen` goes to the query."""

    typed: Mapping[str, str]
    boxes: tuple[str, ...]

    @property
    def box(self) -> str:
        return self.typed["box"]

    def chosen(self, party_code: str) -> Filters:
        """Return the filters for the query, the other party by its code."""
        return Filters(**{**self.typed, "party": party_code})


def boxes_of(viewer: Viewer) -> tuple[str, ...]:
    """Return the boxes that a party can have anything in."""
    match viewer.party_kind:
        case "state":
            return ("received", "sent")
        case "organisation":
            return ("received",)
        case "organ":
            passing = ("passing",) if viewer.party_code in {"REG", "PRE"} else ()
            return ("sent", "received", *passing)
        case _:
            return ("sent",)


def filters_in(viewer: Viewer, given: Mapping[str, str]) -> ListFilters:
    """Read the filters of an address; what is no filter of ours is left out."""
    boxes = boxes_of(viewer)
    typed = {name: _plain(given.get(name, DEFAULTS.get(name, ""))) for name in NAMES}
    if typed["box"] not in boxes:
        typed["box"] = boxes[0]
    return ListFilters(typed, boxes)


def _plain(text: str) -> str:
    return "".join(letter for letter in text[:200] if letter.isprintable()).strip()


def query_of(typed: Mapping[str, str], **changed: str) -> str:
    """Return the query string of these filters, with some changed, without those that say what holds anyway."""
    merged = {**typed, **changed}
    return urlencode({name: text for name, text in merged.items() if text and text != DEFAULTS.get(name)})


def options(name: str, value: str, more: tuple[tuple[str, str], ...] = ()) -> SafeString:
    """Return the options of one select of the list's filters in the reader's language, `value` chosen."""
    html = _joined(more) if more else _options(name, get_language() or "en")
    if not value:
        return html
    return SafeString(html.replace(format_html('value="{}"', value), format_html('value="{}" selected', value), 1))


@cache
def _options(name: str, language: str) -> SafeString:
    """Build the options of a select in a language."""
    with override(language):
        return _built(name, language)


def _built(name: str, language: str) -> SafeString:
    match name:
        case "kind":
            return _kinds(language)
        case "state":
            law = rome().states.values()
            return _joined((("", _("Any")), *((state.code, state.name.in_(language)) for state in law)))
        case "status":
            return _joined((("open", _("Open")), ("closed", _("Ended")), ("any", _("All"))))
        case "due":
            return _joined(
                (
                    ("", _("Any")),
                    ("overdue", _("Past")),
                    ("week", _("Within a week")),
                    ("month", _("Within a month")),
                    ("none", _("No date")),
                )
            )
        case "urgency":
            return _joined(
                (
                    ("", _("Any")),
                    ("standard", _("Standard")),
                    ("urgent", _("Urgent")),
                    ("arrest", _("Arrest opportunity")),
                )
            )
        case "sort":
            return _joined((("due", _("Next due first")), ("changed", _("Last changed first"))))
        case _:
            return _parties(language)


def _joined(pairs: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', pairs)


def group_name(group: str) -> str:
    """Return the heading of a group of kinds."""
    return {
        "persons": _("Persons: arrest, surrender, transfer"),
        "assistance": _("Assistance in investigation and trial"),
        "enforcement": _("Enforcement of sentences and orders"),
    }[group]


def _kinds(language: str) -> SafeString:
    by_group: dict[str, list[Kind]] = {group: [] for group in GROUPS}
    for kind in rome().kinds.values():
        by_group[kind.group].append(kind)
    groups = (
        (group_name(group), _joined(tuple((kind.code, kind.name.in_(language)) for kind in kinds)))
        for group, kinds in by_group.items()
    )
    return format_html(
        '<option value="">{}</option>{}', _("Any"), format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)
    )


def _parties(language: str) -> SafeString:
    law = rome()
    names = sorted(row.name.in_(language) for row in (*law.parties, *law.others))
    return format_html_join("", '<option value="{}">', ((name,) for name in names))
