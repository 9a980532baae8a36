# SPDX-License-Identifier: EUPL-1.2
"""The case files of the demonstration, each with its persons under pseudonyms."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from comity.config.demonstration.cast import Cast
from comity.core.viewer import CONFIDENTIAL, UNDER_SEAL
from comity.dossiers import actions
from comity.dossiers.models import Dossier, PersonConcerned, Situation


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One file and the person it is about."""

    dossier: Dossier
    person: PersonConcerned


# key, owner, title, case number, classification, pseudonym, capacity
_FILES = (
    ("holm", "otp.drafter", "The Holm case (invented)", "VAL-01/19-07", CONFIDENTIAL, "Suspect Kestrel", "suspect"),
    (
        "harbour",
        "otp.drafter",
        "Harbour warehouses, investigation (invented)",
        "VAL-01/19",
        CONFIDENTIAL,
        "Witness Plover",
        "witness",
    ),
    (
        "surrender",
        "chambers",
        "Warrant in the Holm case (invented)",
        "VAL-01/19-07",
        CONFIDENTIAL,
        "Suspect Kestrel",
        "suspect",
    ),
    (
        "sentence",
        "presidency",
        "Enforcement, the Brandt sentence (invented)",
        "MER-02/22-03",
        CONFIDENTIAL,
        "Sentenced person Heron",
        "convicted",
    ),
    (
        "defence",
        "defence",
        "Defence investigation, Holm case (invented)",
        "VAL-01/19-07",
        CONFIDENTIAL,
        "Defence witness Wren",
        "witness",
    ),
    (
        "capital",
        "belgium",
        "National inquiry into the harbour (invented)",
        "BE-2026/114",
        CONFIDENTIAL,
        "Person A",
        "other",
    ),
)


def open_files(cast: Cast, *, at: datetime) -> dict[str, CaseFile]:
    """Open every file of the story, and one under seal for two people only; return them by key."""
    begun = at - timedelta(days=200)
    valdora = actions.system_situation(
        code="VAL-01",
        name_en="Situation in Valdora (invented)",
        name_fr="Situation au Valdora (fictive)",
        opened_on=date(2019, 3, 4),
    )
    merrow = actions.system_situation(
        code="MER-02",
        name_en="Situation in the Merrow Islands (invented)",
        name_fr="Situation aux îles Merrow (fictive)",
        opened_on=date(2022, 9, 12),
    )
    found = {}
    for key, owner, title, number, classification, pseudonym, capacity in _FILES:
        viewer = cast.viewer(owner)
        dossier = actions.open_dossier(
            viewer,
            title=title,
            situation=merrow if number.startswith("MER") else valdora,
            case_number=number,
            classification=classification,
            circle_id=None,
            at=begun,
        )
        person = actions.enter_person(
            viewer, dossier_id=dossier.id, pseudonym=pseudonym, capacity=capacity, public_name="", at=begun
        )
        found[key] = CaseFile(dossier, person)
    found["sealed"] = _sealed(cast, valdora, at=begun, until=at + timedelta(days=150))
    return found


def _sealed(cast: Cast, situation: Situation, *, at: datetime, until: datetime) -> CaseFile:
    drafter = cast.viewer("otp.drafter")
    circle = actions.form_circle(drafter, name="Sealed warrant, Valdora", reason="Leads the file", at=at)
    drafter = cast.viewer("otp.drafter")
    actions.give_grant(
        drafter,
        circle_id=circle.id,
        person_id=cast.people["otp.approver"].pk,
        until=until,
        reason="Approves the request under seal",
        at=cast.at,
    )
    dossier = actions.open_dossier(
        drafter,
        title="Sealed application (invented)",
        situation=situation,
        case_number="VAL-01/19-11",
        classification=UNDER_SEAL,
        circle_id=circle.id,
        at=at,
    )
    person = actions.enter_person(
        drafter, dossier_id=dossier.id, pseudonym="Suspect Osprey", capacity="suspect", public_name="", at=at
    )
    actions.write_page(
        drafter,
        person_id=person.id,
        identity={"name": "A name invented for the demonstration"},
        until=until,
        reason="Leads the file",
        at=at,
    )
    return CaseFile(dossier, person)
