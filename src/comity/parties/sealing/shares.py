# SPDX-License-Identifier: EUPL-1.2
"""Shares of a recovery key on paper: each says what it belongs to, so that a wrong one fails and gives no wrong key.

A share is 48 bytes in letters with a checksum (Bech32m), prefix `comity`, printed in groups of five:

    version  threshold  count  number  epoch          fingerprint    share
    1        1          1      1       2, big-endian  10, the first  32
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from comity.parties.sealing import bech32, field, keys
from comity.statute import Text

PREFIX, FORM = "comity", 1
MOST_COUNT = 16
MOST_EPOCH = 0xFFFF
GROUP = 5
_HEAD, _MARK = 6, 10
_BYTES = _HEAD + _MARK + keys.KEY_BYTES
LETTERS = -(-_BYTES * 8 // 5) + bech32.CHECKSUM


class ShareFault(Enum):
    """Why shares give no key."""

    NO_SHARE = Text("This is no share of a key: a share begins with COMITY1.", "Ceci n'est pas une part de clé.")
    LETTER = Text(
        "A sign stands here that no share has. Compare it with the paper.",
        "Un signe ne figure dans aucune part. Comparez avec le papier.",
    )
    LENGTH = Text(
        "Letters are missing, or too many. Compare group by group with the paper.",
        "Il manque des lettres ou il y en a trop. Comparez groupe par groupe avec le papier.",
    )
    MISTYPED = Text(
        "A letter is wrong. Compare group by group with the paper.",
        "Une lettre est fausse. Comparez groupe par groupe avec le papier.",
    )
    FORM = Text("The share is of a newer form than this program knows.", "La part est d'une forme plus récente.")
    OTHER_KEY = Text("The shares are of different keys.", "Les parts appartiennent à des clés différentes.")
    OTHER_EPOCH = Text(
        "The shares are of different splits: one was replaced by a later one.",
        "Les parts proviennent de partages différents : l'un a été remplacé par un autre.",
    )
    REPEATED = Text("The same share was given twice.", "La même part a été donnée deux fois.")
    TOO_FEW = Text("More shares are needed.", "Il faut davantage de parts.")
    DISAGREE = Text(
        "The shares do not fit together: one of them was made up, or altered.",
        "Les parts ne concordent pas : l'une d'elles a été inventée ou modifiée.",
    )


class NoKey(ValueError):
    """These shares give no key; `fault` says why, `place` which of those given is meant, 0 for all together."""

    def __init__(self, fault: ShareFault, place: int = 0) -> None:
        super().__init__(fault.value.en)
        self.fault, self.place = fault, place


@dataclass(frozen=True, slots=True)
class Share:
    """One share, as it is read; `mark` is the beginning of the fingerprint of the key."""

    number: int
    threshold: int
    count: int
    epoch: int
    mark: str
    content: bytes

    def __repr__(self) -> str:
        return f"<share {self.number} of {self.count}, epoch {self.epoch}>"


@dataclass(frozen=True, slots=True)
class Key:
    """A key that shares have given back, proved by the fingerprint that each of them bears."""

    identity: str
    recipient: str
    epoch: int

    def __repr__(self) -> str:
        return f"<key {self.recipient}>"


def split(identity: str, *, threshold: int, count: int, epoch: int) -> list[str]:
    """Return the printable shares of an age identity; raises ValueError for what cannot be split so."""
    if not 1 < threshold <= count <= MOST_COUNT or not 0 < epoch <= MOST_EPOCH:
        raise ValueError("a threshold of at least 2, at most 16 shares, an epoch from 1")
    secret = keys.secret_of(identity)
    mark = _mark(keys.recipient_of(secret))
    found = []
    for number, content in field.shares_of(secret, threshold=threshold, count=count).items():
        head = bytes([FORM, threshold, count, number]) + epoch.to_bytes(2, "big")
        found.append(_printed(bech32.encoded(PREFIX, head + mark + content, bech32.BECH32M)))
    return found


def read_share(text: str) -> Share:
    """Return the share that was typed; raises NoKey. Blanks, dashes and small letters do not matter."""
    typed = "".join(text.split()).replace("-", "").lower()
    if not typed.startswith(f"{PREFIX}1"):
        raise NoKey(ShareFault.NO_SHARE)
    letters = typed.removeprefix(f"{PREFIX}1")
    if not set(letters) <= set(bech32.LETTERS):
        raise NoKey(ShareFault.LETTER)
    if len(letters) != LETTERS:
        raise NoKey(ShareFault.LENGTH)
    try:
        content = bech32.decoded(typed, PREFIX, bech32.BECH32M)
    except ValueError:
        raise NoKey(ShareFault.MISTYPED) from None
    form, threshold, count, number = content[:4]
    if form != FORM or not 1 < threshold <= count <= MOST_COUNT or not 0 < number <= count:
        raise NoKey(ShareFault.FORM)
    return Share(
        number=number,
        threshold=threshold,
        count=count,
        epoch=int.from_bytes(content[4:_HEAD], "big"),
        mark=content[_HEAD : _HEAD + _MARK].hex(),
        content=content[_HEAD + _MARK :],
    )


def join(texts: Sequence[str]) -> Key:
    """Return the key of these shares; raises NoKey with the fault and the share that has it, never a wrong key."""
    shares: list[Share] = []
    for place, text in enumerate(texts, 1):
        try:
            share = read_share(text)
        except NoKey as error:
            raise NoKey(error.fault, place) from None
        if shares:
            _check_fits(share, shares, place)
        shares.append(share)
    if not shares or len(shares) < shares[0].threshold:
        raise NoKey(ShareFault.TOO_FEW)
    return _joined(shares)


def _check_fits(share: Share, others: Sequence[Share], place: int) -> None:
    first = others[0]
    if share.mark != first.mark:
        raise NoKey(ShareFault.OTHER_KEY, place)
    if (share.epoch, share.threshold, share.count) != (first.epoch, first.threshold, first.count):
        raise NoKey(ShareFault.OTHER_EPOCH, place)
    if any(share.number == other.number for other in others):
        raise NoKey(ShareFault.REPEATED, place)


def _joined(shares: Sequence[Share]) -> Key:
    used = {share.number: share.content for share in shares[: shares[0].threshold]}
    secret = field.value_at(0, used)
    recipient = keys.recipient_of(secret)
    agree = all(field.value_at(share.number, used) == share.content for share in shares)
    if not agree or _mark(recipient).hex() != shares[0].mark:
        raise NoKey(ShareFault.DISAGREE)
    return Key(identity=keys.identity_text(secret), recipient=recipient, epoch=shares[0].epoch)


def _mark(recipient: str) -> bytes:
    return bytes.fromhex(keys.fingerprint(recipient))[:_MARK]


def _printed(text: str) -> str:
    head, letters = f"{PREFIX}1".upper(), text.removeprefix(f"{PREFIX}1").upper()
    return "-".join([head, *(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))])
