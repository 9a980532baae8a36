# SPDX-License-Identifier: EUPL-1.2
"""Reading what an act needs, as the statute lists it: each missing or unreadable need is named, with its mend."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.text import tidy, validate_length, validate_plain_text
from comity.statute import Move, Need, act_date_problem, rome

from ..models import CURRENCIES


def read_needs(move: Move, given: Mapping[str, str], *, on: date) -> dict[str, Any]:
    """Return the needs of a move done on a day as plain JSON; raises Invalid with one message per need."""
    data: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for code in move.needs:
        need = rome().needs[code]
        try:
            value = _read(need, given, on)
        except ValidationError as error:
            problems[code] = error.messages[0]
            continue
        if need.form == "date" and value:
            data |= _time_beside(code, given, problems)
        if value in ("", None, {}):
            if need.required:
                problems[code] = _("This is needed: %(name)s.") % {"name": need.name.in_(get_language() or "en")}
            continue
        data[code] = value
    if problems:
        raise Invalid(problems)
    return data


def _read(need: Need, given: Mapping[str, str], on: date) -> Any:
    match need.form:
        case "date":
            return _act_date(given.get(need.code, ""), on)
        case "date_or_event":
            return _date_or_event(need, given, on)
        case "money":
            return _money(need, given)
        case _:
            return _text(need, given.get(need.code, ""))


def _text(need: Need, typed: str) -> str:
    text = tidy(typed)
    validate_plain_text(text)
    validate_length(text)
    if need.max_length and len(text) > need.max_length:
        raise ValidationError(
            _("At most %(limit)d characters are taken here; this has %(length)d.")
            % {"limit": need.max_length, "length": len(text)}
        )
    return text


def _date(typed: str) -> str:
    text = typed.strip()
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValidationError(_("“%(text)s” is no date: write it as 2027-03-31.") % {"text": text[:40]}) from None


def _act_date(typed: str, on: date) -> str:
    """The day on which something was done: never before the Statute was in force, never to come (article 126)."""
    text = _date(typed)
    problem = act_date_problem(date.fromisoformat(text), on) if text else None
    if problem is not None:
        raise ValidationError(problem.in_(get_language() or "en"))
    return text


def _time_beside(code: str, given: Mapping[str, str], problems: dict[str, str]) -> dict[str, str]:
    """The time of day beside a date, where one was given: limits of hours run from it (rule 182)."""
    typed = given.get(f"{code}_time", "").strip()
    if not typed:
        return {}
    try:
        return {"time": time.fromisoformat(typed).isoformat("minutes")}
    except ValueError:
        problems[f"{code}_time"] = _("“%(text)s” is no time: write it as 14:30.") % {"text": typed[:40]}
        return {}


def _date_or_event(need: Need, given: Mapping[str, str], on: date) -> dict[str, str]:
    """A period ends on a date or with an event: one of the two, never both (articles 94(1), 95)."""
    until = _date(given.get(f"{need.code}_until", ""))
    event = _text(need, given.get(f"{need.code}_event", ""))
    if until and date.fromisoformat(until) < on:
        raise ValidationError(_("This day has passed: choose a later one."))
    if until and event:
        raise ValidationError(
            _("Give either a date or an event, not both: otherwise nobody knows which of them ends it.")
        )
    return {key: value for key, value in (("until", until), ("event", event)) if value}


def _money(need: Need, given: Mapping[str, str]) -> dict[str, str]:
    typed = given.get(f"{need.code}_amount", "").strip().replace(" ", "").replace("\u202f", "").replace(",", ".")
    currency = given.get(f"{need.code}_currency", "").strip().upper()
    if not typed:
        return {}
    try:
        amount = Decimal(typed)
    except InvalidOperation:
        raise ValidationError(_("“%(text)s” is no amount: write it as 1250.00.") % {"text": typed[:40]}) from None
    exponent = amount.as_tuple().exponent
    if not amount.is_finite() or amount < 0 or amount >= 10**12 or not isinstance(exponent, int) or exponent < -2:
        raise ValidationError(_("Write an amount from 0 to 999 999 999 999.99, with at most two decimals."))
    if currency not in CURRENCIES:
        raise ValidationError(_("Choose the currency of the amount."))
    return {"amount": f"{amount:.2f}", "currency": currency}
