# SPDX-License-Identifier: EUPL-1.2
"""Whom a reader of receipts trusts: the log's key, its retired keys, witnesses, and how many of these are asked for."""

from dataclasses import dataclass

from .note import Kind, Malformed, VerifierKey


@dataclass(frozen=True, slots=True)
class Policy:
    """Pinned beforehand by the reader; nothing of it is ever taken from a receipt."""

    log: VerifierKey
    retired: tuple[VerifierKey, ...] = ()
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0

    def __str__(self) -> str:
        lines = [f"log {self.log}"]
        lines += [f"retired {key}" for key in self.retired]
        lines += [f"witness {key}" for key in self.witnesses]
        return "".join(f"{line}\n" for line in [*lines, f"quorum {self.quorum}"])


def read_policy(text: str) -> Policy:
    """Return the policy of a text with the lines `log`, `retired`, `witness`, `quorum`; raises Malformed with the line.

    Blank lines and what follows a `#` at the beginning of a line are for people.
    """
    keys: dict[str, list[VerifierKey]] = {"log": [], "retired": [], "witness": []}
    quorum: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        word, _space, value = line.strip().partition(" ")
        if not word or word.startswith("#"):
            continue
        try:
            if word == "quorum" and quorum is None and value.isascii() and value.isdigit():
                quorum = int(value)
            else:
                keys[word].append(_key(word, value.strip()))
        except (KeyError, Malformed) as error:
            what = error if isinstance(error, Malformed) else "expected: log, retired or witness KEY, quorum NUMBER"
            raise Malformed(f"line {number} of the policy: {what}") from None
    return _policy(keys, quorum)


def _policy(keys: dict[str, list[VerifierKey]], quorum: int | None) -> Policy:
    if len(keys["log"]) != 1:
        raise Malformed("a policy names one log")
    witnesses = keys["witness"]
    if len({key.public for key in [*witnesses, *keys["log"], *keys["retired"]]}) != sum(map(len, keys.values())):
        raise Malformed("a policy names one key twice")
    least = len(witnesses) if quorum is None else quorum
    if least > len(witnesses):
        raise Malformed(f"{least} of {len(witnesses)} witnesses can never be reached")
    return Policy(keys["log"][0], tuple(keys["retired"]), tuple(witnesses), least)


def _key(word: str, text: str) -> VerifierKey:
    key = VerifierKey.read(text)
    if (key.kind == Kind.COSIGNATURE) != (word == "witness"):
        raise Malformed(f"{key.name} is not the key of a {'witness' if word == 'witness' else 'log'}")
    return key
