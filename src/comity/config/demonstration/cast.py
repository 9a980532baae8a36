# SPDX-License-Identifier: EUPL-1.2
"""Who plays: officers of the organs and of three States, a defence team, the Assembly's secretariat."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self

from comity.core.viewer import CONFIDENTIAL, UNDER_SEAL, Viewer
from comity.dossiers.queries import with_circles
from comity.parties.actions import (
    PostDetails,
    system_made_up_authority,
    system_made_up_party,
    system_made_up_person,
)
from comity.parties.models import PartyKind, Person
from comity.parties.queries import viewer_of
from comity.statute import Role

PASSWORD = "harbour-lamp-1998"  # noqa: S105 - printed at the start of a demonstration and good for nothing else
DEFENCE = "DEF-HOLM"
AUTHORITIES = {
    "BEL": "Federal prosecutor’s desk",
    "NOR": "Public prosecutor",
    "CRI": "International affairs office",
    "OTP": "Investigation division",
}


class Player(NamedTuple):
    """One made-up person: who they are, for which party, with which roles and clearance."""

    key: str
    email: str
    name: str
    who: str
    party: str
    function: str
    roles: frozenset[Role]
    clearance: int
    language: str = "en"
    is_administrator: bool = False


DRAFTS, SIGNS, LEADS, WORKS = Role.DRAFTER, Role.APPROVER, Role.SENIOR, Role.OFFICER


def _player(
    key: str,
    name: str,
    who: str,
    party: str,
    function: str,
    *roles: Role,
    clearance: int = CONFIDENTIAL,
    language: str = "en",
    is_administrator: bool = False,
) -> Player:
    return Player(
        key,
        f"{key}@comity.example",
        name,
        who,
        party,
        function,
        frozenset(roles),
        clearance,
        language,
        is_administrator,
    )


PEOPLE = (
    _player(
        "otp.drafter",
        "Ines Halloran",
        "Office of the Prosecutor: drafts",
        "OTP",
        "Cooperation adviser",
        DRAFTS,
        WORKS,
        clearance=UNDER_SEAL,
    ),
    _player(
        "otp.approver",
        "Tomas Brandvik",
        "Office of the Prosecutor: approves",
        "OTP",
        "Head of cooperation",
        SIGNS,
        LEADS,
        WORKS,
        clearance=UNDER_SEAL,
        is_administrator=True,
    ),
    _player(
        "registry",
        "Claire Montsouris",
        "Registry: transmits, receives",
        "REG",
        "Judicial cooperation officer",
        DRAFTS,
        WORKS,
        clearance=UNDER_SEAL,
        language="fr",
    ),
    _player(
        "registry.head",
        "Samuel Okonjo-Reyes",
        "Registry: approves, administers",
        "REG",
        "Chief of external relations",
        SIGNS,
        LEADS,
        WORKS,
        clearance=UNDER_SEAL,
        is_administrator=True,
    ),
    _player(
        "chambers", "Yuki Tanabe-Ross", "Chambers: drafts", "CHM", "Legal officer", DRAFTS, WORKS, clearance=UNDER_SEAL
    ),
    _player(
        "chambers.senior",
        "Adriana Velloso",
        "Chambers: approves, decides",
        "CHM",
        "Senior legal officer",
        SIGNS,
        LEADS,
        WORKS,
        clearance=UNDER_SEAL,
    ),
    _player(
        "presidency",
        "Pavel Orlik",
        "Presidency: enforcement unit",
        "PRE",
        "Enforcement officer",
        DRAFTS,
        WORKS,
        clearance=UNDER_SEAL,
    ),
    _player(
        "presidency.head",
        "Nadia Ferhat",
        "Presidency: approves",
        "PRE",
        "Head of enforcement unit",
        SIGNS,
        LEADS,
        WORKS,
        clearance=UNDER_SEAL,
    ),
    _player(
        "belgium",
        "Lotte Verhaegen",
        "Belgium: central authority",
        "BEL",
        "Central authority",
        WORKS,
        DRAFTS,
        clearance=UNDER_SEAL,
        language="fr",
        is_administrator=True,
    ),
    _player(
        "belgium.second",
        "Hugo Delvaux",
        "Belgium: approves its own requests",
        "BEL",
        "Deputy head, central authority",
        SIGNS,
        WORKS,
    ),
    _player(
        "norway",
        "Sigrid Aune",
        "Norway: central authority",
        "NOR",
        "Central authority",
        WORKS,
        DRAFTS,
        SIGNS,
        clearance=UNDER_SEAL,
        is_administrator=True,
    ),
    _player(
        "costarica",
        "Elena Quirós",
        "Costa Rica: central authority",
        "CRI",
        "Central authority",
        WORKS,
        clearance=UNDER_SEAL,
        is_administrator=True,
    ),
    _player(
        "defence",
        "Jonas Achterberg",
        "Defence team of the invented Holm case",
        DEFENCE,
        "Lead counsel",
        DRAFTS,
        WORKS,
        is_administrator=True,
    ),
    _player("defence.second", "Mirela Kostova", "Defence team: approves", DEFENCE, "Associate counsel", SIGNS, WORKS),
    _player(
        "assembly",
        "Farid Benali-Stone",
        "Secretariat of the Assembly",
        "ASP",
        "Secretariat",
        WORKS,
        is_administrator=True,
    ),
)


@dataclass(slots=True)
class Cast:
    """The players as people who can act; `is_new` where they were made just now."""

    people: dict[str, Person]
    is_new: bool
    at: datetime

    @classmethod
    def called(cls, *, at: datetime) -> Self:
        """Return the cast, made on the first call."""
        system_made_up_party(
            kind=PartyKind.DEFENCE,
            code=DEFENCE,
            name_en="Defence team, Holm case (invented)",
            name_fr="Équipe de la défense, affaire Holm (fictive)",
            at=at,
        )
        for code, name in AUTHORITIES.items():
            system_made_up_authority(
                party_code=code,
                name=name,
                function="Invented for the demonstration",
                confirmed_on=(at - timedelta(days=90)).date(),
            )
        made, people = False, {}
        for player in PEOPLE:
            people[player.key], is_new = system_made_up_person(
                email=player.email,
                name=player.name,
                language=player.language,
                password=PASSWORD,
                party_code=player.party,
                at=at,
                post=PostDetails(
                    function=player.function,
                    roles=player.roles,
                    clearance=player.clearance,
                    since=date(2024, 1, 8),
                    is_administrator=player.is_administrator,
                ),
            )
            made = made or is_new
        return cls(people, made, at)

    def viewer(self, key: str) -> Viewer:
        """Return one of the cast as a viewer of this instant."""
        viewer = viewer_of(self.people[key], None, self.at)
        if viewer is None:
            raise RuntimeError(f"{key} holds no post")
        return with_circles(viewer, self.at)
