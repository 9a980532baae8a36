# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed on a party's affairs, each with its provision, its reason and what to do instead."""

from enum import Enum

from comity.core.errors import Refused
from comity.statute import PRACTICE, Act, Refusal, Text


class Rule(Enum):
    """A rule that an act may break: provision, reason, remedy."""

    REGISTRY_RECORDS = (
        "rule 176(3)",
        Text(
            "Only the Registry, with the role of officer, records a choice of channel or language.",
            "Seul le Greffe, par une personne ayant le rôle d'agent, enregistre un choix de voie ou de langue.",
        ),
        Text("Send the choice to the Registrar.", "Adressez ce choix au Greffier."),
    )
    STATES_AND_ORGANISATIONS_CHOOSE = (
        "rule 176(4)",
        Text(
            "Only States and organisations choose a channel or a language for requests.",
            "Seuls les États et les organisations choisissent une voie ou une langue pour les demandes.",
        ),
        Text(
            "Record it for the State or organisation concerned.",
            "Enregistrez-le pour l'État ou l'organisation concerné.",
        ),
    )
    TOLD_TO_ALL = (
        PRACTICE,
        Text(
            "A signing key is told of in the public log, and that there is a defence team is not public.",
            "Une clé de signature est annoncée dans le journal public, et l'existence d'une équipe de la défense n'est "
            "pas publique.",
        ),
        Text(
            "Sign on paper, or send the receipt with a letter.",
            "Signez sur papier, ou joignez le récépissé à une lettre.",
        ),
    )
    DIRECTORY_KEEPERS = (
        PRACTICE,
        Text(
            "The authorities of a party are kept by its own administrators and by the Registry.",
            "Les autorités d'une partie sont tenues à jour par ses propres administrateurs et par le Greffe.",
        ),
        Text("Ask an administrator of your party.", "Adressez-vous à un administrateur de votre partie."),
    )
    REGISTRY_ADMITS = (
        PRACTICE,
        Text(
            "Only an administrator of the Registry enters a new party.",
            "Seul un administrateur du Greffe inscrit une nouvelle partie.",
        ),
        Text("Ask the Registry.", "Adressez-vous au Greffe."),
    )
    OWN_ADMINISTRATORS = (
        PRACTICE,
        Text(
            "The people of a party are managed by its own administrators.",
            "Les personnes d'une partie sont gérées par ses propres administrateurs.",
        ),
        Text("Ask an administrator of your party.", "Adressez-vous à un administrateur de votre partie."),
    )
    FIRST_ADMINISTRATOR_ONLY = (
        PRACTICE,
        Text(
            "For another party the Registry may only name administrators, and only while there is none.",
            "Pour une autre partie, le Greffe ne désigne que des administrateurs, et tant qu'il n'y en a pas.",
        ),
        Text(
            "Ask the party's own administrators for everything else.",
            "Pour le reste, adressez-vous aux administrateurs de cette partie.",
        ),
    )
    NOT_OPEN_TO_PARTY = (
        PRACTICE,
        Text(
            "People of this party cannot hold that role or clearance.",
            "Les personnes de cette partie ne peuvent avoir ce rôle ou cette habilitation.",
        ),
        Text(
            "Choose among the roles and clearances that the form offers.",
            "Choisissez parmi les rôles et habilitations proposés par le formulaire.",
        ),
    )
    NOT_TO_ONESELF = (
        PRACTICE,
        Text(
            "You cannot give yourself a role or a clearance.",
            "Vous ne pouvez pas vous attribuer vous-même un rôle ou une habilitation.",
        ),
        Text("Ask another administrator of your party.", "Adressez-vous à un autre administrateur de votre partie."),
    )
    BOTH_SIDES = (
        PRACTICE,
        Text(
            "Nobody works for the Prosecutor and for a defence team at the same time.",
            "Nul ne travaille en même temps pour le Procureur et pour une équipe de la défense.",
        ),
        Text(
            "End the post on the other side first, or choose another person.",
            "Mettez d'abord fin à la fonction exercée de l'autre côté, ou choisissez une autre personne.",
        ),
    )
    LAST_ADMINISTRATOR = (
        PRACTICE,
        Text(
            "A party cannot be left without an administrator whose post has no end.",
            "Une partie ne peut rester sans administrateur dont la fonction soit sans terme.",
        ),
        Text("Name another administrator first.", "Désignez d'abord un autre administrateur."),
    )
    WORKS_ELSEWHERE = (
        PRACTICE,
        Text(
            "This person also holds a post in another party; a code from you would open that post too.",
            "Cette personne exerce aussi une fonction dans une autre partie ; votre code ouvrirait aussi celle-ci.",
        ),
        Text(
            "Invite the person under an address used for your party alone.",
            "Invitez la personne sous une adresse réservée à votre partie.",
        ),
    )
    OWN_KEYS = (
        PRACTICE,
        Text(
            "Keys of a party are registered and ended by its own administrators; nobody does it for another party.",
            "Les clés d'une partie sont inscrites et retirées par ses propres administrateurs, et par nul autre.",
        ),
        Text("Ask an administrator of your party.", "Adressez-vous à un administrateur de votre partie."),
    )
    HOLDERS_RECOVER = (
        PRACTICE,
        Text(
            "A recovery is begun by a holder of a share or an administrator, and approved by holders in person.",
            "Une récupération est engagée par un détenteur de part ou un administrateur, et approuvée par les "
            "détenteurs en personne.",
        ),
        Text("Ask a holder of a share.", "Adressez-vous à un détenteur de part."),
    )
    RECOVERY_ONCE = (
        PRACTICE,
        Text("A recovery of this key has been begun already.", "Une récupération de cette clé a déjà été engagée."),
        Text(
            "Approve that one; once it has been used, register a new recovery key.",
            "Approuvez celle-ci ; une fois la clé utilisée, inscrivez une nouvelle clé de récupération.",
        ),
    )
    APPROVED_ALREADY = (
        PRACTICE,
        Text("You have approved this recovery already.", "Vous avez déjà approuvé cette récupération."),
        Text("Ask another holder.", "Adressez-vous à un autre détenteur."),
    )
    HOLDER_OR_ADMINISTRATOR = (
        PRACTICE,
        Text(
            "A substitute is named by the holder of the post or by an administrator of the same party.",
            "Un suppléant est désigné par le titulaire de la fonction ou par un administrateur de la même partie.",
        ),
        Text("Ask one of them.", "Adressez-vous à l'un d'eux."),
    )

    def broken_by(self, act: Act) -> Refused:
        """Return the error to raise for this act."""
        article, reason, remedy = self.value
        return Refused(Refusal(act=act, article=article, code=self.name.lower(), reason=reason, remedy=remedy))
