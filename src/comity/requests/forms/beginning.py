# SPDX-License-Identifier: EUPL-1.2
"""Beginning a request: in which case file, and of which kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comity.dossiers.models import Dossier
from comity.statute import Kind, Text

from .filters import GROUPS, group_name


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind to choose: its name, what it means in a sentence, its provision."""

    code: str
    name: Text
    meaning: str
    article: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class KindGroup:
    """Kinds under one heading."""

    name: str
    choices: tuple[Choice, ...]


class BeginForm(forms.Form):
    """The file and the kind; the kinds themselves are drawn by the page, each with its meaning."""

    file = forms.UUIDField(
        label=gettext_lazy("Case file"),
        widget=forms.Select,
        help_text=gettext_lazy("The draft stays inside this file until it is sent."),
        error_messages={
            "required": gettext_lazy("Choose the case file."),
            "invalid": gettext_lazy("Choose one of your case files."),
        },
    )
    kind = forms.CharField(max_length=12, error_messages={"required": gettext_lazy("Choose what is asked for.")})

    def offer(self, files: Iterable[Dossier]) -> None:
        """Offer these files to choose from; whether a file may be chosen is for the action to say."""
        pairs = [(str(file.id), _named(file)) for file in files]
        widget = self.fields["file"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = pairs if len(pairs) == 1 else [("", _("Choose a case file")), *pairs]


def _named(file: Dossier) -> str:
    parts = [file.title, file.case_number, str(file.situation) if file.situation else ""]
    return " · ".join(part for part in parts if part)


def kind_groups(allowed: Sequence[Kind], chosen: str) -> tuple[KindGroup, ...]:
    """Return the kinds that a party may issue, by the three groups of part 9 and part 10."""
    found = []
    for group in GROUPS:
        choices = tuple(
            Choice(kind.code, kind.name, _meaning(kind), kind.article, kind.code == chosen)
            for kind in allowed
            if kind.group == group
        )
        if choices:
            found.append(KindGroup(group_name(group), choices))
    return tuple(found)


def _meaning(kind: Kind) -> str:
    """Say in a sentence or two what the addressee owes, and what is special about the kind."""
    duty = {
        "compulsory": _("A duty of the State, where it owes cooperation."),
        "voluntary": _("The addressee is free to accept or decline."),
        "conditional": _("Given on conditions, or with the agreement of the addressee."),
    }[kind.duty]
    note = kind.note.in_(get_language() or "en") if kind.note else ""
    passes = ""
    if kind.sender in {"REG", "PRE"}:
        organ = next(
            (name for code, name in (("REG", _("the Registry")), ("PRE", _("the Presidency"))) if code == kind.sender),
            "",
        )
        passes = _("Sent by %(organ)s.") % {"organ": organ}
    return " ".join(part for part in (duty, note, passes) if part)
