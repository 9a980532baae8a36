# SPDX-License-Identifier: EUPL-1.2
"""What every template may use: icons, references, articles, form controls, and texts in the reader's language."""

import re
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override

register = template.Library()

# Icons that point somewhere turn round in a page that runs from right to left.
MIRRORED = {"arrow-start", "arrow-end", "forward", "reply", "send", "sign-out"}
LAW = "/law/"


@cache
def _sprite() -> str:
    """The address of the icons, which bears a mark of their contents: it stays for as long as this process."""
    return static("comity/icons.svg")


@register.simple_tag
@lru_cache(maxsize=1_000)
def icon(name: str, label: str = "") -> SafeString:
    """Draw one icon of the sprite; without a label it is decoration and screen readers pass it by."""
    mirrors = " mirrors" if name in MIRRORED else ""
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        mirrors,
        said,
        _sprite(),
        name,
    )


@register.filter
def reference(number: object) -> SafeString:
    """Set a reference apart, so that right-to-left text never reorders it."""
    return format_html('<bdi dir="ltr" class="reference">{}</bdi>', number)


@register.filter(name="text")
def in_readers_language(text: Any) -> Any:
    """Return a text of the Statute in the reader's language; anything that is not one comes back as it is."""
    return text.in_(get_language() or "en") if hasattr(text, "in_") else text


@register.filter
def when(at: datetime) -> SafeString:
    """Show a moment with its zone: nobody should have to guess whose clock it is."""
    local = timezone.localtime(at)
    shown = f"{_day(local.date(), get_language() or 'en')}, {local.hour:02}:{local.minute:02} {local.tzname()}"
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), shown)


@lru_cache(maxsize=4_096)
def _day(on: date, language: str) -> str:
    with override(language):
        return date_format(on, "j F Y")


@register.filter
def day(on: date) -> SafeString:
    """Show a calendar day, which has no zone; of a moment, the day that it was for the reader."""
    if isinstance(on, datetime):
        on = timezone.localtime(on).date()
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), _day(on, get_language() or "en"))


@register.simple_tag
def printed_at() -> SafeString:
    return when(timezone.now())


@register.filter
def article(number: object) -> str:
    """Name a provision as a reader would: "93(10)" -> "article 93(10)", "RoC 109" -> "regulation 109 of the Court"."""
    written = str(number)
    if written[:1].isdigit():
        return gettext("article %(number)s") % {"number": written}
    if written == "practice":
        return gettext("practice")
    if written == "internal rule":
        return gettext("internal rule")
    kind, _, rest = written.partition(" ")
    named = {"rule": gettext("rule %(number)s"), "RoC": gettext("regulation %(number)s of the Court")}
    return named[kind] % {"number": rest} if kind in named else written


@register.filter
def law_anchor(number: object) -> str:
    """Return the id under which the page of the law lists a provision: "93(10)(a)" -> "article-93-10-a"."""
    written = str(number).lower()
    parts = re.findall(r"[a-z0-9]+", written if written[:1].isalpha() else f"article {written}")
    return "-".join(parts)


@register.filter
def cite(number: object) -> SafeString:
    """Name a provision and link it to the page of the law; nothing comes of nothing."""
    return _cited(str(number), get_language() or "en") if number else SafeString("")


@lru_cache(maxsize=1_000)
def _cited(number: str, language: str) -> SafeString:
    with override(language):
        if number == "internal rule":  # it stands in no table of the law
            return format_html('<span class="article">{}</span>', article(number))
        return format_html('<a class="article" href="{}#{}">{}</a>', LAW, law_anchor(number), article(number))


def css_class(widget: forms.Widget) -> str:
    """Return Bootstrap's class for a widget; groups of boxes carry theirs on each box."""
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ""
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


@register.simple_tag
def control(field: BoundField, findings: object = None) -> SafeString:
    """Render the input of a field, with its help, errors and findings named as its description."""
    described = [
        f"{field.auto_id}_{name}"
        for name, there in (("helptext", field.help_text), ("error", field.errors), ("findings", findings))
        if there
    ]
    # A placeholder is gone with the first keystroke; what it says belongs into the label or the help.
    attributes: dict[str, str | bool] = {"placeholder": False}
    attributes["class"] = f"{field.field.widget.attrs.get('class', '')} {css_class(field.field.widget)}".strip()
    if field.errors:
        attributes["class"] = f"{attributes['class']} is-invalid"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attributes)


@register.filter
def is_single_box(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Tell whether a field is several controls that need a legend instead of a label."""
    return bool(field.use_fieldset)
