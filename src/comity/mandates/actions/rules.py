# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed with instruments and mandates, each with its reason and what to do instead."""

from enum import Enum

from comity.core.errors import Refused
from comity.statute import PRACTICE, Act, Refusal, Text


class Rule(Enum):
    """A rule that an act may break: reason, remedy."""

    ASSEMBLY_KEEPS = (
        Text(
            "Instruments and mandates are kept by the Assembly's officers.",
            "Les instruments et les mandats sont tenus par les agents de l'Assemblée.",
        ),
        Text("Ask the Secretariat of the Assembly.", "Adressez-vous au Secrétariat de l'Assemblée."),
    )
    OFFICERS_SHOW = (
        Text(
            "What was done is entered by officers of the Assembly, of the organs of the Court and of States.",
            "Ce qui a été fait est consigné par les agents de l'Assemblée, des organes de la Cour et des États.",
        ),
        Text("Ask an officer of your side.", "Adressez-vous à un agent de votre partie."),
    )
    OWN_SIDE = (
        Text(
            "An officer of the Assembly says who takes care of a mandate; officers of an organ or a State take it for "
            "their own side alone.",
            "Un agent de l'Assemblée désigne qui est chargé d'un mandat ; les agents d'un organe ou d'un État ne s'en "
            "chargent que pour leur propre partie.",
        ),
        Text("Ask the Secretariat of the Assembly.", "Adressez-vous au Secrétariat de l'Assemblée."),
    )
    REVIEWED_FIRST = (
        Text(
            "This instrument was read by the program and by nobody else yet. Nothing is added to its mandates before "
            "that.",
            "Cet instrument n'a été lu que par le programme. Rien n'est ajouté à ses mandats avant relecture.",
        ),
        Text(
            "Ask the Secretariat of the Assembly to review it.", "Demandez au Secrétariat de l'Assemblée de le relire."
        ),
    )
    REVIEWED_ONCE = (
        Text("This instrument was reviewed already.", "Cet instrument a déjà été relu."),
        Text("Correct its mandates one by one.", "Corrigez ses mandats un par un."),
    )
    STRUCK = (
        Text(
            "This is no mandate: it was struck when the text was reviewed.",
            "Ce n'est pas un mandat : il a été rayé lors de la relecture du texte.",
        ),
        Text("Look at the instrument for its mandates.", "Consultez l'instrument pour ses mandats."),
    )

    def broken_by(self, act: Act) -> Refused:
        """Return the refusal of an act that breaks this rule."""
        reason, remedy = self.value
        return Refused(Refusal(act, PRACTICE, self.name.lower(), reason, remedy))
