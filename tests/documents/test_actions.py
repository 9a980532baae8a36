# SPDX-License-Identifier: EUPL-1.2
"""Adding, replacing, handing on, taking out, reading: who may, what is entered, what stands on the disk."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.errors import Invalid, NotFound, Refused
from comity.core.models import Owed
from comity.core.viewer import Viewer
from comity.core.worker import do_all
from comity.documents import actions, queries, store
from comity.documents.models import Document, Version
from comity.dossiers.models import Dossier
from comity.parties.models import Party
from comity.statute import Act, Role
from tests.factories.documents import TEXT, a_document, a_file, accepted
from tests.factories.dossiers import an_exchange, own_file
from tests.factories.parties import person_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(otp: Party) -> Dossier:
    return own_file(otp)


@pytest.fixture
def exchange(file: Dossier, otp: Party, belgium: Party) -> Dossier:
    return an_exchange(file, otp, belgium)


def version_of(document: Document) -> Version:
    return Version.objects.unguarded("a test looks at the row itself").filter(document=document).order_by("-number")[0]


def path_of(document: Document) -> Path:
    name = version_of(document).content_id.hex
    return Path(settings.COMITY_DOCUMENTS / "kept" / name[:2] / name)


def read(viewer: Viewer, document: Document, about: UUID) -> bytes:
    version_id = version_of(document).id
    with as_viewer(viewer):
        opened = actions.read_document(viewer, version_id=version_id, about=about, dossier_id=None, at=now())
    return b"".join(opened.chunks)


def test_document_is_kept_and_comes_back(asking: Viewer, file: Dossier) -> None:
    document = a_document(asking, file, title="Note on the crate", language="fr")

    shown = queries.documents(asking, file.id)
    assert [(row.document.title, row.document.language, row.version.name, row.version.size) for row in shown] == [
        ("Note on the crate", "fr", "note.txt", len(TEXT))
    ]
    assert read(asking, document, file.id) == TEXT


def test_adding_and_reading_are_entered_with_the_digest(asking: Viewer, file: Dossier) -> None:
    document = a_document(asking, file)
    read(asking, document, file.id)

    entries = queries.custody(asking, document.id)

    assert [entry.act for entry in entries] == [Act.DOCUMENT_ADD, Act.DOCUMENT_READ]
    assert {entry.data["sha256"] for entry in entries} == {version_of(document).sha256}


def test_reader_of_a_party_adds_nothing(otp: Party, file: Dossier) -> None:
    reader = person_at(otp, Role.READER)

    with pytest.raises(Refused) as refused:
        a_document(reader, file)
    assert refused.value.refusal.code == "readers_change_nothing"


def test_nobody_else_sees_what_is_prepared(asking: Viewer, asked: Viewer, stranger: Viewer, file: Dossier) -> None:
    document = a_document(asking, file)

    for other in (asked, stranger):
        with as_viewer(other):
            assert queries.documents(other, file.id) == []
        with pytest.raises(NotFound):
            read(other, document, file.id)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "evil \u202e fdp"}, "title"),
        ({"language": ""}, "language"),
        ({"conditions": ("nonsense",)}, "conditions"),
        ({"protections": ("nonsense",)}, "protections"),
        ({"text_kind": "nonsense"}, "text_kind"),
        ({"text_kind": "official", "translation_of": uuid4()}, "translation_of"),
        ({"translation_of": uuid4()}, "translation_of"),
    ],
)
def test_what_cannot_be_taken_is_named(asking: Viewer, file: Dossier, said: dict[str, object], problem: str) -> None:
    with pytest.raises(Invalid) as invalid:
        a_document(asking, file, **said)  # type: ignore[arg-type]  # what is said is of every sort
    assert list(invalid.value.problems) == [problem]


def test_translation_is_paired_with_its_original(asking: Viewer, file: Dossier) -> None:
    original = a_document(asking, file)
    a_document(asking, file, title="Note, in French", language="fr", text_kind="official", translation_of=original.id)

    rows = queries.documents(asking, file.id)
    assert {row.document.translation_of_id for row in rows} == {None, original.id}


def test_as_many_documents_as_the_limit_says(asking: Viewer, file: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.COMITY_LIMITS, "documents", 1)
    a_document(asking, file)

    with pytest.raises(Invalid, match="1 documents are here already"):
        a_document(asking, file)


def test_file_is_replaced_while_it_was_not_handed_on(asking: Viewer, file: Dossier) -> None:
    document = a_document(asking, file)
    with as_viewer(asking):
        actions.replace_document(
            asking, document_id=document.id, about=file.id, file=accepted(b"Other words.\n"), at=now()
        )

    (shown,) = queries.documents(asking, file.id)
    assert (shown.version.number, shown.versions, read(asking, document, file.id)) == (2, 2, b"Other words.\n")


def give(
    viewer: Viewer, file: Dossier, exchange: Dossier, chosen: Iterable[UUID] | None = None
) -> list[dict[str, Any]]:
    with as_viewer(viewer):
        return actions.give_documents(
            viewer,
            about=file.id,
            party_id=file.owner_id,
            dossier_id=exchange.id,
            act=Act.REQUEST_SEND,
            at=now(),
            chosen=chosen,
        )


def test_what_is_handed_on_is_seen_by_both_sides(
    asking: Viewer, asked: Viewer, file: Dossier, exchange: Dossier
) -> None:
    document = a_document(asking, file)

    given = give(asking, file, exchange)

    version = version_of(document)
    assert given == [
        {
            "document": str(document.id),
            "version": str(version.id),
            "number": 1,
            "sha256": version.sha256,
            "size": len(TEXT),
            "language": "en",
        }
    ]
    assert read(asked, document, file.id) == TEXT
    assert [entry.act for entry in queries.custody(asked, document.id)] == [Act.DOCUMENT_GIVE, Act.DOCUMENT_READ]


def test_files_that_stood_there_before_stay_with_their_side(
    asking: Viewer, asked: Viewer, file: Dossier, exchange: Dossier
) -> None:
    document = a_document(asking, file)
    with as_viewer(asking):
        actions.replace_document(asking, document_id=document.id, about=file.id, file=accepted(b"New.\n"), at=now())
    give(asking, file, exchange)

    with as_viewer(asked):
        assert [row.number for row in queries.versions(asked, document.id)] == [2]


def test_only_what_is_chosen_is_handed_on(asking: Viewer, file: Dossier, exchange: Dossier) -> None:
    one, other = a_document(asking, file), a_document(asking, file)

    assert [row["document"] for row in give(asking, file, exchange, chosen=[other.id])] == [str(other.id)]
    with pytest.raises(Invalid, match="not there any more"):
        give(asking, file, exchange, chosen=[one.id, other.id])


@pytest.mark.parametrize(
    ("condition", "article"),
    [("lead_only", "54(3)(e)"), ("national_security", "72"), ("supplied_lead", "93(8)(b)"), ("third_party", "73")],
)
def test_condition_keeps_a_document_back_until_consent_is_recorded(
    asking: Viewer, file: Dossier, exchange: Dossier, condition: str, article: str
) -> None:
    document = a_document(asking, file, provider="The Kingdom of Ostern", conditions=(condition,))

    with pytest.raises(Refused) as refused:
        give(asking, file, exchange)
    assert refused.value.refusal.article == article
    with as_viewer(asking):
        actions.record_consent(
            asking, document_id=document.id, about=file.id, consent="Letter of 3 May 2027, ref. 12", at=now()
        )

    assert len(give(asking, file, exchange)) == 1
    assert Act.DOCUMENT_CONSENT in {entry.act for entry in queries.custody(asking, document.id)}


def test_own_document_goes_on_ones_own_conditions(asking: Viewer, file: Dossier, exchange: Dossier) -> None:
    a_document(asking, file, conditions=("supplied_lead",), protections=("witnesses",))

    (given,) = give(asking, file, exchange)

    entry = next(one for one in queries.custody(asking, UUID(given["document"])) if one.act == Act.DOCUMENT_GIVE)
    assert (entry.data["conditions"], entry.data["protections"]) == (["supplied_lead"], ["witnesses"])


def test_consent_without_a_condition_is_refused(asking: Viewer, file: Dossier) -> None:
    document = a_document(asking, file)

    with pytest.raises(Refused) as refused, as_viewer(asking):
        actions.record_consent(asking, document_id=document.id, about=file.id, consent="Yes", at=now())
    assert refused.value.refusal.code == "no_condition"


def test_other_side_changes_nothing_of_it(asking: Viewer, asked: Viewer, file: Dossier, exchange: Dossier) -> None:
    document = a_document(asking, file, provider="Ostern", conditions=("lead_only",))
    with as_viewer(asking):
        actions.record_consent(asking, document_id=document.id, about=file.id, consent="Letter", at=now())
    give(asking, file, exchange)
    with as_viewer(asked):
        attempts: list[Callable[[], Document]] = [
            lambda: actions.record_consent(asked, document_id=document.id, about=file.id, consent="x", at=now()),
            lambda: actions.withdraw_document(asked, document_id=document.id, about=file.id, reason="x", at=now()),
            lambda: actions.replace_document(
                asked, document_id=document.id, about=file.id, file=accepted(b"x\n"), at=now()
            ),
        ]
        for attempt in attempts:
            with pytest.raises(Refused) as refused:
                attempt()
            assert refused.value.refusal.code == "own_document"


def test_what_was_handed_on_is_not_replaced(asking: Viewer, file: Dossier, exchange: Dossier) -> None:
    document = a_document(asking, file)
    give(asking, file, exchange)

    with pytest.raises(Refused) as refused, as_viewer(asking):
        actions.replace_document(asking, document_id=document.id, about=file.id, file=accepted(b"x\n"), at=now())
    assert refused.value.refusal.code == "not_given"


def test_document_taken_out_is_listed_and_not_downloaded_by_the_other_side(
    asking: Viewer, asked: Viewer, file: Dossier, exchange: Dossier
) -> None:
    document = a_document(asking, file)
    give(asking, file, exchange)
    with as_viewer(asking):
        actions.withdraw_document(asking, document_id=document.id, about=file.id, reason="Sent in error", at=now())

    with as_viewer(asked):
        assert [row.document.state for row in queries.documents(asked, file.id)] == ["withdrawn"]
    with pytest.raises(Refused) as refused:
        read(asked, document, file.id)
    assert refused.value.refusal.code == "withdrawn"
    assert read(asking, document, file.id) == TEXT


def test_recall_makes_it_prepared_again(asking: Viewer, file: Dossier, exchange: Dossier) -> None:
    a_document(asking, file)
    give(asking, file, exchange)
    with as_viewer(asking):
        assert actions.take_documents_back(asking, about=file.id, party_id=file.owner_id, dossier_id=file.id) == 1

    assert len(give(asking, file, exchange)) == 1


@pytest.mark.parametrize("column", ["sha256", "size", "name", "content_id", "media_type"])
def test_database_itself_keeps_what_a_version_holds(asking: Viewer, file: Dossier, column: str) -> None:
    version = version_of(a_document(asking, file))
    setattr(version, column, {"size": 7, "content_id": uuid4()}.get(column, "x"))

    with pytest.raises(DatabaseError), transaction.atomic():
        version.save(update_fields=[column])
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.unguarded("a test").filter(id=version.id).delete()


def flip(document: Document) -> None:
    path = path_of(document)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def test_flipped_byte_is_refused_before_the_first_byte_and_is_an_alarm(
    asking: Viewer, file: Dossier, caplog: pytest.LogCaptureFixture
) -> None:
    document = a_document(asking, file)
    flip(document)

    with pytest.raises(store.Damaged):
        read(asking, document, file.id)
    assert [(one.levelno, "is damaged" in one.message) for one in caplog.records] == [(logging.CRITICAL, True)]


def test_large_damaged_file_is_cut_off(
    asking: Viewer, file: Dossier, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its reading begins, and breaks off before the end."""
    data = TEXT * 40_000
    document = a_document(asking, file, data=data)
    flip(document)
    monkeypatch.setitem(settings.COMITY_LIMITS, "checked_bytes", 1000)
    with as_viewer(asking):
        opened = actions.read_document(
            asking, version_id=version_of(document).id, about=file.id, dossier_id=None, at=now()
        )
    given: list[bytes] = []
    with pytest.raises(store.Damaged):
        given.extend(opened.chunks)

    assert 0 < len(b"".join(given)) < len(data)
    assert caplog.records[0].levelno == logging.CRITICAL


