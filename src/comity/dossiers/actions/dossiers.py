# SPDX-License-Identifier: EUPL-1.2
"""Opening dossiers, and letting parties in and out of them."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comity.core import search
from comity.core.db import as_system
from comity.core.errors import Invalid
from comity.core.prepared import Prepared
from comity.core.viewer import PUBLIC, Viewer
from comity.parties.actions.given import needed_text
from comity.parties.actions.record import enter
from comity.statute import Act

from .. import queries
from ..models import Circle, Dossier, Participation, Situation
from ..models.sight import one
from .rules import demand_open, demand_work
from .timeline import record


def _make(*, kind: str, owner_id: UUID, title: str, classification: int, at: datetime, **more: object) -> Dossier:
    dossier = Dossier(
        id=uuid4(), kind=kind, owner_id=owner_id, title=title, classification=classification, opened_at=at, **more
    )
    dossier.save(force_insert=True)
    return dossier


def _first_in(
    dossier: Dossier, *, party_id: UUID, side: str, at: datetime, circle_id: UUID | None = None
) -> Participation:
    """Let the first party into a dossier just made: nobody can be in it yet."""
    part = Participation(
        dossier=dossier,
        party_id=party_id,
        side=side,
        circle_id=circle_id,
        classification=dossier.classification,
        since=at,
    )
    part.save(force_insert=True)
    return part


_parts = Prepared(
    lambda dossier_id, party_id, side: Participation.rows.select_for_update(no_key=True).filter(
        dossier_id=dossier_id, party_id=party_id, side=side
    )
)


def _let_in(
    dossier: Dossier,
    *,
    party_id: UUID,
    side: str,
    at: datetime,
    scope: str = "full",
    reason: str = "",
    until: datetime | None = None,
) -> Participation:
    """Let a party in, or in again; a circle to which it had limited its part stays."""
    found = next(iter(_parts(dossier_id=dossier.id, party_id=party_id, side=str(side))), None)
    if found is None:
        found = Participation(dossier=dossier, party_id=party_id, side=side)
    is_new = found.pk is None
    found.scope, found.reason = scope, reason
    found.since, found.until = at, until
    found.classification = dossier.classification
    terms = ["scope", "classification", "since", "until", "reason"]
    found.save(force_insert=is_new, update_fields=None if is_new else terms)
    return found


@transaction.atomic
def open_dossier(
    viewer: Viewer,
    *,
    title: str,
    situation: Situation | None,
    case_number: str,
    classification: int,
    circle_id: UUID | None,
    at: datetime,
) -> Dossier:
    """Open a case file of the viewer's own party, for its whole desk or for one of its circles.

    Raises Refused for a reader, and Invalid where the viewer could not see what they are opening: a classification
    above their clearance, or a circle that they are not in.
    """
    problems = {}
    if viewer.party_id is None:
        problems[""] = _("Only a person of a party opens a dossier.")
    if classification > viewer.clearance:
        problems["classification"] = _("This is above your own clearance: a colleague who has it opens the dossier.")
    if circle_id is not None and circle_id not in viewer.circles:
        problems["circle"] = _("You are not in this circle yourself, so you would not see what you open.")
    if problems or viewer.party_id is None:
        raise Invalid(problems)
    demand_work(viewer, Act.DOSSIER_OPEN)
    title = needed_text("title", title, longest=200)
    dossier = _make(
        kind=Dossier.Kind.JUDICIAL,
        owner_id=queries.party_of(viewer),
        title=title,
        classification=classification,
        at=at,
        situation=situation,
        case_number=case_number,
    )
    _first_in(dossier, party_id=queries.party_of(viewer), side=Participation.Side.ISSUER, at=at, circle_id=circle_id)
    record(viewer, Act.DOSSIER_OPEN, dossier_id=dossier.id, about=dossier.id, at=at, data={"title": title})
    return dossier


def open_exchange(viewer: Viewer, *, file: Dossier, title: str, at: datetime) -> Dossier:
    """Open the exchange dossier of a request begun in a file; until sending, the file's own party alone is in it.

    Raises Refused where the file is archived.
    """
    demand_open(file, Act.REQUEST_CREATE)
    own = queries.participation(viewer, file.id)
    dossier = _make(
        kind=Dossier.Kind.JUDICIAL,
        owner_id=file.owner_id,
        title=title,
        classification=file.classification,
        at=at,
        is_exchange=True,
        parent=file,
        situation_id=file.situation_id,
        case_number=file.case_number,
    )
    _first_in(dossier, party_id=file.owner_id, side=Participation.Side.ISSUER, at=at, circle_id=own.circle_id)
    return dossier


def open_own_file(viewer: Viewer, *, exchange: Dossier, party_id: UUID, at: datetime) -> Dossier:  # noqa: ARG001 - every act names who acts
    """Open another party's internal file beside an exchange: that party alone is in it; it never crosses the wall."""
    dossier = _make(
        kind=Dossier.Kind.PARTY,
        owner_id=party_id,
        title=exchange.title,
        classification=exchange.classification,
        at=at,
        parent=exchange,
        situation_id=exchange.situation_id,
    )
    _first_in(dossier, party_id=party_id, side=Participation.Side.ADDRESSEE, at=at)
    return dossier


def open_party_file(viewer: Viewer, *, party_id: UUID, title: str, at: datetime) -> Dossier:  # noqa: ARG001 - every act names who acts
    """Open an internal file of a party on an affair of its own, open to its whole desk whatever their clearance.

    Part of a duty of the system; the title is shown to nobody.
    """
    dossier = _make(kind=Dossier.Kind.PARTY, owner_id=party_id, title=title, classification=PUBLIC, at=at)
    _first_in(dossier, party_id=party_id, side=Participation.Side.ISSUER, at=at)
    return dossier


