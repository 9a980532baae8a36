# SPDX-License-Identifier: EUPL-1.2
"""Requests for tests, brought to where a test wants them by the acts that lead there; no state is written directly.

Each function takes the viewer who begins (a drafter of the issuing party) and an addressee's code, whose party must be
there already (ask for its fixture, or for a member of the cast). The other people that an act needs, such as the second
person who approves, are found among the posts of the party that the table asks for, or made.

    request = a_draft(asking)                                    # SERV to Belgium, complete
    request = a_sent(asking, kind="DOCS", subject="Two letters")
    request = bring_to("postponed", asking)
    act(asked, request, Act.REPLY_FULL, text="Done.")            # what the act needs is filled in where it is not given
"""

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from comity.core.clock import THE_HAGUE, now
from comity.core.db import as_system, as_viewer
from comity.core.models import Owed
from comity.core.viewer import CONFIDENTIAL, UNDER_SEAL, Viewer
from comity.dossiers import actions as dossiers
from comity.dossiers.models import Dossier, Entry, PersonConcerned, Situation
from comity.dossiers.queries import with_circles
from comity.parties.models import Authority, Party, PartyKind, Post
from comity.requests import actions
from comity.requests.models import Request
from comity.requests.queries import draft_value, mark_of
from comity.statute import Act, Kind, Move, Role, grounds_for, rome
from tests.factories.parties import AuthorityFactory, PartyFactory, person_at, viewer_of_post

# An element that does not apply, and why: `a_draft(viewer, procedure="", **NOT_APPLICABLE)`.
NOT_APPLICABLE: dict[str, Any] = {"procedure.na": "on", "procedure.why": "None is asked for"}
TEXT = "On 3 May 2021 one crate was moved out of warehouse 4 of the port of Ostern."
SUBJECT = "Service of the notice of hearing"
_OPENED = date(2019, 3, 4)
_ORGANS = {
    "CHM": ("Chambers", "Chambres"),
    "OTP": ("Office of the Prosecutor", "Bureau du Procureur"),
    "PRE": ("Presidency", "Présidence"),
    "REG": ("Registry", "Greffe"),
}


def organ(code: str) -> Party:
    """An organ of the Court, found or made."""
    name_en, name_fr = _ORGANS[code]
    return PartyFactory.make(code=code, kind=PartyKind.ORGAN, name_en=name_en, name_fr=name_fr)


def the_assembly() -> Party:
    return PartyFactory.make(
        code="ASP",
        kind=PartyKind.ASSEMBLY,
        name_en="Secretariat of the Assembly of States Parties",
        name_fr="Secrétariat de l'Assemblée des États Parties",
    )


def a_situation(code: str = "TST-01", *, opened_on: date = _OPENED, resolution: str = "") -> Situation:
    found, _made = Situation.objects.get_or_create(
        code=code,
        defaults={
            "name_en": "Situation in Testland",
            "name_fr": "Situation en Testlande",
            "opened_on": opened_on,
            "resolution": resolution,
        },
    )
    return found


def a_file(
    viewer: Viewer,
    *,
    title: str = "The Holm case",
    classification: int = CONFIDENTIAL,
    situation: Situation | None = None,
    circle_id: UUID | None = None,
    at: datetime | None = None,
) -> Dossier:
    """A case file of the viewer's own party, in a situation unless the party is a State."""
    if situation is None and viewer.party_kind != "state":
        situation = a_situation()
    with as_viewer(viewer):
        return dossiers.open_dossier(
            viewer,
            title=title,
            situation=situation,
            case_number="TST-01/19-07",
            classification=classification,
            circle_id=circle_id,
            at=at or now(),
        )


def a_person(
    viewer: Viewer, file: Dossier, pseudonym: str = "Witness Plover", capacity: str = "witness"
) -> PersonConcerned:
    with as_viewer(viewer):
        return dossiers.enter_person(
            viewer, dossier_id=file.id, pseudonym=pseudonym, capacity=capacity, public_name="", at=now()
        )


def complete_texts(kind: str) -> dict[str, str]:
    """What a complete draft of a kind must say, element by element."""
    return {
        element.code: "2027-05-03" if element.form == "date" else TEXT
        for element in rome().kinds[kind].elements
        if element.compulsory
    }


def default_addressee(kind: str) -> str:
    """The code of a party that requests of a kind may go to."""
    return {"organisation": "INTERPOL", "court": "OTP"}.get(rome().kinds[kind].addressees[0], "BEL")


def a_draft(
    viewer: Viewer,
    *,
    kind: str = "SERV",
    addressee: str | None = None,
    complete: bool = True,
    file: Dossier | None = None,
    at: datetime | None = None,
    **typed: str,
) -> Request:
    """A draft begun and saved; `typed` are further fields (`urgency`, `language`, an element ...)."""
    at = at or now()
    file = file or a_file(viewer, at=at)
    for code in {rome().kinds[kind].sender, "REG"} & set(_ORGANS):
        organ(code)
    with as_viewer(viewer):
        request = actions.begin_request(viewer, file_id=file.id, kind=kind, at=at)
    fields = {
        "subject": SUBJECT,
        "addressee": default_addressee(kind) if addressee is None else addressee,
        **(complete_texts(kind) if complete else {}),
        **typed,
    }
    saved = save(viewer, request, at=at, **fields)
    assert (saved.problems, saved.conflicts) == ({}, [])
    return saved.request