def test_verify_finds_what_is_wrong(asking: Viewer, file: Dossier) -> None:
    sound, flipped, gone = (a_document(asking, file) for _ in range(3))
    flip(flipped)
    path_of(gone).unlink()
    orphan = a_file()

    found = {content_id: fault.what if fault else "" for content_id, fault in actions.system_verify()}

    assert found[version_of(sound).content_id] == ""
    assert "does not open" in found[version_of(flipped).content_id]
    assert found[version_of(gone).content_id] == "the file is missing"
    assert found[orphan.content_id] == "it was never finished"


def test_file_without_a_row_is_swept_after_a_day(asking: Viewer, file: Dossier) -> None:
    document, orphan = a_document(asking, file), a_file()
    later = now() + timedelta(hours=settings.COMITY_LIMITS["upload_hours"], minutes=2)

    assert actions.system_sweep(version_of(document).content_id, at=later) is False
    assert actions.system_sweep(orphan.content_id, at=later) is True

    assert read(asking, document, file.id) == TEXT
    assert (orphan.content_id, False) not in list(store.found(settings.COMITY_DOCUMENTS))


def test_rotation_wraps_anew_and_everything_stays_readable(
    asking: Viewer, file: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = a_document(asking, file)
    before = path_of(document).read_bytes()
    old = version_of(document).key_name
    monkeypatch.setattr("comity.documents.actions.keys.GRACE", timedelta(0))

    name = actions.begin_rotation(at=now())
    assert read(asking, document, file.id) == TEXT
    do_all()

    version = version_of(document)
    assert (version.key_name, old == name) == (name, False)
    assert len(queries.keyring().identities) == 1
    assert path_of(document).read_bytes() == before
    assert read(asking, document, file.id) == TEXT
    assert not Owed.objects.filter(name="documents.rewrap").exists()


def test_older_key_stays_for_an_hour(asking: Viewer, file: Dossier) -> None:
    a_document(asking, file)
    name = actions.begin_rotation(at=now())
    do_all()

    assert len(queries.keyring().identities) > 1
    assert Owed.objects.filter(name="documents.rewrap", key=name).count() == 1
    actions.system_rewrap(name, at=now() + timedelta(hours=2))
    assert len(queries.keyring().identities) == 1
