# SPDX-License-Identifier: EUPL-1.2
"""The header of a sealed file, read and never opened: whether it is one that the age tools of its recipients will take.

age-encryption.org/v1: lines of ASCII, one stanza for each recipient, a MAC, then the content. The MAC can be checked by
a recipient only, so a header that passes here may still be damaged; its form may not.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import BinaryIO

from comity.parties.sealing.keys import KEY_BYTES, is_weak
from comity.statute import Text

MOST_STANZAS = 20
MOST_BYTES = 8192
# The nonce, and the tag of a last piece that may be empty.
LEAST_CONTENT = 16 + 16
VERSION = b"age-encryption.org/v1"
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_LINE, _MAC = 64, 32
_WORD = re.compile(rb"[\x21-\x7e]+").fullmatch
# What a tool adds so that others learn to pass over what they do not know. It is nobody's key.
_GREASE = b"-grease"


class Fault(Enum):
    """Why a file cannot be taken as sealed."""

    NOT_AGE = Text("This is not a file sealed with age.", "Ce fichier n'est pas scellé avec age.")
    ARMORED = Text(
        "The file is sealed as text (armor). Seal it without: leave out -a.",
        "Le fichier est scellé sous forme de texte (armure). Scellez-le sans l'option -a.",
    )
    VERSION = Text(
        "The file is sealed in a version of age that is not known here; version 1 is.",
        "Le fichier est scellé dans une version d'age inconnue ici ; la version 1 est acceptée.",
    )
    TRUNCATED = Text(
        "The file breaks off before its content. Send it again whole.",
        "Le fichier s'interrompt avant son contenu. Envoyez-le de nouveau en entier.",
    )
    TOO_LONG = Text(
        "The header of the sealed file is longer than any that is needed.",
        "L'en-tête du fichier scellé est plus long que nécessaire.",
    )
    MALFORMED = Text(
        "The header of the sealed file is damaged. Seal the file again.",
        "L'en-tête du fichier scellé est endommagé. Scellez de nouveau le fichier.",
    )
    WEAK = Text(
        "One recipient of the sealed file is no key at all. Seal the file again.",
        "Un destinataire du fichier scellé n'est pas une clé. Scellez de nouveau le fichier.",
    )
    PASSPHRASE = Text(
        "The file is sealed with a passphrase. Seal it to the recipients' keys.",
        "Le fichier est scellé par une phrase secrète. Scellez-le pour les clés des destinataires.",
    )
    SSH = Text(
        "The file is sealed to an SSH key. Seal it to recipients that begin with age1.",
        "Le fichier est scellé pour une clé SSH. Scellez-le pour des destinataires commençant par age1.",
    )
    PLUGIN = Text(
        "The file is sealed to a key that needs a plugin. Seal it to the recipients' ordinary age keys.",
        "Le fichier est scellé pour une clé exigeant un module. Scellez-le pour des clés age ordinaires.",
    )
    TOO_MANY = Text(
        "The file is sealed to more than 20 recipients.", "Le fichier est scellé pour plus de 20 destinataires."
    )
    NOBODY = Text("The file is sealed to nobody.", "Le fichier n'est scellé pour personne.")


class NotSealed(ValueError):
    """The file cannot be taken as sealed; `fault` says why, for people in `fault.value`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value.en)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Header:
    """What anybody can see of a sealed file: for how many it is, and where its content begins."""

    recipients: int
    size: int


def read_header(file: BinaryIO) -> Header:
    """Read the header of a sealed file from where the file stands; raises NotSealed with a named fault.

    Reads at most MOST_BYTES + LEAST_CONTENT bytes, whatever the file holds.
    """
    start = _some(file, MOST_BYTES + LEAST_CONTENT)
    lines = _Lines(start)
    _check_version(start, lines)
    kinds = list(_stanzas(lines))
    recipients = kinds.count(b"X25519")
    _check_kinds(kinds)
    if lines.at > MOST_BYTES:
        raise NotSealed(Fault.TOO_LONG)
    if len(start) - lines.at < LEAST_CONTENT:
        raise NotSealed(Fault.TRUNCATED)
    return Header(recipients=recipients, size=lines.at)


