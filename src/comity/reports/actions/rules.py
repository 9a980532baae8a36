# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed with figures and reports, each with its reason and what to do instead."""

from enum import Enum

from comity.core.errors import Refused
from comity.statute import PRACTICE, Act, Refusal, Text


class Rule(Enum):
    """A rule that an act may break: reason, remedy."""

    REGISTRY_COUNTS = (
        Text(
            "The figures are counted by the Registry, by a person with a working role.",
            "Les chiffres sont établis par le Greffe, par une personne ayant un rôle actif.",
        ),
        Text("Ask the cooperation section of the Registry.", "Adressez-vous à la section de la coopération du Greffe."),
    )
    SECOND_PERSON = (
        Text(
            "A second person of the Registry, who approves, agrees to the period; not the one who proposed it.",
            "Une seconde personne du Greffe, habilitée à approuver, donne son accord, et non celle qui l'a proposée.",
        ),
        Text("Ask a colleague.", "Demandez à un collègue."),
    )
    ONLY_PROPOSED = (
        Text(
            "This period was agreed to or withdrawn already.",
            "Cette période a déjà été approuvée ou retirée.",
        ),
        Text("Look at the list of figures.", "Consultez la liste des chiffres."),
    )
    PERIOD_ONCE = (
        Text(
            "Some of these days were counted already. The difference between two figures that overlap would tell of a "
            "few requests.",
            "Certains de ces jours ont déjà été comptés. La différence entre deux relevés qui se recouvrent "
            "renseignerait sur quelques demandes.",
        ),
        Text(
            "Use the figures that exist, or propose a period that has no day in common with them.",
            "Utilisez les chiffres existants ou proposez une période sans aucun jour commun.",
        ),
    )

    KEEPER_KEEPS = (
        Text(
            "The party that keeps this kind of report begins it, orders its files, and withdraws it.",
            "La partie qui tient ce type de rapport le commence, en commande les fichiers et le retire.",
        ),
        Text(
            "The Court's report is kept by the Registry, the Bureau's by the Secretariat of the Assembly.",
            "Le rapport de la Cour est tenu par le Greffe, celui du Bureau par le Secrétariat de l'Assemblée.",
        ),
    )
    PARTIES_WRITE = (
        Text(
            "Those who write in this report are officers of the party that keeps it and of those that contribute.",
            "Écrivent dans ce rapport les agents de la partie qui le tient et de celles qui y contribuent.",
        ),
        Text("Ask a colleague with a working role.", "Adressez-vous à un collègue ayant un rôle actif."),
    )
    ONLY_DRAFTED = (
        Text(
            "This report was published or withdrawn: it is not changed any more.",
            "Ce rapport a été publié ou retiré : il n'est plus modifié.",
        ),
        Text("Begin a new report, such as a corrigendum.", "Commencez un nouveau rapport, tel un rectificatif."),
    )
    SEAT_CLEARS = (
        Text(
            "You fill none of the seats that clear this report.",
            "Vous n'occupez aucun des sièges qui approuvent ce rapport.",
        ),
        Text("Its page names who clears it.", "Sa page indique qui l'approuve."),
    )
    OWN_WORDS = (
        Text(
            "Whoever wrote the text as it stands does not clear or review it: a second person does.",
            "Qui a rédigé le texte en l'état ne l'approuve ni ne le révise : une seconde personne le fait.",
        ),
        Text("Ask a colleague.", "Demandez à un collègue."),
    )
    ONE_SEAT = (
        Text(
            "One person clears for one seat: you cleared this text for another one.",
            "Une personne approuve pour un seul siège : vous avez approuvé ce texte pour un autre.",
        ),
        Text("Ask the person who fills the other seat.", "Adressez-vous à la personne qui occupe l'autre siège."),
    )
    NOT_CLEARED = (
        Text(
            "The report is published exactly as every seat cleared it; something in it is not cleared as it stands.",
            "Le rapport est publié exactement comme chaque siège l'a approuvé, et une partie ne l'est pas en l'état.",
        ),
        Text("See the page of clearance.", "Voyez la page des approbations."),
    )
    NOT_PASSED = (
        Text(
            "Nobody has gone through what is to be blacked out in this language, as it stands.",
            "Personne n'a passé en revue ce qui doit être occulté dans cette langue, en l'état.",
        ),
        Text("End the redaction pass first.", "Achevez d'abord l'expurgation."),
    )
    NOT_MADE = (
        Text(
            "The public files of this language were not made from the report as it stands.",
            "Les fichiers publics de cette langue n'ont pas été établis à partir du rapport en l'état.",
        ),
        Text("Have them made, look at them, then publish.", "Faites-les établir, regardez-les, puis publiez."),
    )
    NOT_COMPLETE = (
        Text(
            "Something is missing in this language, or was not reviewed as it stands.",
            "Il manque une partie dans cette langue, ou elle n'a pas été révisée en l'état.",
        ),
        Text("See the page of translations.", "Voyez la page des traductions."),
    )
    APPROVER_PUBLISHES = (
        Text(
            "A person of the party that keeps the report publishes it, with the role to approve; not who had its files "
            "made.",
            "Une personne de la partie qui tient le rapport le publie, avec le rôle d'approbation, et non celle qui "
            "en a fait établir les fichiers.",
        ),
        Text("Ask a colleague.", "Demandez à un collègue."),
    )

    def broken_by(self, act: Act) -> Refused:
        """Return the refusal of an act that breaks this rule."""
        reason, remedy = self.value
        return Refused(Refusal(act, PRACTICE, self.name.lower(), reason, remedy))
