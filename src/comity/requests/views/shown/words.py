# SPDX-License-Identifier: EUPL-1.2
"""Words and small pieces that come again and again: made once a language, because a list shows fifty of them."""

from datetime import date
from functools import cache, lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from comity.core.errors import NotFound
from comity.statute import Act, Text, rome


def said(text: Text) -> str:
    """Return a text of the statute in the reader's language."""
    return text.in_(get_language() or "en")


def chip(state: str) -> SafeString:
    """Return the chip of a state of a case."""
    return _chip(state, get_language() or "en")


@cache
def _chip(state: str, language: str) -> SafeString:
    with override(language):
        return render_to_string("web/parts/_chip.html", {"state": rome().states[state]})


def mark_of_classification(level: int) -> SafeString:
    """Return the small mark of a classification."""
    return _mark(level, get_language() or "en")


@cache
def _mark(level: int, language: str) -> SafeString:
    with override(language):
        return render_to_string("web/parts/_classification_mark.html", {"level": level})


def day(on: date) -> SafeString:
    """Return a calendar day for reading."""
    return _day(on, get_language() or "en")


@lru_cache(maxsize=4096)
def _day(on: date, language: str) -> SafeString:
    with override(language):
        return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on, "j F Y"))


def kind_name(code: str) -> str:
    """Return the name of a kind of request in the reader's language."""
    return said(rome().kinds[code].name)


def slug_of(act: Act) -> str:
    """Return an act as it stands in an address: `reply-full`."""
    return act.name.lower().replace("_", "-")


def act_in(slug: str) -> Act:
    """Return the act of an address; raises NotFound for none."""
    try:
        return Act[slug.upper().replace("-", "_")]
    except KeyError:
        raise NotFound from None


# Acts that have a page of their own; all others have the form that their needs make up.
_PAGES = {
    Act.REQUEST_EDIT: "edit",
    Act.REQUEST_SEND: "send",
    Act.REQUEST_SEND_URGENTLY: "send",
    Act.REQUEST_CORRECT: "correct",
    Act.REQUEST_SUPPLEMENT: "supplement",
    Act.REQUEST_FETCH: "open",
}


def page_of_act(act: Act) -> str:
    """Return the name of the page on which an act is done."""
    return _PAGES.get(act, "act")


def url_of_act(act: Act, request_id: UUID) -> str:
    """Return the address of the page on which an act is done."""
    name = page_of_act(act)
    arguments = [request_id, slug_of(act)] if name == "act" else [request_id]
    return reverse(f"requests:{name}", args=arguments)


def duty_words(*, is_invitation: bool, duty: str) -> str:
    """Say what stands behind a request."""
    if is_invitation:
        return _("An invitation: the addressee is free to accept")
    return {
        "compulsory": _("A duty to cooperate"),
        "voluntary": _("Voluntary: the addressee is free to accept"),
        "conditional": _("On conditions, or by agreement"),
    }[duty]
