# SPDX-License-Identifier: EUPL-1.2
"""After a disposal nothing that was typed is found anywhere, in no row and no file; all else is as before."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.db import connection

from comity.core import worker
from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.viewer import UNDER_SEAL, Viewer, system_viewer
from comity.documents import store
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Dossier, Entry, Guarded
from comity.dossiers.models.committed import form_committed_to
from comity.dossiers.queries import system_entries_not_as_committed
from comity.ledger.actions import commitment
from comity.ledger.models import Leaf
from comity.notices.models import Notice
from comity.parties.models import Party
from comity.requests import actions as requests
from comity.requests.models import Counterfile, Request
from comity.statute import Act, Role
from tests.factories.documents import a_whole, with_document
from tests.factories.keeping import approved, archived, carried_out
from tests.factories.parties import person_at
from tests.factories.requests import a_draft, a_file, fresh, save, take

pytestmark = pytest.mark.django_db(transaction=True)


class Typed:
    """Words nobody else types; each text has its own."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __call__(self) -> str:
        self.words.append(f"zq{secrets.token_hex(6)}")
        return self.words[-1]


def a_case(typed: Typed, asking: Viewer, asked: Viewer) -> tuple[Dossier, Request]:
    """A file and one request of it, closed, with something typed into every sort of row there is."""
    at = now()
    file = a_file(asking, title=typed())
    with as_viewer(asking):
        person = dossiers.enter_person(
            asking, dossier_id=file.id, pseudonym=typed(), capacity="suspect", public_name=typed(), at=at
        )
        dossiers.write_page(
            asking, person_id=person.id, identity={"name": typed()}, until=at.replace(year=at.year + 1), reason=typed(),
            at=at,
        )  # fmt: skip
    request = a_draft(asking, kind="DOCS", file=file, subject=typed(), person=str(person.id))
    element: str = next(iter(fresh(request).contents))
    for _time in range(2):
        save(asking, request, at=now(), **{element: typed()})
    with_document(asking, request, name=f"{typed()}.txt", title=typed(), provider=typed(), handling=typed())
    for what in (Act.REQUEST_SUBMIT, Act.REQUEST_APPROVE, Act.REQUEST_SEND):
        take(request, what)
    with as_viewer(system_viewer("requests.deliver")):
        requests.system_deliver(request.id, at=now())
    take(request, Act.REQUEST_FETCH)
    take(request, Act.REQUEST_REGISTER, own_reference=f"{typed()}/7", contact=typed())
    take(request, Act.REQUEST_ASSIGN)
    with as_viewer(asked):
        requests.write_note(asked, request_id=request.id, text=typed(), at=now())
        assert asked.person_id is not None
        requests.open_task(
            asked, request_id=request.id, text=typed(), assignee_id=asked.person_id, due_on=None, at=now()
        )
    with as_viewer(asking):
        requests.write_note(asking, request_id=request.id, text=typed(), at=now())
        requests.add_reference(asking, request_id=request.id, number=f"{typed()}/9", at=now())
    take(request, Act.CONDITIONS_OFFER, conditions=typed())
    take(request, Act.REPLY_FULL, text=typed())
    take(request, Act.REQUEST_CLOSE)
    for viewer in (asking, asked):
        with as_viewer(viewer):
            dossiers.place_hold(viewer, dossier_id=request.dossier_id, reason=typed(), at=now())
            dossiers.end_hold(viewer, dossier_id=request.dossier_id, reason=typed(), at=now())
    a_whole(asking, fresh(request))
    a_whole(asked, fresh(request))
    return file, fresh(request)


def everything() -> Iterator[str]:
    """Every row of every table that the application can read, as text."""
    with as_viewer(system_viewer("test"), writes=False), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if connection.vendor == "postgresql":
                cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
                if not cursor.fetchone()[0]:
                    continue
                cursor.execute(f'SELECT t::text FROM "{table}" t')
            else:
                cursor.execute(f'SELECT * FROM "{table}"')
            yield from (str(row) for row in cursor.fetchall())


