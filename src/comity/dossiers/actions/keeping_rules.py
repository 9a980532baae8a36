# SPDX-License-Identifier: EUPL-1.2
"""What is not allowed in keeping and disposing of dossiers. No source gives periods: these are rules of the house."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from comity.core.clock import THE_HAGUE
from comity.core.errors import Refused
from comity.core.viewer import Viewer
from comity.statute import Act, Refusal, Role, Text

from .. import queries
from ..models import Dossier
from .rules import INTERNAL_RULE, WORKING, Rule, Ruled


class Keeping(Ruled):
    """The rules on archiving, legal holds and disposal: provision, reason, remedy."""

    PART_IN_FULL = (
        INTERNAL_RULE,
        Text(
            "Only a party that takes part in the dossier in full does this.",
            "Seule une partie qui participe pleinement au dossier peut le faire.",
        ),
        Text("Ask the party that keeps the dossier.", "Adressez-vous à la partie qui tient le dossier."),
    )
    KEEPER = (
        INTERNAL_RULE,
        Text(
            "Only the party that keeps this dossier archives it and proposes its disposal.",
            "Seule la partie qui tient ce dossier l'archive et en propose l'élimination.",
        ),
        Text("Ask that party.", "Adressez-vous à cette partie."),
    )
    WITH_ITS_FILE = (
        INTERNAL_RULE,
        Text(
            "An exchange is archived with the file in which its request was begun.",
            "Un échange est archivé avec le dossier dans lequel sa demande a été commencée.",
        ),
        Text("Archive that file.", "Archivez ce dossier."),
    )
    ARCHIVED_ALREADY = (
        INTERNAL_RULE,
        Text("This dossier is archived already.", "Ce dossier est déjà archivé."),
        Text("Nothing remains to be done.", "Il n'y a rien d'autre à faire."),
    )
    NOT_ARCHIVED = (
        INTERNAL_RULE,
        Text(
            "Only a dossier that is closed and archived is disposed of, or taken out of the archive.",
            "Seul un dossier clos et archivé peut être éliminé ou retiré des archives.",
        ),
        Text("Close and archive it first.", "Commencez par le clore et l'archiver."),
    )
    IS_PROPOSED = (
        INTERNAL_RULE,
        Text(
            "Disposal of this dossier, or of an exchange in it, is proposed.",
            "L'élimination de ce dossier, ou d'un échange qui en relève, est proposée.",
        ),
        Text("Withdraw the proposal first.", "Retirez d'abord la proposition."),
    )
    NOT_PROPOSED = (
        INTERNAL_RULE,
        Text("No disposal of this dossier is proposed.", "Aucune élimination de ce dossier n'est proposée."),
        Text("Its keeper proposes it first.", "La partie qui le tient doit d'abord la proposer."),
    )
    HELD = (
        INTERNAL_RULE,
        Text(
            "A legal hold is open on this dossier, or on the file in which it was begun.",
            "Une conservation obligatoire est en vigueur sur ce dossier, ou sur celui dans lequel il a été commencé.",
        ),
        Text("Whoever placed it ends it.", "Il appartient à qui l'a ordonnée de la lever."),
    )
    TOO_EARLY = (
        INTERNAL_RULE,
        Text(
            "The least time for which this court keeps a dossier after its closing has not passed.",
            "La durée minimale pendant laquelle cette cour conserve un dossier après sa clôture n'est pas écoulée.",
        ),
        Text("Propose it when that time has passed.", "Proposez-la une fois cette durée écoulée."),
    )
    FILE_LAST = (
        INTERNAL_RULE,
        Text(
            "A file is disposed of after all exchanges begun in it.",
            "Un dossier est éliminé après tous les échanges qui y ont été commencés.",
        ),
        Text("Dispose of those exchanges first.", "Éliminez d'abord ces échanges."),
    )
    ANOTHER_PERSON = (
        INTERNAL_RULE,
        Text(
            "You, or the person you stand in for, consented already: the second consent is another person's.",
            "Vous-même, ou la personne que vous suppléez, avez déjà consenti : le second consentement revient à une "
            "autre personne.",
        ),
        Text("Ask an approver of your party.", "Adressez-vous à un approbateur de votre partie."),
    )
    APPROVER_SECOND = (
        INTERNAL_RULE,
        Text(
            "The second consent of a party is given by an approver.",
            "Le second consentement d'une partie est donné par un approbateur.",
        ),
        Text("Ask an approver of your party.", "Adressez-vous à un approbateur de votre partie."),
    )
    CONSENTED = (
        INTERNAL_RULE,
        Text("Your party has consented.", "Votre partie a consenti."),
        Text("To stop the disposal, place a legal hold.", "Pour l'arrêter, ordonnez la conservation."),
    )
    BEGUN = (
        INTERNAL_RULE,
        Text(
            "The disposal has begun: keys and salts are destroyed.",
            "L'élimination a commencé : les clés et les sels sont détruits.",
        ),
        Text("It cannot be undone.", "Elle est irréversible."),
    )
    HELD_ALREADY = (
        INTERNAL_RULE,
        Text("Your party holds this dossier already.", "Votre partie a déjà ordonné la conservation de ce dossier."),
        Text("End that hold, or leave it.", "Levez-la, ou maintenez-la."),
    )
    NOT_HELD = (
        INTERNAL_RULE,
        Text("Your party holds nothing here.", "Votre partie n'a ordonné ici aucune conservation."),
        Text("Only the party that placed a hold ends it.", "Seule la partie qui l'a ordonnée peut la lever."),
    )


def refusal_to_keep(viewer: Viewer, shown: Dossier, *, kept: queries.Kept, act: Act, at: datetime) -> Refusal | None:
    """Return why this viewer may not do an act of keeping or disposal: what greys a button, and stops the act."""
    rule = Rule.READERS_CHANGE_NOTHING if not viewer.roles & WORKING else _broken(viewer, shown, kept, act, at)
    return rule.refusal(act) if rule else None


def _broken(viewer: Viewer, shown: Dossier, kept: queries.Kept, act: Act, at: datetime) -> Ruled | None:
    match act:
        case Act.HOLD_PLACE:
            return _first(
                (not kept.is_full, Keeping.PART_IN_FULL),
                (shown.disposed_at is not None, Keeping.BEGUN),
                (kept.own_hold(viewer) is not None, Keeping.HELD_ALREADY),
            )
        case Act.HOLD_END:
            return None if kept.own_hold(viewer) else Keeping.NOT_HELD
        case Act.DISPOSAL_CONSENT:
            return _broken_by_consent(viewer, shown, kept)
    if shown.owner_id != viewer.party_id:
        return Keeping.KEEPER
    match act:
        case Act.DOSSIER_ARCHIVE:
            return _first(
                (shown.is_exchange, Keeping.WITH_ITS_FILE),
                (shown.archived_at is not None, Keeping.ARCHIVED_ALREADY),
            )
        case Act.DOSSIER_RESTORE:
            return _first(
                (shown.is_exchange, Keeping.WITH_ITS_FILE),
                (shown.archived_at is None, Keeping.NOT_ARCHIVED),
                (shown.disposed_at is not None, Keeping.BEGUN),
                (kept.disposal is not None or kept.exchanges_proposed, Keeping.IS_PROPOSED),
            )
        case Act.DISPOSAL_PROPOSE:
            return _first(
                (shown.disposed_at is not None, Keeping.BEGUN),
                (shown.archived_at is None, Keeping.NOT_ARCHIVED),
                (kept.disposal is not None, Keeping.IS_PROPOSED),
                (kept.is_held, Keeping.HELD),
                (_is_too_early(shown, at), Keeping.TOO_EARLY),
                (kept.exchanges_left > 0, Keeping.FILE_LAST),
            )
        case _:
            return _first((shown.disposed_at is not None, Keeping.BEGUN), (kept.disposal is None, Keeping.NOT_PROPOSED))


def _broken_by_consent(viewer: Viewer, shown: Dossier, kept: queries.Kept) -> Ruled | None:
    given = kept.consents_of(viewer.party_id)
    people = {one for consent in given for one in (consent.person_id, consent.acting_for_id) if one is not None}
    return _first(
        (not kept.is_full, Keeping.PART_IN_FULL),
        (shown.disposed_at is not None, Keeping.BEGUN),
        (kept.disposal is None, Keeping.NOT_PROPOSED),
        (len(given) >= queries.CONSENTS, Keeping.CONSENTED),
        (bool(people & {viewer.person_id, viewer.acting_for_id}), Keeping.ANOTHER_PERSON),
        (len(given) == 1 and Role.APPROVER not in viewer.roles, Keeping.APPROVER_SECOND),
    )


def _first(*rules: tuple[bool, Keeping]) -> Keeping | None:
    """Return the first rule that is broken."""
    return next((rule for is_broken, rule in rules if is_broken), None)


def _is_too_early(shown: Dossier, at: datetime) -> bool:
    if shown.archived_at is None:
        return True
    since = shown.archived_at.astimezone(THE_HAGUE)
    year = since.year + settings.COMITY_KEEPING_YEARS
    # What was archived on a 29 February is kept until the last of that month.
    day = 28 if (since.month, since.day) == (2, 29) else since.day
    return at < since.replace(year=year, day=day)


def demand_keeping(viewer: Viewer, dossier: Dossier, kept: queries.Kept, act: Act, at: datetime) -> None:
    """Raise Refused where this viewer may not do an act of keeping or disposal."""
    refusal = refusal_to_keep(viewer, dossier, kept=kept, act=act, at=at)
    if refusal is not None:
        raise Refused(refusal)


def to_keep(viewer: Viewer, dossier_id: UUID, act: Act, at: datetime) -> Dossier:
    """Return the dossier, locked, where the viewer may do this act of keeping."""
    dossier = queries.dossier_to_change(viewer, dossier_id)
    demand_keeping(viewer, dossier, queries.keeping(viewer, dossier, at), act, at)
    return dossier
