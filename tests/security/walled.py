# SPDX-License-Identifier: EUPL-1.2
"""A court of bare rows for the second wall: a row of every walled table in every dossier, and dossiers of every sort.

Each sort is there for one clause of sight: without that clause somebody sees it who should not. What everybody should
see is asked of the first wall, with the system's eyes, so that the second has no part in the answer.
"""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection, models, transaction

from comity.core.clock import now
from comity.core.db import as_system, as_viewer
from comity.core.models import Findable
from comity.core.search import _mark
from comity.core.viewer import ANONYMOUS, CONFIDENTIAL, PUBLIC, UNDER_SEAL, Viewer
from comity.documents.models import Document, Redaction, Upload, Whole
from comity.documents.models import Version as DocumentVersion
from comity.dossiers.models import (
    Acknowledgement,
    Consent,
    Disposal,
    Dossier,
    Entry,
    Guarded,
    Hold,
    Limit,
    PageReader,
    Participation,
    PersonConcerned,
    RestrictedPage,
)
from comity.dossiers.models.sight import participations_of
from comity.facilitation.models import (
    AgendaItem,
    Answer,
    Attendance,
    Call,
    Comment,
    Facilitation,
    Layer,
    Meeting,
    Paper,
    Participant,
    Practice,
    Proposal,
    Record,
    Reply,
    Silence,
    Submission,
    Text,
    TextVersion,
    Typed,
)
from comity.mandates.models import Instrument, Paragraph
from comity.notices.models import Delivery, Hook, Notice
from comity.parties.models import Party, PartyKind
from comity.reports.models import (
    Block,
    Build,
    BuiltFile,
    Clearance,
    Counted,
    Pass,
    Rendering,
    Report,
    Snapshot,
    Wording,
)
from comity.requests.models import (
    Assignment,
    Condition,
    Cost,
    Counterfile,
    DraftText,
    Note,
    Reference,
    Request,
    Task,
    Version,
)
from comity.statute import Role
from tests.factories.dossiers import (
    a_circle,
    a_clock,
    a_dossier,
    a_person_concerned,
    an_entry,
    an_exchange,
    in_circle,
    let_in,
    own_file,
)
from tests.factories.keys import signing_key_of
from tests.factories.parties import AuthorityFactory, PartyFactory, person_at

