# SPDX-License-Identifier: EUPL-1.2
"""The shape of what is typed on the pages of this room."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.core.pages import ActForm
from comity.parties.models import (
    CLEARANCE_OPEN_TO,
    ROLES_OPEN_TO,
    Authority,
    Declaration,
    Party,
    PartyKind,
    Person,
    Region,
)
from comity.statute import Role

ROLE_NAMES = {
    Role.DRAFTER: _("Drafter: writes requests"),
    Role.APPROVER: _("Approver: approves what another has drafted"),
    Role.SENIOR: _("Senior: may let an urgent arrest go out incomplete, with a reason"),
    Role.OFFICER: _("Officer: receives, registers, answers, transmits"),
    Role.READER: _("Reader: reads only"),
}
CLEARANCE_NAMES = {0: _("Public"), 1: _("Confidential"), 2: _("Under seal")}
STATUS_NAMES = [
    ("", _("Any")),
    ("state_party", _("State Party")),
    ("former_party", _("Former State Party")),
    ("declaration_12_3", _("Declaration under article 12(3)")),
    ("security_council", _("Bound by the Security Council")),
    ("none", _("None of these")),
]


class DayField(forms.DateField):
    """A calendar day, typed or picked; the browser's own picker wants it as YYYY-MM-DD."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DirectoryFilter(forms.Form):
    q = forms.CharField(label=_("Name or code"), max_length=80, required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any")), *PartyKind.choices])
    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("Any")), *Region.choices])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=STATUS_NAMES)
    on = DayField(label=_("On the day"), required=False)


class DeclarationForm(ActForm):
    subject = forms.ChoiceField(
        label=_("What was chosen"), choices=Declaration.Subject.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Wording, as it was received"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    languages = forms.CharField(
        label=_("Languages in codes"),
        max_length=120,
        required=False,
        help_text=_(
            "For languages only. “fr or es” for either, “it with fr” for both at once, “sq + en/fr” for mixed."
        ),
    )
    received_on = DayField(label=_("Received by the Registrar on"))
    agreed_on = DayField(
        label=_("Takes effect on, as agreed"),
        required=False,
        help_text=_(
            "Left empty, it takes effect 45 days after receipt (rule 180(2)). Requests already made keep theirs."
        ),
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Where it stands: note verbale, number, date.")
    )


class AuthorityForm(ActForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    function = forms.CharField(label=_("What it does"), max_length=200, required=False)
    address = forms.CharField(
        label=_("Address"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    is_central = forms.BooleanField(
        label=_("Central authority"), required=False, help_text=_("Requests to this party go here first.")
    )
    may_execute = forms.BooleanField(label=_("Executes requests"), required=False, initial=True)
    source = forms.CharField(label=_("Source"), max_length=300, required=False)


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class EndPostForm(ReasonForm):
    until = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty to end the post at once: from the very next page."),
    )


class PostForm(ActForm):
    """What a person is to be; offers only what the party may have."""

    function = forms.CharField(
        label=_("Function"), max_length=120, help_text=_("Other parties are shown this instead of the name.")
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    clearance = forms.TypedChoiceField(label=_("Clearance"), coerce=int)
    is_administrator = forms.BooleanField(
        label=_("Administrator"), required=False, help_text=_("Manages the people and authorities of this party.")
    )
    authority: "forms.ModelChoiceField[Authority]" = forms.ModelChoiceField(
        label=_("Authority"), queryset=None, required=False, empty_label="–"
    )
    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, party: Party, authorities: "QuerySet[Authority]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = PartyKind(party.kind)
        self.fields["roles"].choices = [(role.value, ROLE_NAMES[role]) for role in Role if role in ROLES_OPEN_TO[kind]]  # type: ignore[attr-defined]  # a Field by its dictionary
        self.fields["clearance"].choices = [  # type: ignore[attr-defined]  # as above
            (level, name) for level, name in CLEARANCE_NAMES.items() if level <= CLEARANCE_OPEN_TO[kind]
        ]
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]  # as above


class InviteForm(PostForm):
    """A new person and their first post."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("To sign in with; an address used for this party alone. Mail never carries content."),
    )
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Known within this party only."))
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("fr", "Français")])
    field_order = ("name", "email", "language", "function")


class SubstituteForm(ActForm):
    substitute: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(label=_("Substitute"), queryset=None)
    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, colleagues: "QuerySet[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = colleagues  # type: ignore[attr-defined]  # a Field by its dictionary


class PartyForm(ActForm):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in (PartyKind.DEFENCE, PartyKind.ORGANISATION, PartyKind.STATE)],
    )
    code = forms.CharField(
        label=_("Code"), max_length=12, help_text=_("A State has its ISO 3166-1 code of three letters.")
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_fr = forms.CharField(label=_("Name in French"), max_length=200)
    source = forms.CharField(label=_("Source"), max_length=300)


class KeyForm(ActForm):
    """The public part of a key. The pattern keeps a browser from sending an identity that was pasted by mistake."""

    recipient = forms.CharField(
        label=_("Recipient (the public part of the key)"),
        max_length=120,
        help_text=_("It begins with age1. The private part stays with you and is never sent here."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "dir": "ltr",
                "pattern": r"\s*age1[02-9ac-hj-np-z]{58}\s*",
            }
        ),
    )


class SigningKeyForm(ActForm):
    """The public part of a signing key. The pattern keeps a browser from sending a private one pasted by mistake."""

    public = forms.CharField(
        label=_("Public signing key"),
        max_length=120,
        help_text=_("64 digits from 0 to f. The private part stays with you and is never sent here."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "dir": "ltr",
                "pattern": r"\s*[0-9a-fA-F]{64}\s*",
            }
        ),
    )
    claim = forms.CharField(
        label=_("Its signature that it is of this authority"),
        max_length=200,
        help_text=_("128 digits from 0 to f, made together with the key."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "dir": "ltr",
                "pattern": r"\s*[0-9a-fA-F]{128}\s*",
            }
        ),
    )


class RecoveryKeyForm(KeyForm):
    """The public part of a recovery key, and who holds which share of it."""

    quorum = forms.ChoiceField(
        label=_("How many holders open it"),
        choices=[("2/3", _("Two of three")), ("3/5", _("Three of five"))],
        initial="2/3",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, colleagues: "QuerySet[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, 6):
            self.fields[f"holder_{number}"] = forms.ModelChoiceField(
                label=_("Holder of share %(number)d") % {"number": number}, queryset=colleagues, required=number <= 3
            )

    @property
    def holders(self) -> "list[Person]":
        """Who was named, in the order of the shares."""
        named = (self.cleaned_data.get(f"holder_{number}") for number in range(1, 6))
        return [one for one in named if one]


class WelcomeForm(ActForm):
    """The paper code and the password chosen with it."""

    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("The code on your paper"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Dashes, blanks and small letters do not matter."),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters. A sentence of your own is good, and easy to remember."),
    )
    again = forms.CharField(
        label=_("The password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both passwords must be the same."""
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two passwords differ. Type both again."))
        return given
