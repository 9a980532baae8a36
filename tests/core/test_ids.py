# SPDX-License-Identifier: EUPL-1.2
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.core.ids import ALPHABET, new_reference, normal_number, read_reference, reference_from

references = st.builds(
    reference_from, st.sampled_from(["OTP", "REG", "BEL", "DEF", "ABCDEF"]), st.integers(0, 31**7 - 1)
)


def test_reference_has_its_form() -> None:
    prefix, first, second = new_reference("OTP").split("-")

    assert prefix == "OTP"
    assert (len(first), len(second)) == (4, 4)
    assert set(first + second) <= set(ALPHABET)


def test_references_count_nothing() -> None:
    made = [new_reference("OTP") for _ in range(500)]

    assert len(set(made)) == 500
    assert made != sorted(made)


@given(references)
def test_reference_is_read_as_it_was_written(reference: str) -> None:
    assert read_reference(reference) == reference


@given(references, st.data())
def test_every_single_slip_is_found(reference: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([place for place, letter in enumerate(reference) if letter != "-"]))
    letters = ALPHABET if place > reference.index("-") else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    other = data.draw(st.sampled_from([letter for letter in letters if letter != reference[place]]))

    assert read_reference(reference[:place] + other + reference[place + 1 :]) is None


@given(references, st.data())
def test_every_swap_of_neighbours_is_found(reference: str, data: st.DataObject) -> None:
    places = [place for place, letter in enumerate(reference) if letter != "-"]
    pairs = [pair for pair in pairwise(places) if "-" not in reference[slice(*pair)] or pair[0] > 5]
    first, second = data.draw(st.sampled_from(pairs))
    letters = list(reference)
    assume(letters[first] != letters[second])
    letters[first], letters[second] = letters[second], letters[first]

    assert read_reference("".join(letters)) is None


def test_slips_and_swaps_are_found_exhaustively_in_one_reference() -> None:
    reference = reference_from("OTP", 12_345_678_901)
    body = range(4, len(reference))
    slips = [
        reference[:place] + letter + reference[place + 1 :]
        for place in body
        if reference[place] != "-"
        for letter in ALPHABET
        if letter != reference[place]
    ]

    assert len(slips) == 8 * 30
    assert [slip for slip in slips if read_reference(slip)] == []


@pytest.mark.parametrize(
    "typed",
    ["otp-{}-{}", " OTP - {} {} ", "OTP–{}–{}", "OTP-{}{}", "otp-{} {}"],
)
def test_reference_is_read_however_it_is_typed(typed: str) -> None:
    reference = reference_from("OTP", 987_654_321)
    _prefix, first, second = reference.split("-")

    assert read_reference(typed.format(first.lower(), second)) == reference


def test_letters_that_look_like_digits_are_read_as_such() -> None:
    reference = next(made for made in map(reference_from, ["OTP"] * 9999, range(9999)) if {"0", "1"} <= set(made[4:]))
    prefix, rest = reference[:4], reference[4:]

    assert read_reference(prefix + rest.replace("0", "O").replace("1", "I")) == reference
    assert read_reference(prefix + rest.replace("0", "o").replace("1", "l")) == reference


def test_arabic_digits_are_read() -> None:
    reference = reference_from("OTP", 31**6)
    arabic = reference.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    persian = reference.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    assert [read_reference(arabic), read_reference(persian)] == [reference, reference]


@pytest.mark.parametrize(
    "typed", ["", "-", "OTP", "OTP-", "OTP-7K3F-9QX", "O-7K3F-9QXD", "ICC-01/19", "\0", "x" * 10_000]
)
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert read_reference(typed) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_raises_nothing(typed: str) -> None:
    found = read_reference(typed)

    assert found is None or read_reference(found) == found


def test_same_number_gives_the_same_reference() -> None:
    assert reference_from("OTP", 5) == reference_from("OTP", 5)
    assert len({reference_from("OTP", number) for number in range(1000)}) == 1000


@pytest.mark.parametrize(
    "typed", ["VAR/2026/0117", "var 2026 0117", "Var-2026-0117", "VAR2026/0117", "VAR/٢٠٢٦/٠١١٧", " var.2026.0117 "]
)
def test_number_of_any_origin_is_the_same_with_and_without_slashes(typed: str) -> None:
    assert normal_number(typed) == "var20260117"
