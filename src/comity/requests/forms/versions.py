# SPDX-License-Identifier: EUPL-1.2
"""Corrigendum and supplement: a text for each element, and why."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comity.statute import Element

from .acting import Choices, document_fields

PREFIX = "text-"


class TextsForm(forms.Form):
    """One text an element; a corrigendum begins with the old texts, a supplement with none."""

    reason = forms.CharField(
        label=gettext_lazy("What this corrects or adds, and why"),
        help_text=gettext_lazy("The other side reads this first."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        error_messages={"required": gettext_lazy("Say what this corrects or adds: the other side reads it first.")},
    )

    def __init__(
        self,
        *args: object,
        elements: Sequence[Element],
        old: Mapping[str, str],
        subject: str | None,
        documents: Choices = (),
        has_limited: bool = False,
        **kwargs: object,
    ) -> None:
        """`subject` is None where it cannot be changed."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        language = get_language() or "en"
        if subject is not None:
            self.fields["subject"] = forms.CharField(
                label=_("Subject"), max_length=200, required=False, initial=subject
            )
        for element in elements:
            self.fields[PREFIX + element.code] = forms.CharField(
                label=element.name.in_(language),
                required=False,
                initial=old.get(element.code, "") if subject is not None else "",
                widget=forms.Textarea(attrs={"rows": 4}),
                strip=False,
            )

        self.fields |= document_fields(documents, has_limited=has_limited)

    def enclosed(self) -> tuple[UUID, ...]:
        """Return which of the prepared documents go with it."""
        return tuple(UUID(code) for code in self.cleaned_data.get("documents", ()))

    @staticmethod
    def name_of(code: str) -> str:
        """Return the name of an element's field."""
        return PREFIX + code

    def texts(self) -> dict[str, str]:
        """Return what stands in each element's field."""
        return {
            name.removeprefix(PREFIX): text
            for name, text in self.cleaned_data.items()
            if name.startswith(PREFIX) and text
        }

    def problems_of(self, problems: Mapping[str, str]) -> dict[str, str]:
        """Return an action's problems under the names of this form's fields."""
        return {
            (PREFIX + name if PREFIX + name in self.fields else {"reasons": "reason"}.get(name, name)): text
            for name, text in problems.items()
        }
