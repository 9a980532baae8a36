# SPDX-License-Identifier: EUPL-1.2
"""Who of one's own side reads a document."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.dossiers.models import Circle
from comity.parties.models import Person

DESK, NAMED = "desk", "named"


class LimitForm(forms.Form):
    """The whole desk, one of the circles that one is in, or named colleagues."""

    circle = forms.ChoiceField(label=gettext_lazy("Who of our side reads it"), widget=forms.RadioSelect, initial=DESK)
    readers = forms.MultipleChoiceField(
        label=gettext_lazy("Named colleagues"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You are always one of them."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Those who read the document read it too."),
        error_messages={"required": gettext_lazy("Say why.")},
    )

    def __init__(self, *args: object, circles: Iterable[Circle], people: Iterable[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        own = [(str(one.pk), _("The circle %(name)s") % {"name": one.name}) for one in circles]
        self._offer("circle", [(DESK, _("Our whole desk")), *own, (NAMED, _("Only those named below"))])
        self._offer("readers", [(str(one.pk), one.name) for one in people])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a Field by its dictionary

    def clean(self) -> dict[str, object]:
        """Demand names where names were chosen, and none elsewhere."""
        given = super().clean() or {}
        is_named = given.get("circle") == NAMED
        if is_named and not given.get("readers"):
            self.add_error("readers", _("Name at least one colleague."))
        if not is_named and given.get("readers"):
            self.add_error("circle", _("You named colleagues: choose “Only those named below”, or name nobody."))
        return given

    def circle_id(self) -> UUID | None:
        """Return the circle that was chosen, or None."""
        chosen: str = self.cleaned_data["circle"]
        return None if chosen in {DESK, NAMED} else UUID(chosen)

    def reader_ids(self) -> list[UUID]:
        """Return the colleagues who were named."""
        return [UUID(key) for key in self.cleaned_data["readers"]]
