# SPDX-License-Identifier: EUPL-1.2
"""Witnesses: what this court says of other logs, and what others are asked to say of this one."""

import http.client
import json
import logging
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db import IntegrityError, transaction

from ..format.checkpoint import check_signature, cosign, read_checkpoint, read_number
from ..format.note import BadSignature, Malformed, Signature, read_note
from ..format.tiles import nodes_of_tiles
from ..format.tree import EMPTY_ROOT, NotProven, consistency_proof
from ..format.witness import Submission, check_growth, read_submission
from ..models import Checkpoint, Cosignature, Witnessed
from ..queries import (
    WitnessAt,
    doubts_file,
    hashes_of_tile,
    peers,
    system_doubts,
    system_newest_checkpoint,
    witness_key,
)
from .publishing import write_durably

log = logging.getLogger(__name__)
MOST_ANSWERED = 64 * 1024
SIZE_TYPE = "text/x.tlog.size"


class Doubted(Exception):
    """A witness has seen another log than this one under its name and key; the message says which."""


class Answer(NamedTuple):
    """What a witness answers: a status, the body, and its type."""

    status: int
    body: str = ""
    type: str = "text/plain; charset=utf-8"


def system_witness(data: bytes, *, at: datetime) -> Answer:
    """Take a checkpoint of a log that the operator named and cosign it, once it is stored; refuse what does not grow.

    Compared and stored in one step under a lock, so that no two answers contradict each other.
    """
    try:
        given = read_submission(data)
    except Malformed as error:
        return Answer(400, f"{error}\n")
    new = given.checkpoint
    key = next((one for one in peers().logs if one.name == new.origin), None)
    if key is None:
        return Answer(404, "this log is not watched here\n")
    lines = given.note.signatures_by([key])
    try:
        for _key, line in lines:
            check_signature(key, given.note.text, line)
    except BadSignature:
        lines = []
    if not lines:
        return Answer(403, "not signed by the log's key\n")
    if given.old > new.size:
        return Answer(400, "the old size is larger than the new one\n")
    return _compare_and_store(given, at)


@transaction.atomic
def _compare_and_store(given: Submission, at: datetime) -> Answer:
    new = given.checkpoint
    seen, _is_new = Witnessed.objects.get_or_create(
        origin=new.origin, defaults={"size": 0, "root": EMPTY_ROOT, "note": "", "at": at}
    )
    seen = Witnessed.objects.select_for_update().get(origin=new.origin)
    if given.old != seen.size:
        return Answer(409, f"{seen.size}\n", SIZE_TYPE)
    try:
        check_growth(given, size=seen.size, root=bytes(seen.root))
    except NotProven as error:
        return Answer(422, f"{error}\n")
    line = cosign(witness_key(), given.note.text, time=int(at.timestamp()))
    seen.size, seen.root, seen.at = new.size, new.root, at
    seen.note = bytes(given.note).decode() + str(line)
    seen.save(update_fields=["size", "root", "note", "at"])
    return Answer(200, str(line))


def system_ask_witnesses(*, at: datetime) -> int:
    """Lay the newest checkpoint before every witness that has not signed it; return how many signed it now.

    Nothing waits for this: a witness that does not answer is asked again with the next closing. One that has seen
    another log under this name is an alarm, and remembered until it signs again: `system_doubts`.
    """
    row = system_newest_checkpoint()
    if row is None:
        return 0
    done = 0
    doubts = system_doubts()
    for witness in peers().witnesses:
        if Cosignature.objects.filter(checkpoint=row, vkey=str(witness.key)).exists():
            continue
        try:
            line = _ask(witness, row)
        except Doubted as doubt:
            log.critical("the witness %s %s", witness.key.name, doubt)
            doubts[str(witness.key)] = f"{witness.key.name} {doubt}"
            continue
        except (OSError, http.client.HTTPException, Malformed, BadSignature, NotProven, ValueError) as error:
            log.warning("the witness %s did not sign: %s", witness.key.name, error)
            continue
        doubts.pop(str(witness.key), None)
        done += _keep(row, witness, line, at)
    _remember(doubts)
    return done


def _remember(doubts: dict[str, str]) -> None:
    if doubts:
        write_durably(doubts_file(), json.dumps(doubts).encode())
    else:
        doubts_file().unlink(missing_ok=True)


def _keep(row: Checkpoint, witness: WitnessAt, line: Signature, at: datetime) -> bool:
    try:
        with transaction.atomic():
            Cosignature.objects.create(checkpoint=row, vkey=str(witness.key), line=str(line).rstrip("\n"), at=at)
    except IntegrityError:
        return False
    return True


def _ask(witness: WitnessAt, row: Checkpoint) -> Signature:
    last = Cosignature.objects.filter(vkey=str(witness.key)).order_by("-checkpoint_id").first()
    old = last.checkpoint_id if last else 0
    status, body, kind = _post(witness, _submission(row, old))
    if status == 409 and kind.partition(";")[0] == SIZE_TYPE:
        # It has seen another size than we remember: after a restore, or an answer that was lost.
        status, body, _kind = _post(witness, _submission(row, read_number(body.rstrip("\n"))))
    if status == 422:
        raise Doubted(f"does not find that the tree of {row.size} leaves continues the one that it saw: it is another")
    if status != 200:
        raise ValueError(f"status {status}: {body[:200]!r}")
    text = read_note(row.note.encode()).text
    for given in body.splitlines():
        line = Signature.read(given)
        if line.is_by(witness.key):
            check_signature(witness.key, text, line)
            return line
    raise Malformed("no line of the witness's key in its answer")


def _submission(row: Checkpoint, old: int) -> bytes:
    if old > row.size:
        raise Doubted(f"has seen {old} leaves of this log, and there are {row.size}: an older state was restored")
    note = read_note(row.note.encode())
    proof = consistency_proof(old, row.size, nodes_of_tiles(row.size, hashes_of_tile)) if old else []
    return bytes(Submission(old, tuple(proof), note, read_checkpoint(note.text)))


class _NoDetours(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def _post(witness: WitnessAt, data: bytes) -> tuple[int, str, str]:
    """Post to the address the operator named and to no other: no redirections, no proxies of the environment."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoDetours())
    address = f"{witness.url}/{quote('add-checkpoint')}"
    request = urllib.request.Request(address, data=data, headers={"Content-Type": "text/plain"})  # noqa: S310 - https or this machine, see peers
    seconds = settings.COMITY_LIMITS["witness_seconds"]
    try:
        with opener.open(request, timeout=seconds) as answer:
            return answer.status, answer.read(MOST_ANSWERED).decode(), answer.headers.get("Content-Type", "")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(MOST_ANSWERED).decode(), error.headers.get("Content-Type", "")
