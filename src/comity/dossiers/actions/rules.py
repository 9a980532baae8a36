# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed on a dossier, each with its provision, its reason and what to do instead."""

from enum import Enum

from comity.core.errors import Refused
from comity.core.viewer import Viewer
from comity.statute import PRACTICE, Act, Refusal, Role, Text

from ..models import Dossier

# Where no provision says so, but the house does.
INTERNAL_RULE = "internal rule"
WORKING = frozenset({Role.DRAFTER, Role.OFFICER, Role.APPROVER, Role.SENIOR})


class Ruled(Enum):
    """Rules that an act may break, each with its provision, reason and remedy."""

    def refusal(self, act: Act, article: str = "") -> Refusal:
        """Return the refusal of this act; an article given goes before the rule's own."""
        own, reason, remedy = self.value
        return Refusal(act=act, article=article or own, code=self.name.lower(), reason=reason, remedy=remedy)

    def broken_by(self, act: Act, article: str = "") -> Refused:
        """Return the error to raise for this act."""
        return Refused(self.refusal(act, article))


class Rule(Ruled):
    """The rules of this room but for those on keeping."""

    ARCHIVED = (
        INTERNAL_RULE,
        Text(
            "This dossier is closed and archived: nothing is written to it.",
            "Ce dossier est clos et archivé : rien n'y est plus inscrit.",
        ),
        Text(
            "The party that keeps it can take it out of the archive, giving a reason.",
            "La partie qui le tient peut le retirer des archives, en indiquant pourquoi.",
        ),
    )
    READERS_CHANGE_NOTHING = (
        PRACTICE,
        Text("A reader changes nothing in a dossier.", "Un lecteur ne modifie rien dans un dossier."),
        Text(
            "Ask a colleague who drafts, approves or executes.",
            "Adressez-vous à un collègue qui rédige, approuve ou exécute.",
        ),
    )
    SIGNED_BY_RECEIVER = (
        PRACTICE,
        Text(
            "Signed are the fetching and the registering of a request, by the party that did it.",
            "Sont signées la réception et l'enregistrement d'une demande, par la partie qui y a procédé.",
        ),
        Text("Open the receipt of such an act.", "Ouvrez le récépissé d'un tel acte."),
    )
    OFFICERS_SIGN = (
        PRACTICE,
        Text("Officers sign for their authority.", "Les agents signent pour leur autorité."),
        Text("Ask an officer of your party.", "Adressez-vous à un agent de votre partie."),
    )
    SIGNED_ONCE = (
        PRACTICE,
        Text("This act has been signed already.", "Cet acte a déjà été signé."),
        Text("Download its receipt: it carries the signature.", "Téléchargez son récépissé : il porte la signature."),
    )
    OWN_FILE = (
        PRACTICE,
        Text(
            "Only the party that keeps this file changes it.",
            "Seule la partie qui tient ce dossier peut le modifier.",
        ),
        Text("Ask that party.", "Adressez-vous à cette partie."),
    )
    FILE_NOT_EXCHANGE = (
        PRACTICE,
        Text(
            "This belongs in the case file, not in the exchange of one request.",
            "Cela relève du dossier de l'affaire et non de l'échange propre à une demande.",
        ),
        Text(
            "Do it in the file in which the request was begun.",
            "Faites-le dans le dossier où la demande a été commencée.",
        ),
    )
    APPROVER_ADMITS = (
        PRACTICE,
        Text(
            "An approver of the party that keeps the dossier lets another party in, and ends its part.",
            "C'est un approbateur de la partie qui tient le dossier qui admet une autre partie et met fin à sa "
            "participation.",
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
    NOT_TO_BE_EXTENDED = (
        PRACTICE,
        Text("No provision lets this time limit be extended.", "Aucune disposition ne permet de proroger ce délai."),
        Text("Raise it in the consultation.", "Évoquez-le dans la consultation."),
    )
    CHAMBER_EXTENDS = (
        PRACTICE,
        Text("Only the Chamber extends this time limit.", "Seule la Chambre proroge ce délai."),
        Text("Apply to the Chamber.", "Adressez-vous à la Chambre."),
    )
    SIDES_EXTEND = (
        PRACTICE,
        Text(
            "This time limit is extended by the two sides of the request, in agreement.",
            "Ce délai est prorogé d'un commun accord par les deux côtés de la demande.",
        ),
        Text("Ask one of them.", "Adressez-vous à l'un d'eux."),
    )


def refusal_on(viewer: Viewer, dossier: Dossier, act: Act) -> Refusal | None:
    """Return why this viewer may not do this act on a dossier they see: what greys a button, and stops the act."""
    rule = _broken(viewer, dossier, act)
    return rule.refusal(act) if rule else None


def demand_on(viewer: Viewer, dossier: Dossier, act: Act) -> None:
    """Raise Refused where this viewer may not do this act on a dossier they see."""
    refusal = refusal_on(viewer, dossier, act)
    if refusal is not None:
        raise Refused(refusal)


def demand_work(viewer: Viewer, act: Act) -> None:
    """Raise Refused for a viewer whose post has no role but the reader's."""
    if not viewer.roles & WORKING:
        raise Rule.READERS_CHANGE_NOTHING.broken_by(act)


def demand_open(dossier: Dossier, act: Act) -> None:
    """Raise Refused where a dossier is archived, so that nothing is written to it any more."""
    if dossier.archived_at is not None:
        raise Rule.ARCHIVED.broken_by(act)


_WRITES = frozenset({Act.PARTICIPANT_ADMIT, Act.PERSON_ENTER, Act.PAGE_WRITE})


def _broken(viewer: Viewer, dossier: Dossier, act: Act) -> Rule | None:
    is_own = dossier.owner_id == viewer.party_id
    if dossier.archived_at is not None and act in _WRITES:
        return Rule.ARCHIVED
    if act in {Act.PARTICIPANT_ADMIT, Act.PARTICIPANT_END}:
        return None if is_own and Role.APPROVER in viewer.roles else Rule.APPROVER_ADMITS
    if act in {Act.PERSON_ENTER, Act.PAGE_WRITE}:
        if not is_own:
            return Rule.OWN_FILE
        if dossier.is_exchange or dossier.kind == Dossier.Kind.PARTY:
            return Rule.FILE_NOT_EXCHANGE
    return None if viewer.roles & WORKING else Rule.READERS_CHANGE_NOTHING
