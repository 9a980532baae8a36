# SPDX-License-Identifier: EUPL-1.2
"""Who watches whom: the witnesses of this log, and the logs of which this court is a witness."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from ..format.note import Kind, Malformed, VerifierKey
from ..format.policy import Policy
from .files import ledger_directory
from .identity import log_key

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class WitnessAt:
    """A witness of this log, and the address below which it takes checkpoints."""

    key: VerifierKey
    url: str


@dataclass(frozen=True, slots=True)
class Peers:
    """What the file `peers` of the log's directory says; empty where there is none."""

    witnesses: tuple[WitnessAt, ...] = ()
    logs: tuple[VerifierKey, ...] = ()
    retired: tuple[VerifierKey, ...] = ()
    quorum: int = 0

    @property
    def policy(self) -> Policy:
        """What this court asks of its own receipts."""
        return Policy(log_key().verifier, self.retired, tuple(one.key for one in self.witnesses), self.quorum)


def peers() -> Peers:
    """Return the peers that the operator named; raises Malformed with the line that cannot be used.

    Lines: `witness VKEY URL`, `quorum NUMBER`, `retired VKEY` (an older key of this log), `log VKEY` (a log of which
    this court is a witness). An address is https, or http on this machine.
    """
    path = ledger_directory() / "peers"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Peers()
    return read_peers(text)


def read_peers(text: str) -> Peers:
    """Return the peers of a text; see `peers`."""
    witnesses: list[WitnessAt] = []
    keys: dict[str, list[VerifierKey]] = {"log": [], "retired": []}
    quorum = 0
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        try:
            match words:
                case ["witness", key, url]:
                    witnesses.append(_witness(key, url))
                case ["log" | "retired" as what, key]:
                    keys[what].append(_of_kind(key, Kind.ED25519))
                case ["quorum", count] if count.isascii() and count.isdigit():
                    quorum = int(count)
                case _:
                    raise Malformed("expected: witness KEY URL, quorum NUMBER, log KEY or retired KEY")  # noqa: TRY301 - the line is added below
        except Malformed as error:
            raise Malformed(f"line {number} of the file peers: {error}") from None
    if quorum > len(witnesses):
        raise Malformed(f"{quorum} of {len(witnesses)} witnesses can never be reached")
    return Peers(tuple(witnesses), tuple(keys["log"]), tuple(keys["retired"]), quorum)


def _of_kind(text: str, kind: Kind) -> VerifierKey:
    key = VerifierKey.read(text)
    if key.kind != kind:
        raise Malformed(f"{key.name} has a key of another kind")
    return key


def _witness(text: str, url: str) -> WitnessAt:
    try:
        parts = urlsplit(url)
        is_near = parts.scheme == "http" and parts.hostname in LOOPBACK
    except ValueError:
        raise Malformed(f"{url} is no address") from None
    if not (is_near or (parts.scheme == "https" and parts.hostname)) or parts.query or parts.fragment:
        raise Malformed(f"{url} is neither https nor on this machine")
    return WitnessAt(_of_kind(text, Kind.COSIGNATURE), url.rstrip("/"))
