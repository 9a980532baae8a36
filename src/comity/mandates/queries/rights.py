# SPDX-License-Identifier: EUPL-1.2
"""Who keeps the instruments, and who may show what was done."""

from comity.core.viewer import Viewer
from comity.statute import Role

_KEEPS = "assembly"
OWNERS = frozenset({"assembly", "organ", "state"})


def may_keep(viewer: Viewer) -> bool:
    """Whether the viewer may add and correct what stands here: an officer of the Assembly."""
    return viewer.is_known and viewer.party_kind == _KEEPS and Role.OFFICER in viewer.roles


def may_show(viewer: Viewer) -> bool:
    """Whether the viewer may add a step with its evidence: an officer of the Assembly, of an organ, of a State."""
    return viewer.is_known and viewer.party_kind in OWNERS and Role.OFFICER in viewer.roles


def may_own(viewer: Viewer, code: str) -> bool:
    """Whether the viewer may say that the party of this code takes care of a mandate."""
    return may_keep(viewer) or (may_show(viewer) and viewer.party_code == code)