def open_consultation(viewer: Viewer, *, title: str, classification: int, at: datetime) -> Dossier:
    """Open a dossier of a consultation, kept by the viewer's own party, which alone is in it until it admits others.

    Part of an act that was decided already.
    """
    owner_id = queries.party_of(viewer)
    dossier = _make(
        kind=Dossier.Kind.CONSULTATION, owner_id=owner_id, title=title, classification=classification, at=at
    )
    _first_in(dossier, party_id=owner_id, side=Participation.Side.ISSUER, at=at)
    return dossier


def admit(
    viewer: Viewer,
    *,
    dossier_id: UUID,
    party_id: UUID,
    side: str,
    scope: str,
    reason: str,
    at: datetime,
    until: datetime | None = None,
) -> Participation:
    """Let a party into a dossier that the viewer sees, and record it there; `until` ends its part by itself.

    Part of an act that was decided already; a person who lets an observer in does so by `admit_observer`. A party let
    in again after its part had ended begins anew; the reason is kept.
    """
    dossier = queries.dossier(viewer, dossier_id)
    found = _let_in(dossier, party_id=party_id, side=side, at=at, scope=scope, reason=reason, until=until)
    if found.scope == Participation.Scope.FULL:
        search.open_to(party_id, dossier_id=dossier.id)
    said = {"party": found.party.code, "side": side, "scope": scope, "reason": reason}
    record(
        viewer,
        Act.PARTICIPANT_ADMIT,
        dossier_id=_record_of(viewer, dossier),
        about=dossier.id,
        at=at,
        data=said | ({"until": until.isoformat()} if until else {}),
    )
    return found


def end_participation(
    viewer: Viewer, *, dossier_id: UUID, party_id: UUID, reason: str, at: datetime, side: str = ""
) -> int:
    """End a party's part in a dossier, on one side or on all, and return how many parts ended.

    Part of an act that was decided already, like `admit`. The party sees nothing of the dossier from the next request
    on; a part that had ended before keeps its end.
    """
    dossier = one(Dossier.objects.visible_to(viewer), id=dossier_id)
    rows = Participation.rows.filter(Q(until__isnull=True) | Q(until__gt=at), dossier=dossier, party_id=party_id)
    rows = rows.filter(side=side) if side else rows
    ended = list(rows.select_related("party"))
    for row in ended:
        row.until = max(at, row.since)
        row.save(update_fields=["until"])
        record(
            viewer,
            Act.PARTICIPANT_END,
            dossier_id=_record_of(viewer, dossier),
            about=dossier.id,
            at=at,
            data={"party": row.party.code, "side": row.side, "reason": reason},
        )
    return len(ended)


def _record_of(viewer: Viewer, dossier: Dossier) -> UUID:
    """Where it stands who comes and goes: on the file of an exchange, or on itself by whoever keeps no such file."""
    is_own = viewer.system or viewer.party_id == dossier.owner_id
    return dossier.parent_id if is_own and dossier.parent_id else dossier.id


@transaction.atomic
def limit_to_circle(viewer: Viewer, *, dossier_id: UUID, circle_id: UUID | None, at: datetime) -> Dossier:
    """Limit the part of the viewer's own party in a dossier to one of its circles; None opens it to the whole desk.

    What belongs together is limited together: a file and every exchange begun in it; at the other side, an exchange and
    the party's own file beside it. No other party's part is touched. Raises Refused for a reader, Invalid where the
    viewer would shut themselves out.
    """
    dossier = queries.dossier_to_change(viewer, dossier_id)
    if circle_id is not None and circle_id not in viewer.circles:
        raise Invalid({"circle": _("You are not in this circle yourself, so you would shut yourself out.")})
    demand_work(viewer, Act.CIRCLE_FORM)
    circle = Circle.objects.get(id=circle_id, party_id=queries.party_of(viewer)) if circle_id else None
    together = _together(viewer, dossier)
    with as_system("circle"):  # also the parts that have ended: one that begins anew keeps its circle
        Participation.rows.filter(dossier__in=together, party_id=queries.party_of(viewer)).update(circle=circle)
    _note_limit(viewer, dossier, together, circle.name if circle else "", at=at)
    return dossier


def _together(viewer: Viewer, dossier: Dossier) -> list[UUID]:
    """Return what is limited with a dossier, the one on which it hangs first."""
    is_own = dossier.owner_id == viewer.party_id
    root = dossier.parent_id if is_own and dossier.parent_id else dossier.id
    if not is_own and not dossier.is_exchange:
        return [root]
    below = Dossier.objects.unguarded("what hangs on one file or exchange follows it").filter(parent_id=root)
    return [root, *below.values_list("id", flat=True)]


def _note_limit(viewer: Viewer, dossier: Dossier, together: list[UUID], circle: str, *, at: datetime) -> None:
    """Enter a limit where the viewer's own party alone reads it: another side learns nothing of a party's circles."""
    own = Dossier.objects.visible_to(viewer).filter(id__in=together, owner_id=queries.party_of(viewer))
    kept = own.order_by("opened_at").values_list("id", flat=True).first()
    if kept is not None:
        record(viewer, Act.CIRCLE_FORM, dossier_id=kept, about=kept, at=at, data={"circle": circle})
    elif viewer.party_id is not None:
        enter(viewer, Act.CIRCLE_FORM, party_id=queries.party_of(viewer), about=dossier.id, at=at)
