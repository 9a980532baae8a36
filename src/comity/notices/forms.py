# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed on the pages of this room."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import Preference


class ActForm(forms.Form):
    """A form whose action may refuse what was typed: `take` puts each problem beside its field."""

    def take(self, problems: Mapping[str, str]) -> None:
        """Show the problems of an Invalid error; one that belongs to no field stands above the form."""
        for name, text in problems.items():
            self.add_error(name if name in self.fields else None, text)


class PreferenceForm(ActForm):
    digest = forms.ChoiceField(label=_("Mail"), choices=Preference.Digest.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of mails and calendars"), choices=settings.LANGUAGES)


class HookForm(ActForm):
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=_("An https address of your own system that the internet can reach."),
    )