def save(viewer: Viewer, request: Request, *, at: datetime | None = None, **typed: str) -> actions.Saved:
    """Save fields of a draft as somebody who has just loaded its form."""
    shown = fresh(request)
    marks = {name: mark_of(draft_value(shown, name)) for name in typed}
    with as_viewer(viewer):
        return actions.save_draft(viewer, request_id=request.id, typed=typed, marks=marks, at=at or now())


def fresh(request: Request) -> Request:
    """The request as it stands in the database now, whoever may see it."""
    rows = Request.objects.unguarded("a test looks at the row itself")
    with as_system("test"):
        return rows.select_related("issuer", "sender", "addressee", "dossier__situation", "file").get(id=request.id)


def entries(request: Request, *acts: Act) -> list[Entry]:
    """The entries about a request, oldest first, whoever may read them; of these acts only, if any are named."""
    rows = Entry.objects.unguarded("a test looks at the rows themselves").filter(about=request.id)
    with as_system("test"):
        return list((rows.filter(act__in=[str(one) for one in acts]) if acts else rows).order_by("at", "leaf_id"))


def owed(request: Request, name: str = "") -> list[Owed]:
    """The work owed on a request, the first to fall due first."""
    rows = Owed.objects.filter(key=str(request.id))
    return list((rows.filter(name=name) if name else rows).order_by("due_at", "id"))


def someone_at(party: Party, *roles: Role, but: UUID | None = None) -> Viewer:
    """Somebody of a party who holds all these roles and is not `but`, found or made, cleared for everything."""
    for post in Post.objects.filter(party=party, clearance=UNDER_SEAL).select_related("party", "person"):
        if {role.value for role in roles} <= set(post.roles) and post.person_id != but:
            return with_circles(viewer_of_post(post), now())
    return person_at(party, *roles, clearance=UNDER_SEAL)


def needs_of(move: Move, request: Request, *, on: datetime) -> dict[str, str]:
    """What an act needs, under the names of its form; every text is plain and every choice is allowed."""
    given: dict[str, str] = {}
    for code in move.needs:
        match rome().needs[code].form:
            case "date_or_event":
                given[f"{code}_until"] = (on.astimezone(THE_HAGUE).date() + timedelta(days=30)).isoformat()
            case "money":
                given |= {f"{code}_amount": "1250.00", f"{code}_currency": "EUR"}
            case "date":
                given[code] = on.astimezone(THE_HAGUE).date().isoformat()
            case "reference":
                given[code] = "JUD/2027/114"
            case _:
                given[code] = _CHOICES.get(code) or "As the record shows."
    if "ground" in move.needs:
        given["ground"] = next(iter(grounds_for(rome(), move.act, request.kind)), "")
    if "authority" in move.needs and request.addressee is not None:
        given["authority"] = an_authority(request.addressee).name
    return given


_CHOICES = {"bearer": "court", "referred_to": "ASP"}


def an_authority(party: Party) -> Authority:
    """An authority of a party, found or made."""
    return Authority.objects.filter(party=party, ended_on__isnull=True).first() or AuthorityFactory.make(party=party)


def act(viewer: Viewer, request: Request, what: Act, *, at: datetime | None = None, **given: str) -> Request:
    """Do one act on a request, with what it needs filled in where it is not given."""
    at, shown = at or now(), fresh(request)
    move = next((one for one in _moves(what, shown.kind) if one.before == shown.state), None)
    filled = needs_of(move, shown, on=at) if move else {}
    # A date or an event: what the test gives takes the place of what would be filled in.
    if any(name.endswith("_event") for name in given):
        filled = {name: text for name, text in filled.items() if not name.endswith("_until")}
    with as_viewer(viewer):
        if what in {Act.REQUEST_SEND, Act.REQUEST_SEND_URGENTLY}:
            is_urgent = what == Act.REQUEST_SEND_URGENTLY
            return actions.send_request(viewer, request_id=request.id, at=at, urgently=is_urgent)
        if what == Act.REQUEST_FETCH:
            return actions.fetch_request(viewer, request_id=request.id, at=at)
        return actions.perform(viewer, request_id=request.id, act=what, given=filled | given, at=at)


def _moves(what: Act, kind: str) -> Iterator[Move]:
    return (move for move in rome().moves if move.act == what and move.covers(kind))


def player(request: Request, move: Move) -> Viewer:
    """Who does a move on a request: of the side and with the role that the table asks for."""
    party = {
        "issuer": request.issuer,
        "sender": request.sender,
        "addressee": request.addressee,
        "either": request.addressee,
        "any": request.addressee,
    }.get(move.by) or organ("CHM")
    is_second = move.act in {Act.REQUEST_APPROVE, Act.REQUEST_OVERRIDE}
    role = Role.SENIOR if move.roles == (Role.SENIOR,) else Role.APPROVER if is_second else Role.OFFICER
    return someone_at(party, role, but=request.drafter_id if is_second else None)


