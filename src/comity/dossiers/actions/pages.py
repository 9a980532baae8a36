# SPDX-License-Identifier: EUPL-1.2
"""The restricted page on which a protected identity stands: sealed, with its own readers, every reading entered."""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.viewer import Viewer
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import PageReader, PersonConcerned, RestrictedPage
from .colleagues import colleague
from .rules import demand_on
from .spans import demand_span
from .timeline import record

FIELDS = ("name", "address", "contact", "birth", "identifiers")
NONCE_BYTES = 12


class PageDamaged(RuntimeError):
    """A restricted page does not open with this installation's key: restore the key or the page from a backup."""


@transaction.atomic
def write_page(
    viewer: Viewer,
    *,
    person_id: UUID,
    identity: Mapping[str, str],
    at: datetime,
    until: datetime | None = None,
    reason: str = "",
) -> RestrictedPage:
    """Write the protected identity of a person concerned (fields: name, address, contact, birth, identifiers).

    The first writer is of the party that keeps the file and becomes the first reader, until an instant and for a
    reason; later writers must be readers, and what they write replaces what stood there. Raises NotFound for everybody
    else, whether or not there is such a page, and Invalid where nothing was given.
    """
    person = _person_of_own_file(viewer, person_id)
    said = {name: needed_text(name, identity[name], longest=2000) for name in FIELDS if identity.get(name, "").strip()}
    if not said:
        raise Invalid({"": _("Give at least one particular: an empty page protects nobody.")})
    page = RestrictedPage.objects.select_for_update(no_key=True).filter(person_concerned_id=person.id).first()
    if page is None:
        page = _begin_page(viewer, person, said, until=until, reason=reason, at=at)
    elif queries.may_read_page(viewer, person.id, at):
        page.sealed = _seal(_page_key(page), page.id, said)
        page.written_at = at
        page.save(update_fields=["sealed", "written_at"])
    else:
        raise NotFound
    _record(viewer, Act.PAGE_WRITE, person, at=at)
    return page


@transaction.atomic
def read_page(viewer: Viewer, *, person_id: UUID, reason: str, at: datetime) -> dict[str, str]:
    """Return a protected identity to one of its readers, and record that it was read and why.

    Raises NotFound for everybody else, whether or not there is such a page; Invalid without a reason.
    """
    person = queries.person(viewer, person_id)
    if not queries.may_read_page(viewer, person.id, at):
        raise NotFound
    if not reason.strip():
        raise Invalid({"reason": _("Say why you read this page: the reason is recorded.")})
    reason = needed_text("reason", reason, longest=300)
    page = RestrictedPage.objects.get(person_concerned_id=person.id)
    found = _open(_page_key(page), page.id, bytes(page.sealed))
    _record(viewer, Act.PAGE_READ, person, at=at, reason=reason)
    return found


@transaction.atomic
def add_reader(
    viewer: Viewer, *, person_id: UUID, reader_id: UUID, until: datetime, reason: str, at: datetime
) -> PageReader:
    """Make a colleague a reader of a restricted page that the viewer reads, until an instant and for a reason.

    A reader added again has the new end. Raises NotFound for who is not a reader and for whom is not a colleague.
    """
    person = queries.person(viewer, person_id)
    if not queries.may_read_page(viewer, person.id, at):
        raise NotFound
    demand_span(at, until)
    reason = needed_text("reason", reason, longest=300)
    chosen = colleague(viewer, reader_id, at=at)
    page = RestrictedPage.objects.get(person_concerned_id=person.id)
    reader, _made = PageReader.objects.update_or_create(
        page=page, person=chosen, defaults={"until": until, "reason": reason}
    )
    _record(viewer, Act.GRANT_GIVE, person, at=at, reader=chosen.name, until=until.isoformat(), reason=reason)
    return reader


@transaction.atomic
def end_reader(viewer: Viewer, *, person_id: UUID, reader_id: UUID, at: datetime) -> None:
    """End a reader's access to a restricted page that the viewer reads.

    Raises Invalid for the last reader: nobody could open the page any more.
    """
    person = queries.person(viewer, person_id)
    running = queries.readers(viewer, person.id, at)
    ended = next((row for row in running if row.person_id == reader_id), None)
    if ended is None:
        raise NotFound
    if len(running) == 1:
        raise Invalid({"": _("This is the last reader of the page: add another one first.")})
    ended.until = at
    ended.save(update_fields=["until"])
    _record(viewer, Act.GRANT_END, person, at=at, reader=ended.person.name)


def _person_of_own_file(viewer: Viewer, person_id: UUID) -> PersonConcerned:
    person = queries.person(viewer, person_id)
    dossier = queries.dossier_to_change(viewer, person.dossier_id)
    if dossier.owner_id != viewer.party_id:
        raise NotFound
    demand_on(viewer, dossier, Act.PAGE_WRITE)
    return person


def _begin_page(
    viewer: Viewer,
    person: PersonConcerned,
    said: Mapping[str, str],
    *,
    until: datetime | None,
    reason: str,
    at: datetime,
) -> RestrictedPage:
    if viewer.person_id is None or viewer.party_id is None:
        raise NotFound
    if until is None:
        raise Invalid({"until": _("Say until when you read this page yourself.")})
    demand_span(at, until)
    reason = needed_text("reason", reason, longest=300)
    page_id, key, nonce = uuid4(), AESGCM.generate_key(bit_length=256), os.urandom(NONCE_BYTES)
    page = RestrictedPage.objects.create(
        id=page_id,
        person_concerned_id=person.id,
        party_id=viewer.party_id,
        wrapped_key=nonce + AESGCM(settings.COMITY_PAGES_KEY).encrypt(nonce, key, page_id.bytes),
        sealed=_seal(key, page_id, said),
        written_at=at,
    )
    PageReader.objects.create(page=page, person_id=viewer.person_id, until=until, reason=reason)
    return page


def _page_key(page: RestrictedPage) -> bytes:
    wrapped = bytes(page.wrapped_key)
    try:
        return AESGCM(settings.COMITY_PAGES_KEY).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], page.id.bytes)
    except (InvalidTag, ValueError):
        raise PageDamaged(str(page.id)) from None


def _seal(key: bytes, page_id: UUID, identity: Mapping[str, str]) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, json.dumps(dict(identity)).encode(), page_id.bytes)


def _open(key: bytes, page_id: UUID, sealed: bytes) -> dict[str, str]:
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], page_id.bytes)
    except (InvalidTag, ValueError):
        raise PageDamaged(str(page_id)) from None
    found: dict[str, str] = json.loads(plain)
    return found


def _record(viewer: Viewer, act: Act, person: PersonConcerned, *, at: datetime, **said: str) -> None:
    record(
        viewer,
        act,
        dossier_id=person.dossier_id,
        about=person.dossier_id,
        at=at,
        data={"pseudonym": person.pseudonym, **said},
    )
