# SPDX-License-Identifier: EUPL-1.2
"""Every desk of a large made-up court: the demonstration's own people, and two more for each other State and organisation.

The further people have no password: they have acted in the past, and nobody signs in as them.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from comity.config.demonstration.cast import AUTHORITIES, DEFENCE, Cast
from comity.core.viewer import UNDER_SEAL, Viewer, system_viewer
from comity.parties.actions import PostDetails, system_made_up_authority, system_made_up_person
from comity.parties.models import Party, PartyKind
from comity.parties.queries import parties_to_address, party_by_code, viewer_of
from comity.requests.actions.load import Desk
from comity.statute import Role

_ASKED = ("BEL", "NOR", "CRI")
_SEATS = {
    "OTP": ("otp.drafter", "otp.approver"), "CHM": ("chambers", "chambers.senior"), "REG": ("registry", "registry.head"),
    "PRE": ("presidency", "presidency.head"), "BEL": ("belgium", "belgium.second"), "NOR": ("norway", "norway"),
    "CRI": ("costarica", "costarica"), DEFENCE: ("defence", "defence.second"), "ASP": ("assembly", "assembly"),
}  # fmt: skip
_GIVEN = "Ada Bo Cyr Dana Edo Fay Gil Hana Ivo Jona Kai Lia Milo Nor Ola Pia Rex Sana Teo Uma Vik Wim Yara Zoe".split()
_FAMILY = (
    "Abernoy Brackwell Corvane Dellamor Estvik Farrowby Grendal Hollmere Isvane Jarrowick Kessling Lorvane Mirrowby "
    "Nordwell Ostrane Pellamor Quillane Renwick Sarrowby Tolvane Umberley Varrowick Westrane Yarmere Zellamor"
).split()


def desks_of(cast: Cast, *, seed: str, at: datetime) -> dict[str, Desk]:
    """Return the desks by code, those that are asked most often first; the same seed gives the same order and names."""
    found = {code: _own(cast, code, at) for code in _SEATS}
    known = parties_to_address(system_viewer("load"), kinds=["state", "organisation"])
    others = sorted((party for party in known if party.code not in found), key=lambda party: party.code)
    draw = Random(f"{seed} desks")  # noqa: S311 - made-up people
    draw.shuffle(others)
    return found | {party.code: desk for party, desk in _further(others, draw, at)}


def _own(cast: Cast, code: str, at: datetime) -> Desk:
    drafting, approving = (cast.viewer(key) for key in _SEATS[code])
    party = party_by_code(system_viewer("load"), code=code)
    return Desk(party, drafting, approving, _authority(party, at), bears_findings=code in _ASKED)


def _further(parties: list[Party], draw: Random, at: datetime) -> Iterator[tuple[Party, Desk]]:
    for party in parties:
        is_state = party.kind == PartyKind.STATE
        drafting, approving = (
            ((Role.OFFICER, Role.DRAFTER), (Role.OFFICER, Role.APPROVER)) if is_state else ((Role.OFFICER,),) * 2
        )
        officer = _person(party, draw, at, "officer", "Central authority", drafting)
        head = _person(party, draw, at, "head", "Head of the central authority", approving)
        yield party, Desk(party, officer, head, _authority(party, at))


def _person(party: Party, draw: Random, at: datetime, key: str, function: str, roles: Iterable[Role]) -> Viewer:
    person, _is_new = system_made_up_person(
        email=f"{party.code.lower()}.{key}@comity.example",
        name=f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)}",
        language="en",
        password=None,
        party_code=party.code,
        at=at,
        post=PostDetails(
            function=function,
            roles=frozenset(roles),
            clearance=UNDER_SEAL,
            since=date(2024, 1, 8),
            is_administrator=False,
        ),
    )
    viewer = viewer_of(person, None, at)
    assert viewer is not None  # the post was given just now, or when this person was made
    return viewer


def _authority(party: Party, at: datetime) -> UUID:
    name = AUTHORITIES.get(party.code, "Executing authority")
    authority = system_made_up_authority(
        party_code=party.code, name=name, function="Invented for the demonstration",
        confirmed_on=(at - timedelta(days=90)).date(),
    )  # fmt: skip
    return authority.id
