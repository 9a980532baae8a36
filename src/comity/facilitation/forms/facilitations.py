# SPDX-License-Identifier: EUPL-1.2
"""Opening and ending a facilitation, and who takes part."""

from collections.abc import Iterable
from functools import partial

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.core.pages import ActForm, TextField
from comity.parties.models import Party

from ..models import Layer, Participant

# As browsers offer them.
day_field = partial(forms.DateField, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
time_field = partial(forms.TimeField, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


def area(rows: int) -> forms.Textarea:
    """Return a box for more than a line."""
    return forms.Textarea(attrs={"rows": rows})


class FacilitationForm(ActForm):
    subject = TextField(label=gettext_lazy("Subject"), max_length=settings.COMITY_LIMITS["title_characters"])
    since = day_field(label=gettext_lazy("First day of the term"))
    until = day_field(label=gettext_lazy("Last day of the term"))
    rests_on = TextField(
        label=gettext_lazy("Rests on"), widget=area(3),
        help_text=gettext_lazy("One paragraph a line: the symbol of the instrument, a comma, the number of the "
                               "paragraph, such as ICC-ASP/10/Res.2, 13."),
    )  # fmt: skip

    def clean_rests_on(self) -> list[tuple[str, str]]:
        """Return each line as symbol and number."""
        found = []
        for line in str(self.cleaned_data["rests_on"]).splitlines():
            symbol, comma, number = line.rpartition(",")
            if not comma or not symbol.strip() or not number.strip():
                raise forms.ValidationError(
                    _("“%(line)s” is no symbol and number apart by a comma."), params={"line": line}
                )
            found.append((symbol.strip(), number.strip()))
        return found


class PartyForm(ActForm):
    """A party to choose; of which kinds, the page says."""

    party = forms.ChoiceField(label=gettext_lazy("Party"))

    def offer(self, parties: Iterable[Party]) -> None:
        """Let one of these parties be chosen."""
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        field.choices = [("", "–"), *((str(one.id), one.name) for one in parties)]


class FacilitatorForm(PartyForm):
    function = TextField(
        label=gettext_lazy("Function"), max_length=120,
        help_text=gettext_lazy("As it is written in the post: nothing else of a post is known to other parties."),
    )  # fmt: skip


class ParticipantForm(PartyForm):
    role = forms.ChoiceField(label=gettext_lazy("Takes part as"), choices=Participant.Role.choices)


class ReasonForm(ActForm):
    reason = TextField(label=gettext_lazy("Reason"), widget=area(3), max_length=300)


class OutcomeForm(ActForm):
    outcome = TextField(
        label=gettext_lazy("What came of it"), widget=area(4), help_text=gettext_lazy("Everybody can read it.")
    )


class LayerForm(ActForm):
    """A form of what is written in a layer; which layers may be chosen, the page says."""

    layer = forms.ChoiceField(label=gettext_lazy("Who reads it"))

    def offer_layers(self, layers: Iterable[Layer]) -> None:
        """Let one of these layers be chosen, the narrowest first."""
        field = self.fields["layer"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        given = set(layers)
        field.choices = [(one.value, one.label) for one in reversed(list(Layer)) if one in given]
