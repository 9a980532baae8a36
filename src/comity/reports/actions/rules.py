# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed with figures, each with its reason and what to do instead."""

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

    def broken_by(self, act: Act) -> Refused:
        """Return the refusal of an act that breaks this rule."""
        reason, remedy = self.value
        return Refused(Refusal(act, PRACTICE, self.name.lower(), reason, remedy))
