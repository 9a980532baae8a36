# SPDX-License-Identifier: EUPL-1.2
"""The form of one act, built from what the statute says the act needs."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.parties.models import Authority
from comity.statute import Act, Move, Need, grounds_for, rome

from ..models import CURRENCIES, Condition, Cost

Choices = Sequence[tuple[str, str]]


class ActForm(forms.Form):
    """One field or two for each need of the move, and what belongs to the act itself."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: object,
        move: Move,
        choices: Mapping[str, Choices],
        has_linked: int = 0,
        documents: Choices = (),
        has_limited: bool = False,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        self.language = get_language() or "en"
        for code in ("condition", "cost", "thread"):
            if code in choices:
                self._choose(code, choices[code])
        for code in move.needs:
            self._add(rome().needs[code], choices.get(code, ()))
        if "consent" in move.guards:
            self.fields["consent"] = forms.BooleanField(
                label=_("The person consents to being surrendered before the full request has come"),
                help_text=_("Only where your national law allows it (article 92(3))."),
                required=False,
            )
        self.fields |= document_fields(documents, has_limited=has_limited)
        if has_linked:
            self.fields["linked"] = forms.BooleanField(
                label=_("Also for the linked requests that stand in the same state (%(number)d)")
                % {"number": has_linked},
                help_text=_("Each is decided by itself; what is refused for one of them is told by its reference."),
                required=False,
            )

    def _add(self, need: Need, choices: Choices) -> None:
        label, hint = need.name.in_(self.language), need.hint.in_(self.language)
        words: dict[str, Any] = {"label": label, "help_text": hint, "required": need.required}
        if need.required:
            words["error_messages"] = {"required": _("This is needed: %(name)s.") % {"name": label}}
        match need.form:
            case "long" | "condition":
                self.fields[need.code] = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), strip=False, **words)
            case "date":
                self.fields[need.code] = forms.CharField(widget=_date_input(), **words)
                self.fields[f"{need.code}_time"] = forms.CharField(
                    label=_("Time"),
                    help_text=_("Local time, as 14:30, where it matters."),
                    required=False,
                    widget=forms.TimeInput(attrs={"type": "time"}),
                )
            case "date_or_event":
                self.fields[f"{need.code}_until"] = forms.CharField(
                    label=_("%(name)s: date") % {"name": label}, help_text=hint, required=False, widget=_date_input()
                )
                self.fields[f"{need.code}_event"] = forms.CharField(
                    label=_("%(name)s: event") % {"name": label},
                    required=False,
                    help_text=_("Where no date can be given: the event that ends it. One of the two, not both."),
                )
            case "money":
                self.fields[f"{need.code}_amount"] = forms.CharField(
                    label=label,
                    required=need.required,
                    widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                    help_text=_("For example 1250.00."),
                )
                self.fields[f"{need.code}_currency"] = forms.ChoiceField(
                    label=_("Currency"), choices=[(code, code) for code in CURRENCIES]
                )
            case "choice":
                self.fields[need.code] = forms.ChoiceField(choices=[("", _("Choose")), *choices], **words)
            case _:
                self.fields[need.code] = forms.CharField(strip=False, **words)

    def _choose(self, code: str, choices: Choices) -> None:
        label = {"condition": _("Which condition"), "cost": _("Which cost"), "thread": _("Which consultation")}[code]
        self.fields[code] = forms.ChoiceField(label=label, choices=list(choices), widget=forms.RadioSelect)

    def given(self) -> dict[str, str]:
        """Return what was typed, as the action reads it."""
        return {
            name: "on" if value is True else str(value or "")
            for name, value in self.cleaned_data.items()
            if name not in {"seen", "linked", "thread", "documents", "opens"}
        }

    def documents(self) -> list[UUID]:
        """Return which of the prepared documents go with the act."""
        return [UUID(code) for code in self.cleaned_data.get("documents", ())]


def document_fields(documents: Choices, *, has_limited: bool) -> dict[str, forms.Field]:
    """Return the fields that ask which prepared documents go with an act, and what becomes of their limits here."""
    if not documents:
        return {}
    found: dict[str, forms.Field] = {
        "documents": forms.MultipleChoiceField(
            label=_("Documents that go with it"),
            help_text=_("What your side prepared and did not hand on yet."),
            choices=list(documents),
            initial=[code for code, _name in documents],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    }
    if has_limited:
        found["opens"] = forms.BooleanField(
            label=_("Open those that are limited on our side to our whole desk"),
            help_text=_("Otherwise they stay limited here. The other side has its own desk and its own circles."),
            required=False,
        )
    return found


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def choices_of(
    move: Move, kind: str, *, authorities: Sequence[Authority], conditions: Sequence[Condition], costs: Sequence[Cost]
) -> dict[str, Choices]:
    """Return what can be chosen in the form of an act: grounds of the statute, own authorities, who bears a cost ..."""
    law, language = rome(), get_language() or "en"
    found: dict[str, Choices] = {}
    if "ground" in move.needs:
        found["ground"] = [
            (code, f"{law.grounds[code].name.in_(language)} ({law.grounds[code].article})")
            for code in grounds_for(law, move.act, kind)
            if not move.grounds or code in move.grounds
        ]
    if "authority" in move.needs:
        found["authority"] = [(str(one.pk), one.name) for one in authorities]
    if "bearer" in move.needs:
        found["bearer"] = [("court", _("The Court")), ("state", _("The requested State"))]
    if "referred_to" in move.needs:
        found["referred_to"] = [
            ("ASP", _("The Assembly of States Parties")),
            ("UNSC", _("The Security Council, which referred the matter")),
            ("ASP+UNSC", _("Both")),
        ]
    if move.act in {Act.CONDITIONS_ACCEPT, Act.CONDITIONS_DECLINE}:
        found["condition"] = [(str(one.id), one.text) for one in conditions if one.state == Condition.State.OFFERED]
    if move.act in {Act.COST_AGREE, Act.COST_SETTLE}:
        wanted = Cost.State.PROPOSED if move.act == Act.COST_AGREE else Cost.State.AGREED
        found["cost"] = [
            (str(one.id), f"{one.item} · {one.amount} {one.currency}") for one in costs if one.state == wanted
        ]
    return found
