# SPDX-License-Identifier: EUPL-1.2
"""comity receipt: checking a receipt without a network, and the page that does it in a browser."""

import argparse
import json
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.config.boot import MARK, boot, data_directory
from comity.config.problem import Problem
from comity.config.shown import shown_log
from comity.ledger.format.note import Malformed
from comity.ledger.format.policy import Policy, read_policy
from comity.ledger.format.proof import MOST_BYTES
from comity.ledger.format.receipt import Document, Verdict, verify_receipt, witness_names

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

NAMES = ("act", "by", "at", "about", "article", "before", "after")
PUBLIC_NAMES = ("kind", "what", "event", "purpose", "party", "authority", "key", "version", "at")
PINNED = (
    "the keys that are trusted (from /ledger/policy, on a day without doubt); default: those of the court kept here"
)


def register(commands: "Commands") -> None:
    command = commands.add_parser("receipt", help="check a receipt, or make the page that checks them in a browser")
    topics = command.add_subparsers(metavar="TOPIC", required=True)
    verify = topics.add_parser(
        "verify",
        help="check a receipt without a network",
        description="Check a receipt without a network. Exit code 0: proven; 1: not proven, and why (changed, of "
        "another log, of an older key, not yet witnessed, a document that is not of this act, a signature of the "
        "authority that does not hold, a log that was put back or forked since); 2: not a receipt.",
    )
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--policy", type=Path, metavar="FILE", help=PINNED)
    verify.add_argument(
        "--document",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a document of the act (repeatable)",
    )
    verify.add_argument(
        "--against",
        metavar="LOG",
        help="the log as it is shown today: its address (https://court.example/ledger), a directory with a copy of its "
        "files, or a file with its checkpoint, alone or with the proof (LOG/consistency/N); says whether it still "
        "holds what the receipt proves",
    )
    verify.add_argument("--json", action="store_true", help="for a program to read")
    verify.set_defaults(run=run_verify)
    page = topics.add_parser(
        "page",
        help="make the page that checks receipts in a browser",
        description="Write the page that checks receipts in a browser without a network: one file, to be kept.",
    )
    page.add_argument("--policy", type=Path, metavar="FILE", help=PINNED)
    page.add_argument("--output", type=Path, metavar="FILE", help="write it there instead of printing it")
    page.set_defaults(run=run_page)


def run_verify(args: argparse.Namespace) -> int:
    """Check and say; return 0, 1 or 2."""
    policy = pinned(args.policy)
    documents = [Document.of(path.name, _read(path)) for path in args.document]
    against = shown_log(args.against) if args.against else None
    verdict = verify_receipt(_read(args.file, most=MOST_BYTES), policy, documents, against=against)
    if args.json:
        print(json.dumps(as_json(verdict, policy), ensure_ascii=False, indent=2))
    else:
        for line in lines(verdict, policy):
            print(line)
    return verdict.code


def run_page(args: argparse.Namespace) -> int:
    """Write the page."""
    text = import_module("comity.ledger.offline").offline_page(str(pinned(args.policy)))
    if args.output is None:
        print(text)
        return 0
    try:
        args.output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Problem(f"{args.output} cannot be written ({error.strerror}).", "Name another file", code=2) from None
    print(f"Written: {args.output}")
    return 0


def pinned(path: Path | None) -> Policy:
    """Return the policy of a file, or that of the court kept here; raises Problem."""
    if path is not None:
        try:
            return read_policy(_read(path).decode("utf-8"))
        except (Malformed, UnicodeDecodeError) as error:
            raise Problem(f"{path} cannot be used: {error}.", "", code=2) from None
    if not (data_directory() / "keys" / "ledger.key").exists():
        raise Problem("Nobody knows here whose receipt to expect.", "Name the keys: --policy FILE", code=2)
    boot(demo=(data_directory() / MARK).exists())
    found: Policy = import_module("comity.ledger.queries").peers().policy
    return found


def _read(path: Path, *, most: int | None = None) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read() if most is None else file.read(most + 1)
    except OSError as error:
        raise Problem(f"{path} cannot be read ({error.strerror}).", "", code=2) from None


def as_json(verdict: Verdict, policy: Policy) -> dict[str, Any]:
    """Return the verdict for a program."""
    checkpoint = verdict.checkpoint
    return {
        "proven": verdict.fault is None,
        "fault": verdict.fault,
        "step": verdict.step,
        "message": verdict.message,
        "log": checkpoint.origin if checkpoint else None,
        "size": checkpoint.size if checkpoint else None,
        "index": verdict.index,
        "entry": dict(verdict.payload),
        "public": verdict.is_public,
        "acknowledged": dict(verdict.acknowledged) if verdict.acknowledged else None,
        "witnesses": [{"name": key.name, "seen_at": _moment(at)} for key, at in witness_names(policy, verdict)],
        "documents": verdict.documents,
        "shown": verdict.shown.size if verdict.shown else None,
    }


def lines(verdict: Verdict, policy: Policy) -> list[str]:
    """Return the verdict for a person."""
    if verdict.fault is not None:
        return [f"NOT PROVEN ({verdict.fault}): {verdict.message}."]
    assert verdict.checkpoint is not None  # it was proven
    what = "public entry, leaf" if verdict.is_public else "leaf"
    found = [f"PROVEN: {what} {verdict.index} of {verdict.checkpoint.size} in the log {verdict.checkpoint.origin}."]
    told = ((name, verdict.payload.get(name)) for name in (PUBLIC_NAMES if verdict.is_public else NAMES))
    found += [f"  {name:<8} {value}" for name, value in told if value]
    if verdict.is_public:
        found += [f"  file     {one['name']} {one['sha256']}" for one in verdict.payload.get("files", [])]
    if signer := verdict.acknowledged:
        found.append(f"  signed   by {signer['party']}, authority {signer['authority']}, key {signer['key']}")
    found += [f"  witness  {key.name}, {_moment(at)}" for key, at in witness_names(policy, verdict)]
    found += [f"  document {name}" for name in verdict.documents]
    return found + ([f"  the log  still holds it, at {verdict.shown.size} leaves"] if verdict.shown else [])


def _moment(seconds: int) -> str:
    """Return a witness's time; what no calendar holds, as it stands."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return str(seconds)
