# SPDX-License-Identifier: EUPL-1.2
"""Shamir's secret sharing over GF(256), with the polynomial of AES: x^8 + x^4 + x^3 + x + 1.

Each byte of the secret is the value at 0 of a polynomial of its own, of degree `threshold - 1`, whose other
coefficients are drawn at random; share number x holds the values at x. Any `threshold` of them determine the
polynomial, and with one fewer every secret is as likely as every other. No table is looked up by a secret, and no step
is left out for one; more than that Python cannot promise about timing, which is why this runs offline, on no server.
"""

import secrets
from collections.abc import Callable, Mapping

MOST_SHARES = 255


def times(a: int, b: int) -> int:
    """Return the product of two elements."""
    product = 0
    for _bit in range(8):
        product ^= a & -(b & 1)
        a = (a << 1) ^ (0x11B & -(a >> 7))
        b >>= 1
    return product


def inverse(a: int) -> int:
    """Return the inverse: a to the power of 254, for every element but 0."""
    if not a:
        raise ZeroDivisionError
    power = a
    for _step in range(6):
        power = times(times(power, power), a)
    return times(power, power)


def shares_of(
    secret: bytes, *, threshold: int, count: int, draw: Callable[[int], bytes] = secrets.token_bytes
) -> dict[int, bytes]:
    """Return shares number 1 to `count`, any `threshold` of which give the secret back."""
    if not 1 < threshold <= count <= MOST_SHARES:
        raise ValueError("a threshold of at least 2, and as many shares or more")
    rows = [secret, *(draw(len(secret)) for _coefficient in range(threshold - 1))]
    return {
        x: bytes(_value_at(x, coefficients) for coefficients in zip(*rows, strict=True)) for x in range(1, count + 1)
    }


def _value_at(x: int, coefficients: tuple[int, ...]) -> int:
    value = 0
    for coefficient in reversed(coefficients):
        value = times(value, x) ^ coefficient
    return value


def value_at(x: int, shares: Mapping[int, bytes]) -> bytes:
    """Return what share number x is, by these shares alone; number 0 is the secret."""
    weights = []
    for own in shares:
        weight = 1
        for other in shares:
            if other != own:
                weight = times(weight, times(x ^ other, inverse(own ^ other)))
        weights.append(weight)
    found = []
    for column in zip(*shares.values(), strict=True):
        value = 0
        for weight, byte in zip(weights, column, strict=True):
            value ^= times(weight, byte)
        found.append(value)
    return bytes(found)
