# SPDX-License-Identifier: EUPL-1.2
"""Signed notes and their keys (C2SP signed-note), read strictly: what is not exactly in form is refused."""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MOST_BYTES = 64 * 1024
MOST_SIGNATURES = 64
_DASH = "— "
_KEY_FORM = re.compile(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)").fullmatch


class Malformed(ValueError):
    """Not in the form of a signed note, a key, a checkpoint or a receipt; the message says where."""


class BadSignature(Exception):
    """A key that is known did not make this signature."""


class Kind(IntEnum):
    """What a key signs: a note as it stands, or a checkpoint with the time at which it was seen."""

    ED25519 = 1
    COSIGNATURE = 4


def to_base64(data: bytes) -> str:
    """Return standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Return the bytes; raises Malformed for anything but their one canonical form."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("not base64") from None
    if to_base64(data) != text:
        raise Malformed("base64 with other bits at its end than its own")
    return data


def is_name(name: str) -> bool:
    """Whether a key may bear this name: not empty, no space of Unicode, no plus sign, no control character."""
    return bool(name) and "+" not in name and not any(sign.isspace() or sign < "\x20" for sign in name)


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Return SHA-256(name || LF || kind || public key)[:4]."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key with its name; as text, the vkey that is pinned and handed round."""

    name: str
    kind: Kind
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return key_id(self.name, self.kind, self.public)

    @classmethod
    def read(cls, text: str) -> "VerifierKey":
        """Return the key of a vkey; raises Malformed, also where its parts do not fit each other."""
        form = _KEY_FORM(text)
        if form is None or not is_name(form[1]):
            raise Malformed("a key is written name+8 hexadecimal digits+base64")
        data = from_base64(form[3])
        if len(data) != 33 or data[0] not in set(Kind):
            raise Malformed("not an Ed25519 key of a log or of a witness")
        found = cls(form[1], Kind(data[0]), data[1:])
        if found.id.hex() != form[2]:
            raise Malformed("the key's digits do not fit its name and bytes")
        return found

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    def check(self, message: bytes, signature: bytes) -> None:
        """Raise BadSignature unless this key made the signature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise BadSignature(f"the signature of {self.name} does not hold") from None


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs: 32 secret bytes, never shown."""

    name: str
    kind: Kind
    seed: bytes

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.kind, self._key.public_key().public_bytes_raw())

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        return self._key.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r})"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: by the key of which name and id, and its bytes."""

    name: str
    key_id: bytes
    data: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.data)}\n"

    @classmethod
    def read(cls, line: str) -> "Signature":
        """Return the signature of a line without its line feed; raises Malformed."""
        name, space, text = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space or not is_name(name):
            raise Malformed("a signature line is written '— name base64'")
        data = from_base64(text)
        if len(data) < 5:
            raise Malformed("a signature is missing")
        return cls(name, data[:4], data[4:])

    def is_by(self, key: VerifierKey) -> bool:
        """Whether this line names that key."""
        return self.name == key.name and self.key_id == key.id


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line feed, and the signatures beneath it."""

    text: str
    signatures: Sequence[Signature]

    def __bytes__(self) -> bytes:
        return (self.text + "\n" + "".join(map(str, self.signatures))).encode()

    def signatures_by(self, keys: Iterable[VerifierKey]) -> list[tuple[VerifierKey, Signature]]:
        """Return the lines that name one of these keys, unchecked."""
        known = {(key.name, key.id): key for key in keys}
        return [(known[line.name, line.key_id], line) for line in self.signatures if (line.name, line.key_id) in known]


def read_note(data: bytes) -> Note:
    """Return the note of these bytes; raises Malformed."""
    if len(data) > MOST_BYTES:
        raise Malformed(f"a note has at most {MOST_BYTES} bytes")
    try:
        written = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    if any(sign < "\x20" and sign != "\n" for sign in written):
        raise Malformed("a control character")
    text, blank, lines = written.rpartition("\n\n")
    if not blank or not text or not lines.endswith("\n"):
        raise Malformed("a note is a text, a blank line and signature lines, each ended by a line feed")
    signatures = lines.removesuffix("\n").split("\n")
    if len(signatures) > MOST_SIGNATURES:
        raise Malformed(f"more than {MOST_SIGNATURES} signatures")
    return Note(text + "\n", tuple(Signature.read(line) for line in signatures))
