# SPDX-License-Identifier: EUPL-1.2
"""Every code that `files` may give has a sentence, the same in English as there."""

import re

import pytest
from django.utils.translation import override

from comity.documents.files import EXPLANATIONS, TRACES, Hidden, Note, Problem, Trace
from comity.documents.words import KINDS_OF_TRACE, SENTENCES, sentence, trace_words, warning_words


def test_sentences_are_those_of_the_codes() -> None:
    with override("en"):
        said = {code: str(text) for code, text in SENTENCES.items()}
        kinds = {trace: str(text) for trace, text in KINDS_OF_TRACE.items()}

    assert said == {code: re.sub(r"\{(\w+)\}", r"%(\1)s", text) for code, text in EXPLANATIONS.items()}
    assert kinds == dict(TRACES)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_takes_its_values(language: str) -> None:
    with override(language):
        for code, text in EXPLANATIONS.items():
            values = {name: f"<{name}>" for name in re.findall(r"\{(\w+)\}", text)}
            said = sentence(Note(code, "page 3", values))
            assert all(value in said for value in values.values()), said
            assert said.endswith("[page 3]")


def test_plain_warnings_become_words() -> None:
    with override("en"):
        said = [
            warning_words(Note(Problem.EMPTY).plain()),
            warning_words({"trace": "author", "where": "", "excerpt": "A. Corvane"}),
        ]
        assert trace_words(Hidden(Trace.AUTHOR, "", "")) == "Who wrote or changed it"

    assert said == ["It is empty.", "Who wrote or changed it: A. Corvane"]