GUARDED = tuple(model for model in apps.get_models() if issubclass(model, Guarded))
WALLED: tuple[type[models.Model], ...] = (*GUARDED, Participation, RestrictedPage, PageReader, Limit, Findable)
PERSONAS = (
    "asking",
    "outside_circle",
    "uncleared_colleague",
    "asked",
    "uncleared",
    "stranger",
    "registrar",
    "chamber",
    "defence",
    "anonymous",
)
Row = dict[str, Any]
_numbers = count(1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Court:
    """Who looks, and the dossiers by their sort; what the first wall shows of them is asked once."""

    personas: dict[str, Viewer]
    dossiers: dict[str, Dossier]
    asked: dict[tuple[str, type[models.Model]], set[Any]] = dataclasses.field(default_factory=dict)

    def expected(self, persona: str, model: type[models.Model]) -> set[Any]:
        """Return the keys of the rows that the first wall shows."""
        if (persona, model) not in self.asked:
            self.asked[persona, model] = self._expected(self.personas[persona], model)
        return self.asked[persona, model]

    def _expected(self, viewer: Viewer, model: type[models.Model]) -> set[Any]:
        with as_system("expectation"):
            dossiers = set(Dossier.objects.visible_to(viewer).values_list("pk", flat=True))
            persons = set(PersonConcerned.objects.visible_to(viewer).values_list("pk", flat=True))
            if issubclass(model, Guarded):
                return set(model.objects.visible_to(viewer).values_list("pk", flat=True))
            pages = RestrictedPage.objects.filter(person_concerned_id__in=persons)
            pages = pages.filter(party_id=viewer.party_id) if viewer.party_id else pages.none()
            rows: dict[type[models.Model], models.QuerySet[models.Model]] = {
                Participation: Participation.rows.filter(dossier__in=dossiers),
                RestrictedPage: pages,
                PageReader: PageReader.objects.filter(page__in=pages),
                Limit: Limit.objects.filter(party_id=viewer.party_id) if viewer.party_id else Limit.objects.none(),
                Findable: Findable.objects.none(),
            }
            return set(rows[model].values_list("pk", flat=True))

    def full_requests(self, persona: str) -> set[Any]:
        """Return the keys of the requests that the first wall shows in full, not by their envelope alone."""
        viewer = self.personas[persona]
        with as_system("expectation"):
            full = participations_of(viewer).filter(scope="full").values("dossier")
            return set(Request.objects.visible_to(viewer).filter(dossier__in=full).values_list("pk", flat=True))

    def shown(self, persona: str, model: type[models.Model]) -> set[Any]:
        """Return the keys of the rows that PostgreSQL shows to a statement by hand."""
        with as_viewer(self.personas[persona], writes=False):
            return keys_of(model)

    def unlike(self, *tables: type[models.Model]) -> list[str]:
        """Return where the second wall shows other rows than the first, in these tables or in all; best nowhere."""
        found = []
        for persona in PERSONAS:
            for model in tables or WALLED:
                expected, shown = self.expected(persona, model), self.shown(persona, model)
                if expected != shown:
                    found.append(f"{persona} {model._meta.db_table}: {len(expected)} expected, {len(shown)} shown")
        for model in tables or WALLED:
            with as_system("everything"):
                if len(keys_of(model)) < len(self.dossiers):
                    found.append(f"system {model._meta.db_table}")
        return found


def keys_of(model: type[models.Model]) -> set[Any]:
    pk = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {pk.column} FROM {model._meta.db_table}")
        return {key for (key,) in cursor.fetchall()}


def a_court() -> Court:
    otp, registry, chambers, belgium, norway, team = _parties()
    desk = {"roles": (Role.DRAFTER, Role.OFFICER)}
    open_circle, other_circle, their_circle = a_circle(otp), a_circle(otp), a_circle(belgium)
    asking = in_circle(person_at(otp, *desk["roles"], clearance=UNDER_SEAL), open_circle)
    personas = {
        "asking": asking,
        "outside_circle": person_at(otp, *desk["roles"], clearance=UNDER_SEAL),
        "uncleared_colleague": person_at(otp, *desk["roles"], clearance=CONFIDENTIAL),
        "asked": in_circle(person_at(belgium, *desk["roles"], clearance=UNDER_SEAL), their_circle),
        "uncleared": person_at(belgium, *desk["roles"], clearance=PUBLIC),
        "stranger": person_at(norway, *desk["roles"], clearance=UNDER_SEAL),
        "registrar": person_at(registry, *desk["roles"], clearance=UNDER_SEAL),
        "chamber": person_at(chambers, *desk["roles"], clearance=UNDER_SEAL),
        "defence": person_at(team, *desk["roles"], clearance=CONFIDENTIAL),
        "anonymous": ANONYMOUS,
    }
    file = own_file(otp, title="open")
    limited, closed, unattended = a_dossier(otp), a_dossier(otp), a_dossier(otp)
    let_in(limited, otp, circle=open_circle)
    let_in(closed, otp, circle=other_circle)
    sealed = own_file(otp, classification=UNDER_SEAL)
    ended, coming, narrowed = (a_dossier(otp, is_exchange=True, parent=file) for _ in range(3))
    for exchange in (ended, coming):
        let_in(exchange, otp)
    let_in(ended, belgium, side=Participation.Side.ADDRESSEE, until=now() - DAY)
    let_in(coming, belgium, side=Participation.Side.ADDRESSEE, since=now() + DAY)
    let_in(narrowed, otp)
    let_in(narrowed, belgium, side=Participation.Side.ADDRESSEE, circle=their_circle)
    defended = an_exchange(own_file(team), team, belgium)
    let_in(defended, registry, side=Participation.Side.SENDER, scope=Participation.Scope.ENVELOPE)
    internal = a_dossier(belgium, kind=Dossier.Kind.PARTY)
    let_in(internal, belgium, side=Participation.Side.ADDRESSEE)
    dossiers = {
        "file": file,
        "limited": limited,
        "closed": closed,
        "unattended": unattended,
        "sealed": sealed,
        "asked": an_exchange(file, otp, belgium),
        "foreign": an_exchange(file, otp, norway),
        "ended": ended,
        "coming": coming,
        "narrowed": narrowed,
        "defended": defended,
        "internal": internal,
        "own": own_file(norway),
    }
    for dossier in dossiers.values():
        _one_of_each(dossier, asking, belgium)
    # In a file and an exchange that whole desks see, each side limits something to a circle.
    for sort, party, circle in (
        ("file", otp, open_circle),
        ("asked", otp, other_circle),
        ("asked", belgium, their_circle),
        ("narrowed", belgium, a_circle(belgium)),
    ):
        about = Document.objects.unguarded("a test").filter(dossier=dossiers[sort]).values_list("id", flat=True)[0]
        Limit.objects.create(about=about, party=party, circle=circle)
        _signed(an_entry(dossiers[sort], about=about), asking, belgium).save(force_insert=True)
    return Court(personas, dossiers)


def _parties() -> tuple[Party, ...]:
    kinds = [("OTP", PartyKind.ORGAN), ("REG", PartyKind.ORGAN), ("CHM", PartyKind.ORGAN), ("BEL", PartyKind.STATE),
             ("NOR", PartyKind.STATE), ("DEF-A", PartyKind.DEFENCE)]  # fmt: skip
    return tuple(PartyFactory.make(code=code, kind=kind) for code, kind in kinds)


def _one_of_each(dossier: Dossier, viewer: Viewer, addressee: Party) -> None:
    number, at = next(_numbers), now()
    assert viewer.person_id is not None
    entry = an_entry(dossier)
    a_clock(dossier)
    person = a_person_concerned(dossier, pseudonym=f"P-{number}")
    page = RestrictedPage(person_concerned_id=person.id, party_id=dossier.owner_id, wrapped_key=b"-", sealed=b"-")
    page.save(force_insert=True)
    PageReader.objects.create(page=page, person_id=viewer.person_id, until=at + DAY, reason="a test")
    request = Request(
        dossier=dossier,
        file=dossier,
        reference=f"TST-{number}",
        issuer=dossier.owner,
        sender=dossier.owner,
        addressee=addressee,
        kind="SERV",
        subject=f"Subject {number}",
        drafter_id=viewer.person_id,
    )
    on = {"dossier": dossier, "request": request}
    cost = {"rule": "100(1)(f)", "borne_by": "court", "amount": Decimal(1), "currency": "EUR", "on": at.date()}
    # Everybody's marks, also of those who see an envelope only: so that the search itself has to tell.
    parts = Participation.rows.filter(dossier=dossier).values_list("party_id", flat=True)
    marks = sorted({_mark(party_id) for party_id in parts})
    document = Document(dossier=dossier, about=request.id, party=addressee, title="x", language="en")
    file = {"sha256": "0" * 64, "size": 1, "media_type": "text/plain", "name_given": "x", "name": "x"}
    key = {"wrapped_key": b"-", "key_name": "-"}
    disposal = Disposal(dossier=dossier, reason="x", decision="x", proposed_at=at)
    Limit.objects.create(about=uuid4(), party=dossier.owner, circle=a_circle(dossier.owner))
    version = DocumentVersion(
        dossier=dossier, document=document, number=1, content_id=uuid4(), uploaded_by_id=viewer.person_id, at=at,
        **file, **key,
    )  # fmt: skip
    by = {"person_id": viewer.person_id, "at": at}
    report = Report(
        dossier=dossier, kind="bureau", session=1, symbol=f"S/{number}", title="x", language="en", on=at.date(),
        begun_by_id=viewer.person_id, begun_at=at, changed_at=at,
    )  # fmt: skip
    block = Block(dossier=dossier, report=report, section="followup", place=1, form="paragraph")
    build = Build(
        dossier=dossier, report=report, language="en", is_public=False, digest="-", progress_id=uuid4(),
        person_id=viewer.person_id, asked_at=at,
    )  # fmt: skip
    rows: list[models.Model] = [
        report,
        block,
        Rendering(dossier=dossier, block=block, language="en", text="x", digest="-", by_id=viewer.person_id, at=at),
        Wording(dossier=dossier, block=block, language="en", number=1, text="x", **by),
        Clearance(dossier=dossier, report=report, block=block, digest="-", seat="bureau", is_given=True, **by),
        Pass(dossier=dossier, report=report, language="en", digest="-", marks=0, **by),
        build,
        BuiltFile(dossier=dossier, build=build, form="pdf", sha256="-", size=1, content=b"-"),
        document,
        version,
        Whole(
            dossier=dossier,
            about=request.id,
            person_id=viewer.person_id,
            post_id=uuid4(),
            language="en",
            progress_id=uuid4(),
            until=at + DAY,
        ),
        Redaction(
            dossier=dossier, about=request.id, document=document, version=version, person_id=viewer.person_id, pages=1
        ),
        Upload(dossier=dossier, about=request.id, person_id=viewer.person_id, name="x", size=1, until=at + DAY, **key),
        request,
        Hold(dossier=dossier, party=dossier.owner, reason="x", placed_at=at),
        disposal,
        _signed(entry, viewer, addressee),
        Consent(dossier=dossier, disposal=disposal, party=dossier.owner, person_id=viewer.person_id, at=at),
        Version(**on, number=1, kind=Version.Kind.ORIGINAL, subject="x", contents={}, at=at),
        Reference(**on, party=addressee, number=str(number), normal=str(number)),
        DraftText(**on, field="subject", text="x", person_id=viewer.person_id, at=at),
        Counterfile(**on, party=addressee),
        Assignment(**on, authority=AuthorityFactory.make(party=addressee), at=at),
        Note(**on, text="x", person_id=viewer.person_id, at=at),
        Task(**on, text="x", assignee_id=viewer.person_id, at=at),
        Condition(**on, text="x", offered_at=at),
        Cost(**on, item="x", proposed_by=addressee, **cost),
        Counted(**on, snapshot=_snapshot(viewer), kind="SERV", region="none", duty="voluntary", outcome="unanswered"),
        Notice(dossier=dossier, person_id=viewer.person_id, about=request.id, act="x", mark=f"mark {number}", at=at),
        Delivery(dossier=dossier, hook=_hook_of(addressee), about=request.id, act="x", at=at),
        Findable(about=request.id, dossier_id=dossier.id, words=" ".join(["subject", *marks]), at=at),
    ]
    rows += _in_facilitation(dossier, viewer, addressee)
    for row in rows:
        row.save(force_insert=True)


def _signed(entry: Entry, viewer: Viewer, party: Party) -> Acknowledgement:
    assert viewer.person_id is not None
    key = signing_key_of(AuthorityFactory.make(party=party))
    return Acknowledgement(
        dossier_id=entry.dossier_id,
        about=entry.about,
        entry=entry,
        key=key,
        signature="0" * 128,
        person_id=viewer.person_id,
        at=now(),
    )


def _in_facilitation(dossier: Dossier, viewer: Viewer, party: Party) -> list[models.Model]:
    """Return a row of each table of a facilitation whose layers are all one dossier."""
    assert viewer.person_id is not None
    layers = dict.fromkeys(["public", "invited", "delegations"], dossier)
    days = {"since": now().date(), "until": now().date()}
    held = Facilitation(
        subject="x", keeper=dossier.owner, opened_by_id=viewer.person_id, opened_at=now(), **layers, **days
    )  # fmt: skip
    on = {"facilitation": held, "dossier": dossier, "layer": Layer.INVITED}
    said = {"party": party, "at": now()}
    meeting = Meeting(
        **on, title="x", starts_at=now(), ends_at=now() + DAY, zone="UTC", place="x", at=now()
    )  # fmt: skip
    text = Text(**on, title="x", language="en", at=now())
    version = TextVersion(**on, **said, of=text, number=1, paragraphs=[])
    proposal = {"number": 1, "kind": "delete", "reason": "x", "author_id": viewer.person_id}
    return [
        held,
        Participant(**on, party=party, role=Participant.Role.DELEGATION, since=now()),
        meeting,
        AgendaItem(**on, meeting=meeting, place=1, title="x"),
        Attendance(**on, meeting=meeting, party=party, name="x"),
        Record(**on, **said, about=meeting.id, title="x", held_at=now(), zone="UTC", text="x"),
        Paper(**on, **said, title="x", language="en"),
        text,
        version,
        Proposal(**on, **said, **proposal, of=text),
        Silence(**on, of=text, version=version, begun_at=now(), until=now() + DAY),
        *_in_calls(held, dossier, viewer, party),
    ]


def _in_calls(held: Facilitation, dossier: Dossier, viewer: Viewer, party: Party) -> list[models.Model]:
    """Return a row of each table of calls, comments and good practices."""
    assert viewer.person_id is not None
    at, by = now(), viewer.person_id
    on = {"facilitation": held, "dossier": dossier, "layer": Layer.INVITED}
    call = Call(**on, title_en="x", title_fr="x", due_at=at, added_by_id=by, added_at=at)
    answer = Answer(call=call, dossier=dossier, party=party, begun_at=at, changed_by_id=by, changed_at=at)
    report = Paragraph.rows.order_by("pk").first() or _a_paragraph(viewer)
    said = {"party": party, "author_id": by, "language": "en", "text": "x", "at": at}
    comment = Comment(**on, **said, paragraph=report)
    return [
        call,
        answer,
        Typed(dossier=dossier, answer=answer, code="x", value="x", person_id=by, at=at),
        Submission(
            facilitation=held, call=call, dossier=dossier, desk=dossier, party=party, number=1, audience="secretariat",
            values={}, sha256="0" * 64, is_paper=True, came_at=at, entered_by_id=by, at=at,
        ),
        comment,
        Reply(**on, **said, comment=comment, is_courts=True),
        Practice(
            dossier=dossier, party=party, theme="assets", language="en", title="x", text="x", begun_at=at,
            changed_by_id=by, changed_at=at,
        ),
    ]  # fmt: skip


def _a_paragraph(viewer: Viewer) -> Paragraph:
    assert viewer.person_id is not None
    report = Instrument(
        symbol="x", symbol_key="x", title="x", form="report", language="en", source="x", text="x", found={},
        confidence=1, words="x", added_by_id=viewer.person_id, added_at=now(),
    )  # fmt: skip
    report.save(force_insert=True)
    found = Paragraph(instrument=report, place=1, part="operative", key="1", number="1", text="x", confidence=1)
    found.save(force_insert=True)
    return found


def _snapshot(viewer: Viewer) -> Snapshot:
    assert viewer.person_id is not None
    found = Snapshot.rows.first()
    days = {"first_day": now().date(), "last_day": now().date()}
    return found or Snapshot.rows.create(proposed_by_id=viewer.person_id, proposed_at=now(), **days)


def _hook_of(party: Party) -> Hook:
    found = Hook.objects.filter(party=party).first()
    return found or Hook.objects.create(party=party, url="https://example.org/", secret=b"-", made_at=now())


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is done here, however it ended."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def a_copy(model: type[models.Model], dossier: Dossier) -> Row:
    """Return a new row of a walled table for a dossier, by columns: that which is there, under keys of its own."""
    with as_system("copy"), connection.cursor() as cursor:
        where = f"{path_of(model)} = %s"
        cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE {where} LIMIT 1", [key_of(model, dossier)])
        names = [column.name for column in cursor.description or ()]
        row = dict(zip(names, cursor.fetchone(), strict=True))
    for field in model._meta.concrete_fields:
        is_key = field.primary_key or field.unique
        if is_key and isinstance(field, models.AutoField):
            row[field.column] = -next(_numbers)
        elif is_key and isinstance(row[field.column], UUID) and field.column != path_of(model):
            row[field.column] = uuid4()
        elif field.unique and isinstance(row[field.column], str):
            row[field.column] = f"NEW-{next(_numbers)}"
    row.pop("vector", None)
    return row


def rows_naming_foreign_ones(court: Court) -> Iterator[tuple[str, type[models.Model], Row]]:
    """Yield, for each foreign key to a walled table, a row of the stranger's own that names what is not theirs."""
    for model in GUARDED:
        for field in model._meta.concrete_fields:
            parent = field.related_model
            if isinstance(parent, type) and issubclass(parent, Guarded) and field.attname != path_of(model):
                rows = parent.objects.unguarded("a test").filter(**{parent.dossier_path: court.dossiers["asked"].id})
                own = a_copy(model, court.dossiers["own"])
                own[str(field.column)] = rows.values_list("pk", flat=True)[0]
                yield f"{model._meta.db_table}.{field.column}", model, own


def path_of(model: type[models.Model]) -> str:
    """Return the column by which a row hangs on its dossier."""
    if model is PageReader:
        return "page_id"
    if model is RestrictedPage:
        return "person_concerned_id"
    if model is Limit:
        return "party_id"
    return str(getattr(model, "dossier_path", "dossier_id"))


def key_of(model: type[models.Model], dossier: Dossier) -> UUID:
    """Return what that column holds for a dossier."""
    if model is Limit:
        return dossier.owner_id
    if model not in {PageReader, RestrictedPage}:
        return dossier.id
    person = PersonConcerned.objects.unguarded("a test looks at the row itself").filter(dossier=dossier).first()
    assert person is not None
    if model is RestrictedPage:
        return person.id
    with as_system("copy"):
        return RestrictedPage.objects.get(person_concerned_id=person.id).id


def insert(model: type[models.Model], row: Row) -> int:
    """Insert a row by hand; return how many rows there are more."""
    columns, marks = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    given = [json.dumps(value) if isinstance(value, dict | list) else value for value in row.values()]
    return do(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", *given)


def do(statement: str, *given: Any) -> int:
    """Do a statement by hand; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)
