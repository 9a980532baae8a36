# SPDX-License-Identifier: EUPL-1.2
"""Look at a court from within after faults: python -m tests.faults.inside HISTORY prints what is wrong, as JSON.

The invariants: every answered act is there once, with its commitment; a request stands where its last act left it;
what is sent has its clocks and was delivered; no work is dead or forgotten; the database itself is whole.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from comity.config.boot import boot

boot(demo=True)

from django.db import connection  # noqa: E402 - Django is set up first
from django.utils import timezone  # noqa: E402

from comity.core.db import as_viewer  # noqa: E402
from comity.core.models import Owed  # noqa: E402
from comity.core.viewer import system_viewer  # noqa: E402
from comity.dossiers.models import Entry  # noqa: E402
from comity.dossiers.models.committed import form_of  # noqa: E402
from comity.ledger.actions import commitment  # noqa: E402
from comity.ledger.models import Leaf  # noqa: E402
from comity.requests.models import Request  # noqa: E402
from comity.statute import Act  # noqa: E402

WHY = "a test looks at the rows themselves"


def wrong(history: list[dict[str, Any]]) -> Iterator[str]:
    entries = list(Entry.objects.unguarded(WHY).select_related("party").order_by("at", "leaf_id"))
    requests = {row.id: row for row in Request.objects.unguarded(WHY)}
    yield from _wrong_with_acts(history, entries, requests)
    yield from _wrong_with_states(entries, requests)
    yield from _wrong_with_commitments(entries)
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
    history = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with as_viewer(system_viewer("audit"), writes=False):
        print(json.dumps(list(wrong(history))))  # noqa: T201 - for the process that asked


if __name__ == "__main__":
    main()
