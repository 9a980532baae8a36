# SPDX-License-Identifier: EUPL-1.2
"""What one side keeps for itself: notes, tasks, further numbers; and the extension of a clock."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.parties.models import Person


class NoteForm(forms.Form):
    """An internal note."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Only your own side reads it. It never crosses to the other side."),
        error_messages={"required": gettext_lazy("A note needs a text.")},
    )


class TaskForm(forms.Form):
    """An internal task: what, who, until when."""

    text = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say what is to be done.")},
    )
    assignee = forms.ChoiceField(label=gettext_lazy("Who does it"))
    due_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("A date within your own side; the other side never sees it."),
        error_messages={"invalid": gettext_lazy("This is no date: write it as 2027-03-31.")},
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, *args: object, colleagues: Iterable[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        field = self.fields["assignee"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a colleague")), *((str(person.pk), person.name) for person in colleagues)]


class ReferenceForm(forms.Form):
    """A further number that the request goes by."""

    number = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=80,
        help_text=gettext_lazy(
            "A number on paper, of a note verbale or of another office. It is found with or without slashes."
        ),
        error_messages={"required": gettext_lazy("Write the reference.")},
    )


class StopForm(forms.Form):
    """Why a time limit is stopped or runs on, and who agreed."""

    agreed_by = forms.CharField(
        label=gettext_lazy("Who agreed or decided"),
        max_length=200,
        help_text=gettext_lazy(
            "For example: both sides, by letter of 3 March; or the decision of the Chamber with its number."
        ),
        error_messages={"required": gettext_lazy("Say who agreed or decided.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": gettext_lazy("Say why the clock is changed.")},
    )


class ClockForm(StopForm):
    """A later end of a time limit, why, and who agreed."""

    until = forms.DateField(
        label=gettext_lazy("New last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The time limit then ends with this day, in the time zone of the clock."),
        error_messages={
            "required": gettext_lazy("Choose the new last day."),
            "invalid": gettext_lazy("This is no date: write it as 2027-03-31."),
        },
        input_formats=["%Y-%m-%d"],
    )
    field_order = ("until", "agreed_by", "reason")
