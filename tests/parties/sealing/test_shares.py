# SPDX-License-Identifier: EUPL-1.2
"""Shares: any k give the key, k-1 tell nothing, and no slip of the pen ever gives another key."""

import itertools
import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from comity.parties.sealing import (
    NoKey,
    ShareFault,
    bech32,
    fingerprint,
    identity_text,
    join,
    read_share,
    secret_of,
    split,
)
from comity.parties.sealing.field import inverse, shares_of, times, value_at
from comity.parties.sealing.shares import FORM, PREFIX

SECRETS = st.binary(min_size=32, max_size=32)
QUORUMS = st.sampled_from([(2, 3), (3, 5)])


# An independent, slow way: logarithms to the generator 3, and the polynomial's coefficients by elimination.
POWERS = [1]
for _step in range(254):
    doubled = POWERS[-1] << 1
    POWERS.append((doubled ^ (0x11B if doubled > 255 else 0)) ^ POWERS[-1])


LOGARITHMS = {power: logarithm for logarithm, power in enumerate(POWERS)}


def slow_times(a: int, b: int) -> int:
    return POWERS[(LOGARITHMS[a] + LOGARITHMS[b]) % 255] if a and b else 0


def slow_over(a: int, b: int) -> int:
    return POWERS[(LOGARITHMS[a] - LOGARITHMS[b]) % 255] if a else 0


