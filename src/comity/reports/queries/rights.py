# SPDX-License-Identifier: EUPL-1.2
"""Who keeps, writes, clears and publishes a report: by their party and role, as its kind says."""

from comity.core.viewer import Viewer
from comity.statute import Role

from ..kinds import Kind, Seat, kinds
from ..models import Report

_WRITE = frozenset({Role.OFFICER, Role.DRAFTER, Role.APPROVER, Role.SENIOR})
_RELEASE = frozenset({Role.APPROVER, Role.SENIOR})


def kinds_for(viewer: Viewer) -> list[Kind]:
    """Return the kinds of report that the viewer may begin: those that their party keeps."""
    return [kind for kind in kinds().kinds.values() if may_keep(viewer, kind)]


def may_keep(viewer: Viewer, kind: Kind) -> bool:
    """Whether the viewer keeps reports of a kind: masthead, order, files, withdrawal."""
    return viewer.is_known and viewer.party_code == kind.keeper and bool(viewer.roles & _WRITE)


def may_write(viewer: Viewer, report: Report) -> bool:
    """Whether the viewer may write in a report they see: of the keeping party, or of one that contributes."""
    kind = kinds()[report.kind]
    is_party = viewer.party_code in {kind.keeper, *kind.contributors}
    return viewer.is_known and is_party and bool(viewer.roles & _WRITE) and report.stage == Report.Stage.DRAFTED


def may_publish(viewer: Viewer, report: Report) -> bool:
    """Whether the viewer may publish a report: of the keeping party, with the role to approve."""
    return viewer.party_code == kinds()[report.kind].keeper and bool(viewer.roles & _RELEASE)


def seats_for(viewer: Viewer, report: Report) -> tuple[Seat, ...]:
    """Return the seats that the viewer may fill."""
    return kinds()[report.kind].seats_of(viewer.party_code, viewer.roles) if viewer.is_known else ()
