# SPDX-License-Identifier: EUPL-1.2
"""The other party's register, pasted in."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy


class RegisterForm(forms.Form):
    """One text."""

    text = forms.CharField(
        label=gettext_lazy("The other side’s register"),
        help_text=gettext_lazy("Paste the whole file that the other side has downloaded on this page of its own."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=settings.COMITY_LIMITS["posted_bytes"],
    )
