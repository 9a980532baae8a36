# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed with a document, each with its provision, its reason and what to do instead."""

from enum import Enum

from comity.core.errors import Refused
from comity.statute import PRACTICE, Act, Refusal, Text


class Rule(Enum):
    """A rule that an act may break: provision, reason, remedy."""

    OWN_DOCUMENT = (
        PRACTICE,
        Text(
            "Only the party that gave this document changes it.", "Seule la partie qui a remis ce document le modifie."
        ),
        Text("Ask that party.", "Adressez-vous à cette partie."),
    )
    NOT_GIVEN = (
        PRACTICE,
        Text(
            "What was handed on, or taken out, stays as it is.",
            "Ce qui a été remis ou retiré reste tel quel.",
        ),
        Text(
            "Add the right document, and hand it on with a supplement or an answer.",
            "Ajoutez le bon document et remettez-le avec un complément ou une réponse.",
        ),
    )
    KEPT = (
        PRACTICE,
        Text(
            "A redacted copy of this document was made, and so the original stays with your own side.",
            "Une copie expurgée de ce document a été établie ; l'original reste donc de votre côté.",
        ),
        Text(
            "Hand the copy on, or let the original be handed on first, giving a reason.",
            "Remettez la copie, ou laissez d'abord remettre l'original, en indiquant pourquoi.",
        ),
    )
    NOT_KEPT = (
        PRACTICE,
        Text(
            "This document is not kept back: there is nothing to release.",
            "Ce document n'est pas retenu : il n'y a rien à libérer.",
        ),
        Text("Choose the original of a redacted copy.", "Choisissez l'original d'une copie expurgée."),
    )
    WITHDRAWN = (
        PRACTICE,
        Text(
            "This document was taken out by the party that gave it; nobody downloads it any more.",
            "Ce document a été retiré par la partie qui l'avait remis ; plus personne ne le télécharge.",
        ),
        Text("Ask that party.", "Adressez-vous à cette partie."),
    )
    NO_CONDITION = (
        PRACTICE,
        Text(
            "This document was given without a condition: there is no consent to record.",
            "Ce document a été remis sans condition : il n'y a pas de consentement à consigner.",
        ),
        Text("It may be handed on as it is.", "Il peut être remis tel quel."),
    )

    def broken_by(self, act: Act) -> Refused:
        """Return the error to raise for this act."""
        article, reason, remedy = self.value
        return Refused(Refusal(act=act, article=article, code=self.name.lower(), reason=reason, remedy=remedy))
