# SPDX-License-Identifier: EUPL-1.2
"""Invented texts in English and French: whole sentences about places, people and things that do not exist."""

from collections.abc import Sequence
from datetime import date
from random import Random

from comity.statute import Kind

_BEGINNINGS = (
    "Ost Val Mer Kar Bren Tol Sev Lun Dar Fen Gal Hes Ild Jor Kel Lam Mor Nev Orr Pel Quin Ras Sol Tar Ulm Ver Wes Yar Zel "
    "Ard Bel Cor Dun Ell"
).split()
_MIDDLES = ("", "a", "e", "i", "o", "and", "en", "er", "in", "on", "ul", "ist")
_ENDS = "dora ern row holm vik stad mouth fell gate haven lin mar nessa pont quay ridge sund thorpe vale wick".split()
# Every name three times rarer down the list than at its head: some words are found often, most are found seldom.
PLACES = tuple(
    Random(1998).sample([a + b + c for a in _BEGINNINGS for b in _MIDDLES for c in _ENDS], 2_400)  # noqa: S311 - a list of names
)
_BIRDS = (
    "Kestrel Plover Heron Wren Osprey Avocet Bittern Curlew Dunlin Egret Fulmar Gannet Harrier Ibis Jackdaw Knot Lapwing "
    "Merlin Nightjar Oriole Petrel Quail Redstart Siskin Tern Umbrette Vireo Whimbrel Yellowhammer Godwit"
).split()
_THINGS = (
    ("the harbour register", "le registre du port"),
    ("warehouse {number}", "l’entrepôt {number}"),
    ("the ferry {name}", "le bac {name}"),
    ("the radio log of the depot", "le journal radio du dépôt"),
    ("account {number} at the bank of {place}", "le compte {number} de la banque de {place}"),
    ("the visitors’ book of the hotel {name}", "le livre des visiteurs de l’hôtel {name}"),
    ("the flight list of the airfield", "la liste des vols de l’aérodrome"),
    ("a lorry with the number {number}", "un camion portant le numéro {number}"),
    ("the minutes of the town council", "le procès-verbal du conseil municipal"),
    ("the camera recordings of the bridge", "les enregistrements des caméras du pont"),
    ("the pay list of the guard company", "la liste de paie de la compagnie de garde"),
    ("the telephone exchange", "le central téléphonique"),
    ("a letter signed by the quartermaster", "une lettre signée par l’intendant"),
    ("the fuel store behind the mill", "la réserve de carburant derrière le moulin"),
)
_DID = (
    ("was moved by night", "a été déplacé de nuit"),
    ("was opened without an order", "a été ouvert sans ordre"),
    ("was counted by two officers", "a été compté par deux officiers"),
    ("was handed over against a receipt", "a été remis contre un reçu"),
    ("was seen by a patrol", "a été vu par une patrouille"),
    ("was hidden for three weeks", "a été caché pendant trois semaines"),
    ("was paid for in cash", "a été payé en espèces"),
    ("was burnt in part", "a été brûlé en partie"),
)
_SAID: dict[str, tuple[tuple[str, str], ...]] = {
    "purpose": (
        ("The measure serves to establish who had charge of {thing} at {place} on {day}.",
         "La mesure vise à établir qui avait la charge de {thing} à {place} le {day}."),
        ("It is to be proved that {thing} {did} on {day}, as {person} has stated.",
         "Il s’agit de prouver que {thing} {did} le {day}, comme l’a déclaré {person}."),
        ("The Chamber will decide on the weight of the statement of {person} about {place}.",
         "La Chambre se prononcera sur la valeur de la déclaration de {person} au sujet de {place}."),
    ),
    "assistance": (
        ("Please carry out the one measure named in the subject at {place}, before the end of the month that follows.",
         "Prière d’exécuter à {place} l’unique mesure indiquée dans l’intitulé, avant la fin du mois suivant."),
        ("Please hear from the keeper of {thing} at {place} what happened on {day}, and send a written record.",
         "Prière de recueillir à {place}, auprès du gardien de {thing}, ce qui s’est passé le {day}, et d’en dresser acte."),
    ),
    "legal_basis": (
        ("The request rests on articles 86 and 93(1) of the Statute and on the decision of {day}.",
         "La demande se fonde sur les articles 86 et 93-1 du Statut et sur la décision du {day}."),
        ("Part 9 of the Statute applies; the decision of {day}, number {number}, is attached.",
         "Le chapitre IX du Statut s’applique ; la décision du {day}, numéro {number}, est jointe."),
    ),
    "person_or_place": (
        ("{person}, {number} {place} Road, {place2}; known there as the owner of {thing}.",
         "{person}, {number} route de {place}, {place2} ; y est connu comme propriétaire de {thing}."),
        ("The place is the yard of {thing} in {place}, two kilometres from the church of {place2}.",
         "Le lieu est la cour de {thing} à {place}, à deux kilomètres de l’église de {place2}."),
    ),
    "facts": (
        ("On {day} between {hour} and {hour2} o’clock {thing} {did} at {place}. {person} was present.",
         "Le {day} entre {hour} h et {hour2} h, {thing} {did} à {place}. {person} était présent."),
        ("According to {person}, {thing} {did} on {day}. Two days later it was found at {place}.",
         "Selon {person}, {thing} {did} le {day}. Deux jours plus tard, on l’a retrouvé à {place}."),
    ),
    "procedure": (
        ("A written record signed by the officer in charge is needed, so that it can be used at trial.",
         "Un procès-verbal signé par le responsable est nécessaire, afin qu’il puisse être utilisé au procès."),
        ("The statement of {person} should be recorded in sound and read back before it is signed.",
         "La déclaration de {person} devrait être enregistrée, puis relue avant signature."),
    ),
    "national_law": (
        ("As far as the Court knows, the law of the requested State asks for no order of a judge here.",
         "À la connaissance de la Cour, le droit de l’État requis n’exige ici aucune ordonnance d’un juge."),
        ("An order of the judge of {place} may be needed; the particulars are given under facts.",
         "Une ordonnance du juge de {place} peut être nécessaire ; les détails figurent parmi les faits."),
    ),
    "other": (
        ("The cooperation desk answers questions by telephone on working days, extension {number}.",
         "Le bureau de coopération répond par téléphone les jours ouvrables, poste {number}."),
        ("An earlier request about {place} was executed in good time, for which thanks are due.",
         "Une demande antérieure concernant {place} a été exécutée en temps utile, ce dont il y a lieu de remercier."),
    ),
}  # fmt: skip
_PLAIN = (
    ("{person} is named in the decision of {day}, which deals with {thing} at {place}.",
     "{person} est désigné dans la décision du {day}, qui porte sur {thing} à {place}."),
    ("The record of {day}, number {number}, says that {thing} {did}.",
     "Le procès-verbal du {day}, numéro {number}, indique que {thing} {did}."),
    ("The Registry keeps a certified text of it under number {number} since {day}.",
     "Le Greffe en conserve un texte certifié sous le numéro {number} depuis le {day}."),
    ("The person concerned was last seen at {place}, near {place2}, on {day}.",
     "La personne concernée a été vue pour la dernière fois à {place}, près de {place2}, le {day}."),
)  # fmt: skip
_ANSWERS = (
    ("The authority at {place} was asked on {day}; its answer concerns {thing}.",
     "L’autorité de {place} a été interrogée le {day} ; sa réponse concerne {thing}."),
    ("The record of {place}, number {number}, follows by courier.",
     "Le procès-verbal de {place}, numéro {number}, suit par courrier."),
    ("This follows from what was said about {place} on {day}.",
     "Cela découle de ce qui a été dit de {place} le {day}."),
)  # fmt: skip
_CAPACITIES = (("Suspect", "suspect"), ("Witness", "witness"), ("Victim", "victim"), ("Expert", "expert"))
_CONTRACTED = ((" de le ", " du "), (" à le ", " au "), (" de les ", " des "), (" que un", " qu’un"))
SENTENCES = 9


