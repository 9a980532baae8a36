# SPDX-License-Identifier: EUPL-1.2
"""Who is looking: the first argument of every query and action, always explicit, never a context variable."""

from dataclasses import dataclass, field
from uuid import UUID

from comity.statute import Role

PUBLIC, CONFIDENTIAL, UNDER_SEAL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person acting for one party, or one named duty of the system.

    A viewer without a party sees nothing that hangs on a dossier. `acting_for_id` names the absent person whose
    place is taken; `function` is what other parties are shown instead of a name. `circles` are the need-to-know
    circles open to this viewer at this instant, so that an ended grant works on the very next request.
    """

    person_id: UUID | None = None
    acting_for_id: UUID | None = None
    party_id: UUID | None = None
    party_code: str = ""
    party_name: str = ""
    party_kind: str = ""
    post_id: UUID | None = None
    function: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    is_administrator: bool = False
    clearance: int = PUBLIC
    circles: frozenset[UUID] = field(default_factory=frozenset)
    language: str = "en"
    system: str = ""

    @property
    def is_known(self) -> bool:
        """Whether a person of a party stands behind this viewer."""
        return self.person_id is not None and self.party_id is not None


ANONYMOUS = Viewer()


def system_viewer(duty: str) -> Viewer:
    """Return the viewer of a named duty of the system (`clock`, `delivery`, `load` ...), never a person's."""
    return Viewer(system=duty, function=duty, clearance=UNDER_SEAL)
