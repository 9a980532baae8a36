# SPDX-License-Identifier: EUPL-1.2
"""Who may extend a time limit of a request."""

from comity.core.viewer import Viewer
from comity.dossiers.models import Clock
from comity.statute import PRACTICE, Act, Refusal, Role, Text, rome

from ..models import Request
from .facts import sides_of


def may_not_extend(viewer: Viewer, request: Request, clock: Clock) -> Refusal | None:
    """Return why the viewer may not extend a clock, or None.

    Only a Chamber extends, or the two sides in agreement, as the law says for each clock.
    """
    law = rome()
    known = law.clocks.get(clock.code)
    allowed = known.extend_by if known else ()
    sides = sides_of(viewer, request)
    by_chamber = "chamber" in allowed and ("chamber" in sides or viewer.party_code == "CHM")
    by_agreement = "agreement" in allowed and bool(sides & {"issuer", "addressee"})
    if not allowed:
        reason = Text(
            "The law lets nobody extend this time limit.", "Le droit ne permet à personne de proroger ce délai."
        )
        remedy = Text("It runs as computed.", "Il court tel qu'il a été calculé.")
    elif not (by_chamber or by_agreement):
        reason = Text("This time limit is not yours to extend.", "Ce délai n'est pas prorogé par vous.")
        remedy = Text(
            "Ask the Chamber, or agree with the other side.",
            "Saisissez la Chambre, ou entendez-vous avec l'autre partie.",
        )
    elif not viewer.roles & {Role.OFFICER, Role.APPROVER, Role.SENIOR}:
        reason = Text("Your post does not let you do this.", "Votre fonction ne le permet pas.")
        remedy = Text("Ask a colleague who is an officer.", "Adressez-vous à un collègue habilité.")
    else:
        return None
    return Refusal(Act.CLOCK_EXTEND, clock.article or PRACTICE, "clock", reason, remedy)
