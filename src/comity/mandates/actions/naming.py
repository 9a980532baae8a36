# SPDX-License-Identifier: EUPL-1.2
"""What an instrument is called, where it was read wrongly; and who takes care of a mandate."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comity.core.errors import Invalid, NotFound
from comity.core.ids import normal_number
from comity.core.viewer import Viewer
from comity.parties.queries import party_by_code
from comity.statute import Act

from .. import queries
from ..models import Instrument, InstrumentCorrection, Owner
from .adding import searched, taken
from .entering import by, locked, record
from .rules import Rule


@transaction.atomic
def correct_instrument(
    viewer: Viewer, *, instrument_id: UUID, symbol: str, title: str, reason: str, at: datetime
) -> Instrument:
    """Correct symbol and title of an instrument; what stood there is kept, with the reason.

    Raises NotFound, Refused, or Invalid naming the field.
    """
    row = Instrument.rows.select_for_update().filter(id=instrument_id).first()
    if row is None:
        raise NotFound
    if not queries.may_keep(viewer):
        raise Rule.ASSEMBLY_KEEPS.broken_by(Act.INSTRUMENT_CORRECT)
    symbol, title = symbol.strip(), title.strip()
    _check(row, symbol, title, reason)
    before = {"symbol": row.symbol, "title": row.title}
    row.symbol, row.symbol_key, row.title = symbol, normal_number(symbol), title
    row.words = searched(symbol, title)
    try:
        with transaction.atomic():
            row.save(update_fields=["symbol", "symbol_key", "title", "words"])
    except IntegrityError:
        raise Invalid({"symbol": taken(symbol)}) from None
    changed = [name for name, was in before.items() if getattr(row, name) != was]
    InstrumentCorrection.rows.bulk_create(
        InstrumentCorrection(
            instrument=row, field=name, before=before[name], after=getattr(row, name), reason=reason, **by(viewer, at)
        )
        for name in changed
    )
    record(viewer, Act.INSTRUMENT_CORRECT, row.id, at, fields=" ".join(changed))
    return row


def _check(row: Instrument, symbol: str, title: str, reason: str) -> None:
    problems = {}
    longest = settings.COMITY_LIMITS["instrument_title_characters"]
    if not normal_number(symbol):
        problems["symbol"] = _("Type the symbol, such as ICC-ASP/10/Res.2.")
    if not title:
        problems["title"] = _("Type the title.")
    elif len(title) > longest:
        problems["title"] = _("At most %(limit)d characters.") % {"limit": longest}
    if not reason.strip():
        problems["reason"] = _("Say why. Whoever reads the instrument later will ask.")
    if not problems and (symbol, title) == (row.symbol, row.title):
        problems[""] = _("Nothing was changed. Change what is wrong, or go back.")
    if problems:
        raise Invalid(problems)


@transaction.atomic
def name_owner(viewer: Viewer, *, mandate_id: UUID, code: str, office: str, at: datetime) -> Owner:
    """Say which party takes care of a mandate, and which office in it. Earlier owners stay readable.

    An officer of the Assembly names any party; one of an organ or a State takes it for their own.
    Raises NotFound, Refused, or Invalid naming the field.
    """
    row = locked(viewer, mandate_id, Act.OWNER_NAME)
    if not queries.may_own(viewer, code):
        raise Rule.OWN_SIDE.broken_by(Act.OWNER_NAME)
    try:
        party = party_by_code(viewer, code=code)
    except NotFound:
        party = None
    if party is None or party.kind not in queries.OWNERS:
        raise Invalid({"code": _("Choose a State, an organ of the Court or the Assembly.")})
    last = Owner.rows.filter(mandate=row).order_by("-id").first()
    if last is not None and (last.owner_id, last.office) == (party.id, office.strip()):
        raise Invalid({"office": _("This is entered already.")})
    owner = Owner(mandate=row, owner=party, office=office.strip(), **by(viewer, at))
    owner.save(force_insert=True)
    record(viewer, Act.OWNER_NAME, row.id, at, owner=party.code)
    return owner
