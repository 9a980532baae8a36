# SPDX-License-Identifier: EUPL-1.2
"""The shape of comments on reports, of replies, and of good practices."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import get_language, gettext_lazy

from comity.core.pages import ActForm, TextField
from comity.parties.models import Party

from ..models import Language, Layer, themes


class ReplyForm(ActForm):
    text = TextField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 6}))
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), choices=Language.choices)


class CommentForm(ReplyForm):
    """A comment on a numbered paragraph, and who reads it."""

    field_order = ["number", "text", "language", "layer"]
    number = TextField(label=gettext_lazy("Number of the paragraph"), max_length=20)
    layer = forms.ChoiceField(label=gettext_lazy("Who reads it"), choices=Layer.choices, widget=forms.RadioSelect)

    def offer(self, layers: Iterable[str]) -> None:
        """Let those layers be chosen that the writer reads."""
        field = self.fields["layer"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        field.choices = [one for one in Layer.choices if one[0] in set(layers)]


class SuccessionForm(ActForm):
    symbol = TextField(label=gettext_lazy("Symbol of the later report"), max_length=80)
    earlier = TextField(label=gettext_lazy("Symbol of the report before it"), max_length=80)


def _themes() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(one.code, one.name.in_(language)) for one in themes().values()]


class PracticeForm(ActForm):
    """A good practice, in its party's own words."""

    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=_themes)
    title = TextField(label=gettext_lazy("Title"), max_length=200)
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 12}))
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), choices=Language.choices)
    address = TextField(
        label=gettext_lazy("Address"), max_length=300, required=False,
        help_text=gettext_lazy("Where more of it is found on the web, such as the text of a law."),
    )  # fmt: skip


class PracticeFilter(forms.Form):
    """What the library is narrowed by."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=200, required=False, widget=forms.SearchInput)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    party = forms.ChoiceField(label=gettext_lazy("State or organisation"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"), required=False)

    def offer(self, parties: Iterable[Party]) -> None:
        """Let a theme, one of these parties and a language be chosen."""
        every = [("", gettext_lazy("Any"))]
        self.fields["theme"].choices = [*every, *_themes()]  # type: ignore[attr-defined]  # a field of choices
        self.fields["party"].choices = [*every, *((one.code, one.name) for one in parties)]  # type: ignore[attr-defined]  # as above
        self.fields["language"].choices = [*every, *Language.choices]  # type: ignore[attr-defined]  # as above
