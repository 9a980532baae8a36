# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed in this room, with its reason and what to do instead."""

from comity.core.errors import Refused
from comity.core.viewer import Viewer
from comity.statute import PRACTICE, Act, Refusal, Text

_REASON = Text(
    "The webhooks of a party are set up by its own administrators.",
    "Les webhooks d'une partie sont configurés par ses propres administrateurs.",
)
_REMEDY = Text("Ask an administrator of your party.", "Adressez-vous à un administrateur de votre partie.")


def demand_administrator(viewer: Viewer, act: Act) -> None:
    """Raise Refused for everybody but an administrator, acting at a post of their own party."""
    if not viewer.is_administrator or viewer.party_id is None:
        raise Refused(Refusal(act, PRACTICE, "own_administrators", _REASON, _REMEDY))
