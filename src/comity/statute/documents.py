# SPDX-License-Identifier: EUPL-1.2
"""Whether a document may be handed on, as the conditions say under which somebody gave it."""

from collections.abc import Iterable

from comity.statute.acts import Act
from comity.statute.facts import Refusal
from comity.statute.law import Law
from comity.statute.model import Text

REMEDY = Text(
    "Ask the provider, and record the consent on the document's page; or take the document out.",
    "Adressez-vous à celui qui l'a fourni et consignez le consentement sur la page du document ; ou retirez-le.",
)


def refusal_to_give(
    law: Law, act: Act, *, title: str, conditions: Iterable[str], is_own: bool, has_consent: bool
) -> Refusal | None:
    """Why a document may not be handed on with an act, or None (articles 54(3)(e), 72, 73 and 93(8)).

    A party gives what is its own on conditions of its own; what another gave it goes on with that one's consent only.
    """
    if is_own or has_consent:
        return None
    for code in sorted(conditions):
        condition = law.conditions[code]
        return Refusal(act, condition.article, code, condition.refusal.filled(title=title), REMEDY)
    return None
