# SPDX-License-Identifier: EUPL-1.2
"""A resolution made at random, set in a style and read again has the structure it was made with."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.resolutions import parse, text
from comity.resolutions.model import Sub

from .rendering import STYLES, WORDS, Made, Part, made, rendered


def squeezed(said: str) -> str:
    return " ".join(said.replace(" ;", ";").split())


def tree(parts: list[Part]) -> list[tuple[str, list[object]]]:
    return [(part.words, list(tree(part.subs))) for part in parts]


def found_tree(subs: tuple[Sub, ...]) -> list[tuple[str, list[object]]]:
    return [(squeezed(sub.text).rstrip(";:.؛ "), list(found_tree(sub.sub))) for sub in subs]


def check(what: Made) -> None:
    found = parse(text.source_of(rendered(what), markdown=what.style == "markdown"))

    assert (found.language, found.symbol, found.adopted) == (what.language, what.symbol, "2031-12-20")
    # Without italics only the data tell where a verb ends: "Mindful of" may be read as "Mindful".
    assert [
        bool(one.verb) and made.verb.startswith(one.verb)
        for one, made in zip(found.preamble, what.preamble, strict=True)
    ] == [True for _ in what.preamble]
    assert [squeezed(one.text).rstrip(",، ") for one in found.preamble] == [
        f"{one.verb} {one.words}" for one in what.preamble
    ]
    assert [one.number for one in found.operative] == [str(n) for n in range(1, len(what.operative) + 1)]
    assert [squeezed(one.text).rstrip(";:.؛ ") for one in found.operative] == [
        f"{one.verb} {one.words}" for one in what.operative
    ]
    assert [(one.verbs[0].text, one.verbs[0].kind.value) for one in found.operative] == [
        (one.verb, one.kind) for one in what.operative
    ]
    assert [found_tree(one.sub) for one in found.operative] == [tree(one.subs) for one in what.operative]
    assert [(note.marker, note.text, len(note.places)) for note in found.notes] == [
        (str(n), said, 1) for n, said in enumerate(what.notes, 1)
    ]
    assert len(found.annexes) == (1 if what.annex else 0)
    assert [doubt.code for doubt in found.doubts] == []


@pytest.mark.parametrize("language", list(WORDS))
@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None, max_examples=12)
@given(
    seed=st.integers(0, 10**9), preamble=st.integers(1, 8), operative=st.integers(1, 14), annexed=st.booleans(),
)  # fmt: skip
def test_what_was_set_is_read(
    language: str, style: str, seed: int, preamble: int, operative: int, annexed: bool
) -> None:
    check(made(seed, language, style, preamble=preamble, operative=operative, annexed=annexed))
