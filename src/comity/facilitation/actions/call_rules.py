# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed with calls, comments and good practices, each with its reason and what to do instead."""

from comity.dossiers.actions.rules import INTERNAL_RULE, Ruled
from comity.statute import Text


class CallRule(Ruled):
    """A rule that an act may break: provision, reason, remedy."""

    CALL_LEADS = (
        INTERNAL_RULE,
        Text(
            "Calls are made by the facilitators and the Secretariat of the Assembly, while the facilitation is open.",
            "Les appels sont lancés par les facilitateurs et le Secrétariat de l'Assemblée, tant que la facilitation "
            "est ouverte.",
        ),
        Text("Ask one of them.", "Adressez-vous à l'un d'eux."),
    )
    CALL_PREPARED = (
        INTERNAL_RULE,
        Text(
            "This call was opened: parties answer what was asked, so its questions do not change.",
            "Cet appel est ouvert : les parties répondent à ce qui a été demandé, ses questions ne changent donc plus.",
        ),
        Text("Withdraw it with a reason and open another.", "Retirez-le en indiquant pourquoi et ouvrez-en un autre."),
    )
    CALL_OPEN = (
        INTERNAL_RULE,
        Text("This call is not open: nothing is answered to it.", "Cet appel n'est pas ouvert : on n'y répond pas."),
        Text("Ask the Secretariat of the Assembly.", "Adressez-vous au Secrétariat de l'Assemblée."),
    )
    CALL_ADDRESSED = (
        INTERNAL_RULE,
        Text(
            "This call is answered by the parties to which it is put, while the facilitation is open.",
            "Seules les parties auxquelles cet appel est adressé y répondent, tant que la facilitation est ouverte.",
        ),
        Text("Ask the Secretariat of the Assembly.", "Adressez-vous au Secrétariat de l'Assemblée."),
    )
    SECOND_CLEARS = (
        INTERNAL_RULE,
        Text(
            "Whoever changed it last does not clear it: two persons of a party stand behind what it says.",
            "Celui qui l'a modifié en dernier ne le valide pas : deux personnes répondent de ce que dit une partie.",
        ),
        Text("Ask a colleague who is an officer or an approver.", "Adressez-vous à un collègue agent ou approbateur."),
    )
    CLEARED_FIRST = (
        INTERNAL_RULE,
        Text(
            "It was not cleared by a second person yet, or it was changed since.",
            "Une deuxième personne ne l'a pas encore validé, ou il a été modifié depuis.",
        ),
        Text(
            "Ask a colleague who is an officer or an approver to clear it.",
            "Demandez à un collègue agent ou approbateur de le valider.",
        ),
    )
    OWN_WORDS = (
        INTERNAL_RULE,
        Text(
            "Only its own side does this: nobody changes or ends what another party wrote.",
            "Seule la partie auteure le fait : nul ne modifie ni ne clôt ce qu'une autre a écrit.",
        ),
        Text("Write to that party.", "Écrivez à cette partie."),
    )
    STANDS_NO_MORE = (
        INTERNAL_RULE,
        Text("This was replaced or withdrawn already.", "Ceci a déjà été remplacé ou retiré."),
        Text("Look at the newest version.", "Consultez la version la plus récente."),
    )
    CLERK_ENTERS = (
        INTERNAL_RULE,
        Text(
            "What came on paper is entered by the Secretariat of the Assembly.",
            "Ce qui est venu sur papier est consigné par le Secrétariat de l'Assemblée.",
        ),
        Text("Send it to the Secretariat.", "Transmettez-le au Secrétariat."),
    )
    PARTICIPANTS_COMMENT = (
        INTERNAL_RULE,
        Text(
            "Participants comment, in a layer that they read, while the facilitation is open.",
            "Les participants commentent, dans un cercle qu'ils lisent, tant que la facilitation est ouverte.",
        ),
        Text("Ask the Secretariat of the Assembly.", "Adressez-vous au Secrétariat de l'Assemblée."),
    )
    COURT_REPLIES = (
        INTERNAL_RULE,
        Text(
            "An organ of the Court replies; the side that commented adds to its own comment.",
            "Un organe de la Cour répond ; la partie qui a commenté complète son propre commentaire.",
        ),
        Text("Write a comment of your own.", "Écrivez votre propre commentaire."),
    )
    COMMENT_ENDED = (
        INTERNAL_RULE,
        Text("This comment was closed or withdrawn.", "Ce commentaire a été clos ou retiré."),
        Text("Write a new one.", "Écrivez-en un nouveau."),
    )
    PARTIES_PUBLISH = (
        INTERNAL_RULE,
        Text(
            "Good practices are written by people of States, organs of the Court and organisations.",
            "Les bonnes pratiques sont écrites par les agents d'États, d'organes de la Cour et d'organisations.",
        ),
        Text("Ask a colleague who drafts or is an officer.", "Adressez-vous à un collègue rédacteur ou agent."),
    )
