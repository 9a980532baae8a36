# SPDX-License-Identifier: EUPL-1.2
"""Text that people type: what is mended in silence, what is refused, and how long it may be."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.statute import rome, text_problem


def tidy(typed: str) -> str:
    """Return the text in Unicode form NFC with line ends of one kind and no space at the ends; nothing else changes."""
    return unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()


def validate_plain_text(typed: str) -> None:
    """Raise ValidationError where the text holds characters that could deceive its reader or break a document."""
    problem = text_problem(rome(), typed)
    if problem is not None:
        raise ValidationError(problem.in_(get_language() or "en"), code="unsafe_text")


def validate_length(typed: str) -> None:
    """Raise ValidationError where a field is longer than the settings allow, saying by how much."""
    limit = settings.COMITY_LIMITS["field_characters"]
    if len(typed) > limit:
        raise ValidationError(
            _("This text has %(length)d characters; at most %(limit)d are taken. Shorten it, or split the request."),
            code="too_long",
            params={"length": len(typed), "limit": limit},
        )
