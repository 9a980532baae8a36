# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed on a dossier, each with its provision, its reason and what to do instead."""

from enum import Enum

from comity.core.errors import Refused
from comity.core.viewer import Viewer
from comity.statute import PRACTICE, Act, Refusal, Role, Text

_WORKING = frozenset({Role.DRAFTER, Role.OFFICER, Role.APPROVER, Role.SENIOR})


class Rule(Enum):
    """A rule that an act may break: provision, reason, remedy."""

    READERS_CHANGE_NOTHING = (
        PRACTICE,
        Text("A reader changes nothing in a dossier.", "Un lecteur ne modifie rien dans un dossier."),
        Text(
            "Ask a colleague who drafts, approves or executes.",
            "Adressez-vous à un collègue qui rédige, approuve ou exécute.",
        ),
    )
    OWN_FILE = (
        PRACTICE,
        Text(
            "Only the party that keeps this file changes it.",
            "Seule la partie qui tient ce dossier peut le modifier.",
        ),
        Text("Ask that party, by a request.", "Adressez-vous à cette partie, par une demande."),
    )
    FILE_NOT_EXCHANGE = (
        PRACTICE,
        Text(
            "This belongs in the case file, not in the exchange of one request.",
            "Cela relève du dossier de l'affaire et non de l'échange propre à une demande.",
        ),
        Text("Do it in the file in which the request was begun.", "Faites-le dans le dossier où la demande a été commencée."),
    )
    APPROVER_ADMITS = (
        PRACTICE,
        Text(
            "Another party is let in, or its part is ended, by an approver of the party that keeps the dossier.",
            "Une autre partie est admise, ou sa participation prend fin, par décision d'un approbateur de la partie qui "
            "tient le dossier.",
        ),
        Text("Ask an approver of that party.", "Adressez-vous à un approbateur de cette partie."),
    )
    OTHER_SIDE = (
        PRACTICE,
        Text(
            "A file is never opened to the other side: neither to those who may be asked, nor between the Prosecutor "
            "and the defence.",
            "Un dossier n'est jamais ouvert à l'autre côté : ni à ceux qui peuvent être sollicités, ni entre le "
            "Procureur et la défense.",
        ),
        Text(
            "What the other side is to know goes to it in a request.",
            "Ce que l'autre côté doit savoir lui parvient dans une demande.",
        ),
    )

    def broken_by(self, act: Act) -> Refused:
        """Return the error to raise for this act."""
        article, reason, remedy = self.value
        return Refused(Refusal(act=act, article=article, code=self.name.lower(), reason=reason, remedy=remedy))


def demand_work(viewer: Viewer, act: Act) -> None:
    """Raise Refused for a viewer whose post has no role but the reader's."""
    if not viewer.roles & _WORKING:
        raise Rule.READERS_CHANGE_NOTHING.broken_by(act)
