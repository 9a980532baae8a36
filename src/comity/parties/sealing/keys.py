# SPDX-License-Identifier: EUPL-1.2
"""age keys of the kind that is used here (X25519): recipients, identities, fingerprints. Nothing is encrypted here."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from comity.parties.sealing import bech32

RECIPIENT, IDENTITY = "age", "age-secret-key-"
KEY_BYTES = 32
# How many recipients a sealed file shows: always one of these, so that the number tells little (see `padded`).
STEPS = (4, 8, 16)
MOST_RECIPIENTS = STEPS[-1]


def recipient_key(text: str) -> bytes:
    """Return the public key of a recipient (age1...); raises ValueError where it is none, or of no strength."""
    key = bech32.decoded(text, RECIPIENT)
    if len(key) != KEY_BYTES or is_weak(key):
        raise ValueError("no X25519 key")
    return key


def is_weak(key: bytes) -> bool:
    """Whether everybody shares the same secret with this public key (a point of low order)."""
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(key))
    except ValueError:
        return True
    return False


def recipient_of(secret: bytes) -> str:
    """Return the recipient that belongs to the 32 secret bytes of an identity."""
    return bech32.encoded(RECIPIENT, X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())


def identity_text(secret: bytes) -> str:
    """Return the identity (AGE-SECRET-KEY-1...) of 32 secret bytes."""
    return bech32.encoded(IDENTITY, secret).upper()


def secret_of(identity: str) -> bytes:
    """Return the 32 secret bytes of an identity; raises ValueError where it is none."""
    if identity != identity.upper():
        raise ValueError("an identity is written in capitals")
    secret = bech32.decoded(identity.lower(), IDENTITY)
    if len(secret) != KEY_BYTES:
        raise ValueError("no X25519 identity")
    return secret


def fingerprint(recipient: str) -> str:
    """Return what two persons compare: 40 digits, from SHA-256 over the recipient as it is written.

    Anybody finds it without us: `printf %s age1... | sha256sum | cut -c 1-40`.
    """
    return hashlib.sha256(recipient.encode()).hexdigest()[:40]


def in_groups(fingerprint: str) -> str:
    """Return a fingerprint as it is read aloud: ten groups of four."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def padded(count: int) -> int:
    """Return how many recipients a file for `count` of them shows: 4, 8 or 16; raises ValueError for none or more.

    Whoever seals adds keys made for the purpose and thrown away. The server never does: it could keep them.
    """
    if not 0 < count <= MOST_RECIPIENTS:
        raise ValueError(f"a file is sealed to 1 to {MOST_RECIPIENTS} recipients")
    return next(step for step in STEPS if count <= step)
