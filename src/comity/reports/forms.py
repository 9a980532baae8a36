# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed on the pages of figures."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _


class PeriodForm(forms.Form):
    """The period to count; both days are counted."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The figures say how things stood at the last instant of this day, in The Hague."),
    )

    def take(self, problems: Mapping[str, str]) -> None:
        """Show the problems of an Invalid error; one that belongs to no field stands above the form."""
        for name, text in problems.items():
            self.add_error(name if name in self.fields else None, text)