def fault_of_start(start: bytes) -> Fault | None:
    """Return what is wrong already with the first bytes of a file, however few, or None where more must be read."""
    if start.startswith(_ARMOR):
        return Fault.ARMORED
    whole = VERSION + b"\n"
    return None if start.startswith(whole) or whole.startswith(start) else Fault.NOT_AGE


def scrypt_work_factor(start: bytes) -> int | None:
    """Return the work factor of a file sealed with a passphrase, by its first bytes; None where it is none."""
    found = re.match(rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n", start)
    return int(found[1]) if found else None


def _some(file: BinaryIO, most: int) -> bytes:
    pieces, missing = [], most
    while missing > 0 and (piece := file.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


class _Lines:
    """The lines of a header, one after another; a line that does not end is one that broke off, or goes on for ever."""

    def __init__(self, start: bytes) -> None:
        self._start, self.at = start, 0

    def next(self) -> bytes:
        end = self._start.find(b"\n", self.at)
        if end < 0:
            raise NotSealed(Fault.TRUNCATED if len(self._start) < MOST_BYTES + LEAST_CONTENT else Fault.TOO_LONG)
        line, self.at = self._start[self.at : end], end + 1
        return line


def _check_version(start: bytes, lines: _Lines) -> None:
    if start.startswith(_ARMOR):
        raise NotSealed(Fault.ARMORED)
    if not start.startswith(b"age-encryption.org/"):
        raise NotSealed(Fault.TRUNCATED if start and VERSION.startswith(start) else Fault.NOT_AGE)
    if lines.next() != VERSION:
        raise NotSealed(Fault.VERSION)


def _stanzas(lines: _Lines) -> Iterator[bytes]:
    """Yield the kind of every stanza, each with its form checked, until the MAC ends the header."""
    for _count in range(MOST_STANZAS + 2):
        line = lines.next()
        if line.startswith(b"---"):
            if not line.startswith(b"--- ") or len(_unpacked(line[4:])) != _MAC:
                raise NotSealed(Fault.MALFORMED)
            return
        mark, *words = line.split(b" ")
        if mark != b"->" or not words or not all(map(_WORD, words)):
            raise NotSealed(Fault.MALFORMED)
        body = _body(lines)
        if words[0] == b"X25519":
            _check_share(words[1:], body)
        yield words[0]
    raise NotSealed(Fault.TOO_MANY)


def _body(lines: _Lines) -> bytes:
    """Lines of 64 letters, and a last one that is shorter, if only an empty one."""
    whole = b""
    while len(line := lines.next()) == _LINE:
        whole += _unpacked(line)
    if len(line) > _LINE:
        raise NotSealed(Fault.MALFORMED)
    return whole + _unpacked(line)


def _check_share(arguments: list[bytes], body: bytes) -> None:
    if len(arguments) != 1 or len(share := _unpacked(arguments[0])) != KEY_BYTES or len(body) != KEY_BYTES:
        raise NotSealed(Fault.MALFORMED)
    if is_weak(share):
        raise NotSealed(Fault.WEAK)


def _check_kinds(kinds: list[bytes]) -> None:
    others = [kind for kind in kinds if kind != b"X25519"]
    if others and others[-1].endswith(_GREASE):
        others.pop()
    for kind in others:
        if kind == b"scrypt":
            raise NotSealed(Fault.PASSPHRASE)
        raise NotSealed(Fault.SSH if kind.startswith(b"ssh-") else Fault.PLUGIN)
    if kinds.count(b"X25519") > MOST_STANZAS:
        raise NotSealed(Fault.TOO_MANY)
    if b"X25519" not in kinds:
        raise NotSealed(Fault.NOBODY)


def _unpacked(text: bytes) -> bytes:
    """Base64 without padding, in the one way that these bytes are written."""
    try:
        content = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise NotSealed(Fault.MALFORMED) from None
    if base64.b64encode(content).rstrip(b"=") != text:
        raise NotSealed(Fault.MALFORMED)
    return content
