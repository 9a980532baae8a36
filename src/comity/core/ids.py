# SPDX-License-Identifier: EUPL-1.2
"""Human references such as OTP-7K3F-9QXD: random, so that they count nothing, with a check character."""

import re
import secrets

# No I, L, O, U, so that a reference read over the telephone or off a fax stays itself; and no Z, so that the alphabet
# has 31 letters, a prime, and the check character finds every single slip.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_ARABIC = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SHAPE = re.compile(rf"^([A-Z]{{2,6}})-([{ALPHABET}]{{4}})-?([{ALPHABET}]{{4}})$")


def _check(prefix: str, body: str) -> str:
    """Return the check character: any one wrong character, and any two neighbours swapped, change it."""
    values = [ord(letter) for letter in prefix] + [ALPHABET.index(letter) for letter in body]
    weights = range(3, 3 + 2 * len(values), 2)
    return ALPHABET[sum(value * weight for value, weight in zip(values, weights, strict=True)) % len(ALPHABET)]


def new_reference(prefix: str) -> str:
    """Return a fresh random reference `PREFIX-XXXX-XXXC`, C being its check character (34 random bits)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return f"{prefix}-{body[:4]}-{body[4:]}{_check(prefix, body)}"


def reference_from(prefix: str, number: int) -> str:
    """Return the reference that this number gives: for made-up courts, where the same seed gives the same court."""
    body = "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(7))
    return f"{prefix}-{body[:4]}-{body[4:]}{_check(prefix, body)}"


def read_reference(typed: str) -> str | None:
    """Return the reference that somebody typed, in its one true form, or None where it is none or is mistyped."""
    plain = typed.translate(_ARABIC).upper().replace(" ", "").replace("–", "-")
    prefix, _, rest = plain.partition("-")
    found = _SHAPE.match(f"{prefix}-{rest.translate(_LOOKALIKES)}")
    if found is None or _check(found[1], found[2] + found[3][:3]) != found[3][3]:
        return None
    return f"{found[1]}-{found[2]}-{found[3]}"


def normal_number(number: str) -> str:
    """Return a reference of any origin as letters and digits only, so that it is found with or without slashes."""
    folded = number.translate(_ARABIC).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