def in_review(viewer: Viewer, **draft: Any) -> Request:
    request = a_draft(viewer, **draft)
    return act(viewer, request, Act.REQUEST_SUBMIT, at=draft.get("at"))


def an_approved(viewer: Viewer, **draft: Any) -> Request:
    return take(in_review(viewer, **draft), Act.REQUEST_APPROVE, at=draft.get("at"))


def a_sent(viewer: Viewer, *, urgently: bool = False, **draft: Any) -> Request:
    """Sent and not yet handed over: the worker has not run."""
    if urgently:
        draft.setdefault("urgency", "urgent")
    send = Act.REQUEST_SEND_URGENTLY if urgently else Act.REQUEST_SEND
    return take(an_approved(viewer, **draft), send, at=draft.get("at"))


def a_delivered(viewer: Viewer, **draft: Any) -> Request:
    request = a_sent(viewer, **draft)
    deliver(request, at=draft.get("at"))
    return fresh(request)


def deliver(request: Request, *, at: datetime | None = None) -> bool:
    """Do what the worker does after a sending; return whether anything was to be done."""
    with as_system("requests.deliver"):
        return actions.system_deliver(request.id, at=at or now()) is not None


def a_fetched(viewer: Viewer, **draft: Any) -> Request:
    return take(a_delivered(viewer, **draft), Act.REQUEST_FETCH, at=draft.get("at"))


def a_registered(viewer: Viewer, **draft: Any) -> Request:
    return take(a_fetched(viewer, **draft), Act.REQUEST_REGISTER, at=draft.get("at"))


def in_execution(viewer: Viewer, **draft: Any) -> Request:
    return take(a_registered(viewer, **draft), Act.REQUEST_ASSIGN, at=draft.get("at"))


def take(request: Request, what: Act, *, at: datetime | None = None, **given: str) -> Request:
    """Do one act as whoever the table asks for, and return the request as it then stands."""
    shown = fresh(request)
    move = next(one for one in _moves(what, shown.kind) if one.before == shown.state)
    for code in move.joins:
        the_assembly() if code == "ASP" else organ(code)
    if what == Act.POSTPONEMENT_AGREE:
        take(request, Act.POSTPONEMENT_PROPOSE, at=at)
    if what == Act.REQUEST_REGISTER and shown.transport != "fetched":
        take(request, Act.REQUEST_FETCH, at=at)
    act(player(shown, move), shown, what, at=at, **given)
    return fresh(request)


def bring_to(state: str, viewer: Viewer, *, at: datetime | None = None, **draft: Any) -> Request:
    """Begin a request and walk it to a state by the shortest way through the lifecycle; LookupError for no way.

    All acts are done at one instant, so a state that needs time to pass is not reached this way.
    """
    kind = draft.get("kind", "SERV")
    is_urgent = state == "transmitted_unconfirmed" or draft.get("urgency", "standard") != "standard"
    if is_urgent:
        draft.setdefault("urgency", "urgent")
    way = way_to(state, kind, urgent=is_urgent, duty="voluntary" if draft.get("is_invitation") else "")
    request = a_draft(viewer, at=at, **draft)
    for move in way:
        request = take(request, move.act, at=at)
    assert request.state == state
    return request


def way_to(state: str, kind: str, *, urgent: bool = False, duty: str = "") -> list[Move]:
    """The shortest way from a draft to a state for requests of a kind."""
    law = rome().kinds[kind]
    queue: deque[tuple[str, list[Move]]] = deque([("draft", [])])
    seen = {"draft"}
    while queue:
        here, way = queue.popleft()
        if here == state:
            return way
        for move in _onward(law, here, state, urgent=urgent, duty=duty or law.duty):
            if move.after not in seen:
                seen.add(move.after)
                queue.append((move.after, [*way, move]))
    raise LookupError(f"no way for {kind} to {state}")


# Acts taken only where nothing else leads to the state that is wanted.
_DETOURS = {
    Act.REQUEST_PREPARE: "ready",
    Act.REQUEST_SEND_URGENTLY: "transmitted_unconfirmed",
    Act.POSTPONEMENT_SUSPEND: "",
    Act.REQUEST_CONFIRM: "",
}


def _onward(kind: Kind, here: str, state: str, *, urgent: bool, duty: str) -> Iterator[Move]:
    for move in rome().moves:
        if move.before != here or move.after == here or not move.covers(kind.code) or move.by == "system":
            continue
        if {"arrest_recorded", "window_closed"} & set(move.guards):
            continue
        if move.act in _DETOURS and _DETOURS[move.act] != state:
            continue
        if move.duties and duty not in move.duties:
            continue
        is_answer = rome().acts[move.act].answer and move.by in {"addressee", "either"}
        if is_answer and move.act not in kind.answers and not (duty == "voluntary" and move.act == Act.REPLY_DECLINE):
            continue
        yield move
