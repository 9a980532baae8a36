# SPDX-License-Identifier: EUPL-1.2
"""Look at a court from within after faults: python -m tests.faults.inside HISTORY prints what is wrong, as JSON.

The invariants: every answered act is there once, with its commitment; a request stands where its last act left it;
what is sent was delivered once, with all of its documents; every document that was answered is there once with its
digest, no file is missing, and none is forgotten that no row names; the log verifies, and continues every checkpoint
that was taken from it before; no work is dead or forgotten; the database itself is whole.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from comity.config.boot import boot

boot(demo=True)

from django.conf import settings  # noqa: E402 - Django is set up first
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from comity.config import logcheck  # noqa: E402
from comity.core.db import as_viewer  # noqa: E402
from comity.core.models import Owed  # noqa: E402
from comity.core.viewer import system_viewer  # noqa: E402
from comity.documents import store  # noqa: E402
from comity.documents.actions import system_sweep, system_verify  # noqa: E402
from comity.documents.models import Document, Upload, Version  # noqa: E402
from comity.dossiers.models import Entry, Participation  # noqa: E402
from comity.dossiers.models.committed import form_of  # noqa: E402
from comity.ledger.actions import commitment  # noqa: E402
from comity.ledger.format.checkpoint import read_checkpoint  # noqa: E402
from comity.ledger.format.note import read_note  # noqa: E402
from comity.ledger.format.tiles import nodes_of_tiles  # noqa: E402
from comity.ledger.format.tree import NotProven, check_consistency, consistency_proof  # noqa: E402
from comity.ledger.models import Leaf  # noqa: E402
from comity.ledger.queries import checkpoint_file, hashes_of_tile  # noqa: E402
from comity.requests.models import Request  # noqa: E402
from comity.statute import Act  # noqa: E402

WHY = "a test looks at the rows themselves"


def wrong(history: list[dict[str, Any]]) -> Iterator[str]:
    entries = list(Entry.objects.unguarded(WHY).select_related("party").order_by("at", "leaf_id"))
    requests = {row.id: row for row in Request.objects.unguarded(WHY)}
    yield from _wrong_with_acts(history, entries, requests)
    yield from _wrong_with_states(entries, requests)
    yield from _wrong_with_commitments(entries)
    yield from _wrong_with_sending(history, entries, requests)
    yield from _wrong_with_documents(history)
    yield from _wrong_with_files()
    yield from _wrong_with_work()
    yield from _wrong_with_database()


def _wrong_with_acts(
    history: list[dict[str, Any]], entries: list[Entry], requests: dict[UUID, Request]
) -> Iterator[str]:
    done = Counter((entry.about, entry.act) for entry in entries)
    for taken in history:
        if not taken["is_answered"]:
            continue
        key = UUID(taken["request"].split("/")[2])
        if key not in requests:
            yield f"{taken['step']}: {taken['request']} is not there"
            continue
        match taken["step"]:
            case "begin":
                continue
            case "save":
                is_kept = requests[key].subject == taken["subject"] and requests[key].contents
                if not is_kept:
                    yield f"save: what was typed into {taken['request']} is lost"
            case step if step.startswith(("document-", "download-")):
                continue
            case step:
                act = str(Act[step.upper().replace("-", "_")])
                if done[key, act] != 1:
                    yield f"{act} of {taken['request']} is there {done[key, act]} times"
    mine = {UUID(taken["request"].split("/")[2]) for taken in history if taken["request"]}
    for (about, act), number in done.items():
        if about in mine and number > 1:
            yield f"{act} of {about} is there {number} times"


def _wrong_with_states(entries: list[Entry], requests: dict[UUID, Request]) -> Iterator[str]:
    last = {entry.about: entry.after for entry in entries if entry.after}
    for key, request in requests.items():
        if last.get(key, request.state) != request.state:
            yield f"{key} is {request.state}, and its last act left it {last[key]}"
        if (request.sent_at is None) != (request.transport == "unsent"):
            yield f"{key} is half sent: {request.sent_at}, {request.transport}"


def _wrong_with_commitments(entries: list[Entry]) -> Iterator[str]:
    leaves = {leaf.pk: bytes(leaf.entry) for leaf in Leaf.objects.all()}
    for entry in entries:
        payload = form_of(entry, party_code=entry.party.code if entry.party else "")
        if leaves.get(entry.leaf_id) != b"\x01" + commitment(bytes(entry.salt), payload):
            yield f"the entry {entry.id} ({entry.act}) is not what was committed to"


def _wrong_with_sending(
    history: list[dict[str, Any]], entries: list[Entry], requests: dict[UUID, Request]
) -> Iterator[str]:
    """What is sent went to its addressee once, with each document that had been added, and with none else."""
    sent = {entry.about: entry for entry in entries if entry.act == str(Act.REQUEST_SEND)}
    parts = Counter(Participation.rows.values_list("dossier_id", "party__code"))
    added: dict[UUID, set[str]] = defaultdict(set)
    for taken in history:
        if taken["step"].startswith("document-") and " drafter " in taken["subject"] and taken["is_answered"]:
            added[UUID(taken["request"].split("/")[2])].add(taken["sha256"])
    for key, entry in sent.items():
        request = requests[key]
        gone = [one["sha256"] for one in entry.data.get("documents", []) if one.get("document")]
        if key in added and sorted(gone) != sorted(added[key]):
            yield f"{key} was sent with {len(gone)} documents, and {len(added[key])} had been added to it"
        if parts[request.dossier_id, "BEL"] > 1:
            yield f"{key} was handed over {parts[request.dossier_id, 'BEL']} times"


def _wrong_with_documents(history: list[dict[str, Any]]) -> Iterator[str]:
    """A document that was answered is there once, with its digest; with a request that was sent, it was handed on."""
    rows: dict[str, list[Version]] = defaultdict(list)
    for version in Version.objects.unguarded(WHY).select_related("document"):
        rows[version.document.title].append(version)
    for taken in history:
        if not taken["step"].startswith("document-"):
            continue
        found = rows[taken["subject"]]
        if len(found) > 1 or (taken["is_answered"] and len(found) != 1):
            yield f"the document {taken['subject']!r} is there {len(found)} times"
        if any(one.sha256 != taken["sha256"] for one in found):
            yield f"the document {taken['subject']!r} has another digest"
    for document in Document.objects.unguarded(WHY).filter(title__startswith="Fault "):
        if (document.state == Document.State.GIVEN) != (document.given_at is not None):
            yield f"the document {document.title!r} is handed on by half"


def _wrong_with_files() -> Iterator[str]:
    """No file is missing or damaged; one that no row names has a look at it owed, which will delete it."""
    kept = {UUID(key) for key in Owed.objects.filter(name="documents.sweep").values_list("key", flat=True)}
    for content_id, fault in system_verify():
        if fault is None:
            continue
        if not fault.is_spare:
            yield f"the file {content_id}: {fault.what}"
        elif content_id not in kept:
            yield f"the file {content_id} is forgotten: {fault.what}"


def swept(hours: int) -> Iterator[str]:
    """Look at what is owed a look so much later: afterwards no file is left that no row names, and no upload."""
    late = timezone.now() + timedelta(hours=hours)
    for key in Owed.objects.filter(name="documents.sweep").values_list("key", flat=True):
        system_sweep(UUID(key), at=late)
    yield from (f"at last: {fault.what}" for _content_id, fault in system_verify() if fault is not None)
    left = Upload.objects.unguarded(WHY).count()
    if left:
        yield f"at last {left} uploads are left"
    named = set(Version.objects.unguarded(WHY).values_list("content_id", flat=True))
    there = {content_id for content_id, _is_kept in store.found(settings.COMITY_DOCUMENTS)}
    if named != there:
        yield f"at last {len(there - named)} files too many, {len(named - there)} too few"


def wrong_with_log(checkpoints: list[str]) -> Iterator[str]:
    """The log verifies from its rows and files, and continues each of these checkpoints."""
    _size, damages = logcheck.check()
    yield from (f"the log: {one.what} {one.where}: {one.message}" for one in damages)
    newest = read_checkpoint(read_note(checkpoint_file() or b"").text)
    node = nodes_of_tiles(newest.size, hashes_of_tile)
    for one in (read_checkpoint(read_note(text.encode()).text) for text in checkpoints):
        try:
            proof = consistency_proof(one.size, newest.size, node)
            check_consistency(one.size, one.root, newest.size, newest.root, proof)
        except (NotProven, ValueError) as error:
            yield f"the log does not continue the checkpoint of {one.size} leaves: {error}"


def _wrong_with_work() -> Iterator[str]:
    for row in Owed.objects.filter(is_dead=True):
        yield f"{row.name} is dead: {row.last_error}"
    late = Owed.objects.filter(is_dead=False, due_at__lt=timezone.now()).count()
    if late:
        yield f"{late} pieces of work are still owed"


def _wrong_with_database() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if (said := cursor.fetchone()) != ("ok",):
            yield f"SQLite: {said}"
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"SQLite: a row of {row[0]} refers to nothing" for row in cursor.fetchall())


def main() -> None:
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found: list[str] = []
    with as_viewer(system_viewer("audit"), writes=False):
        found += wrong(told["history"])
    if told.get("is_still"):
        found += wrong_with_log(told["checkpoints"])
    if told.get("swept_after"):
        with as_viewer(system_viewer("audit")):
            found += swept(told["swept_after"])
    print(json.dumps(found))  # noqa: T201 - for the process that asked


if __name__ == "__main__":
    main()
