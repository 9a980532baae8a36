# SPDX-License-Identifier: EUPL-1.2
"""Texts, proposals to their paragraphs, silence."""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.core.clock import THE_HAGUE
from comity.core.pages import ActForm, TextField

from ..models import Language, Proposal
from .facilitations import LayerForm, area, day_field, time_field
from .meetings import LongField


class TextForm(LayerForm):
    title = TextField(label=gettext_lazy("Title"), max_length=settings.COMITY_LIMITS["title_characters"])
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    words = LongField(
        label=gettext_lazy("Text"), widget=area(16), strip=False,
        help_text=gettext_lazy("Separate paragraphs by an empty line. They are numbered by their place."),
    )  # fmt: skip


class ProposalForm(ActForm):
    """What is proposed to one paragraph."""

    kind = forms.ChoiceField(
        label=gettext_lazy("To this paragraph"), choices=Proposal.Kind.choices, widget=forms.RadioSelect
    )
    words = TextField(
        label=gettext_lazy("Proposed words"), widget=area(5), required=False,
        help_text=gettext_lazy("Leave this empty to delete the paragraph."),
    )  # fmt: skip
    reason = TextField(label=gettext_lazy("Reason"), widget=area(3))

    def only(self, kind: str) -> None:
        """Let nothing else be proposed."""
        self.fields["kind"].widget = forms.HiddenInput()
        self.initial["kind"] = kind

    def clean(self) -> dict[str, object]:
        """Demand words where some are proposed, and none where a paragraph is to go."""
        given = super().clean() or {}
        if given.get("kind") in {"add", "replace"} and not given.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say what is to stand there."))
        if given.get("kind") == "delete" and given.get("words"):
            self.add_error("words", _("A deletion has no words. Choose to replace the paragraph, or empty this."))
        return given


class EditForm(ActForm):
    words = TextField(label=gettext_lazy("Proposed words"), widget=area(5))
    reason = TextField(label=gettext_lazy("Reason"), widget=area(3))


class EditDeletionForm(ActForm):
    reason = TextField(label=gettext_lazy("Reason"), widget=area(3))


class MergeForm(ActForm):
    """Which proposals are taken up."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    accepted = forms.MultipleChoiceField(
        label=gettext_lazy("Taken up"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def offer(self, proposals: Iterable[tuple[Proposal, str]]) -> None:
        """Let these proposals be chosen, each with what it is called."""
        field = self.fields["accepted"]
        assert isinstance(field, forms.MultipleChoiceField)  # it is declared so above
        field.choices = [(str(one.id), label) for one, label in proposals]


class SilenceForm(ActForm):
    """Until when a silence runs, in the time of The Hague."""

    day = day_field(label=gettext_lazy("Last day"))
    time = time_field(label=gettext_lazy("Until (time in The Hague)"))

    def until(self) -> datetime:
        """Return the instant."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], THE_HAGUE)


class ObjectionForm(ActForm):
    reason = TextField(
        label=gettext_lazy("Reason"), widget=area(4),
        help_text=gettext_lazy("All who read this text read it, with the name of your delegation."),
    )  # fmt: skip
