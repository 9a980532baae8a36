# SPDX-License-Identifier: EUPL-1.2
"""Parties and what is publicly known of them; the people who act for them.

Nothing here hangs on a dossier: States, organs, organisations and their declarations are public facts. Who works for a
party is known to that party alone; across a wall only a person's function is shown.
"""

from comity.parties.models.keys import KeyShare, Recovery, RecoveryApproval, SealingKey
from comity.parties.models.languages import WORKING_LANGUAGES, Languages, known_languages, language_name
from comity.parties.models.party import (
    CLEARANCE_OPEN_TO,
    ROLES_OPEN_TO,
    Authority,
    Declaration,
    Membership,
    Party,
    PartyKind,
    Region,
    folded,
)
from comity.parties.models.people import PaperCode, PartyEntry, Person, Post, Substitution
from comity.parties.models.signing import SigningKey

__all__ = [
    "CLEARANCE_OPEN_TO",
    "ROLES_OPEN_TO",
    "WORKING_LANGUAGES",
    "Authority",
    "Declaration",
    "KeyShare",
    "Languages",
    "Membership",
    "PaperCode",
    "Party",
    "PartyEntry",
    "PartyKind",
    "Person",
    "Post",
    "Recovery",
    "RecoveryApproval",
    "Region",
    "SealingKey",
    "SigningKey",
    "Substitution",
    "folded",
    "known_languages",
    "language_name",
]
