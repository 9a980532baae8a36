# SPDX-License-Identifier: EUPL-1.2
"""The shape of a call: its heading, its sections, its questions."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comity.core.pages import ActForm, TextField
from comity.statute import Text

from ..models import Call, Layer
from ..questions import CHOICES, Kind, Option, Question, Questionnaire, When
from .facilitations import ReasonForm, day_field

KIND_NAMES = {
    Kind.SHORT: gettext_lazy("Text on one line"),
    Kind.LONG: gettext_lazy("Longer text"),
    Kind.ONE: gettext_lazy("One choice"),
    Kind.SEVERAL: gettext_lazy("Several choices"),
    Kind.KNOWN: gettext_lazy("Yes, no, not known"),
    Kind.NUMBER: gettext_lazy("Number"),
    Kind.DATE: gettext_lazy("Date"),
    Kind.TABLE: gettext_lazy("Table of rows"),
    Kind.DOCUMENT: gettext_lazy("Document, by its symbol or address"),
}


class HeadingForm(ActForm):
    """What a call says of itself."""

    title_en = TextField(label=gettext_lazy("Title in English"), max_length=200)
    title_fr = TextField(label=gettext_lazy("Title in French"), max_length=200)
    intro_en = TextField(
        label=gettext_lazy("Introduction in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    intro_fr = TextField(
        label=gettext_lazy("Introduction in French"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    layer = forms.ChoiceField(
        label=gettext_lazy("Who reads the call and is asked"), choices=Layer.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy("No answer is read more widely than its call. All participants answer a public one."),
    )  # fmt: skip
    last_day = day_field(label=gettext_lazy("Last day for answers, in The Hague"))


def heading_of(row: Call) -> dict[str, object]:
    """Return a call as the form shows it."""
    names = ("title_en", "title_fr", "intro_en", "intro_fr", "layer")
    return {name: getattr(row, name) for name in names} | {"last_day": row.due_at.date()}


class SectionForm(ActForm):
    title_en = TextField(label=gettext_lazy("Heading in English"), max_length=200)
    title_fr = TextField(label=gettext_lazy("Heading in French"), max_length=200)


class SettledForm(ActForm):
    reason = TextField(label=gettext_lazy("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ExtendForm(ReasonForm):
    field_order = ["last_day", "reason"]
    last_day = day_field(label=gettext_lazy("Last day from now on, in The Hague"))


class QuestionForm(ActForm):
    """One question, in both languages."""

    section = forms.TypedChoiceField(label=gettext_lazy("Section"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("Type of answer"), choices=list(KIND_NAMES.items()))
    text_en = TextField(label=gettext_lazy("Question in English"), widget=forms.Textarea(attrs={"rows": 3}))
    text_fr = TextField(label=gettext_lazy("Question in French"), widget=forms.Textarea(attrs={"rows": 3}))
    help_en = TextField(label=gettext_lazy("Help in English"), required=False, max_length=500)
    help_fr = TextField(label=gettext_lazy("Help in French"), required=False, max_length=500)
    compulsory = forms.BooleanField(label=gettext_lazy("An answer is needed"), required=False)
    options = TextField(
        label=gettext_lazy("Choices, or columns of the table"), required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One a line, in English and French with a bar between: Yes | Oui"),
    )  # fmt: skip
    when = forms.MultipleChoiceField(
        label=gettext_lazy("Asked only where the answer was"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: it is always asked. Choose answers of one question only."),
    )  # fmt: skip

    def offer(self, form: Questionnaire, *, code: str = "") -> None:
        """Let one of the sections be chosen, and answers of the earlier questions."""
        language = get_language() or "en"
        sections = [(place, one.title.in_(language)) for place, one in enumerate(form.sections)]
        self._choices("section", sections)
        earlier: list[tuple[str, str]] = []
        for one in form.questions():
            if one.code == code:
                break
            if one.kind in CHOICES:
                asked = one.text.in_(language)
                earlier += [
                    (f"{one.code}:{each.code}", f"{asked} – {each.text.in_(language)}") for each in one.choices()
                ]
        self._choices("when", earlier)
        if not earlier:
            del self.fields["when"]

    def _choices(self, name: str, choices: Iterable[tuple[object, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        field.choices = list(choices)

    def clean_options(self) -> tuple[Option, ...]:
        """Read the choices; each is in both languages."""
        found = []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["options"].split("\n")), 1):
            en, bar, fr = line.partition("|")
            if not bar or not en.strip() or not fr.strip():
                raise forms.ValidationError(
                    _("Line %(number)d is not in both languages. Write it like: Yes | Oui"), params={"number": number}
                )
            found.append(Option(f"o{number}", Text(en.strip(), fr.strip())))
        return tuple(found)

    def clean_when(self) -> When | None:
        """Read the condition: answers of one question."""
        pairs = [one.split(":", 1) for one in self.cleaned_data["when"]]
        if len({code for code, _answer in pairs}) > 1:
            raise forms.ValidationError(_("Choose answers of one question only."))
        return When(pairs[0][0], tuple(answer for _code, answer in pairs)) if pairs else None

    def question(self, code: str) -> Question:
        """Return what was typed as a question."""
        given = self.cleaned_data
        return Question(
            code=code, kind=Kind(given["kind"]), text=Text(given["text_en"], given["text_fr"]),
            help=Text(given["help_en"], given["help_fr"]), is_compulsory=given["compulsory"], options=given["options"],
            when=given.get("when"),
        )  # fmt: skip


def question_typed(form: Questionnaire, code: str) -> dict[str, object]:
    """Return a question as the form shows it; nothing for one that is not there."""
    for place, section in enumerate(form.sections):
        for one in section.questions:
            if one.code == code:
                return {
                    "section": place, "kind": one.kind, "text_en": one.text.en, "text_fr": one.text.fr,
                    "help_en": one.help.en, "help_fr": one.help.fr, "compulsory": one.is_compulsory,
                    "options": "\n".join(f"{each.text.en} | {each.text.fr}" for each in one.options),
                    "when": [f"{one.when.code}:{each}" for each in one.when.answers] if one.when else [],
                }  # fmt: skip
    return {}
