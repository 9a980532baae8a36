# SPDX-License-Identifier: EUPL-1.2
"""The requests of the demonstration: at least one in every state, each brought there by the acts that lead to it.

Nothing is written into a state directly: for each state the shortest way through the lifecycle is walked, act by act,
by the person whose side and role the table asks for. So the demonstration also proves that every state can be reached.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from comity.config.demonstration.cast import AUTHORITIES, Cast
from comity.config.demonstration.files import CaseFile
from comity.config.demonstration.texts import SUBJECTS, filled, need_text
from comity.core.clock import now
from comity.requests import actions
from comity.requests.models import Request
from comity.requests.queries import mark_of
from comity.statute import Act, Move, rome

# Which kind shows a state best; all other states are shown by a request for service of documents.
_KIND_OF_STATE = {
    "arrested": "SURR",
    "before_judge": "SURR",
    "surrender_ordered": "SURR",
    "available": "SURR",
    "surrendered": "SURR",
    "blocked_98": "SURR",
    "may_be_released": "PROV",
    "refused": "DOCS",
    "declined": "SENT",
    "legality_review": "DOCS",
    "postponed": "IDLO",
    "exhausted": "DOCS",
    "partly_executed": "ASST",
    "finding_pending": "SURR",
    "finding_heard": "SURR",
    "found_not_referred": "SURR",
    "found_deferred": "SURR",
    "referred": "SURR",
    "referral_appealed": "SURR",
}
_FILE_OF_KIND = {"SURR": "surrender", "PROV": "surrender", "SENT": "sentence", "STCT": "capital", "DEFR": "defence"}
ASKED = ("BEL", "NOR", "CRI")
_PEOPLE = {
    "OTP": ("otp.drafter", "otp.approver"),
    "CHM": ("chambers", "chambers.senior"),
    "REG": ("registry", "registry.head"),
    "PRE": ("presidency", "presidency.head"),
    "BEL": ("belgium", "belgium.second"),
    "NOR": ("norway", "norway"),
    "CRI": ("costarica", "costarica"),
    "DEF-HOLM": ("defence", "defence.second"),
}
# Acts done by their own action rather than `perform`, and those that never lead anywhere new.
_SENDING = {Act.REQUEST_SEND: False, Act.REQUEST_SEND_URGENTLY: True}
# An act that answers another one: the other is done first.
_PREPARED = {Act.POSTPONEMENT_AGREE: Act.POSTPONEMENT_PROPOSE}
_PAUSE = timedelta(days=2)


@dataclass(slots=True)
class Teller:
    """Brings requests to their states at a pace of some days an act, ending before now."""

    cast: Cast
    files: dict[str, CaseFile]
    end: datetime
    told: int = field(default=0)
    due: date | None = None
    """The requested-by date of all; around the end where none is given."""

    def bring(self, kind: str, state: str, addressee: str, *, urgent: bool = False, subject: str = "") -> Request:
        """Make one request of a kind and walk it to a state."""
        way = shortest_way(kind, state, urgent=urgent)
        at = self.end - _PAUSE * (len(way) + 2)
        case = self.files[_FILE_OF_KIND.get(kind, "holm" if self.told % 2 else "harbour")]
        request = self._draft(case, kind, addressee, at, urgent=urgent, subject=subject)
        for move in way:
            at += _PAUSE
            self._take(request, move, at)
        self.told += 1
        return request

    def _draft(self, case: CaseFile, kind: str, addressee: str, at: datetime, *, urgent: bool, subject: str) -> Request:
        code = case.dossier.owner.code
        viewer = self.cast.viewer(_PEOPLE[code][0])
        request = actions.begin_request(viewer, file_id=case.dossier.id, kind=kind, at=at)
        language = {"BEL": "fr"}.get(addressee, "en")
        typed = {
            "subject": subject or SUBJECTS[kind][self.told % len(SUBJECTS[kind])],
            "addressee": addressee,
            "language": language,
            "urgency": "urgent" if urgent else "standard",
            "requested_by": (self.due or (self.end + timedelta(days=(self.told * 11) % 90 - 20)).date()).isoformat(),
            "person": str(case.person.id),
            **filled(rome().kinds[kind], language),
        }
        saved = actions.save_draft(
            viewer,
            request_id=request.id,
            typed=typed,
            marks={name: mark_of("") for name in typed} | {"language": mark_of("en"), "urgency": mark_of("standard")},
            at=at,
        )
        if saved.problems or saved.conflicts:
            raise RuntimeError(f"{kind}: {saved.problems} {saved.conflicts}")
        return saved.request

    def _take(self, request: Request, move: Move, at: datetime) -> None:
        before = _PREPARED.get(move.act)
        if before is not None:
            self._take(request, _move(before, move.before, request.kind), at)
        viewer = self.cast.viewer(self._player(request, move))
        if move.act in _SENDING:
            actions.send_request(viewer, request_id=request.id, at=at, urgently=_SENDING[move.act])
            actions.system_deliver(request.id, at=at + timedelta(minutes=1))
            return
        if move.act == Act.REQUEST_REGISTER:
            actions.fetch_request(viewer, request_id=request.id, at=at)
        given = {code: value for need in move.needs for code, value in need_text(need, move, request.kind, at).items()}
        if "authority" in move.needs:
            given["authority"] = AUTHORITIES[request.addressee.code if request.addressee else ""]
        actions.perform(viewer, request_id=request.id, act=move.act, given=given | {"consent": "on"}, at=at)

    def _player(self, request: Request, move: Move) -> str:
        assert request.addressee is not None
        code = {
            "issuer": request.issuer.code,
            "sender": request.sender.code,
            "addressee": request.addressee.code,
            "either": request.addressee.code,
            "any": request.addressee.code,
            "chamber": "CHM",
        }[move.by]
        drafting, approving = _PEOPLE[code]
        needs_second = move.act in {Act.REQUEST_APPROVE, Act.REQUEST_OVERRIDE, Act.CONSULTATION_EXHAUST}
        return approving if needs_second or move.by == "chamber" else drafting


# Acts that need facts of the world (consent, urgency) are walked only where nothing else leads there.
_DETOURS = {Act.REQUEST_OVERRIDE, Act.REQUEST_PREPARE, Act.POSTPONEMENT_SUSPEND, Act.REQUEST_SEND_URGENTLY}


def _move(act: Act, state: str, kind: str) -> Move:
    return next(move for move in rome().moves if move.act == act and move.before == state and move.covers(kind))


def shortest_way(kind: str, state: str, *, urgent: bool) -> list[Move]:
    """Return the shortest way from a draft to a state for requests of a kind; raises LookupError for none."""
    queue: deque[tuple[str, list[Move]]] = deque([("draft", [])])
    seen = {"draft"}
    while queue:
        here, way = queue.popleft()
        if here == state:
            return way
        for move in _onward(kind, here, state, urgent=urgent):
            if move.after not in seen:
                seen.add(move.after)
                queue.append((move.after, [*way, move]))
    raise LookupError(f"no way for {kind} to {state}")


def _onward(kind: str, here: str, state: str, *, urgent: bool) -> Iterator[Move]:
    law = rome()
    duty = law.kinds[kind].duty
    wanted = {"transmitted_unconfirmed": Act.REQUEST_SEND_URGENTLY, "ready": Act.REQUEST_PREPARE}.get(state)
    for move in law.moves:
        if move.before != here or move.after == here or not move.covers(kind) or move.by == "system":
            continue
        if {"arrest_recorded", "window_closed"} & set(move.guards):
            continue
        if (move.duties and duty not in move.duties) or (move.act in _DETOURS and move.act != wanted and not urgent):
            continue
        if move.by in {"addressee", "either"} and move.act not in law.kinds[kind].answers and law.acts[move.act].answer:
            continue
        yield move


def tell(cast: Cast, files: dict[str, CaseFile], *, at: datetime) -> None:
    """Bring one request to every state, and some more to those that a visitor looks at first."""
    teller = Teller(cast, files, at)
    law = rome()
    for place, state in enumerate(law.states):
        kind = _KIND_OF_STATE.get(state, "SERV")
        if state == "may_be_released":
            _released(teller)
        else:
            teller.bring(kind, state, ASKED[place % 3], urgent=state == "transmitted_unconfirmed")
    for place, (kind, state) in enumerate(
        [
            ("EVID", "in_execution"),
            ("DOCS", "transmitted"),
            ("QUES", "received"),
            ("APPR", "consultation"),
            ("ASST", "transmitted"),
            ("PROT", "in_review"),
            ("SITE", "approved"),
            ("IDLO", "draft"),
            ("SENT", "received"),
            ("STCT", "transmitted"),
            ("SRCH", "executed"),
            ("EVID", "partly_executed"),
        ]
    ):
        addressee = "OTP" if kind == "STCT" else ASKED[(place + 1) % 3]
        teller.bring(kind, state, addressee)


def _released(teller: Teller) -> None:
    """Provisional arrest whose sixty days ran out without the full request: the person may be released (rule 188)."""
    teller.end -= timedelta(days=62)
    request = teller.bring("PROV", "arrested", "NOR", urgent=True)
    teller.end += timedelta(days=62)
    actions.system_expire_clocks(request.id, at=now())
