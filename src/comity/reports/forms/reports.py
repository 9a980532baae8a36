# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed into a report: masthead, paragraphs, translations, refusals."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.core.pages import ActForm, TextField

from ..kinds import Kind, kinds
from ..models import Block, Snapshot


class MastheadForm(ActForm):
    """What stands in the masthead, and the frozen figures that the report draws from."""

    session = forms.IntegerField(label=_("Session of the Assembly"), min_value=1, max_value=999)
    symbol = TextField(label=_("Symbol"), max_length=80, help_text=_("As it will be printed, such as ICC-ASP/25/12."))
    title = TextField(label=_("Title"), max_length=300)
    on = forms.DateField(
        label=_("Date of the document"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    snapshot = forms.ChoiceField(
        label=_("Frozen figures"), required=False,
        help_text=_("Tables and figures show these and nothing else. They can be chosen later."),
    )  # fmt: skip

    def offer(self, snapshots: Iterable[Snapshot]) -> None:
        """Let one of these frozen figures be chosen."""
        field = self.fields["snapshot"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        field.choices = [("", _("None yet")), *((str(one.id), str(one)) for one in snapshots)]

    def translate(self, language: str) -> None:
        """Ask for the title in the other languages too; the kind's own stands where none is given."""
        for code, name in kinds().languages.items():
            if code != language:
                self.fields[f"title_{code}"] = TextField(
                    label=_("Title, %(language)s") % {"language": name}, max_length=300, required=False
                )


class NewReportForm(MastheadForm):
    """The kind and the language of the original come first; they stay."""

    field_order = ["kind", "language"]
    kind = forms.ChoiceField(label=_("Kind of report"))
    language = forms.ChoiceField(
        label=_("Language of the original"), choices=[("en", _("English")), ("fr", _("French"))],
        help_text=_("The other official languages are translations."),
    )  # fmt: skip

    def offer_kinds(self, offered: Iterable[Kind], language: str) -> None:
        """Let one of these kinds be chosen."""
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        field.choices = [(kind.code, kind.name.in_(language)) for kind in offered]


class BlockForm(ActForm):
    """A paragraph and its footnotes; `mark` is the text that the form was loaded with."""

    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("[^1] calls the first footnote, [[ and ]] stand around what is to be blacked out, and "
                    "{kind.total.executed} calls a frozen figure."),
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Footnotes"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, in the order in which the text calls them."),
    )  # fmt: skip
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    rests = forms.BooleanField(
        label=_("The text takes account of what was added to the mandate since it was drafted"), required=False
    )


class NewBlockForm(ActForm):
    """What to add to a section: a paragraph, or a table or chart under a caption."""

    form = forms.ChoiceField(label=_("What to add"), choices=Block.Form.choices)
    figure = forms.ChoiceField(
        label=_("Which figures"), required=False, choices=[("", "–"), *Block.Figure.choices],
        help_text=_("Of a table or a chart."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Text, or caption"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("[^1] calls the first footnote, [[ and ]] stand around what is to be blacked out, and "
                    "{kind.total.executed} calls a frozen figure."),
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Footnotes"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, in the order in which the text calls them."),
    )  # fmt: skip


class TranslationForm(ActForm):
    """A translation with its footnotes; `of` is the original as the translator saw it."""

    text = forms.CharField(label=_("Translation"), widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}))
    notes = forms.CharField(
        label=_("Footnotes"), required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("One on each line, in the order in which the text calls them."),
    )  # fmt: skip
    done = forms.BooleanField(label=_("The translation is done, and can be reviewed"), required=False)
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    of = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class RefusalForm(ActForm):
    reason = TextField(label=_("Reason"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}))


class OutputForm(ActForm):
    """Which version of which language is to be made."""

    language = forms.ChoiceField(label=_("Language"))
    version = forms.ChoiceField(
        label=_("Version"),
        choices=[
            ("public", _("Public: what is marked is blacked out")),
            ("internal", _("Internal: everything can be read")),
        ],
    )  # fmt: skip


class ComparisonForm(ActForm):
    """Which two states of a language stand side by side."""

    before = forms.ChoiceField(label=_("Earlier state"))
    after = forms.ChoiceField(label=_("Later state"))
    changed = forms.BooleanField(label=_("Only what changed"), required=False)

    def offer(self, states: Iterable[tuple[str, str]]) -> None:
        """Let these states be chosen."""
        given = list(states)
        for name in ("before", "after"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # it is declared so above
            field.choices = given


def lines_of(text: str) -> list[str]:
    """Return the footnotes typed, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]
