# SPDX-License-Identifier: EUPL-1.2
"""Dossiers of a made-up court, many at once: each row as its own action would have written it, leaf included."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from comity.core.bulk import Sheet
from comity.core.viewer import Viewer
from comity.ledger.actions import commitment, system_commit_all
from comity.statute import Act, ClockRun

from ..models import Clock, Dossier, Entry, Participation, PersonConcerned
from ..models.committed import form_committed_to


@dataclass(slots=True)
class DossierSheets:
    """What is to be written of dossiers, in the order of time; the same numbers drawn give the same rows."""

    draw: Random
    dossiers: Sheet = field(default_factory=lambda: Sheet(Dossier))
    participations: Sheet = field(default_factory=lambda: Sheet(Participation))
    persons: Sheet = field(default_factory=lambda: Sheet(PersonConcerned))
    entries: Sheet = field(default_factory=lambda: Sheet(Entry))
    clocks: Sheet = field(default_factory=lambda: Sheet(Clock))
    commitments: list[bytes] = field(default_factory=list)
    _parts: dict[tuple[UUID, UUID, str], list[Any]] = field(default_factory=dict)

    def new_id(self) -> UUID:
        """Return the next random id."""
        return UUID(int=self.draw.getrandbits(128), version=4)

    def open(self, *, owner_id: UUID, at: datetime, **more: Any) -> UUID:
        """Open a dossier and return its id; `more` are its other columns."""
        dossier_id = self.new_id()
        self.dossiers.add(id=dossier_id, owner_id=owner_id, opened_at=at, **more)
        return dossier_id

    def let_in(
        self, dossier_id: UUID, *, party_id: UUID, side: str, classification: int, at: datetime, scope: str = "full",
        reason: str = "",
    ) -> None:  # fmt: skip
        """Let a party's whole desk into a dossier, or in again."""
        known = self._parts.get((dossier_id, party_id, side))
        if known is not None:
            self.participations.change(known, scope=scope, since=at, until=None, reason=reason)
            return
        self._parts[dossier_id, party_id, side] = self.participations.add(
            dossier_id=dossier_id, party_id=party_id, side=side, scope=scope, classification=classification, since=at,
            reason=reason,
        )  # fmt: skip

    def end_part(self, dossier_id: UUID, *, party_id: UUID, side: str, at: datetime) -> None:
        """End a party's part in a dossier."""
        self.participations.change(self._parts[dossier_id, party_id, side], until=at)

    def enter_person(self, dossier_id: UUID, *, pseudonym: str, capacity: str, at: datetime) -> UUID:
        """Enter a person concerned under a pseudonym and return their id."""
        person_id = self.new_id()
        self.persons.add(id=person_id, dossier_id=dossier_id, pseudonym=pseudonym, capacity=capacity, entered_at=at)
        return person_id

    def record(
        self,
        viewer: Viewer,
        act: Act,
        *,
        dossier_id: UUID,
        about: UUID,
        at: datetime,
        article: str = "",
        before: str = "",
        after: str = "",
        data: dict[str, Any] | None = None,
    ) -> None:
        """Enter an act as `record` does, with its salt and commitment."""
        entry_id, salt, said = self.new_id(), self.draw.randbytes(32), data or {}
        by = viewer.party_code or viewer.system
        form = form_committed_to(
            entry_id=entry_id, act=act.value, about=about, dossier_id=dossier_id, article=article, before=before,
            after=after, by=by, at=at, data=said,
        )  # fmt: skip
        self.commitments.append(commitment(salt, form))
        self.entries.add(
            id=entry_id,
            dossier_id=dossier_id,
            about=about,
            act=act.value,
            article=article,
            before=before,
            after=after,
            party_id=viewer.party_id,
            actor_id=viewer.person_id,
            function=viewer.function,
            data=said,
            at=at,
            correlation=self.new_id(),
            salt=salt,
        )

    def keep_clock(self, run: ClockRun, *, dossier_id: UUID, about: UUID, state: str) -> None:
        """Keep a clock that the statute computes, in the state in which it is now; one without a date is no row."""
        if run.due_at is None:
            return
        self.clocks.add(
            id=self.new_id(),
            dossier_id=dossier_id,
            about=about,
            code=run.code,
            article=run.article,
            trigger=run.trigger.value,
            triggered_at=run.triggered_at,
            computed_due_at=run.due_at,
            due_at=run.due_at,
            zone=run.zone,
            state=state,
        )


def system_insert(sheets: DossierSheets) -> None:
    """Insert everything that was gathered, each entry with the leaf of its commitment; call it in one transaction."""
    sheets.dossiers.insert()
    sheets.participations.insert()
    sheets.persons.insert()
    leaves = system_commit_all(sheets.commitments)
    for row, leaf in zip(sheets.entries.rows, leaves, strict=True):
        sheets.entries.change(row, leaf_id=leaf)
    sheets.entries.insert()
    sheets.clocks.insert()
    sheets.commitments.clear()
