# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed on the pages of figures."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.core.pages import ActForm


class PeriodForm(ActForm):
    """The period to count; both days are counted."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The figures say how things stood at the last instant of this day, in The Hague."),
    )
