# SPDX-License-Identifier: EUPL-1.2
"""An authority's signature under an act of its own, with the proof that its key stood in the same log before.

Signed are the bytes `comity/ack/v1` LF, the log's name, LF and the 32 bytes of the act's leaf hash. Before that, once,
the key signs whose it is: `comity/key/v1` LF, the log's name, LF, the party's code, LF, the authority's id, LF.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .note import Malformed
from .proof import MOST_HASHES
from .public import KeyEvent, PublicKind, Purpose, public_entry
from .tree import MOST_LEAVES, NotProven, check_inclusion, leaf_hash

DOMAIN = b"comity/ack/v1\n"
CLAIM = b"comity/key/v1\n"
_KEY = re.compile(r"[0-9a-f]{64}").fullmatch
_SIGNATURE = re.compile(r"[0-9a-f]{128}").fullmatch
_PRIME = 2**255 - 19
# Points of small order, in their canonical form but for the sign of the two without one: with such a key everybody's
# signature would hold.
_WEAK = frozenset(
    {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    }
)


class AckFault(StrEnum):
    """What is the matter with an acknowledgement."""

    CHANGED = "ack-changed"
    UNKNOWN = "ack-key-unknown"
    MISSING = "ack-key-missing"
    LATER = "ack-key-later"


class NotAcknowledged(Exception):
    """An acknowledgement does not hold; `fault` says in which way."""

    def __init__(self, fault: AckFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


def signed_bytes(origin: str, leaf: bytes) -> bytes:
    """Return what is signed: the domain, the log's name and the hash of the act's leaf."""
    return DOMAIN + origin.encode() + b"\n" + leaf


def sign_ack(seed: bytes, *, origin: str, leaf: bytes) -> str:
    """Return the signature by the key of these 32 secret bytes, as hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(signed_bytes(origin, leaf)).hex()


def sign_claim(seed: bytes, *, origin: str, party: str, authority: str) -> str:
    """Return by what a key says whose it is, as hexadecimal digits: nobody else can register it, there or elsewhere."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_claimed(origin, party, authority)).hex()


def is_claimed(key: str, signature: str, *, origin: str, party: str, authority: str) -> bool:
    """Whether this key says that it is of this authority in that log."""
    return _has_signed(key, signature, _claimed(origin, party, authority))


def _claimed(origin: str, party: str, authority: str) -> bytes:
    return CLAIM + f"{origin}\n{party}\n{authority}\n".encode()


def public_of(seed: bytes) -> str:
    """Return the public key of 32 secret bytes, as hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def is_signing_key(text: str) -> bool:
    """Whether this is a public key in its one form, and of strength; whether it is a point shows when it has signed."""
    if not _KEY(text) or text in _WEAK:
        return False
    return int.from_bytes(bytes.fromhex(text), "little") & (2**255 - 1) < _PRIME


def is_signed(key: str, signature: str, *, origin: str, leaf: bytes) -> bool:
    """Whether this key made this signature over the leaf of that log."""
    return _has_signed(key, signature, signed_bytes(origin, leaf))


def _has_signed(key: str, signature: str, message: bytes) -> bool:
    if not is_signing_key(key) or not _SIGNATURE(signature):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Ack:
    """A signature with what the log told of its key: the public entry, its place and its siblings."""

    key: Mapping[str, Any]
    index: int
    siblings: Sequence[bytes]
    signature: str

    def as_json(self) -> dict[str, Any]:
        """Return its form in a receipt."""
        proof = [one.hex() for one in self.siblings]
        return {"key": dict(self.key), "index": self.index, "proof": proof, "signature": self.signature}


def read_ack(given: object) -> Ack:
    """Return the acknowledgement of a receipt; raises Malformed where it is not in its form."""
    if not isinstance(given, dict) or set(given) != {"key", "index", "proof", "signature"}:
        raise Malformed("an acknowledgement holds key, index, proof and signature")
    key, index, proof, signature = given["key"], given["index"], given["proof"], given["signature"]
    if not isinstance(key, dict) or type(index) is not int or not 0 <= index < MOST_LEAVES:
        raise Malformed("an acknowledgement names its key's entry and place")
    if not isinstance(proof, list) or len(proof) > MOST_HASHES:
        raise Malformed("not the hashes of a proof")
    if not all(isinstance(one, str) and _KEY(one) for one in proof):
        raise Malformed("not the hashes of a proof")
    if not isinstance(signature, str) or not _SIGNATURE(signature):
        raise Malformed("a signature has 128 hexadecimal digits")
    return Ack(key, index, tuple(bytes.fromhex(one) for one in proof), signature)


def check_ack(ack: Ack, *, origin: str, leaf: bytes, index: int, by: object, size: int, root: bytes) -> None:
    """Raise NotAcknowledged unless the acting party's own key, in the log before the act, signed the act's leaf.

    `size` and `root` are those of the checkpoint to which the act itself was proven.
    """
    try:
        entry = public_entry(ack.key)
    except Malformed as error:
        raise NotAcknowledged(AckFault.UNKNOWN, f"the key of the acknowledgement cannot be read: {error}") from None
    wanted = {"kind": PublicKind.KEY, "event": KeyEvent.REGISTERED, "purpose": Purpose.SIGNING, "party": by}
    if any(ack.key.get(name) != value for name, value in wanted.items()):
        raise NotAcknowledged(AckFault.UNKNOWN, f"the acknowledgement is not by a signing key of {by}")
    try:
        check_inclusion(leaf_hash(entry), ack.index, size, ack.siblings, root)
    except NotProven as error:
        raise NotAcknowledged(AckFault.MISSING, f"the log does not hold the acknowledging key: {error}") from None
    if ack.index >= index:
        raise NotAcknowledged(AckFault.LATER, f"the key was entered at {ack.index}, after the act at {index}")
    if not is_signed(ack.key["key"], ack.signature, origin=origin, leaf=leaf):
        raise NotAcknowledged(AckFault.CHANGED, "the authority's signature does not hold")
