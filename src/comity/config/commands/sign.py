# SPDX-License-Identifier: EUPL-1.2
"""comity sign: an authority's signing key, and what it signs, on a machine off the network."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from comity.config.problem import Problem
from comity.ledger.format.ack import public_of, sign_ack, sign_claim
from comity.ledger.format.note import Malformed
from comity.ledger.format.opened import open_extra
from comity.ledger.format.proof import MOST_BYTES, read_proof
from comity.ledger.format.tree import leaf_hash

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

ABOUT = """Make an authority's signing key, and sign with it that an act was the authority's own. The key is kept in a
file that a passphrase opens; it is asked for, or read from the input where that is no terminal. Exit code 1 when the
passphrase is wrong, 2 when something cannot be used."""


def register(commands: "Commands") -> None:
    command = commands.add_parser("sign", help="make a signing key, or sign a receipt with it", description=ABOUT)
    parts = command.add_subparsers(metavar="key|receipt", required=True)
    key = parts.add_parser("key", help="make a signing key", description=ABOUT)
    key.add_argument("--out", metavar="FILE", type=Path, required=True, help="where to write the key file")
    key.add_argument(
        "--of",
        nargs=3,
        required=True,
        metavar=("LOG", "PARTY", "AUTHORITY"),
        help="whose key it is: the log's name, the party's code, the authority's number (its page says all three)",
    )
    key.add_argument("--json", action="store_true", help="for a program to read")
    key.set_defaults(run=run_key)
    receipt = parts.add_parser("receipt", help="sign the act of a receipt", description=ABOUT)
    receipt.add_argument("file", metavar="FILE", type=Path, help="the receipt of the act")
    receipt.add_argument("--key", metavar="FILE", type=Path, required=True, help="the key file")
    receipt.add_argument("--json", action="store_true", help="for a program to read")
    receipt.set_defaults(run=run_receipt)


def run_key(args: argparse.Namespace) -> int:
    """Make a key, write its file, print its public part and whose it says it is; raises Problem."""
    from comity.config.sealing import signers  # noqa: PLC0415 - not wanted where another command runs

    seed = signers.make(args.out)
    origin, party, authority = args.of
    claim = sign_claim(seed, origin=origin, party=party, authority=authority)
    told = {"file": str(args.out), "public": public_of(seed), "claim": claim}
    if args.json:
        print(json.dumps(told))
        return 0
    print(f"Public signing key: {told['public']}\nIts signature: {claim}\nKept in: {args.out}")
    return 0


def run_receipt(args: argparse.Namespace) -> int:
    """Print the public key and its signature under the act of a receipt; raises Problem."""
    from comity.config.sealing import signers  # noqa: PLC0415 - not wanted where another command runs

    try:
        with args.file.open("rb") as file:
            proof = read_proof(file.read(MOST_BYTES + 1))
        opened = open_extra(proof.extra)
    except OSError as error:
        raise Problem(f"{args.file} cannot be read ({error.strerror}).", "", code=2) from None
    except (Malformed, ValueError, TypeError) as error:
        raise Problem(f"{args.file} is no receipt: {error}.", "Download it again", code=2) from None
    if opened.is_public:
        raise Problem(f"{args.file} is the proof of a public entry.", "Name the receipt of an act", code=2)
    seed = signers.read(args.key)
    signature = sign_ack(seed, origin=proof.checkpoint.origin, leaf=leaf_hash(opened.entry))
    told = {"public": public_of(seed), "signature": signature, "act": opened.payload.get("act")}
    if args.json:
        print(json.dumps({**told, "at": opened.payload.get("at")}))
        return 0
    print(f"Signed: {told['act']}, {opened.payload.get('at')}, by {opened.payload.get('by')}")
    print(f"Public signing key: {told['public']}\nSignature: {signature}")
    return 0
