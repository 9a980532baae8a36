# SPDX-License-Identifier: EUPL-1.2
"""The rows of many requests, gathered in memory until one transaction writes them all."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comity.core import search
from comity.core.bulk import Sheet
from comity.core.models import Owed
from comity.dossiers.actions.load import DossierSheets, system_insert

from ...models import Assignment, Condition, Cost, Counterfile, DraftText, Reference, Request, Version


@dataclass(slots=True)
class Sheets:
    """What is to be written of requests; what hangs on dossiers alone stands on sheets of theirs."""

    dossiers: DossierSheets
    requests: Sheet = field(default_factory=lambda: Sheet(Request))
    versions: Sheet = field(default_factory=lambda: Sheet(Version))
    references: Sheet = field(default_factory=lambda: Sheet(Reference))
    counterfiles: Sheet = field(default_factory=lambda: Sheet(Counterfile))
    assignments: Sheet = field(default_factory=lambda: Sheet(Assignment))
    conditions: Sheet = field(default_factory=lambda: Sheet(Condition))
    costs: Sheet = field(default_factory=lambda: Sheet(Cost))
    typed: Sheet = field(default_factory=lambda: Sheet(DraftText))
    owed: Sheet = field(default_factory=lambda: Sheet(Owed))
    words: list[tuple[UUID, UUID, str, datetime]] = field(default_factory=list)

    def system_insert(self) -> None:
        """Insert everything, in the order in which rows rest on each other; call it in one transaction."""
        system_insert(self.dossiers)
        for sheet in (
            self.requests,
            self.versions,
            self.references,
            self.counterfiles,
            self.assignments,
            self.conditions,
            self.costs,
            self.typed,
            self.owed,
        ):
            sheet.insert()
        search.index_all(self.words)
        self.words.clear()
