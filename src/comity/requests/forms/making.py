# SPDX-License-Identifier: EUPL-1.2
"""Drafts from drafts: copying, splitting, addressing to several States."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comity.dossiers.models import Dossier
from comity.statute import Element, Kind


class CopyForm(forms.Form):
    """The file in which the copy begins."""

    file = forms.ChoiceField(
        label=gettext_lazy("Case file of the copy"),
        help_text=gettext_lazy("The text is carried over; nothing that the other side said or that sending bound is."),
    )

    def __init__(self, *args: object, files: Iterable[Dossier], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        field = self.fields["file"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (str(file.id), " · ".join(part for part in (file.title, file.case_number) if part)) for file in files
        ]


class SplitForm(forms.Form):
    """The second request that a compound draft becomes."""

    subject = forms.CharField(
        label=gettext_lazy("Subject of the second request"),
        max_length=200,
        help_text=gettext_lazy("One subject for one request: the State can then act on each at its own pace."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of the second request"))
    elements = forms.MultipleChoiceField(
        label=gettext_lazy("Texts to take along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "They are copied, so that you can shorten each of the two. Without a choice all of them are."
        ),
    )

    def __init__(self, *args: object, kinds: Sequence[Kind], elements: Sequence[Element], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        language = get_language() or "en"
        kind, taken = self.fields["kind"], self.fields["elements"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(taken, forms.MultipleChoiceField)
        kind.choices = [
            ("", _("Choose the kind")),
            *((one.code, f"{one.name.in_(language)} ({one.article})") for one in kinds),
        ]
        taken.choices = [(element.code, element.name.in_(language)) for element in elements]


class SeveralForm(forms.Form):
    """Further States that are asked the same."""

    addressees = forms.CharField(
        label=gettext_lazy("Further States"),
        help_text=gettext_lazy(
            "One a line, by name or by code of three letters. Each becomes a request of its own; "
            "no State learns of another."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        error_messages={"required": gettext_lazy("Name at least one further State.")},
    )

    def codes(self) -> list[str]:
        """Return what was typed, one entry a State."""
        text: str = self.cleaned_data["addressees"]
        return [line.strip() for line in text.replace(";", "\n").splitlines() if line.strip()]