class Writer:
    """Writes for one request in one language, from the numbers it draws."""

    def __init__(self, draw: Random, language: str, person: str = "") -> None:
        self.draw, self.french, self.person = draw, language == "fr", person

    def sentence(self, about: str = "") -> str:
        """Return a sentence that suits an element."""
        return self._filled(self.draw.choice(_SAID.get(about, _PLAIN)))

    def answer(self) -> str:
        """Return a sentence as people write it with an act."""
        return self._filled(self.draw.choice(_ANSWERS))

    def place(self) -> str:
        """Return the name of a place; those at the head of the list come up more often."""
        return PLACES[int(len(PLACES) * self.draw.random() ** 2)]

    def subject(self, kind: Kind) -> str:
        """Return the subject of a request of a kind."""
        thing = self._filled(self.draw.choice(_THINGS))
        return f"{kind.name.in_('fr' if self.french else 'en')}: {thing}, {self.place()}"[:200]

    def contents(self, kind: Kind, *, on: date) -> dict[str, dict[str, str]]:
        """Return a text for every element that must be given, about nine sentences in all; dates are `on`."""
        wanted = [element for element in kind.elements if element.compulsory]
        each = max(1, round(SENTENCES / max(1, len(wanted))))
        return {
            element.code: {
                "text": on.isoformat()
                if element.form == "date"
                else " ".join(self.sentence(element.code) for _ in range(each))
            }
            for element in wanted
        }

    def _filled(self, pair: tuple[str, str]) -> str:
        draw, french = self.draw, self.french
        text = pair[french]
        if "{thing}" in text:
            text = text.replace("{thing}", draw.choice(_THINGS)[french])
        if "{did}" in text:
            text = text.replace("{did}", draw.choice(_DID)[french])
        year = 2012 + draw.randrange(11)
        hour = draw.randrange(1, 12)
        day = (
            f"{draw.randrange(1, 29)}.{draw.randrange(1, 13)}.{year}"
            if french
            else date(year, draw.randrange(1, 13), draw.randrange(1, 29)).isoformat()
        )
        filled = text.format(
            place=self.place(),
            place2=self.place(),
            name=self.place(),
            number=draw.randrange(1, 9000),
            person=self.person or ("la personne concernée" if french else "the person concerned"),
            day=day,
            hour=hour,
            hour2=hour + draw.randrange(1, 6),
        )
        if french:
            for apart, together in _CONTRACTED:
                filled = filled.replace(apart, together)
        return filled[0].upper() + filled[1:]


def pseudonym(draw: Random, number: int) -> tuple[str, str]:
    """Return a pseudonym that no other person of the file has, and the capacity it speaks of."""
    word, capacity = draw.choice(_CAPACITIES)
    return f"{word} {draw.choice(_BIRDS)} {number}", capacity


def case_title(draw: Random, language: str) -> str:
    """Return the title of an invented case."""
    place: Sequence[str] = PLACES
    name = place[draw.randrange(len(place))]
    return f"Affaire {name} (fictive)" if language == "fr" else f"The {name} case (invented)"
