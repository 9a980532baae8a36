# SPDX-License-Identifier: EUPL-1.2
"""Texts with their versions, proposals and silences."""

from uuid import UUID

from comity.core.viewer import Viewer
from comity.dossiers.models import GuardedQuerySet
from comity.dossiers.models.sight import one

from ..models import Facilitation, Proposal, Silence, Text, TextVersion
from .seeing import rows_of
from .standing import Standing


def texts_of(viewer: Viewer, facilitation: Facilitation, *, standing: Standing) -> list[Text]:
    """Return the texts of a facilitation that the viewer reads, the newest first."""
    return list(rows_of(viewer, Text, facilitation, standing=standing).order_by("-at", "id"))


def text(viewer: Viewer, facilitation: Facilitation, text_id: UUID, *, standing: Standing) -> Text:
    """Return one text; raises NotFound."""
    return one(rows_of(viewer, Text, facilitation, standing=standing), id=text_id)


def versions_of(viewer: Viewer, facilitation: Facilitation, text_id: UUID, *, standing: Standing) -> list[TextVersion]:
    """Return the versions of a text, the newest first."""
    rows = rows_of(viewer, TextVersion, facilitation, standing=standing).filter(of_id=text_id)
    return list(rows.select_related("party").order_by("-number"))


def proposals_of(
    viewer: Viewer, facilitation: Facilitation, text_id: UUID, *, standing: Standing
) -> GuardedQuerySet[Proposal]:
    """Return the proposals to a text, in the order in which they were made."""
    rows = rows_of(viewer, Proposal, facilitation, standing=standing).filter(of_id=text_id)
    return rows.select_related("party").order_by("number")


def proposal(viewer: Viewer, facilitation: Facilitation, proposal_id: UUID, *, standing: Standing) -> Proposal:
    """Return one proposal; raises NotFound."""
    rows = rows_of(viewer, Proposal, facilitation, standing=standing).select_related("party", "of")
    return one(rows, id=proposal_id)


def silences_of(viewer: Viewer, facilitation: Facilitation, text_id: UUID, *, standing: Standing) -> list[Silence]:
    """Return the silence procedures of a text, the newest first."""
    rows = rows_of(viewer, Silence, facilitation, standing=standing).filter(of_id=text_id)
    return list(rows.select_related("broken_by", "version").order_by("-begun_at", "-until"))


def is_silence_running(viewer: Viewer, facilitation: Facilitation) -> bool:
    """Whether a silence runs in a facilitation, as far as the viewer sees."""
    rows = Silence.objects.visible_to(viewer).filter(facilitation=facilitation, state=Silence.State.RUNNING)
    return rows.exists()
