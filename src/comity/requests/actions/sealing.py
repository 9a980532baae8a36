# SPDX-License-Identifier: EUPL-1.2
"""What goes with a request under seal goes sealed to both sides: demanded where it comes in, and where it goes on."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from comity.core.errors import Invalid, Refused
from comity.core.viewer import Viewer
from comity.documents import queries as documents
from comity.documents.intake import Accepted, not_sealed
from comity.parties import queries as parties
from comity.parties.sealing import Fault
from comity.statute import PRACTICE, Act, Refusal, Text

from ..models import Request
from ..queries.sealing import is_under_seal, key_ids_of, keys_for


def keys_to_keep(viewer: Viewer, request: Request, *, at: datetime) -> list[UUID]:
    """Return the keys to which a document that comes now is to be sealed: none where the request is not under seal.

    Raises Invalid, for the field of the file, where nothing can be sealed.
    """
    if not is_under_seal(request):
        return []
    try:
        return [key.pk for key in keys_for(viewer, request, at=at)]
    except Invalid as invalid:
        raise Invalid({"file": " ".join(invalid.problems.values())}) from None


def demand_sealed(request: Request, file: Accepted) -> None:
    """Raise Unfit for a file of a request under seal that was not taken as a sealed one."""
    if is_under_seal(request) and not file.recipients:
        raise not_sealed(Fault.NOT_AGE)


def demand_sealed_for_both(
    request: Request, act: Act, *, party_id: UUID, chosen: Collection[UUID] | None = None
) -> None:
    """Raise Refused where a document that goes on with this act is not sealed, or not for a key of either side.

    So it is where the addressee was changed, or a draft copied for another State, after the file was sealed.
    """
    if not is_under_seal(request):
        return
    for row in documents.system_prepared(about=request.id, party_id=party_id):
        if chosen is not None and row.document.id not in chosen:
            continue
        owners = parties.system_parties_of_keys(key_ids_of(row.version))
        if not {request.issuer_id, request.addressee_id} <= owners:
            raise Refused(_refusal(act, row.document.title, is_sealed=bool(row.version.seal)))


def _refusal(act: Act, title: str, *, is_sealed: bool) -> Refusal:
    if is_sealed:
        reason = Text(
            f"“{title}” was not sealed for both sides of this request as it is addressed now.",
            f"« {title} » n'a pas été scellé pour les deux parties à la demande telle qu'elle est adressée.",
        )
    else:
        reason = Text(
            f"“{title}” is not sealed, and this request is under seal.",
            f"« {title} » n'est pas scellé, alors que la demande est sous scellés.",
        )
    remedy = Text(
        "Replace its file from your own copy: it is sealed to the keys of today.",
        "Remplacez son fichier à partir de votre copie : il sera scellé pour les clés actuelles.",
    )
    return Refusal(act=act, article=PRACTICE, code="sealed_for_both", reason=reason, remedy=remedy)
