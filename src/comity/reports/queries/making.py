# SPDX-License-Identifier: EUPL-1.2
"""A report as the worker makes its files, whoever may see it."""

from uuid import UUID

from comity.core.errors import NotFound
from comity.core.viewer import system_viewer

from ..models import Report
from .reports import Whole, assembled

WHY = "a named duty of the system makes the files that were ordered"


def system_whole(report_id: UUID) -> Whole:
    """Return a report whole, for the making of its files; raises NotFound."""
    row = Report.objects.unguarded(WHY).select_related("snapshot", "dossier").filter(id=report_id).first()
    if row is None:
        raise NotFound
    return assembled(system_viewer("reports.make"), row, lambda model: model.objects.unguarded(WHY))
