# SPDX-License-Identifier: EUPL-1.2
"""Areas to be blackened, and the title of the copy."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PerCentField(forms.Field):
    """A number in per cent, with a point or a comma; whether it lies on the page is decided where it is kept."""

    def __init__(self, label: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, widget=widget)

    def to_python(self, value: object) -> Decimal | None:
        """Return the number; what is none is said so, with an example."""
        typed = str(value or "").strip()[:20]
        if not typed:
            return None
        try:
            number = Decimal(typed.replace(",", ".").replace("\u00a0", "").removesuffix("%").strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) > 1000:
            raise forms.ValidationError(_("Give a number of per cent from 0 to 100, for example 12.5."))
        return number


class MarkForm(forms.Form):
    """One area of the page that is shown, from its left and its top, and why it is blackened."""

    left = PerCentField(gettext_lazy("From the left, in %"))
    top = PerCentField(gettext_lazy("From the top, in %"))
    width = PerCentField(gettext_lazy("Width, in %"))
    height = PerCentField(gettext_lazy("Height, in %"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("It goes with the copy: say why, and nothing of what is blackened."),
        error_messages={"required": gettext_lazy("Say why this area is blackened.")},
    )
    article = forms.CharField(
        label=gettext_lazy("Article"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Where there is one, for example 68(1) or 87(4)."),
    )


class RedactedCopyForm(forms.Form):
    """Under which title the copy stands among what is prepared."""

    title = forms.CharField(
        label=gettext_lazy("Title of the copy"),
        max_length=200,
        help_text=gettext_lazy("The other side reads this title, and not that of the original."),
        error_messages={"required": gettext_lazy("Say in a few words what this document is.")},
    )


class ReleaseForm(forms.Form):
    """Why the original of a redacted copy may be handed on after all."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why the original may be handed on after all.")},
    )
