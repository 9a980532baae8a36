# SPDX-License-Identifier: EUPL-1.2
"""The invented texts of the demonstration: subjects by kind, contents by element, what each act is given."""

from collections import defaultdict
from datetime import datetime, timedelta

from comity.statute import Kind, Move, grounds_for, rome

SUBJECTS: dict[str, tuple[str, ...]] = defaultdict(lambda: ("Assistance in the Holm case",)) | {
    "SERV": (
        "Service of the notice of hearing on Suspect Kestrel",
        "Service of the decision of 14 May on Suspect Kestrel",
        "Service of a summons at the last known address",
    ),
    "SURR": ("Arrest and surrender of Suspect Kestrel",),
    "PROV": ("Provisional arrest of Suspect Kestrel during a visit",),
    "DOCS": ("Harbour register of the port of Ostern, March to June 2021", "Two letters of the harbour master"),
    "EVID": ("Testimony of Witness Plover before a judge", "Expert report on the warehouse fire"),
    "IDLO": ("Present address of Witness Plover",),
    "ASST": ("Freezing of one account held for Suspect Kestrel",),
    "QUES": ("Questioning of Suspect Kestrel",),
    "APPR": ("Voluntary appearance of Witness Plover by video link",),
    "PROT": ("Preservation of harbour camera recordings of 3 May 2021",),
    "SITE": ("Examination of warehouse 4",),
    "SRCH": ("Search of the office at 7 Quay Lane",),
    "SENT": ("Designation as State of enforcement for Sentenced person Heron",),
    "STCT": ("Copy of the statement of Person A",),
    "DEFR": ("Flight records of 2 May 2021 for the defence",),
}

_EN = {
    "purpose": "To establish who had access to warehouse 4 of the port of Ostern in Valdora on 3 May 2021.",
    "assistance": "Please carry out the one measure named in the subject and report on it in writing.",
    "legal_basis": "Articles 86 and 93(1) of the Statute; the measure serves the investigation in the Situation in Valdora.",
    "person_or_place": "Port of Ostern, warehouse 4, 7 Quay Lane; the person concerned is known there under the pseudonym given.",
    "facts": "On 3 May 2021 between 02:00 and 04:00 crates were moved out of warehouse 4. The port of Ostern is invented.",
    "procedure": "A written record signed by the officer in charge, so that it can be used at trial.",
    "national_law": "The measure needs no court order under the law of the requested State, as far as the Court knows.",
    "other": "The Court’s cooperation desk answers questions by telephone on working days.",
}
_FR = {
    "purpose": "Établir qui avait accès à l’entrepôt 4 du port d’Ostern, au Valdora, le 3 mai 2021.",
    "assistance": "Prière d’exécuter l’unique mesure indiquée dans l’intitulé et d’en rendre compte par écrit.",
    "legal_basis": "Articles 86 et 93-1 du Statut ; la mesure sert l’enquête dans la situation au Valdora.",
    "person_or_place": "Port d’Ostern, entrepôt 4, 7 ruelle du Quai ; la personne y est connue sous le pseudonyme indiqué.",
    "facts": "Le 3 mai 2021, entre 2 h et 4 h, des caisses ont été sorties de l’entrepôt 4. Le port d’Ostern est fictif.",
    "procedure": "Un procès-verbal signé par le responsable, afin qu’il puisse être utilisé au procès.",
    "national_law": "À la connaissance de la Cour, la mesure n’exige aucune ordonnance judiciaire dans l’État requis.",
    "other": "Le bureau de coopération de la Cour répond par téléphone les jours ouvrables.",
}
_DATE = "2021-05-03"


def filled(kind: Kind, language: str) -> dict[str, str]:
    """Return a text for every element of a kind that must be given, in English or French, complete and focused."""
    texts = _FR if language == "fr" else _EN
    found = {}
    for element in kind.elements:
        if not element.compulsory and not element.may_not_apply:
            continue
        invented = "Inventé pour la démonstration" if language == "fr" else "Invented for the demonstration"
        found[element.code] = (
            _DATE
            if element.form == "date"
            else texts.get(element.code, f"{element.name.in_(language)}. {invented}, 3 May 2021.")
        )
    return found


NEEDS = {
    "reasons": "The record shows that this is needed now; see the timeline. (Invented.)",
    "text": "The measure was carried out on the day agreed; the record follows. (Invented.)",
    "text_optional": "In this case. (Invented.)",
    "note": "As discussed on the telephone.",
    "conditions": "The record is used in the Holm case only.",
    "contact": "Duty officer, +00 000 00 00 (invented)",
    "place": "Ostern (invented)",
    "decision": "VAL-01/19-07-88 (invented): the Chamber decides as the timeline shows.",
    "referred_to": "ASP",
    "bearer": "court",
}


def need_text(code: str, move: Move, kind: str, on: datetime) -> dict[str, str]:
    """Return what the demonstration gives for one need of a move, under the names that its form would use."""
    match rome().needs[code].form:
        case "date_or_event":
            return {f"{code}_until": (on + timedelta(days=40)).date().isoformat()}
        case "money":
            return {f"{code}_amount": "1250.00", f"{code}_currency": "EUR"}
        case "date":
            return {code: on.date().isoformat()}
        case "reference":
            return {code: f"JUD/{on.year}/{on.timetuple().tm_yday:03}"}
    if code == "ground":
        return {code: next(iter(grounds_for(rome(), move.act, kind)), "")}
    return {code: NEEDS.get(code, "Invented for the demonstration.")}
