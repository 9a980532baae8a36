# SPDX-License-Identifier: EUPL-1.2
"""A new instance key, made in a moment: what it wraps is wrapped anew in the background, and the old one goes last."""

from datetime import UTC, datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import transaction

from comity.core import outbox

from .. import queries, store
from ..models import Upload, Version, Whole

AT_ONCE = 500
# A process that read the old key just before may still use it for the file at hand.
GRACE = timedelta(hours=1)


@transaction.atomic
def begin_rotation(*, at: datetime) -> str:
    """Make a new instance key, from now on the one in use, and owe the wrapping anew of all others; return its name.

    Nothing stops meanwhile: the older key opens what it wrapped until nothing needs it.
    """
    name = store.add_identity(settings.COMITY_DOCUMENTS_KEY)
    outbox.owe("documents.rewrap", name, at=at)
    return name


@transaction.atomic
def system_rewrap(name: str, *, at: datetime) -> int:
    """Wrap anew some of the keys that this instance key does not wrap yet, and owe the rest; return how many were done.

    Once none is left, and an hour later still none, the older instance keys are taken out of the key file.
    """
    if queries.keyring().current != name:
        return 0  # a later rotation does it
    done = sum(_rewrap(model) for model in (Version, Upload, Whole))
    if done:
        outbox.owe("documents.rewrap", name, at=at)
    elif at >= _made_at() + GRACE:
        store.drop_older(settings.COMITY_DOCUMENTS_KEY)
    elif len(queries.keyring().identities) > 1:
        outbox.owe("documents.rewrap", name, at=_made_at() + GRACE)
    return done


def _made_at() -> datetime:
    made = settings.COMITY_DOCUMENTS_KEY.stat().st_mtime
    return datetime.fromtimestamp(made, tz=UTC)


def _rewrap(model: type[Version] | type[Upload] | type[Whole]) -> int:
    """Wrap the keys of some rows anew."""
    ring = queries.keyring()
    rows = model.objects.unguarded("keys are wrapped anew, whoever may see the files")
    rows = rows.exclude(key_name__in=[ring.current, ""])  # an empty one was destroyed
    found = cast("list[Version | Upload | Whole]", list(rows.select_for_update(of=("self",)).order_by("id")[:AT_ONCE]))
    for row in found:
        row.key_name, row.wrapped_key = ring.wrap(ring.unwrap(bytes(row.wrapped_key)))
        row.save(update_fields=["key_name", "wrapped_key"])
    return len(found)
