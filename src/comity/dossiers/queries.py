# SPDX-License-Identifier: EUPL-1.2
"""What a viewer may read of dossiers. Every function returns visible rows only, and says NotFound for all others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from comity.core.errors import NotFound
from comity.core.paging import Page, page_of
from comity.core.prepared import Prepared
from comity.core.viewer import Viewer
from comity.ledger.format.commitment import BLIND, commitment
from comity.ledger.format.receipt import build_receipt
from comity.ledger.queries import Logged, system_entries_of, system_proof_of
from comity.parties.models import Party, PartyKind
from comity.parties.queries import PARTY_DETAILS, PERSON_DETAILS, parties_to_address
from comity.statute import Act, Role, SituationFacts

from .models import (
    Circle,
    Clock,
    Consent,
    Disposal,
    Dossier,
    Entry,
    Grant,
    GuardedQuerySet,
    Hold,
    Limit,
    PageReader,
    Participation,
    PersonConcerned,
    RestrictedPage,
    Seen,
    Situation,
)
from .models.committed import form_of
from .models.sight import one, participations_of, seen_by_participations

# Into whose file whom: those on whose help a party relies are the other side of all it writes there.
_SAME_SIDE: dict[str, set[str]] = {
    PartyKind.ORGAN: {PartyKind.ORGAN},
    PartyKind.DEFENCE: {PartyKind.ORGAN},
    PartyKind.STATE: {PartyKind.STATE, PartyKind.ORGANISATION},
    PartyKind.ORGANISATION: {PartyKind.STATE, PartyKind.ORGANISATION},
}
# How a party divides its own people is no business of those who look on in its files.
_OWN_AFFAIRS = (Act.CIRCLE_FORM, Act.GRANT_END, Act.GRANT_GIVE, Act.PAGE_READ, Act.PAGE_WRITE)


_open_circles = Prepared(
    lambda holder, party, at: Grant.objects.filter(
        person_id=holder, circle__party_id=party, since__lte=at, until__gt=at
    ).values_list("circle_id", flat=True)
)


def with_circles(viewer: Viewer, at: datetime) -> Viewer:
    """Return the viewer with the circles open now: their own, or those of the person they stand in for."""
    holder = viewer.acting_for_id or viewer.person_id
    if holder is None or viewer.party_id is None:
        return viewer
    return replace(viewer, circles=frozenset(_open_circles(holder=holder, party=viewer.party_id, at=at)))


def party_of(viewer: Viewer) -> UUID:
    """Return the party for which the viewer acts; raises NotFound for somebody who acts for none."""
    if viewer.party_id is None:
        raise NotFound
    return viewer.party_id


def person_of(viewer: Viewer) -> UUID:
    """Return the person who is looking; raises NotFound for a duty of the system and for nobody."""
    if viewer.person_id is None:
        raise NotFound
    return viewer.person_id


def post_of(viewer: Viewer) -> UUID:
    """Return the post at which the viewer acts; raises NotFound for who acts at none."""
    if viewer.post_id is None:
        raise NotFound
    return viewer.post_id


def situations(viewer: Viewer) -> QuerySet[Situation]:
    """Return all situations: public facts."""
    return Situation.objects.all()


def situation_facts(situation: Situation | None) -> SituationFacts:
    """Return what the statute needs to know of a situation; without one, a situation of no date and no resolution."""
    if situation is None:
        return SituationFacts(code="", opened_on=None, resolution=None, territorial=())
    return SituationFacts(
        code=situation.code, opened_on=situation.opened_on, resolution=situation.resolution or None, territorial=()
    )


_dossiers = Prepared(
    lambda viewer, at, dossier_id: (
        Dossier.objects.visible_to(viewer, at=at).select_related("owner", "situation").filter(id=dossier_id)
    )
)


def dossier(viewer: Viewer, dossier_id: UUID) -> Dossier:
    """Return one visible dossier with its owner and situation; raises NotFound."""
    found = next(iter(_dossiers(viewer=viewer, at=timezone.now(), dossier_id=dossier_id)), None)
    if found is None:
        raise NotFound
    return found


def dossier_to_change(viewer: Viewer, dossier_id: UUID) -> Dossier:
    """Return one visible dossier with its owner, locked until the unit of work ends; raises NotFound."""
    rows = Dossier.objects.visible_to(viewer).select_related("owner")
    return one(rows.select_for_update(no_key=True, of=("self",)), id=dossier_id)


def own_files(viewer: Viewer) -> GuardedQuerySet[Dossier]:
    """Return the viewer's party's own case files, in which requests may be begun, newest first."""
    return _files(viewer).filter(owner_id=party_of(viewer))


def files_page(
    viewer: Viewer,
    *,
    text: str = "",
    of_others: bool = False,
    archived: bool = False,
    after: str = "",
    before: str = "",
    size: int,
) -> Page[Dossier]:
    """Return one page of case files, newest first, whose title or case number holds the text.

    The party's own files that are not archived, or those that are, or those in which another party lets it look on; an
    envelope is not found by its title.
    """
    rows = own_files(viewer).filter(archived_at__isnull=not archived)
    if of_others:
        part = participations_of(viewer).filter(dossier=OuterRef("id")).order_by("-scope")
        scope = Subquery(part.values("scope")[:1])
        others = _files(viewer).exclude(owner_id=party_of(viewer)).select_related("owner")
        rows = cast("GuardedQuerySet[Dossier]", others.annotate(scope=scope))
    if text:
        full = participations_of(viewer).filter(dossier=OuterRef("id"), scope=Participation.Scope.FULL)
        rows = rows.filter(Q(title__icontains=text) | Q(case_number__icontains=text), Exists(full))
    return page_of(rows, order=("-opened_at", "-id"), size=size, after=after, before=before)


def _files(viewer: Viewer) -> GuardedQuerySet[Dossier]:
    # A list of one, because of "NOT is_exchange" SQLite makes no use of an index.
    rows = Dossier.objects.visible_to(viewer).filter(is_exchange__in=[False], kind=Dossier.Kind.JUDICIAL)
    return rows.select_related("situation").order_by("-opened_at")


_own_parts = Prepared(
    lambda viewer, at, dossier_id: (
        participations_of(viewer, at=at).filter(dossier_id=dossier_id).select_related("circle")
    )
)


def participation(viewer: Viewer, dossier_id: UUID) -> Participation:
    """Return the viewer's own participation in a dossier, the widest first; raises NotFound."""
    return one_participation(_own_parts(viewer=viewer, at=timezone.now(), dossier_id=dossier_id))