def slow_coefficients(points: dict[int, int]) -> list[int]:
    """Solve the equations of Vandermonde by Gauss and Jordan."""
    size = len(points)
    rows = []
    for x, y in points.items():
        row = [1]
        for _power in range(size - 1):
            row.append(slow_times(row[-1], x))
        rows.append([*row, y])
    for column in range(size):
        pivot = next(place for place in range(column, size) if rows[place][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [slow_over(value, rows[column][column]) for value in rows[column]]
        for place in range(size):
            if place != column:
                factor = rows[place][column]
                pairs = zip(rows[place], rows[column], strict=True)
                rows[place] = [one ^ slow_times(factor, other) for one, other in pairs]
    return [row[-1] for row in rows]


def test_the_field_is_that_of_the_tables() -> None:
    assert sorted(POWERS) == list(range(1, 256))
    assert all(times(a, b) == slow_times(a, b) for a in range(256) for b in range(256))
    assert all(times(a, inverse(a)) == 1 for a in range(1, 256))
    with pytest.raises(ZeroDivisionError):
        inverse(0)


@given(SECRETS, st.integers(2, 6), st.integers(0, 4), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_any_k_give_the_secret_as_the_slow_way_finds_it(secret: bytes, k: int, more: int, chance: object) -> None:
    shares = shares_of(secret, threshold=k, count=k + more)
    chosen = dict(chance.sample(sorted(shares.items()), k))  # type: ignore[attr-defined]  # a random.Random
    slow = bytes(slow_coefficients({x: share[place] for x, share in chosen.items()})[0] for place in range(32))
    assert value_at(0, chosen) == secret == slow


@given(SECRETS, SECRETS, QUORUMS)
@settings(max_examples=25, deadline=None)
def test_one_fewer_is_consistent_with_every_secret(secret: bytes, other: bytes, quorum: tuple[int, int]) -> None:
    """For every other secret there is a last share with which the k-1 known ones give that secret, and just one."""
    k, n = quorum
    shares = shares_of(secret, threshold=k, count=n)
    for known in itertools.combinations(sorted(shares), k - 1):
        polynomial = {0: other, **{x: shares[x] for x in known}}
        last = next(x for x in shares if x not in known)
        assert value_at(0, {x: shares[x] for x in known} | {last: value_at(last, polynomial)}) == other


def always(drawn: bytes) -> Callable[[int], bytes]:
    return lambda _size: drawn


def test_a_share_alone_is_evenly_spread() -> None:
    """Over all draws of the one coefficient, share 1 of a byte takes every value exactly once."""
    for secret in (0, 1, 255):
        draws = [bytes([drawn]) for drawn in range(256)]
        values = {shares_of(bytes([secret]), threshold=2, count=2, draw=always(one))[1] for one in draws}
        assert len(values) == 256


@given(SECRETS, QUORUMS, st.integers(1, 0xFFFF))
@settings(max_examples=15, deadline=None)
def test_any_k_printed_shares_give_the_key_and_fewer_do_not(secret: bytes, quorum: tuple[int, int], epoch: int) -> None:
    k, n = quorum
    shares = split(identity_text(secret), threshold=k, count=n, epoch=epoch)
    for chosen in itertools.combinations(reversed(shares), k):
        assert secret_of(join(chosen).identity) == secret
    assert join(shares).epoch == epoch
    for size in range(k):
        for few in itertools.combinations(shares, size):
            with pytest.raises(NoKey) as refused:
                join(few)
            assert refused.value.fault is ShareFault.TOO_FEW


@pytest.fixture(scope="module")
def identity() -> str:
    return str(x25519.Identity.generate())


@pytest.fixture(scope="module")
def shares(identity: str) -> list[str]:
    return split(identity, threshold=2, count=3, epoch=7)


def fault_of(*texts: str) -> tuple[ShareFault, int]:
    with pytest.raises(NoKey) as refused:
        join(texts)
    return refused.value.fault, refused.value.place


def test_a_share_says_what_it_belongs_to(identity: str, shares: list[str]) -> None:
    share = read_share(shares[2])
    recipient = str(x25519.Identity.from_str(identity).to_public())
    assert (share.number, share.threshold, share.count, share.epoch) == (3, 2, 3, 7)
    assert fingerprint(recipient).startswith(share.mark)
    assert join(shares[:2]).recipient == recipient
    assert share.content.hex() not in repr(share)
    assert identity not in repr(join(shares))


def test_it_is_read_as_people_type(identity: str, shares: list[str]) -> None:
    typed = [shares[0].lower(), f"  {shares[1].replace('-', ' ')}\n"]
    assert join(typed).identity == identity


def test_every_single_wrong_letter_is_found(identity: str, shares: list[str]) -> None:
    """Every place, every sign there is on a keyboard: an error by name, or the same share in another spelling."""
    right = read_share(shares[0])
    found = set()
    for place, sign in itertools.product(range(len(shares[0])), string.printable + "éß"):
        typed = shares[0][:place] + sign + shares[0][place + 1 :]
        try:
            assert read_share(typed) == right
            assert typed.upper().replace("-", "").replace(" ", "") == shares[0].replace("-", "") or sign.isspace()
        except NoKey as error:
            found.add(error.fault)
    assert found == {ShareFault.NO_SHARE, ShareFault.LETTER, ShareFault.LENGTH, ShareFault.MISTYPED}


def test_every_left_out_doubled_or_swapped_letter_is_found(shares: list[str]) -> None:
    letters = shares[0].replace("-", "")
    right = read_share(shares[0])
    for place in range(len(letters)):
        for typed in (
            letters[:place] + letters[place + 1 :],
            letters[:place] + letters[place] + letters[place:],
            letters[:place] + letters[place : place + 2][::-1] + letters[place + 2 :],
        ):
            if typed != letters:
                with pytest.raises(NoKey):
                    read_share(typed)
    assert read_share(letters) == right


def test_shares_that_do_not_belong_together_fail_by_name(identity: str, shares: list[str]) -> None:
    later = split(identity, threshold=2, count=3, epoch=8)
    wider = split(identity, threshold=3, count=5, epoch=7)
    foreign = split(str(x25519.Identity.generate()), threshold=2, count=3, epoch=7)
    again = split(identity, threshold=2, count=3, epoch=7)
    assert fault_of(shares[0], later[1]) == (ShareFault.OTHER_EPOCH, 2)
    assert fault_of(shares[0], wider[1]) == (ShareFault.OTHER_EPOCH, 2)
    assert fault_of(shares[0], foreign[1]) == (ShareFault.OTHER_KEY, 2)
    assert fault_of(shares[0], shares[0].lower()) == (ShareFault.REPEATED, 2)
    assert fault_of(shares[0], again[1]) == (ShareFault.DISAGREE, 0)
    assert fault_of(shares[0], shares[1], again[2]) == (ShareFault.DISAGREE, 0)
    assert fault_of(shares[0], "COMITY1-" + "Q" * 83) == (ShareFault.MISTYPED, 2)
    assert fault_of(shares[0], identity) == (ShareFault.NO_SHARE, 2)
    assert fault_of() == (ShareFault.TOO_FEW, 0)


def test_a_made_up_share_with_a_right_checksum_gives_no_key(shares: list[str]) -> None:
    real = bech32.decoded(shares[1].replace("-", "").lower(), PREFIX, bech32.BECH32M)
    for place in range(16, 48):
        altered = bytearray(real)
        altered[place] ^= 1
        text = bech32.encoded(PREFIX, bytes(altered), bech32.BECH32M)
        assert fault_of(shares[0], text)[0] is ShareFault.DISAGREE


@pytest.mark.parametrize(
    "head", [(FORM + 1, 2, 3, 1), (FORM, 1, 3, 1), (FORM, 4, 3, 1), (FORM, 2, 3, 4), (FORM, 2, 3, 0)]
)
def test_a_share_of_another_form_is_not_guessed_at(shares: list[str], head: tuple[int, ...]) -> None:
    real = bech32.decoded(shares[1].replace("-", "").lower(), PREFIX, bech32.BECH32M)
    text = bech32.encoded(PREFIX, bytes(head) + real[4:], bech32.BECH32M)
    assert fault_of(text, shares[0]) == (ShareFault.FORM, 1)


@pytest.mark.parametrize("numbers", [(1, 3, 1), (4, 3, 1), (2, 17, 1), (2, 3, 0), (2, 3, 0x10000)])
def test_what_cannot_be_split_is_refused(identity: str, numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="threshold"):
        split(identity, threshold=numbers[0], count=numbers[1], epoch=numbers[2])
