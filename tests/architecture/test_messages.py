# SPDX-License-Identifier: EUPL-1.2
"""No string reaches a French reader in English."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract

import messages


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_string_is_translated(language: str) -> None:
    have = messages.read(messages.catalogue_path(language), language)

    assert messages.problems(messages.collect(), have) == [], "make translations, then translate what is empty"


def test_placeholders_are_named() -> None:
    nameless = [
        form
        for message in messages.collect()
        for form in messages.parts(message)[0]
        if len(re.findall(r"(?<!%)%[sd]|\{\}", form)) > 0
    ]

    assert nameless == []


@pytest.mark.parametrize(
    ("original", "translation", "flags"),
    [
        ("Send", None, ()),
        ("Send", "", ()),
        ("Send", "Envoyer", ("fuzzy",)),
        ("By %(name)s", "Par", ()),
        ("By %(name)s", "Par %(nom)s", ()),
    ],
)
def test_faulty_translation_is_found(original: str, translation: str | None, flags: tuple[str, ...]) -> None:
    wanted, have = Catalog(), Catalog(locale="fr")
    wanted.add(original)
    if translation is not None:
        have.add(original, translation, flags=flags)

    assert len(messages.problems(wanted, have)) == 1


def test_good_translation_is_accepted() -> None:
    wanted, have = Catalog(), Catalog(locale="fr")
    wanted.add(("%(n)d day", "%(n)d days"))
    have.add(("%(n)d day", "%(n)d days"), ("un jour", "%(n)d jours"))

    assert messages.problems(wanted, have) == []


def test_strings_of_a_template_are_found(tmp_path: Path) -> None:
    template = tmp_path / "page.html"
    template.write_text(
        """{% load i18n %}<p title="it's">{% translate "One" %} {{ x|default:_("Two") }}
        {% blocktranslate trimmed count n=n %}{{ n }} day{% plural %}{{ n }} (days){% endblocktranslate %}""",
        encoding="utf-8",
    )

    source = messages.python_of(template)
    found = [message for _line, message, *_ in extract("python", BytesIO(source), messages.KEYWORDS)]

    assert found == ["One", "Two", ("%(n)s day", "%(n)s (days)")]
