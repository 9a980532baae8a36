# SPDX-License-Identifier: EUPL-1.2
"""Reading everything back: whether every file is there, opens, and is what was given."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from .. import store
from ..models import Upload, Version, Whole
from .reading import plaintext

PAGE = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One file that is damaged, missing, without its key, or without a row; `content_id` is its name on the disk."""

    content_id: UUID
    what: str
    is_spare: bool = False  # no row names it: no loss, and deleted after a day


def system_verify() -> Iterator[tuple[UUID, Fault | None]]:
    """Read every file and yield its name with what is wrong with it, if anything is; files without a row come last.

    A file without a row is no loss: its act was not done, and it is deleted after a day.
    """
    known: set[UUID] = set()
    last: UUID | None = None
    while rows := _page(last):
        for version in rows:
            known.add(version.content_id)
            yield version.content_id, _fault(version)
        last = rows[-1].pk
    for whole in Whole.objects.unguarded("every file is verified, whoever may see it").filter(content_id__isnull=False):
        assert whole.content_id is not None  # the rows asked for
        known.add(whole.content_id)
        if whole.state == Whole.State.READY:
            yield whole.content_id, _fault(whole)
    known |= set(Upload.objects.unguarded("which files are still on their way").values_list("id", flat=True))
    for content_id, is_kept in store.found(settings.COMITY_DOCUMENTS):
        if content_id not in known:
            yield (
                content_id,
                Fault(content_id, "no row names it" if is_kept else "it was never finished", is_spare=True),
            )


def _page(last: UUID | None) -> list[Version]:
    rows = Version.objects.unguarded("every file is verified, whoever may see it").exclude(key_name="").order_by("pk")
    return list((rows.filter(pk__gt=last) if last else rows)[:PAGE])


def _fault(row: Version | Whole) -> Fault | None:
    assert row.content_id is not None
    try:
        for _segment in plaintext(row):
            pass
    except store.Missing:
        return Fault(row.content_id, "the file is missing")
    except (store.Damaged, store.KeyringMissing) as error:
        return Fault(row.content_id, str(error))
    return None
