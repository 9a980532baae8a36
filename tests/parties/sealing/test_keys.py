# SPDX-License-Identifier: EUPL-1.2
import subprocess

import pytest
from pyrage import x25519

from comity.parties import sealing
from comity.parties.sealing import bech32

# The order of this point is 8: everybody would share the same secret with it.
WEAK = bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")


def test_keys_are_those_of_age() -> None:
    for _ in range(20):
        identity = x25519.Identity.generate()
        secret = sealing.secret_of(str(identity))
        assert sealing.identity_text(secret) == str(identity)
        assert sealing.recipient_of(secret) == str(identity.to_public())
        assert len(sealing.recipient_key(str(identity.to_public()))) == 32


def test_anybody_finds_the_fingerprint_without_us() -> None:
    recipient = str(x25519.Identity.generate().to_public())
    shell = "printf %s " + recipient + " | sha256sum | cut -c 1-40"
    found = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True).stdout.strip()
    assert sealing.fingerprint(recipient) == found
    assert sealing.in_groups(found).split(" ") == [found[start : start + 4] for start in range(0, 40, 4)]


def test_what_is_no_recipient_is_refused() -> None:
    good = str(x25519.Identity.generate().to_public())
    other = "q" if good[-1] != "q" else "p"
    for text in (
        "",
        "age1",
        good.upper(),
        good[:-1],
        good[:-1] + other,
        good + "q",
        f" {good}",
        str(x25519.Identity.generate()),
        "ssh-ed25519 AAAA",
        bech32.encoded("age", bytes(31)),
        bech32.encoded("age", bytes(32)),
        bech32.encoded("age", WEAK),
        bech32.encoded("age", bytes(31) + b"\x09", bech32.BECH32M),
        bech32.encoded("age1tag", bytes(33)),
    ):
        with pytest.raises(ValueError, match=r"prefix|letter|checksum|way|key"):
            sealing.recipient_key(text)


def test_what_is_no_identity_is_refused() -> None:
    good = str(x25519.Identity.generate())
    for text in ("", good.lower(), good[:-1], bech32.encoded("age-secret-key-", bytes(31)).upper()):
        with pytest.raises(ValueError, match=r"capitals|prefix|checksum|identity"):
            sealing.secret_of(text)


@pytest.mark.parametrize(
    ("text", "prefix", "constant"),
    [
        ("a12uel5l", "a", bech32.BECH32),
        ("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split", bech32.BECH32),
        ("a1lqfn3a", "a", bech32.BECH32M),
        ("split1checkupstagehandshakeupstreamerranterredcaperredlc445v", "split", bech32.BECH32M),
    ],
)
def test_checksums_are_those_of_the_published_vectors(text: str, prefix: str, constant: int) -> None:
    """Vectors of BIP 173 and BIP 350; some of them are no whole bytes, so the checksum alone is looked at."""
    values = [*bech32._expanded(prefix), *(bech32.LETTERS.index(letter) for letter in text[len(prefix) + 1 :])]
    assert bech32._polymod(values) == constant


def test_files_show_4_8_or_16_recipients() -> None:
    assert [sealing.padded(count) for count in (1, 4, 5, 8, 9, 16)] == [4, 4, 8, 8, 16, 16]
    for count in (0, 17):
        with pytest.raises(ValueError, match="1 to 16"):
            sealing.padded(count)
