# SPDX-License-Identifier: EUPL-1.2
"""One request of a made-up court, played act by act: every row as the acts themselves would have left it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from comity.core.viewer import Viewer
from comity.dossiers.models import Dossier, Participation
from comity.statute import Act

from .sheets import Sheets
from .stage import Desk, Part
from .texts import Writer


@dataclass(frozen=True, slots=True)
class CaseFile:
    """An issuer's own file in which requests are begun, and the person it is about."""

    dossier_id: UUID
    person_id: UUID
    pseudonym: str
    classification: int
    case_number: str


@dataclass(slots=True)
class Scene:
    """One request while it is played; `row` becomes its own row in the end."""

    sheets: Sheets
    draw: Random
    part: Part
    file: CaseFile
    request_id: UUID
    begun: datetime
    end: datetime
    desks: Mapping[str, Desk]
    writer: Writer
    row: dict[str, Any] = field(default_factory=dict)
    exchange_id: UUID = field(init=False)
    own_files: dict[UUID, UUID] = field(default_factory=dict)
    open_condition: list[Any] | None = None
    open_cost: list[Any] | None = None
    numbers: list[str] = field(default_factory=list)
    versions: int = 0

    def set_up(self, *, subject: str, **more: Any) -> None:
        """Open the exchange in which only the issuer takes part, and record that the request was begun.

        `more` are further columns of the request, as its draft has them.
        """
        part, file = self.part, self.file
        self.exchange_id = self.sheets.dossiers.open(
            owner_id=part.issuer.party.id,
            at=self.begun,
            kind=Dossier.Kind.JUDICIAL.value,
            is_exchange=True,
            parent_id=file.dossier_id,
            situation_id=part.situation.pk,
            case_number=file.case_number,
            title=subject,
            classification=file.classification,
        )
        self.let_in(part.issuer, Participation.Side.ISSUER, self.begun)
        self.row = {
            "id": self.request_id,
            "dossier_id": self.exchange_id,
            "file_id": file.dossier_id,
            "issuer_id": part.issuer.party.id,
            "sender_id": part.sender.party.id,
            "addressee_id": part.addressee.party.id,
            "kind": part.kind.code,
            "subject": subject,
            "person_id": file.person_id,
            "drafter_id": part.issuer.drafter.person_id,
            "state": "draft",
            "transport": "unsent",
            "created_at": self.begun,
            "changed_at": self.begun,
            **more,
        }
        self.record(
            part.issuer.drafter,
            Act.REQUEST_CREATE,
            file.dossier_id,
            self.begun,
            after="draft",
            data={"kind": part.kind.code},
        )

    @property
    def zone(self) -> str:
        """The time zone of the addressee, in which its time limits are counted."""
        return self.part.addressee.party.zone

    @property
    def is_sent(self) -> bool:
        """Whether it has left the asking side."""
        return bool(self.row["transport"] != "unsent")

    def record(self, viewer: Viewer, act: Act, dossier_id: UUID, at: datetime, **more: Any) -> None:
        """Enter an act on the request."""
        self.sheets.dossiers.record(viewer, act, dossier_id=dossier_id, about=self.request_id, at=at, **more)

    def let_in(self, desk: Desk, side: str, at: datetime, *, scope: str = "full", reason: str = "") -> None:
        """Let a party into the exchange."""
        self.sheets.dossiers.let_in(
            self.exchange_id,
            party_id=desk.party.id,
            side=side,
            scope=scope,
            reason=reason,
            at=at,
            classification=self.file.classification,
        )

    def admit(self, viewer: Viewer, desk: Desk, side: str, act: Act, at: datetime, *, scope: str = "full") -> None:
        """Let a party into the exchange as part of an act, and record that."""
        self.let_in(desk, side, at, scope=scope, reason=act.value)
        said = {"party": desk.party.code, "side": str(side), "scope": scope, "reason": act.value}
        self.record_part(viewer, Act.PARTICIPANT_ADMIT, at, said)

    def record_part(self, viewer: Viewer, act: Act, at: datetime, said: dict[str, Any]) -> None:
        """Enter who came or went: the issuer on its file, whoever keeps no such file on the exchange."""
        place = self.file.dossier_id if viewer.party_id == self.part.issuer.party.id else self.exchange_id
        self.sheets.dossiers.record(viewer, act, dossier_id=place, about=self.exchange_id, at=at, data=said)

    def open_own_file(self, desk: Desk, at: datetime) -> None:
        """Open a party's own file beside the exchange."""
        if desk.party.id in self.own_files:
            return
        own = self.sheets.dossiers.open(
            owner_id=desk.party.id,
            at=at,
            kind=Dossier.Kind.PARTY.value,
            parent_id=self.exchange_id,
            situation_id=self.part.situation.pk,
            title=self.row["subject"],
            classification=self.file.classification,
        )
        self.own_files[desk.party.id] = own
        self.sheets.dossiers.let_in(
            own,
            party_id=desk.party.id,
            side=Participation.Side.ADDRESSEE,
            classification=self.file.classification,
            at=at,
        )
        self.sheets.counterfiles.add(dossier_id=own, request_id=self.request_id, party_id=desk.party.id)

    def owe(self, name: str, at: datetime) -> None:
        """Owe work on the request at an instant to come."""
        self.sheets.owed.add(name=name, key=str(self.request_id), due_at=at, created_at=self.row["changed_at"])
