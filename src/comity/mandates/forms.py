# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed on the pages of mandates."""

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.core.pages import ActForm, TextField
from comity.parties.models import Party

from .models import Bond, Mandate, Paragraph, Step

KIND_NAMES = {
    "request": gettext_lazy("Request"),
    "exhortation": gettext_lazy("Exhortation"),
    "invitation": gettext_lazy("Invitation"),
    "decision": gettext_lazy("Decision"),
    "authorisation": gettext_lazy("Authorisation"),
}


class LibraryFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Symbol or words of the title"), max_length=200, required=False, widget=forms.SearchInput
    )


class BoardFilter(forms.Form):
    """What the board is narrowed by."""

    STATUSES = [
        ("", gettext_lazy("Any")),
        ("overdue", gettext_lazy("Overdue")),
        ("none", gettext_lazy("No step yet")),
        *Step.Status.choices,
    ]
    addressee = forms.CharField(
        label=gettext_lazy("Addressee"), max_length=200, required=False, widget=forms.SearchInput
    )
    session = forms.IntegerField(
        label=gettext_lazy("Session of the Assembly"), min_value=1, max_value=999, required=False
    )
    status = forms.ChoiceField(label=gettext_lazy("Where it stands"), required=False, choices=STATUSES)
    addressed = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    mine = forms.BooleanField(required=False, widget=forms.HiddenInput)


class InstrumentForm(ActForm):
    """A text, pasted or as a file, and what it does not say itself."""

    form = forms.ChoiceField(
        label=gettext_lazy("What it is"), required=False,
        choices=[
            ("", gettext_lazy("A resolution, decision or declaration")),
            ("report", gettext_lazy("A report with numbered paragraphs")),
        ],
        help_text=gettext_lazy("Of a report, give the symbol and the title below; no mandates are looked for in it."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy("The whole resolution, from its symbol to its last paragraph."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or a file: Word (DOCX), PDF with text, plain text or Markdown"), required=False,
        widget=forms.FileInput,
        help_text=gettext_lazy("Only its text is kept. Of a scanned PDF, paste the text."),
    )  # fmt: skip
    source = TextField(
        label=gettext_lazy("Source"), max_length=300,
        help_text=gettext_lazy("Where the text is from: an address, or the document in which it is printed."),
    )  # fmt: skip
    symbol = TextField(
        label=gettext_lazy("Symbol"), max_length=80, required=False,
        help_text=gettext_lazy("Only where the text does not name it, such as ICC-ASP/10/Res.2."),
    )  # fmt: skip
    title = TextField(
        label=gettext_lazy("Title"), max_length=500, required=False,
        help_text=gettext_lazy("Only where the text has none."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the text"), required=False,
        choices=[
            ("", gettext_lazy("As the text tells")), ("en", gettext_lazy("English")), ("fr", gettext_lazy("French")),
            ("es", gettext_lazy("Spanish")), ("ar", gettext_lazy("Arabic")),
        ],
    )  # fmt: skip

    def clean_file(self) -> "File[bytes] | None":
        """Refuse a file that is larger than is read, before it is read."""
        file: File[bytes] | None = self.cleaned_data.get("file")
        limit = settings.COMITY_LIMITS["instrument_bytes"]
        if file is not None and (file.size or 0) > limit:
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(limit)s are read. Give the resolution alone."),
                params={"size": filesizeformat(file.size or 0), "limit": filesizeformat(limit)},
            )
        return file

    def clean(self) -> dict[str, object]:
        """Demand one of the two, and not both."""
        given = super().clean() or {}
        if given.get("file") and str(given.get("text", "")).strip():
            self.add_error("file", _("Paste a text or choose a file, not both."))
        return given


class MandateForm(ActForm):
    """What a mandate asks, and the reason for the change."""

    verb = TextField(label=gettext_lazy("Verb"), max_length=200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What the verb does"), choices=list(KIND_NAMES.items()))
    addressee = TextField(label=gettext_lazy("Addressee"), max_length=500, required=False)
    action = TextField(
        label=gettext_lazy("What is asked"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In the words of the text."),
    )  # fmt: skip
    due = TextField(label=gettext_lazy("By when, in the words of the text"), max_length=300, required=False)
    session = TextField(
        label=gettext_lazy("Session"), max_length=3, required=False,
        help_text=gettext_lazy("Its number, such as 11, where one is named."),
    )  # fmt: skip
    date = TextField(
        label=gettext_lazy("Date"), max_length=10, required=False,
        help_text=gettext_lazy("A day, month or year, such as 2018-01-15, 2018-01 or 2018."),
    )  # fmt: skip
    every = TextField(
        label=gettext_lazy("Every"), max_length=60, required=False,
        help_text=gettext_lazy("Such as year or session, where it recurs."),
    )  # fmt: skip
    reason = TextField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class NewMandateForm(MandateForm):
    """A mandate that was not found, and the paragraph in which it stands."""

    field_order = ["key"]
    key = forms.ChoiceField(label=gettext_lazy("Paragraph"))

    def offer(self, paragraphs: Iterable[Paragraph]) -> None:
        """Let one of these paragraphs be chosen."""
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        field.choices = [(one.key, f"{one}. {one.text[:80]}") for one in paragraphs]


class ReasonForm(ActForm):
    reason = TextField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class StepForm(ActForm):
    """Where a mandate stands, and what shows it."""

    status = forms.ChoiceField(label=gettext_lazy("Where it stands"), choices=Step.Status.choices)
    evidence = TextField(
        label=gettext_lazy("What shows it"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What was done, by whom and when. Everybody can read it."),
    )  # fmt: skip
    document = TextField(
        label=gettext_lazy("Document"), max_length=300, required=False,
        help_text=gettext_lazy("The symbol or the address of the document that shows it."),
    )  # fmt: skip


class BondForm(ActForm):
    """The later paragraph, and what it does to the mandate."""

    symbol = TextField(label=gettext_lazy("Symbol of the later instrument"), max_length=80)
    number = TextField(label=gettext_lazy("Number of its paragraph"), max_length=60)
    how = forms.ChoiceField(label=gettext_lazy("What that paragraph does"), choices=Bond.How.choices)


class InstrumentNameForm(ActForm):
    """What an instrument is called, and why it was wrong."""

    symbol = TextField(label=gettext_lazy("Symbol"), max_length=80)
    title = TextField(label=gettext_lazy("Title"), max_length=500)
    reason = TextField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class OwnerForm(ActForm):
    """Which party takes care of a mandate, and which office in it."""

    code = forms.ChoiceField(label=gettext_lazy("Who takes care of it"))
    office = TextField(
        label=gettext_lazy("Office"), max_length=200, required=False,
        help_text=gettext_lazy("The unit that answers for it, never the name of a person."),
    )  # fmt: skip

    def offer(self, parties: Iterable[Party]) -> None:
        """Let one of these parties be chosen."""
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)  # it is declared so above
        offered = [(one.code, one.name) for one in parties]
        field.choices = offered if len(offered) == 1 else [("", "–"), *offered]


class SessionForm(ActForm):
    """A session of the Assembly and its first day."""

    number = forms.IntegerField(label=gettext_lazy("Number of the session"), min_value=1, max_value=999)
    first_day = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    source = TextField(label=gettext_lazy("Source"), max_length=300)


def typed_of(mandate: Mandate, names: Iterable[str]) -> dict[str, str]:
    """Return a mandate as the form shows it."""
    return {name: str(getattr(mandate, name) or "") for name in names}
