# SPDX-License-Identifier: EUPL-1.2
"""Meetings, their agenda, attendance and record; papers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.core.pages import ActForm, TextField
from comity.core.text import tidy, validate_plain_text

from ..models import Language, Meeting, Paper
from .facilitations import LayerForm, area, day_field, time_field

# Where meetings of the Assembly's working groups are held.
ZONES = [
    ("Europe/Amsterdam", gettext_lazy("The Hague")), ("America/New_York", gettext_lazy("New York")),
    ("Europe/Zurich", gettext_lazy("Geneva")), ("Africa/Addis_Ababa", gettext_lazy("Addis Ababa")), ("UTC", "UTC"),
]  # fmt: skip


class LongField(forms.CharField):
    """A text that may be longer than a field of a form; the action says where it is too long."""

    default_validators = [validate_plain_text]

    def to_python(self, value: object) -> str:
        return tidy(super().to_python(value) or "")


class TimesForm(ActForm):
    """When and where a meeting is."""

    title = TextField(label=gettext_lazy("Title"), max_length=settings.COMITY_LIMITS["title_characters"])
    day = day_field(label=gettext_lazy("Day"))
    starts = time_field(label=gettext_lazy("Begins at"))
    ends = time_field(label=gettext_lazy("Ends at"))
    zone = forms.ChoiceField(label=gettext_lazy("In the time of"), choices=ZONES)
    place = TextField(label=gettext_lazy("Venue"), max_length=200)

    def called(self) -> dict[str, Any]:
        """Return what was typed, the times as instants."""
        given = self.cleaned_data
        zone = ZoneInfo(given["zone"])
        times = {f"{name}_at": datetime.combine(given["day"], given[name], zone) for name in ("starts", "ends")}
        return {**times, "title": given["title"], "zone": given["zone"], "place": given["place"]}

    @staticmethod
    def typed(row: Meeting) -> dict[str, Any]:
        """Return a meeting as the form shows it."""
        starts, ends = (at.astimezone(ZoneInfo(row.zone)) for at in (row.starts_at, row.ends_at))
        return {"title": row.title, "day": starts.date(), "starts": starts.time(), "ends": ends.time(),
                "zone": row.zone, "place": row.place}  # fmt: skip


class MeetingForm(TimesForm, LayerForm):
    field_order = ["layer"]


class ItemForm(ActForm):
    """An item, and what it is about."""

    title = TextField(label=gettext_lazy("Item"), max_length=settings.COMITY_LIMITS["title_characters"])
    about = forms.ChoiceField(label=gettext_lazy("Is about"), required=False)

    def offer(self, mandates: Mapping[UUID, str], papers: Iterable[Paper]) -> None:
        """Let one of these be chosen."""
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        field.choices = [
            ("", "–"),
            *((f"mandate {key}", label[:120]) for key, label in mandates.items()),
            *((f"paper {one.id}", one.title) for one in papers),
        ]

    def chosen(self) -> dict[str, UUID | None]:
        """Return the mandate or the paper that was chosen."""
        kind, _space, key = self.cleaned_data["about"].partition(" ")
        return {f"{name}_id": UUID(key) if kind == name else None for name in ("mandate", "paper")}


class AttendanceForm(ActForm):
    """Who came: for each party a box with a name a line."""

    def offer(self, parties: Iterable[tuple[UUID, str, str]]) -> None:
        """Show a box for each of these parties, with the names that were entered before."""
        for party_id, name, names in parties:
            self.fields[str(party_id)] = TextField(label=name, required=False, widget=area(2), initial=names)

    def who(self) -> list[tuple[UUID, str]]:
        """Return every name with its party."""
        return [
            (UUID(key), name.strip())
            for key, names in self.cleaned_data.items()
            for name in names.splitlines()
            if name.strip()
        ]


class RecordForm(LayerForm):
    text = LongField(label=gettext_lazy("Text of the record"), widget=area(16), strip=False)


class PaperForm(LayerForm):
    """A paper, with its text or its file."""

    title = TextField(label=gettext_lazy("Title"), max_length=settings.COMITY_LIMITS["title_characters"])
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    meeting = forms.ChoiceField(label=gettext_lazy("For the meeting"), required=False)
    text = LongField(label=gettext_lazy("Text"), widget=area(12), strip=False, required=False)
    file = forms.FileField(label=gettext_lazy("Or a file"), required=False, widget=forms.FileInput)

    def offer_meetings(self, meetings: Iterable[Meeting]) -> None:
        """Let one of these meetings be chosen."""
        field = self.fields["meeting"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        field.choices = [("", "–"), *((str(one.id), one.title) for one in meetings)]

    def clean(self) -> dict[str, Any]:
        """Demand one of the two at least."""
        given = super().clean() or {}
        file: File[bytes] | None = given.get("file")
        if not file and not given.get("text") and "text" not in self.errors and "file" not in self.errors:
            self.add_error("text", _("Give a text or a file."))
        return given
