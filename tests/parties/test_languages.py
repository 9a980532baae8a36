# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.utils import translation

from comity.parties.models import WORKING_LANGUAGES, Languages


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sq + one of en/fr", [["sq", "en"], ["sq", "fr"]]),
        ("an official language of Belgium (fr, nl, de)", [["fr"], ["nl"], ["de"]]),
        ("ka (or adequate translation)", [["ka"]]),
        ("translation into de", [["de"]]),
        ("fr, de or it", [["fr"], ["de"], ["it"]]),
        ("IT with FR translation", [["it", "fr"]]),
        ("en and fr or es", [["en", "fr"], ["en", "es"]]),
        ("fr ou en, fr", [["fr"], ["en"]]),
    ],
)
def test_a_text_is_read(text: str, rows: list[list[str]]) -> None:
    assert Languages.read(text).rows() == rows


@pytest.mark.parametrize("text", ["", "English or French", "an official one", "(none)"])
def test_a_text_without_codes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names no language"):
        Languages.read(text)


@pytest.mark.parametrize(
    ("text", "given", "accepted"),
    [
        ("it with fr", {"it"}, False),
        ("it with fr", {"fr"}, False),
        ("it with fr", {"it", "fr", "en"}, True),
        ("fr, de or it", {"de"}, True),
        ("fr, de or it", {"en"}, False),
    ],
)
def test_both_of_a_combination_are_needed_and_one_alternative_is_enough(
    text: str, given: set[str], accepted: bool
) -> None:
    assert Languages.read(text).accept(given) is accepted


def test_languages_are_named_in_the_readers_language() -> None:
    with translation.override("en"):
        assert Languages.read("it with fr").in_words() == "Italian and French"
    with translation.override("fr"):
        assert "français" in WORKING_LANGUAGES.in_words()
