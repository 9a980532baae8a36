# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed in a facilitation, each with its reason and what to do instead."""

from enum import Enum

from comity.core.errors import Refused
from comity.statute import PRACTICE, Act, Refusal, Text


class Rule(Enum):
    """A rule that an act may break: reason, remedy."""

    ASSEMBLY_OPENS = (
        Text(
            "Facilitations are opened, and their facilitators appointed, by the Assembly's officers.",
            "Les facilitations sont ouvertes, et leurs facilitateurs nommés, par les agents de l'Assemblée.",
        ),
        Text("Ask the Secretariat of the Assembly.", "Adressez-vous au Secrétariat de l'Assemblée."),
    )
    FACILITATOR_LEADS = (
        Text(
            "This is for the facilitators and the Secretariat of the Assembly.",
            "Cela revient aux facilitateurs et au Secrétariat de l'Assemblée.",
        ),
        Text("Ask a facilitator.", "Adressez-vous à un facilitateur."),
    )
    PARTICIPANTS_WRITE = (
        Text(
            "Only participants hand something in, by somebody whose post lets them do more than read.",
            "Seuls les participants déposent quelque chose, par une personne dont le poste permet plus que la lecture.",
        ),
        Text("Ask a facilitator to be invited.", "Demandez à un facilitateur d'être invité."),
    )
    FACILITATOR_PUBLISHES = (
        Text(
            "What goes to the public layer is published by the facilitators.",
            "Ce qui va au public est publié par les facilitateurs.",
        ),
        Text("Hand it in to the participants.", "Déposez-le auprès des participants."),
    )
    PROPOSERS = (
        Text(
            "Proposals to a text are made by delegations of States Parties, organs of the Court and the facilitators.",
            "Les propositions sur un texte émanent des délégations des États Parties, des organes de la Cour et des "
            "facilitateurs.",
        ),
        Text("Hand in a paper.", "Déposez un document de travail."),
    )
    OWN_PROPOSAL = (
        Text(
            "A proposal is changed and withdrawn by the party that made it, and by nobody else.",
            "Une proposition n'est modifiée ou retirée que par la partie qui l'a faite.",
        ),
        Text("Make a proposal of your own.", "Faites votre propre proposition."),
    )
    OWN_PAPER = (
        Text(
            "A paper is withdrawn by the party that handed it in, and by nobody else.",
            "Un document de travail n'est retiré que par la partie qui l'a déposé.",
        ),
        Text("Ask that party.", "Adressez-vous à cette partie."),
    )
    NOT_OPEN = (
        Text("This proposal is not open any more.", "Cette proposition n'est plus ouverte."),
        Text("Look at the latest version, and make another.", "Consultez la dernière version et faites-en une autre."),
    )
    UNDER_SILENCE = (
        Text(
            "This text is under silence, or adopted: nothing in it is changed.",
            "Ce texte est sous procédure de silence ou adopté : rien n'y est modifié.",
        ),
        Text(
            "A delegation that objects breaks the silence, giving its reason.",
            "Une délégation qui s'y oppose rompt le silence, en indiquant pourquoi.",
        ),
    )
    VOICE = (
        Text(
            "A silence is broken by a delegation of a State Party.",
            "Le silence est rompu par une délégation d'un État Partie.",
        ),
        Text("Speak to a delegation, or to a facilitator.", "Adressez-vous à une délégation ou à un facilitateur."),
    )
    SILENCE_OVER = (
        Text(
            "This silence procedure has ended: it can be broken no more.",
            "Cette procédure de silence est terminée : elle ne peut plus être rompue.",
        ),
        Text("Write to the facilitators.", "Écrivez aux facilitateurs."),
    )
    RECORD_STANDS = (
        Text(
            "A record that was published is not changed, and not published twice to the same readers.",
            "Un compte rendu publié n'est pas modifié, ni publié deux fois aux mêmes lecteurs.",
        ),
        Text("Add an addendum.", "Ajoutez un additif."),
    )
    CANCELLED = (
        Text("This meeting was cancelled.", "Cette réunion a été annulée."),
        Text("Call another one.", "Convoquez-en une autre."),
    )
    ASSEMBLY_KEEPS_AGENDA = (
        Text(
            "The agenda of a session is kept by the Assembly's officers.",
            "L'ordre du jour d'une session est tenu par les agents de l'Assemblée.",
        ),
        Text("Ask the Secretariat of the Assembly.", "Adressez-vous au Secrétariat de l'Assemblée."),
    )
    HAS_ENDED = (
        Text(
            "This facilitation has ended: it is read, and no more written to.",
            "Cette facilitation est close : elle se lit et ne s'écrit plus.",
        ),
        Text("Ask the Secretariat of the Assembly.", "Adressez-vous au Secrétariat de l'Assemblée."),
    )

    def broken_by(self, act: Act) -> Refused:
        """Return the refusal of an act that breaks this rule."""
        reason, remedy = self.value
        return Refused(Refusal(act, PRACTICE, self.name.lower(), reason, remedy))
