# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from comity.core.text import tidy, validate_length, validate_plain_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a  b ", "a  b"),
        ("a\r\nb\rc\n", "a\nb\nc"),
        ("e\u0301", "\u00e9"),
        ("", ""),
        ("\n\n", ""),
    ],
)
def test_text_is_tidied_in_silence(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_tidy_text_stays_as_it_is() -> None:
    assert tidy(tidy("  Île\r\n d’Yeu ")) == tidy("  Île\r\n d’Yeu ")


@pytest.mark.parametrize("character", ["\0", "\x08", "\x1b", "\u202e", "\u2066", "\u2069", "\u202a"])
def test_character_that_deceives_is_refused(character: str) -> None:
    with pytest.raises(ValidationError):
        validate_plain_text(f"a{character}b")


@pytest.mark.parametrize("text", ["", "plain", "two\nlines\tand a tab", "العربية", "Île – « oui »", "日本", "😀"])
def test_honest_text_is_taken(text: str) -> None:
    validate_plain_text(text)


def test_refusal_speaks_the_readers_language() -> None:
    said = set()
    for language in ("en", "fr"):
        with translation.override(language), pytest.raises(ValidationError) as error:
            validate_plain_text("a\u202eb")
        said.add(error.value.messages[0])

    assert len(said) == 2


def test_text_up_to_the_limit_is_taken_and_no_longer() -> None:
    limit = settings.COMITY_LIMITS["field_characters"]
    validate_length("x" * limit)
    with pytest.raises(ValidationError) as error:
        validate_length("x" * (limit + 1))

    assert error.value.params == {"length": limit + 1, "limit": limit}