def _around(viewer: Viewer, at: datetime, exchange: UUID, file: UUID | None) -> QuerySet[Participation]:
    # A list of keys, and not a condition over two tables: so the few dossiers are looked up, never all of a party's.
    places = Dossier.objects.filter(Q(id__in=[exchange, file]) | Q(parent_id=exchange)).values("id")
    return participations_of(viewer, at=at).filter(dossier_id__in=places)


_parts_around = Prepared(_around)


def around(viewer: Viewer, exchange: Dossier) -> tuple[Participation, Seen]:
    """Return the viewer's part in a visible exchange, and which dossiers around it they see.

    Around it lie the exchange itself, the file it was begun in, and their own party's file beside it. Raises NotFound.
    """
    rows = list(_parts_around(viewer=viewer, at=timezone.now(), exchange=exchange.id, file=exchange.parent_id))
    return one_participation(row for row in rows if row.dossier_id == exchange.id), seen_by_participations(rows)


def seen_in_full(viewer: Viewer, dossier_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of these dossiers that the viewer sees in full now."""
    rows = participations_of(viewer).filter(dossier_id__in=list(dossier_ids), scope=Participation.Scope.FULL)
    return set(rows.values_list("dossier_id", flat=True))


def one_participation(rows: Iterable[Participation]) -> Participation:
    """Return the widest of these participations; raises NotFound where there is none."""
    found = sorted(rows, key=lambda row: row.scope != Participation.Scope.FULL)
    if not found:
        raise NotFound
    return found[0]


def participants(viewer: Viewer, dossier_id: UUID) -> list[Participation]:
    """Return who takes part in a visible dossier, as `participants_in` does; raises NotFound."""
    return participants_in(viewer, dossier(viewer, dossier_id))


def participants_in(viewer: Viewer, shown: Dossier) -> list[Participation]:
    """Return who takes part in a dossier that the viewer sees, with what scope and until when; ended ones last.

    Only the party that keeps the dossier sees who else looks on, whose part has ended, and why each was let in; how
    another party divides its people, nobody.
    """
    now = timezone.now()
    found = list(Participation.rows.filter(dossier=shown).select_related("party", "circle"))
    if shown.owner_id != viewer.party_id:
        observer = Participation.Side.OBSERVER
        found = [row for row in running(found, now) if row.side != observer or row.party_id == viewer.party_id]
    for row in found:
        if row.party_id != viewer.party_id:
            row.circle = None
        if viewer.party_id not in {row.party_id, shown.owner_id}:
            row.reason = ""
    return sorted(found, key=lambda row: (row.until is not None and row.until <= now, row.since, row.pk))


def running(rows: Iterable[Participation], at: datetime) -> list[Participation]:
    """Return those of these participations that run at this instant."""
    return [row for row in rows if row.since <= at and (row.until is None or row.until > at)]


def may_look_on(shown: Dossier, party: Party) -> bool:
    """Whether a party may be let into a dossier as an observer: never into what is written about its own side.

    A file opens to parties of its owner's own side only, an exchange to others too; neither ever joins the Prosecutor
    and the defence, and a party's internal file opens to nobody.
    """
    sides = {shown.owner.code, shown.owner.kind, party.code, party.kind}
    if sides >= {"OTP", PartyKind.DEFENCE} or shown.kind == Dossier.Kind.PARTY or party.id == shown.owner_id:
        return False
    return shown.is_exchange or party.kind in _SAME_SIDE.get(shown.owner.kind, set())


def parties_to_admit(viewer: Viewer, shown: Dossier) -> list[Party]:
    """Return the parties that this viewer may know of and that may look on in a dossier, by name."""
    return [row for row in parties_to_address(viewer, kinds=PartyKind.values) if may_look_on(shown, row)]


def circles(viewer: Viewer, at: datetime) -> QuerySet[Circle]:
    """Return the need-to-know circles that the viewer is in.

    An administrator also sees those of the party that nobody is in any more, since nobody else could open them again.
    """
    if not viewer.is_administrator:
        return Circle.objects.filter(id__in=viewer.circles, party_id=party_of(viewer)).order_by("name")
    held = Grant.objects.filter(circle=OuterRef("id"), until__gt=at)
    return Circle.objects.filter(Q(id__in=viewer.circles) | ~Exists(held), party_id=party_of(viewer)).order_by("name")


def circle(viewer: Viewer, circle_id: UUID, at: datetime) -> Circle:
    """Return one of the circles that `circles` returns; raises NotFound for every other."""
    found = circles(viewer, at).filter(id=circle_id).first()
    if found is None:
        raise NotFound
    return found


def grants(viewer: Viewer, circle_id: UUID, at: datetime) -> QuerySet[Grant]:
    """Return the running grants of a circle of the viewer's own party, with the persons, the first to end first."""
    return (
        Grant.objects.filter(circle_id=circle_id, circle__party_id=party_of(viewer), since__lte=at, until__gt=at)
        .select_related("person", "granted_by")
        .order_by("until", "id")
    )


def grants_in(viewer: Viewer, rows: Iterable[Circle], at: datetime) -> list[Grant]:
    """Return the running grants of several circles of the viewer's own party, with the persons, by name."""
    found = Grant.objects.filter(circle__in=list(rows), circle__party_id=party_of(viewer), since__lte=at, until__gt=at)
    return list(found.select_related("person").order_by("person__name", "id"))


def limited_to(viewer: Viewer, column: str) -> Subquery:
    """Return the name of the circle to which the viewer's party limits what a column names; NULL for the whole desk."""
    rows = Limit.objects.filter(about=OuterRef(column), party_id=party_of(viewer))
    return Subquery(rows.values("circle__name")[:1])


def system_kept_from(viewer: Viewer, abouts: Iterable[UUID], *, party_id: UUID) -> set[UUID]:
    """Return which of these things a party limits to circles that the viewer is not in, of whichever party that is."""
    rows = Limit.objects.filter(about__in=list(abouts), party_id=party_id).exclude(circle_id__in=viewer.circles)
    return set(rows.values_list("about", flat=True))


def system_limited(abouts: Iterable[UUID], *, party_id: UUID) -> set[UUID]:
    """Return which of these things a party limits to one of its circles."""
    return set(Limit.objects.filter(about__in=list(abouts), party_id=party_id).values_list("about", flat=True))


def persons(viewer: Viewer, dossier_id: UUID) -> GuardedQuerySet[PersonConcerned]:
    """Return the persons concerned of a visible dossier, by pseudonym; an envelope shows none."""
    return PersonConcerned.objects.visible_to(viewer).filter(dossier_id=dossier_id).order_by("pseudonym")


def person(viewer: Viewer, person_id: UUID) -> PersonConcerned:
    """Return one person concerned; raises NotFound."""
    return one(PersonConcerned.objects.visible_to(viewer), id=person_id)


_persons_named = Prepared(
    lambda person_id: PersonConcerned.objects.unguarded(
        "what names a person is read already, and names them by pseudonym"
    ).filter(id=person_id)
)


def person_named(viewer: Viewer, person_id: UUID | None) -> PersonConcerned | None:
    """Return the person whom something that the viewer reads names to them, on whosever file they are entered."""
    if person_id is None:
        return None
    return next(iter(_persons_named(person_id=person_id)), None)


def may_read_page(viewer: Viewer, person_id: UUID, at: datetime) -> bool:
    """Whether this viewer reads the restricted page of a person concerned, now, and acts for the page's own party."""
    page = RestrictedPage.objects.filter(person_concerned_id=person_id, party_id=party_of(viewer)).only("id").first()
    return page is not None and PageReader.objects.filter(page=page, person_id=person_of(viewer), until__gt=at).exists()


def pages_open_to(viewer: Viewer, shown: Dossier, people: Iterable[PersonConcerned], at: datetime) -> dict[UUID, bool]:
    """Return which of the persons of a visible dossier have a page that this viewer reads (True) or may begin (False).

    Of a page that others read, and of a file of another party, it says nothing.
    """
    if shown.owner_id != viewer.party_id:
        return {}
    ids = [row.id for row in people]
    kept = set(RestrictedPage.objects.filter(person_concerned_id__in=ids).values_list("person_concerned_id", flat=True))
    read = PageReader.objects.filter(page__person_concerned_id__in=ids, person_id=person_of(viewer), until__gt=at)
    found = dict.fromkeys(read.values_list("page__person_concerned_id", flat=True), True)
    return found | {key: False for key in ids if key not in kept}


def readers(viewer: Viewer, person_id: UUID, at: datetime) -> list[PageReader]:
    """Return the running readers of a restricted page that the viewer reads; raises NotFound for everybody else."""
    if not may_read_page(viewer, person(viewer, person_id).id, at):
        raise NotFound
    rows = PageReader.objects.filter(page__person_concerned_id=person_id, until__gt=at)
    return list(rows.select_related("person").order_by("until", "id"))


def timeline(viewer: Viewer, about: UUID) -> GuardedQuerySet[Entry]:
    """Return every visible entry about one thing, oldest first, with party and persons."""
    return _as_told(Entry.objects.visible_to(viewer).filter(about=about))


# Columns of an entry and of those it names that no timeline shows: they would only cost time.
_UNTOLD = (
    "correlation", "salt", *(f"party__{name}" for name in PARTY_DETAILS),
    *(f"{who}__{name}" for who in ("actor", "acting_for") for name in PERSON_DETAILS),
)  # fmt: skip


def _as_told(rows: GuardedQuerySet[Entry]) -> GuardedQuerySet[Entry]:
    return rows.select_related("party", "actor", "acting_for").defer(*_UNTOLD).order_by("at", "leaf_id")


def _told_since(viewer: Viewer, keys: list[UUID], about: UUID, since: datetime | None) -> GuardedQuerySet[Entry]:
    rows = Entry.objects.in_seen(Seen.again(keys), viewer).filter(about=about)
    return _as_told(rows.filter(at__gte=since) if since else rows)


_timeline_seen = Prepared(_told_since)


def timeline_seen(viewer: Viewer, seen: Seen, about: UUID, *, since: datetime | None = None) -> GuardedQuerySet[Entry]:
    """Return `timeline` where it was just found out which of the dossiers around are visible; `since` cuts it."""
    return _timeline_seen(viewer=viewer, keys=seen.keys_for(Entry), about=about, since=since)


def file_timeline(viewer: Viewer, shown: Dossier, *, size: int, after: str = "", before: str = "") -> Page[Entry]:
    """Return one page of the entries about a dossier itself, newest first.

    Those who look on in another party's file are not told of its circles and restricted pages, nor what was given with
    an act.
    """
    rows = timeline(viewer, shown.id)
    if shown.owner_id == viewer.party_id:
        return page_of(rows, order=("-at", "-leaf_id"), size=size, after=after, before=before)
    rows = rows.exclude(act__in=_OWN_AFFAIRS)
    page = page_of(rows, order=("-at", "-leaf_id"), size=size, after=after, before=before)
    for entry in page.rows:
        entry.data = entry.data if entry.party_id == viewer.party_id else {}
    return page


_clocks_seen = Prepared(
    lambda keys, about: Clock.objects.in_seen(Seen.again(keys)).filter(about=about).order_by("due_at")
)


def timeline_of(
    viewer: Viewer, dossier_ids: Iterable[UUID], *, size: int, after: str = "", before: str = ""
) -> Page[Entry]:
    """Return one page of the entries on these dossiers, as far as they are visible, newest first."""
    rows = _as_told(Entry.objects.visible_to(viewer).filter(dossier_id__in=list(dossier_ids)))
    return page_of(rows.exclude(act__in=_OWN_AFFAIRS), order=("-at", "-leaf_id"), size=size, after=after, before=before)


def clocks(viewer: Viewer, about: UUID, seen: Seen | None = None) -> GuardedQuerySet[Clock]:
    """Return the visible clocks of one thing, the next to run out first; `seen` as for `timeline_seen`."""
    if seen is not None:
        return _clocks_seen(keys=seen.keys_for(Clock), about=about)
    return Clock.objects.visible_to(viewer).filter(about=about).order_by("due_at")


def running_clocks(viewer: Viewer, *, limit: int) -> list[Clock]:
    """Return the visible clocks that run, the next to run out first."""
    return list(Clock.objects.visible_to(viewer).filter(state="running").order_by("due_at", "id")[:limit])


def next_clocks(viewer: Viewer, abouts: Iterable[UUID]) -> dict[UUID, Clock]:
    """Return, for each of these things that has one, the visible running clock that runs out next: one query."""
    rows = _next_clocks(viewer=viewer, at=timezone.now(), abouts=list(abouts))
    return {clock.about: clock for clock in rows}


_next_clocks = Prepared(
    lambda viewer, at, abouts: (
        Clock.objects.visible_to(viewer, at=at).filter(about__in=abouts, state="running").order_by("-due_at")
    )
)


_acts = Prepared(
    lambda about: (
        Entry.objects.unguarded("the law counts every act, whoever may read it")
        .filter(about=about)
        .order_by("at", "leaf_id")
        .values_list("act", "at", "data", "party_id", "id")
    )
)


def system_acts_on(about: UUID) -> list[tuple[str, datetime, dict[str, Any], UUID | None, UUID]]:
    """Return what was done to one thing, oldest first, as (act, at, data, party id, entry id), whoever may read it.

    The law counts every act. Only the statute's functions may be given the result, never a reader.
    """
    return list(_acts(about=about))


def system_moves_of(abouts: Iterable[UUID], *, until: datetime) -> dict[UUID, list[tuple[str, str, str, datetime]]]:
    """Return what was done to each of these things before an instant, oldest first, as (act, before, after, at).

    For counting alone: no reader is given it.
    """
    rows = Entry.objects.unguarded("what is counted is counted whoever may read it")
    rows = rows.filter(about__in=list(abouts), at__lt=until).order_by("about", "at", "leaf_id")
    found: dict[UUID, list[tuple[str, str, str, datetime]]] = {}
    for about, act, before, after, at in rows.values_list("about", "act", "before", "after", "at"):
        found.setdefault(about, []).append((act, before, after, at))
    return found


def system_clocks_of(about: UUID) -> list[Clock]:
    """Return the clocks of one thing that was fetched and locked, whoever may see them."""
    return list(Clock.objects.unguarded("the thing itself was fetched and locked").filter(about=about))


def system_clocks_between(first: datetime, last: datetime, *, limit: int = 5_000) -> list[Clock]:
    """Return the clocks that end or ended between two instants, met ones too: for duties of the system alone."""
    rows = Clock.objects.unguarded("a named duty of the system").filter(due_at__gte=first, due_at__lte=last)
    return list(rows.order_by("due_at", "id")[:limit])


def system_abouts_with_running_clocks(*, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Return the next ids, in their order, of things on which a clock runs: for duties of the system alone."""
    rows = Clock.objects.unguarded("a named duty of the system").filter(state="running")
    rows = rows.filter(about__gt=after) if after else rows
    return list(rows.order_by("about").values_list("about", flat=True).distinct()[:limit])


def system_number_of_running_clocks() -> int:
    """Return on how many things a clock runs: for duties of the system alone."""
    rows = Clock.objects.unguarded("a named duty of the system").filter(state="running")
    return rows.values("about").distinct().count()


def latest_data(viewer: Viewer, *, about: UUID, act: Act) -> dict[str, Any]:
    """Return what the latest visible act of that name on one thing was given; empty where there was none."""
    rows = Entry.objects.visible_to(viewer).filter(about=about, act=str(act)).order_by("-at", "-leaf_id")
    entry = rows.first()
    return {} if entry is None else dict(entry.data)


def entries_about(viewer: Viewer, abouts: Iterable[UUID], *, acts: Iterable[Act], until: datetime) -> list[Entry]:
    """Return the visible entries of these acts on these things: whose, when, on which dossier, and their leaf."""
    rows = Entry.objects.visible_to(viewer).filter(about__in=list(abouts), act__in=[str(act) for act in acts])
    return list(rows.filter(at__lte=until).only("about", "dossier_id", "party_id", "at", "leaf_id"))


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry and what proves it; `file` is empty and `logged` None until the log has closed over it."""

    entry: Entry
    logged: Logged | None = None
    file: bytes = b""


def receipt(viewer: Viewer, entry_id: UUID) -> Receipt:
    """Return the receipt of an entry that the viewer reads in full; raises NotFound.

    An envelope gives none, nor does a file of another party: what was given with the act is not shown there, and could
    be guessed from its digest.
    """
    rows = Entry.objects.visible_to(viewer).select_related("party", "actor", "acting_for", "dossier")
    entry = one(rows, id=entry_id)
    if participation(viewer, entry.dossier_id).scope != Participation.Scope.FULL:
        raise NotFound
    if not entry.dossier.is_exchange and entry.dossier.owner_id != viewer.party_id:
        raise NotFound
    logged = system_proof_of(entry.leaf_id)
    if logged is None:
        return Receipt(entry)
    form = form_of(entry, party_code=entry.party.code if entry.party else "")
    data = build_receipt(bytes(entry.salt), form, index=logged.seq, siblings=logged.siblings, note=logged.note)
    return Receipt(entry, logged, data)


def system_entries_not_as_committed(*, told: Callable[[int], None] = lambda _done: None) -> list[tuple[int, UUID, str]]:
    """Return the entries that are no longer what was committed to, as (leaf, entry, why), the first leaf first."""
    every = Entry.objects.unguarded("the log is compared with every entry").select_related("party").order_by("id")
    rows = every.annotate(disposed_at=F("dossier__disposed_at"))
    found, last, done = [], UUID(int=0), 0
    while batch := list(rows.filter(id__gt=last)[:2000]):
        leaves = system_entries_of(entry.leaf_id for entry in batch)
        found += [(entry.leaf_id, entry.id, why) for entry in batch if (why := _differs(entry, leaves))]
        last, done = batch[-1].id, done + len(batch)
        told(done)
    return sorted(found)


def _differs(entry: Entry, leaves: dict[int, bytes]) -> str:
    if entry.leaf_id not in leaves:
        return "its leaf is not in the log"
    if not entry.salt and entry.data == {} and entry.disposed_at is not None:  # type: ignore[attr-defined]  # annotated
        return ""  # destroyed by a disposal: its leaf stays, and means nothing to anybody
    try:
        given = commitment(bytes(entry.salt), form_of(entry, party_code=entry.party.code if entry.party else ""))
    except ValueError as error:
        return str(error)
    return "" if leaves[entry.leaf_id] == BLIND + given else "the entry, its salt or its leaf was changed"


CONSENTS = 2  # persons of each party that takes part in full


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeps a dossier, and how far its disposal has come, as one viewer may know it.

    `needed` are the parties of whom two persons each must consent. Whoever did not place a hold reads no reason of it.
    """

    is_full: bool
    holds: list[Hold]
    is_held: bool
    disposal: Disposal | None
    consents: list[Consent]
    needed: list[Party]
    exchanges_left: int
    exchanges_proposed: bool

    def own_hold(self, viewer: Viewer) -> Hold | None:
        """Return the viewer's party's own open hold."""
        return next((hold for hold in self.holds if hold.party_id == viewer.party_id), None)

    def consents_of(self, party_id: UUID | None) -> list[Consent]:
        """Return the consents given for one party."""
        return [consent for consent in self.consents if consent.party_id == party_id]

    @property
    def awaited(self) -> list[Party]:
        """The parties that have not yet consented by two persons."""
        return [party for party in self.needed if len(self.consents_of(party.id)) < CONSENTS]


def keeping(viewer: Viewer, shown: Dossier, at: datetime) -> Kept:
    """Return what keeps a dossier that the viewer sees; of an envelope, only that it is kept."""
    parts = list(Participation.rows.filter(dossier=shown, scope=Participation.Scope.FULL).select_related("party"))
    full = {row.party_id: row.party for row in parts if row.until is None or row.until > at}
    holds = list(
        Hold.objects.visible_to(viewer)
        .filter(dossier=shown, ended_at__isnull=True)
        .select_related("party", "placed_by")
    )
    for hold in holds:
        if hold.party_id != viewer.party_id:
            hold.reason, hold.placed_by = "", None
    disposal = None
    consents: list[Consent] = []
    left = proposed = 0
    if shown.archived_at is not None:
        disposal = Disposal.objects.visible_to(viewer).filter(dossier=shown, ended_at__isnull=True).first()
        if disposal is not None:
            rows = Consent.objects.visible_to(viewer).filter(disposal=disposal)
            consents = list(rows.select_related("party", "person", "acting_for"))
        if not shown.is_exchange:
            below = Dossier.objects.unguarded("a file is disposed of last").filter(parent=shown, is_exchange=True)
            left = below.filter(disposed_at__isnull=True).count()
            keys = below.filter(disposed_at__isnull=True).values("id")
            running_ones = Disposal.objects.unguarded("a file is not taken back meanwhile")
            proposed = left and running_ones.filter(dossier__in=keys, ended_at__isnull=True).count()
    return Kept(
        is_full=viewer.party_id in full,
        holds=holds,
        is_held=is_held(viewer, shown),
        disposal=disposal,
        consents=consents,
        needed=sorted({shown.owner_id: shown.owner, **full}.values(), key=lambda party: party.code),
        exchanges_left=left,
        exchanges_proposed=bool(proposed),
    )


def is_held(viewer: Viewer, shown: Dossier) -> bool:
    """Whether a legal hold is open on a dossier, or on the file in which an exchange was begun, whoever may see it."""
    keys = [shown.id, shown.parent_id] if shown.is_exchange and shown.parent_id else [shown.id]
    rows = Hold.objects.unguarded("a hold stops a disposal whoever placed it")
    return rows.filter(dossier_id__in=keys, ended_at__isnull=True).exists()


def is_disposed(viewer: Viewer, dossier_id: UUID) -> bool:
    """Whether the keys, salts and contents of a dossier were destroyed by a disposal; False for what is not visible.

    Of such a dossier the entries have an empty salt and their commitments cannot be computed again. A duty of the
    system sees every dossier.
    """
    rows = Dossier.objects.unguarded("a duty of the system") if viewer.system else Dossier.objects.visible_to(viewer)
    return rows.filter(id=dossier_id, disposed_at__isnull=False).exists()


def disposals_awaiting(viewer: Viewer) -> list[Disposal]:
    """Return the proposals of disposal that this person may still consent to for their party, oldest first."""
    mine = Consent.objects.visible_to(viewer).filter(disposal=OuterRef("id"), party_id=party_of(viewer))
    given = mine.order_by().values("party_id").annotate(count=Count("id")).values("count")
    people = [key for key in (viewer.person_id, viewer.acting_for_id) if key is not None]
    by_me = mine.filter(Q(person_id__in=people) | Q(acting_for_id__in=people))
    full = participations_of(viewer).filter(dossier=OuterRef("dossier_id"), scope=Participation.Scope.FULL)
    rows = Disposal.objects.visible_to(viewer).filter(~Exists(by_me), Exists(full), ended_at__isnull=True)
    open_to: Any = rows.filter(not_before__isnull=True).annotate(given=Coalesce(Subquery(given), 0))
    found = open_to.filter(given__lt=CONSENTS if Role.APPROVER in viewer.roles else 1)
    return list(found.select_related("dossier__owner").order_by("proposed_at")[:AWAITING])


AWAITING = 20
