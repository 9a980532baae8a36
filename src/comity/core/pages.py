# SPDX-License-Identifier: EUPL-1.2
"""What pages of every room share: a form whose action may refuse what was typed, and the way through a list."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .errors import Invalid
from .paging import Page
from .text import tidy, validate_length, validate_plain_text

T = TypeVar("T")


class TextField(forms.CharField):
    """A text that is tidied and must be plain; long ones are bounded by the settings."""

    default_validators = [validate_plain_text, validate_length]

    def to_python(self, value: object) -> str:
        return tidy(super().to_python(value) or "")


class ActForm(forms.Form):
    """A form whose action may refuse what was typed: `take` puts each problem beside its field, and nothing is lost."""

    def take(self, problems: Mapping[str, str]) -> None:
        """Show the problems of an Invalid error; one that belongs to no field stands above the form."""
        for name, text in problems.items():
            self.add_error(name if name in self.fields else None, text)


def done(request: HttpRequest, form: ActForm, act: Callable[[dict[str, Any]], T]) -> T | None:
    """Return what the act gave, or None where the form is yet to be filled in or to be mended; then it says what."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Invalid as error:
        form.take(error.problems)
        return None


def labelled(label: str, said: str) -> str:
    """Return a name and what is said under it, with the colon as the reader's language has it."""
    return _("%(label)s: %(error)s") % {"label": label, "error": said}


def pager(request: HttpRequest, page: Page[Any]) -> dict[str, Any]:
    """Return the links to the other pages of a list, with its filters kept."""

    def address(**key: str) -> str:
        given = request.GET.copy()
        for name in ("after", "before"):
            given.pop(name, None)
        given.update(key)
        return f"{request.path}?{given.urlencode()}" if given else request.path

    return {
        "shown": len(page.rows),
        "first_url": address() if page.previous_key else "",
        "previous_url": address(before=page.previous_key) if page.previous_key else "",
        "next_url": address(after=page.next_key) if page.next_key else "",
    }


def keys(request: HttpRequest) -> dict[str, str]:
    """Return which page of a list the address asks for."""
    return {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
