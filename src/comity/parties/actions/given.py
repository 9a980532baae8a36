# SPDX-License-Identifier: EUPL-1.2
"""What people typed, made fit to be kept, or refused with one message per field."""

from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from comity.core.errors import Invalid
from comity.core.text import tidy, validate_plain_text

M = TypeVar("M", bound=models.Model)
ADOPTION = date(1998, 7, 17)


def checked(row: M, *, computed: frozenset[str] = frozenset()) -> M:
    """Return the row with its texts tidied; raises Invalid for what its columns or constraints cannot take.

    What is `computed` from other columns is not complained of a second time.
    """
    problems: dict[str, str] = {}
    fields = row._meta.concrete_fields
    for column in fields:
        value = getattr(row, column.attname)
        if isinstance(column, models.CharField | models.TextField) and isinstance(value, str):
            setattr(row, column.attname, tidy(value))
            try:
                validate_plain_text(value)
            except ValidationError as error:
                problems[column.name] = " ".join(error.messages)
    relations = {field.name for field in fields if field.is_relation}
    try:
        row.full_clean(exclude=relations | computed | problems.keys())
    except ValidationError as error:
        problems |= {"" if name == "__all__" else name: " ".join(texts) for name, texts in error.message_dict.items()}
    if problems:
        raise Invalid(problems)
    return row


def check_past_day(name: str, day: date, *, today: date) -> None:
    """Raise Invalid for a day before the Statute was adopted or still to come."""
    if day > today:
        raise Invalid({name: _("This date lies in the future. Give the day on which it really happened.")})
    if day < ADOPTION:
        raise Invalid({name: _("This date lies before the adoption of the Statute (17 July 1998). Check the year.")})


def needed_text(name: str, typed: str, *, longest: int) -> str:
    """Return the text tidied; raises Invalid where it is empty, too long, or could deceive its reader."""
    text = tidy(typed)
    if not text:
        raise Invalid({name: _("This is needed. Say it in a few words.")})
    if len(text) > longest:
        raise Invalid(
            {
                name: _("At most %(limit)d characters are taken here; this has %(length)d.")
                % {"limit": longest, "length": len(text)}
            }
        )
    try:
        validate_plain_text(text)
    except ValidationError as error:
        raise Invalid({name: " ".join(error.messages)}) from None
    return text
