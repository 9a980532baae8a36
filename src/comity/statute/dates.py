# SPDX-License-Identifier: EUPL-1.2
"""When an act can have happened."""

from datetime import date

from comity.statute.model import Text

ENTRY_INTO_FORCE = date(2002, 7, 1)


def act_date_problem(on: date, today: date) -> Text | None:
    """What is wrong with the date of an act on a request: before the Statute was in force (126), or not yet come."""
    if on < ENTRY_INTO_FORCE:
        return Text(
            "The date lies before the Statute entered into force on 1 July 2002 (article 126). Correct the date.",
            "La date est antérieure à l'entrée en vigueur du Statut, le 1er juillet 2002 (article 126). Corrigez-la.",
        )
    if on > today:
        return Text(
            "The date lies in the future. Correct it, or record the act on the day itself.",
            "La date est dans le futur. Corrigez-la, ou consignez l'acte le jour même.",
        )
    return None
