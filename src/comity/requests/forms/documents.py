# SPDX-License-Identifier: EUPL-1.2
"""What is said of a document, its file, and what becomes of it."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comity.documents.models import Document
from comity.documents.queries import Shown
from comity.dossiers.models import Circle
from comity.parties.models.languages import known_languages, language_name
from comity.statute import rome

WORKING = ("en", "fr")


class FileField(forms.FileField):
    """A file as the store took it in: it is never in memory, and its name is judged when it is looked at."""

    def to_python(self, data: Any) -> Any:
        """Return what came; whether it can be taken is said by the intake."""
        return data or None

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ARG002 - as Django calls it
        """Return what came, or None: an upload in pieces may stand in its place."""
        return self.to_python(data)


class ReplaceForm(forms.Form):
    """A file, or an upload in pieces that is complete."""

    file = FileField(label=gettext_lazy("File from your computer"), required=True, widget=forms.FileInput)
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def seal_to(self, recipients: Iterable[str], *, most: int, at_once: int) -> None:
        """Let the browser seal what is chosen; where no script runs, nothing can be chosen here."""
        self.fields["file"].widget.attrs |= {
            "disabled": True, "data-seal-to": json.dumps(list(recipients)), "data-seal-most": most,
            "data-seal-at-once": at_once,
        }  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Demand one of the two."""
        given = super().clean() or {}
        if not given.get("file") and not given.get("upload") and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        return given


class DocumentForm(ReplaceForm):
    """A new document: what it is, in which language, who gave it and on which conditions."""

    field_order = ("file", "title", "language", "text_kind", "translation_of", "provider", "conditions", "protections",
                   "handling", "circle", "upload")  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say in a few words what this document is.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    text_kind = forms.ChoiceField(label=gettext_lazy("Kind of text"), choices=Document.TextKind.choices)
    translation_of = forms.ChoiceField(label=gettext_lazy("Translation of"), required=False)
    provider = forms.CharField(
        label=gettext_lazy("Provider"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Who gave it to your side. Leave it empty for a document of your own."),
    )
    conditions = forms.MultipleChoiceField(
        label=gettext_lazy("Conditions under which it was given"), required=False, widget=forms.CheckboxSelectMultiple
    )
    protections = forms.MultipleChoiceField(
        label=gettext_lazy("It must be handled so as to protect"), required=False, widget=forms.CheckboxSelectMultiple
    )
    handling = forms.CharField(
        label=gettext_lazy("How it is to be handled"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("This is shown wherever the document is, and goes with every copy."),
    )

    def __init__(
        self, *args: object, originals: Iterable[Shown] = (), circles: Iterable[Circle] = (), **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        own = [(str(one.pk), _("The circle %(name)s") % {"name": one.name}) for one in circles]
        if own:
            self.fields["circle"] = forms.ChoiceField(
                label=_("Who of our side reads it"), required=False, choices=[("", _("Our whole desk")), *own]
            )
            self.order_fields(self.field_order)
        reader, law = get_language() or "en", rome()
        names = {code: language_name(code, reader) for code in known_languages()}
        others = sorted((name, code) for code, name in names.items() if code not in WORKING)
        self._offer("language", [*((code, names[code]) for code in WORKING), *((code, name) for name, code in others)])
        self._offer("translation_of", [("", _("None")), *((str(o.document.id), o.document.title) for o in originals)])
        self._offer("conditions", [(c.code, f"{c.name.in_(reader)} ({c.article})") for c in law.conditions.values()])
        self._offer("protections", [(p.code, f"{p.name.in_(reader)} ({p.article})") for p in law.protections.values()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a Field by its dictionary

    def circle_id(self) -> UUID | None:
        """Return the circle to which it is limited from the beginning."""
        chosen = self.cleaned_data.get("circle")
        return UUID(chosen) if chosen else None

    def original(self) -> UUID | None:
        """Return the document that this one translates."""
        chosen = self.cleaned_data.get("translation_of")
        return UUID(chosen) if chosen else None


class ConsentForm(forms.Form):
    """Who consented, when, and where it is written."""

    consent = forms.CharField(
        label=gettext_lazy("Who consented, when, and where it is written"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say who consented, when, and where it is written.")},
    )


class WithdrawForm(forms.Form):
    """Why a document is taken out."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why this document is taken out.")},
    )
