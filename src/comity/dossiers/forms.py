# SPDX-License-Identifier: EUPL-1.2
"""Shape and spelling of what people enter on the pages of dossiers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.core.clock import THE_HAGUE
from comity.core.pages import ActForm
from comity.core.text import tidy, validate_plain_text
from comity.parties.models import Party, Person

from .models import Circle, Participation, PersonConcerned, Situation
from .models.dossier import Classification

LAST_MOMENT = time(23, 59, 59)
WHOLE_DESK = "desk"


class PlainField(forms.CharField):
    """A text as people type it, without characters that could deceive its reader."""

    default_validators = [validate_plain_text]

    def to_python(self, value: object) -> str:
        """Return the text tidied."""
        return tidy(super().to_python(value) or "")


class LongField(PlainField):
    """A text of several lines."""

    widget = forms.Textarea(attrs={"rows": 3})


class LastDayField(forms.DateField):
    """The last day, in The Hague, on which something is open; given on as the last moment of that day."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def clean(self, value: object) -> Any:
        """Return the last moment of the day that was chosen."""
        day: date | None = super().clean(value)
        return None if day is None else datetime.combine(day, LAST_MOMENT, THE_HAGUE)


class OfferForm(ActForm):
    """A form whose choices are known when it is shown."""

    def offer(self, name: str, choices: Iterable[tuple[object, object]]) -> None:
        """Set the choices of a field."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a Field by its dictionary


class FilesFilter(forms.Form):
    q = PlainField(label=_("Title or case number"), max_length=200, required=False, widget=forms.SearchInput)
    of = forms.ChoiceField(
        choices=[("", ""), ("others", ""), ("archived", "")], required=False, widget=forms.HiddenInput
    )


class DossierForm(OfferForm):
    title = PlainField(
        label=_("Title"),
        max_length=200,
        help_text=_("Only those who take part in the file read it: no request shows it."),
    )
    situation: "forms.ModelChoiceField[Situation]" = forms.ModelChoiceField(
        label=_("Situation"),
        queryset=None,
        required=False,
        to_field_name="code",
        empty_label=_("No situation"),
        help_text=_("It decides which States owe cooperation, and since when."),
    )
    case_number = PlainField(label=_("Case number"), max_length=80, required=False)
    classification = forms.TypedChoiceField(label=_("Classification"), coerce=int, widget=forms.RadioSelect)
    circle = forms.ChoiceField(
        label=_("Open to"),
        help_text=_("A circle narrows the file to the people who are in it. You can change this later."),
    )

    def __init__(
        self,
        *args: Any,
        situations: "QuerySet[Situation]",
        circles: Iterable[Circle],
        desk: str,
        clearance: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["situation"].queryset = situations  # type: ignore[attr-defined]  # a Field by its dictionary
        self.offer("classification", [(level, name) for level, name in Classification.choices if level <= clearance])
        self.offer("circle", circle_choices(circles, desk))


class LimitForm(OfferForm):
    circle = forms.ChoiceField(label=_("Open to"))

    def __init__(self, *args: Any, circles: Iterable[Circle], desk: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("circle", circle_choices(circles, desk))


def circle_choices(circles: Iterable[Circle], desk: str) -> list[tuple[object, object]]:
    """Return the whole desk, then each circle."""
    return [(WHOLE_DESK, desk), *((str(circle.pk), circle.name) for circle in circles)]


def chosen_circle(given: Mapping[str, Any]) -> UUID | None:
    """Return the circle that was chosen, None for the whole desk."""
    return None if given["circle"] == WHOLE_DESK else UUID(given["circle"])


class PersonForm(ActForm):
    pseudonym = PlainField(
        label=_("Pseudonym"),
        max_length=60,
        help_text=_("As in P-014. Every page, request and search result shows this and nothing else."),
    )
    capacity = forms.ChoiceField(
        label=_("Capacity"), choices=PersonConcerned.Capacity.choices, widget=forms.RadioSelect
    )
    public_name = PlainField(
        label=_("Public name"),
        max_length=200,
        required=False,
        help_text=_("Only where the Court itself has made the name public; never for a witness or victim."),
    )


class IdentityForm(ActForm):
    """A protected identity; what stands here is sealed before it is kept."""

    name = PlainField(label=_("Name"), max_length=2000, required=False)
    address = LongField(label=_("Address"), max_length=2000, required=False)
    contact = LongField(label=_("Contact"), max_length=2000, required=False)
    birth = PlainField(label=_("Birth"), max_length=2000, required=False, help_text=_("Date and place, if known."))
    identifiers = LongField(
        label=_("Identifiers"),
        max_length=2000,
        required=False,
        help_text=_("Passports, national numbers, other names."),
    )


class FirstIdentityForm(IdentityForm):
    """The same for the first writer, who becomes the first reader."""

    until = LastDayField(
        label=_("Last day on which you read it"),
        help_text=_("You are its first reader. Add another one soon: a page without readers opens to nobody."),
    )
    reason = PlainField(label=_("Why you need to know"), max_length=300)


class ReasonForm(ActForm):
    reason = PlainField(label=_("Reason"), max_length=300)


class ProposalForm(ActForm):
    """Why a dossier is to be disposed of, and by what decision: both stay on record for ever."""

    reason = PlainField(
        label=_("Reason"),
        max_length=300,
        help_text=_("This stays on record when all else is gone: name no person and nothing confidential."),
    )
    decision = PlainField(
        label=_("Decision it rests on"),
        max_length=300,
        help_text=_("The retention schedule, ruling or instruction, with its number and date."),
    )


class GrantForm(ActForm):
    """A colleague, until when, and why."""

    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label=_("Colleague"), queryset=None, empty_label=_("Choose a colleague")
    )
    until = LastDayField(label=_("Last day"))
    reason = PlainField(label=_("Why this person needs to know"), max_length=300)

    def __init__(self, *args: Any, colleagues: "QuerySet[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues  # type: ignore[attr-defined]  # a Field by its dictionary


class CircleForm(ActForm):
    name = PlainField(label=_("Name of the circle"), max_length=120, help_text=_("Its members alone read it."))
    reason = PlainField(label=_("What it is for"), max_length=300)


class ObserverForm(OfferForm):
    party = forms.ChoiceField(label=_("Party"))
    scope = forms.ChoiceField(
        label=_("What it sees"), choices=Participation.Scope.choices, widget=forms.RadioSelect, initial="envelope"
    )
    until = LastDayField(label=_("Last day"))
    reason = PlainField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("party", [("", _("Choose a party")), *((party.code, party.name) for party in parties)])


class SignForm(ActForm):
    """A public key and what it signed. The pattern keeps a browser from sending a private key pasted by mistake."""

    key = PlainField(
        label=_("Public signing key"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr", "pattern": r"\s*[0-9a-fA-F]{64}\s*"}
        ),
    )
    signature = PlainField(
        label=_("Signature"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr", "pattern": r"\s*[0-9a-fA-F]{128}\s*"}
        ),
    )
