# SPDX-License-Identifier: EUPL-1.2
"""A questionnaire as a form: a field for each question, whose value is what `questions` takes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comity.core.pages import ActForm
from comity.parties.models import Party

from ..models import Audience, Layer
from ..questions import CHOICES, Kind, Question, Questionnaire, Value, Values
from .facilitations import day_field

BLANK_ROWS = 3


class RowsWidget(forms.Widget):
    """A table of inputs: the rows that are filled, and some empty ones; saving gives more."""

    def __init__(self, columns: tuple[str, ...], most: int) -> None:
        super().__init__()
        self.columns, self.most = columns, most

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[list[str]]:  # noqa: ARG002 - as Django calls it
        """Read the rows by the names of their cells."""
        found = []
        for row in range(self.most + BLANK_ROWS):
            names = [f"{name}_{row}_{column}" for column in range(len(self.columns))]
            if not any(one in data for one in names):
                break
            found.append([str(data.get(one, "")) for one in names])
        return found

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002 - as above
        """Tell whether the table was on the page."""
        return f"{name}_0_0" not in data

    def id_for_label(self, id_: str) -> str:
        """A table has no one input to point at."""
        return f"{id_}_0_0" if id_ else id_

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - as above
    ) -> SafeString:
        """Draw the table; each cell is named by its column and row."""
        rows = [*(value or []), *([[""] * len(self.columns)] * BLANK_ROWS)][: max(self.most, len(value or []))]
        head = format_html_join("", '<th scope="col">{}</th>', ((column,) for column in self.columns))
        described = (attrs or {}).get("aria-describedby", "")
        body = format_html_join(
            "",
            "<tr>{}</tr>",
            (
                (
                    format_html_join(
                        "",
                        '<td data-label="{}"><input class="form-control" type="text" name="{}" id="{}" value="{}"'
                        ' aria-label="{}" aria-describedby="{}"></td>',
                        (
                            (
                                column, f"{name}_{number}_{place}", f"id_{name}_{number}_{place}", row[place],
                                _("%(column)s, row %(number)d") % {"column": column, "number": number + 1}, described,
                            )
                            for place, column in enumerate(self.columns)
                        ),
                    ),
                )
                for number, row in enumerate(rows)
            ),
        )  # fmt: skip
        return format_html('<table class="data-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, body)


class RowsField(forms.Field):
    """The rows of a table, as they were typed."""


def name_of(code: str) -> str:
    """Return the name of the field of a question."""
    return f"q_{code}"


def mark_name(code: str) -> str:
    """Return the name of the hidden mark of a question."""
    return f"m_{code}"


class AnswerForm(ActForm):
    """The questions of a call, and who is to read the answer. It refuses nothing that an answer could become."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who reads your answer"), choices=Audience.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: Any, *, form: Questionnaire, most_rows: int, layer: str) -> None:
        super().__init__(data)
        self.of, self.language = form, get_language() or "en"
        for one in form.questions():
            self.fields[name_of(one.code)] = self._field(one, most_rows)
        if layer != Layer.PUBLIC:  # no answer is read more widely than its call
            field = self.fields["audience"]
            assert isinstance(field, forms.ChoiceField)  # it is declared so above
            field.choices = [one for one in Audience.choices if one[0] != Audience.PUBLIC]

    def _field(self, one: Question, most_rows: int) -> forms.Field:
        of: dict[str, Any] = {"label": one.text.in_(self.language), "help_text": self._help(one), "required": False}
        choices = [(each.code, each.text.in_(self.language)) for each in one.choices()]
        match one.kind:
            case Kind.SEVERAL:
                return forms.MultipleChoiceField(**of, choices=choices, widget=forms.CheckboxSelectMultiple)
            case Kind.ONE | Kind.KNOWN:
                return forms.ChoiceField(**of, choices=[("", _("No answer")), *choices], widget=forms.RadioSelect)
            case Kind.TABLE:
                columns = tuple(each.text.in_(self.language) for each in one.options)
                return RowsField(**of, widget=RowsWidget(columns, most_rows))
            case Kind.LONG:
                return forms.CharField(**of, widget=forms.Textarea(attrs={"rows": 6}))
            case Kind.DATE:
                return forms.CharField(**of, widget=forms.TextInput(attrs={"type": "date"}))
            case Kind.NUMBER:
                return forms.CharField(**of, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
        return forms.CharField(**of)

    def _help(self, one: Question) -> str:
        """Return the help of a question, with when it is asked and whether an answer is needed."""
        said = [_("An answer is needed.")] if one.is_compulsory else []
        asked = self.of.question(one.when.code) if one.when else None
        if one.when and asked:
            words = {each.code: each.text.in_(self.language) for each in asked.choices()}
            answers = " / ".join(words[code] for code in one.when.answers)
            said.append(
                _("Only where “%(question)s” is answered: %(answers)s.")
                % {"question": asked.text.in_(self.language), "answers": answers}
            )
        return " ".join([*said, one.help.in_(self.language)]).strip()

    def values(self) -> dict[str, Value]:
        """Return what was typed, by the code of the question."""
        return {
            one.code: self.cleaned_data[name_of(one.code)]
            for one in self.of.questions()
            if name_of(one.code) in self.cleaned_data
        }

    def sections(self) -> list[dict[str, Any]]:
        """Return the fields under their headings."""
        return [
            {
                "title": section.title.in_(self.language),
                "fields": [self[name_of(one.code)] for one in section.questions],
            }
            for section in self.of.sections
        ]


class PaperForm(AnswerForm):
    """The same, as a clerk copies it from paper."""

    party = forms.ChoiceField(label=gettext_lazy("Whose answer it is"))
    received_on = day_field(label=gettext_lazy("Day of receipt"))

    def offer(self, parties: Iterable[Party]) -> None:
        """Let one of these parties be chosen."""
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        field.choices = [("", "–"), *((str(one.id), one.name) for one in parties)]


def as_posted(form: Questionnaire, values: Values, audience: str) -> MultiValueDict[str, Any]:
    """Return answers as a page would post them: what a form that is to be shown with its errors is bound to."""
    data: MultiValueDict[str, Any] = MultiValueDict({"audience": [audience]})
    for one in form.questions():
        value, name = values.get(one.code, ""), name_of(one.code)
        if one.kind == Kind.TABLE and not isinstance(value, str):
            for row, cells in enumerate(value):
                for column, cell in enumerate(cells):
                    data[f"{name}_{row}_{column}"] = cell
        elif one.kind in CHOICES and not isinstance(value, str):
            data.setlist(name, list(value))
        elif value:
            data[name] = value
    return data


def marks_in(post: QueryDict, form: Questionnaire) -> dict[str, str]:
    """Return the marks of what the page was loaded with, by the code of the question; of what was on it alone."""
    names = {one.code: mark_name(one.code) for one in form.questions()}
    return {code: str(post[name]) for code, name in names.items() if name in post}