def kept_on_disk() -> bytes:
    """What stands in the file of SQLite and beside it."""
    if connection.vendor != "sqlite":
        return b""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert cursor.fetchone()[0] == 0
    name = Path(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))


def found(words: list[str]) -> set[str]:
    text, raw = "\n".join(everything()), kept_on_disk()
    return {word for word in words if word in text or word.encode() in raw}


def rows_elsewhere(gone: set[UUID]) -> dict[str, list[Any]]:
    """Every guarded row that hangs on another dossier, column by column."""
    kept = {}
    with as_viewer(system_viewer("test"), writes=False):
        for model in apps.get_models():
            if issubclass(model, Guarded):
                rows = model.objects.unguarded("a test looks").exclude(**{f"{model.dossier_path}__in": gone})
                kept[model.__name__] = sorted(map(str, rows.values_list()))
    return kept


def unbound_entries(gone: set[UUID]) -> list[UUID]:
    """The entries on other dossiers whose commitment is not the one in the ledger."""
    with as_viewer(system_viewer("test"), writes=False):
        rows = Entry.objects.unguarded("a test looks").exclude(dossier_id__in=gone).select_related("party")
        leaves = dict(Leaf.objects.values_list("id", "entry"))
        return [row.id for row in rows if bytes(leaves[row.leaf_id]) != b"\x01" + bound(row)]


def bound(row: Entry) -> bytes:
    payload = form_committed_to(
        entry_id=row.id,
        act=row.act,
        about=row.about,
        dossier_id=row.dossier_id,
        article=row.article,
        before=row.before,
        after=row.after,
        by=row.party.code if row.party else row.function,
        at=row.at,
        data=row.data,
    )
    return commitment(bytes(row.salt), payload)


def test_nothing_typed_is_left_and_all_else_is_as_before(
    asking: Viewer, asking_approver: Viewer, asked: Viewer, belgium: Party, registry: Party
) -> None:
    ours, others = Typed(), Typed()
    file, request = a_case(ours, asking, asked)
    a_case(others, asking, asked)
    asked_approver = person_at(belgium, Role.APPROVER, clearance=UNDER_SEAL)
    with as_viewer(system_viewer("test"), writes=False):
        key = Counterfile.objects.unguarded("a test looks").get(request=request, party=belgium).dossier_id
        internal = Dossier.objects.unguarded("a test looks").get(id=key)
        exchange = Dossier.objects.unguarded("a test looks").get(id=request.dossier_id)
    gone = {file.id, exchange.id, internal.id}
    assert found(ours.words) == set(ours.words) - sealed(ours)
    before = rows_elsewhere(gone)
    with as_viewer(system_viewer("test")):
        assert Notice.objects.unguarded("a test looks").filter(dossier_id__in=gone).exists()
    files = len(list(store.found(configured.COMITY_DOCUMENTS)))
    leaves = list(Leaf.objects.order_by("id").values_list("id", "entry"))

    archived(asking, file)
    archived(asked, internal)
    for dossier, people in (
        (exchange, [asking, asking_approver, asked, asked_approver]),
        (internal, [asked, asked_approver]),
        (file, [asking, asking_approver]),
    ):
        approved(dossier, people)
        assert carried_out(dossier).executed_at is not None

    assert found(ours.words) == set()
    assert found(others.words) == set(others.words) - sealed(others)
    assert rows_elsewhere(gone) == before
    assert unbound_entries(gone) == []
    assert list(Leaf.objects.order_by("id").values_list("id", "entry"))[: len(leaves)] == leaves
    with as_viewer(system_viewer("test")):
        assert system_entries_not_as_committed() == []
        assert not Notice.objects.unguarded("a test looks").filter(dossier_id__in=gone).exists()
    worker.do_all()
    assert len(list(store.found(configured.COMITY_DOCUMENTS))) == files - 3


def sealed(typed: Typed) -> set[str]:
    """The protected identity, typed fourth, which stands nowhere in plain text."""
    return {typed.words[3]}
