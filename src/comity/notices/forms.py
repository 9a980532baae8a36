# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed on the pages of this room."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.core.pages import ActForm

from .models import Preference


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
