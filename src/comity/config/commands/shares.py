# SPDX-License-Identifier: EUPL-1.2
"""comity shares: a recovery key split over several officers, and put together again, on a machine off the network."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from comity.config.problem import Problem

if TYPE_CHECKING:
    from comity.parties.sealing import NoKey

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

QUORUMS = {"2/3": (2, 3), "3/5": (3, 5)}
ABOUT = """Split a recovery key into shares on paper, any 2 of 3 or 3 of 5 of which give it back, and join them again. A
share that is mistyped, of another key or of an earlier split is named and never gives a wrong key. Exit code 1 when the
shares give no key, 2 when something cannot be used."""


def register(commands: "Commands") -> None:
    command = commands.add_parser("shares", help="split a recovery key into shares, or join them", description=ABOUT)
    parts = command.add_subparsers(metavar="split|join", required=True)
    split = parts.add_parser("split", help="print the shares of a key", description=ABOUT)
    split.add_argument("--identity", metavar="FILE", type=Path, help="the key; made for this and not kept if not given")
    split.add_argument("--quorum", choices=QUORUMS, default="2/3", help="how many of how many (2/3)")
    split.add_argument("--epoch", type=int, default=1, help="1 for the first key, one more at every change")
    split.add_argument("--into", metavar="FOLDER", type=Path, help="a file for each share, instead of printing all")
    split.add_argument("--json", action="store_true", help="for a program to read")
    split.set_defaults(run=run_split)
    join = parts.add_parser("join", help="put a key together from its shares", description=ABOUT)
    join.add_argument("files", metavar="FILE", type=Path, nargs="*", help="a share each; typed, one a line, if none")
    join.add_argument("--out", metavar="FILE", type=Path, required=True, help="where to write the identity")
    join.add_argument("--json", action="store_true", help="for a program to read")
    join.set_defaults(run=run_join)


def run_split(args: argparse.Namespace) -> int:
    """Print the shares, or write one file for each; raises Problem."""
    from pyrage import x25519  # noqa: PLC0415 - not wanted where another command runs

    from comity.config.sealing import files, identities  # noqa: PLC0415 - as above
    from comity.parties.sealing import fingerprint, in_groups, split  # noqa: PLC0415 - as above

    kept = identities.read_identities(args.identity) if args.identity else [x25519.Identity.generate()]
    if len(kept) != 1:
        raise Problem(f"{args.identity} holds {len(kept)} identities.", "Name a file with the one to split", code=2)
    threshold, count = QUORUMS[args.quorum]
    recipient = str(kept[0].to_public())
    try:
        shares = split(str(kept[0]), threshold=threshold, count=count, epoch=args.epoch)
    except ValueError as error:
        raise Problem(
            f"Epoch {args.epoch} cannot be used ({error}).", "Give a number from 1: --epoch", code=2
        ) from None
    heads = [f"Share {number} of {count}, any {threshold} open" for number in range(1, count + 1)]
    mark = in_groups(fingerprint(recipient))
    if args.into:
        for number, (head, share) in enumerate(zip(heads, shares, strict=True), 1):
            files.write_secret(args.into / f"share-{number}.txt", f"# {head}; key {mark}\n{share}\n")
    if args.json:
        shown = {"shares": shares} if not args.into else {}
        print(json.dumps({"recipient": recipient, "fingerprint": fingerprint(recipient), "epoch": args.epoch, **shown}))
        return 0
    print(f"Recipient: {recipient}\nFingerprint: {mark}\nEpoch: {args.epoch}")
    if not args.into:
        for head, share in zip(heads, shares, strict=True):
            print(f"\n- - - - - {head} - - - - -\n{share}")
    return 0


def run_join(args: argparse.Namespace) -> int:
    """Write the identity that the shares give; raises Problem."""
    from comity.config.sealing import files  # noqa: PLC0415 - not wanted where another command runs
    from comity.parties.sealing import NoKey, fingerprint, in_groups, join  # noqa: PLC0415 - as above

    names, texts = _given(args.files)
    try:
        key = join(texts)
    except NoKey as error:
        raise _problem(error, names, texts) from None
    files.write_secret(args.out, f"# public key: {key.recipient}\n{key.identity}\n")
    if args.json:
        found = {"recipient": key.recipient, "fingerprint": fingerprint(key.recipient), "epoch": key.epoch}
        print(json.dumps({"file": str(args.out), **found}))
    else:
        print(f"{args.out}: the identity of {key.recipient}\nFingerprint: {in_groups(fingerprint(key.recipient))}")
    return 0


def _given(paths: list[Path]) -> tuple[list[str], list[str]]:
    """The shares with a name for each: of the files, or as they are typed."""
    if not paths:
        typed = [line.strip() for line in sys.stdin if line.strip() and not line.startswith("#")]
        return [f"share {place}" for place in range(1, len(typed) + 1)], typed
    texts = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise Problem(f"{path} cannot be read ({error}).", "", code=2) from None
        texts.append("".join(line for line in lines if not line.startswith("#")))
    return [str(path) for path in paths], texts


def _problem(error: "NoKey", names: list[str], texts: list[str]) -> Problem:
    where = names[error.place - 1] if error.place else f"{len(texts)} shares"
    return Problem(f"{where}: {error.fault.value.en}", "")
