# SPDX-License-Identifier: EUPL-1.2
"""Disposal: proposed with a reason and a decision, consented to by two persons of each party, carried out by steps.

The steps are owed work, each one transaction and each done once: keys and salts first, so that what a crash or an old
copy leaves behind cannot be bound to anything any more, then the contents. What remains is that something was done, by
which party, when and by which article, its leaf in the ledger, and the record of the disposal.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comity.core import outbox, search
from comity.core.viewer import Viewer, system_viewer
from comity.parties.actions.given import needed_text
from comity.statute import Act

from .. import queries
from ..models import (
    Clock,
    Consent,
    Disposal,
    Dossier,
    Entry,
    GuardedQuerySet,
    Hold,
    PageReader,
    Participation,
    PersonConcerned,
    RestrictedPage,
)
from .keeping_rules import to_keep
from .timeline import record

REASON_CHARACTERS = 300
DUTY = "disposal"


@transaction.atomic
def propose_disposal(viewer: Viewer, *, dossier_id: UUID, reason: str, decision: str, at: datetime) -> Disposal:
    """Propose to dispose of an archived dossier of the viewer's own party, and consent to it as its first person.

    `reason` and `decision` stay on record. Raises Refused while a hold is open, before the least time has passed, and
    for a file before the exchanges begun in it.
    """
    dossier = to_keep(viewer, dossier_id, Act.DISPOSAL_PROPOSE, at)
    disposal = Disposal(
        id=uuid4(),
        dossier=dossier,
        reason=needed_text("reason", reason, longest=REASON_CHARACTERS),
        decision=needed_text("decision", decision, longest=REASON_CHARACTERS),
        proposed_at=at,
    )
    disposal.save(force_insert=True)
    said = {"reason": disposal.reason, "decision": disposal.decision}
    record(viewer, Act.DISPOSAL_PROPOSE, dossier_id=dossier.id, about=dossier.id, at=at, data=said)
    _consent(viewer, disposal, at)
    return disposal


@transaction.atomic
def consent_to_disposal(viewer: Viewer, *, dossier_id: UUID, at: datetime) -> Disposal:
    """Consent to the proposed disposal for the viewer's party; a second time only an approver, and another person.

    With the last consent that was needed the waiting time begins; when it is over the work is owed.
    """
    dossier = to_keep(viewer, dossier_id, Act.DISPOSAL_CONSENT, at)
    disposal = queries.keeping(viewer, dossier, at).disposal
    assert disposal is not None  # the rule asked for it
    _consent(viewer, disposal, at)
    record(viewer, Act.DISPOSAL_CONSENT, dossier_id=dossier.id, about=dossier.id, at=at)
    if not queries.keeping(viewer, dossier, at).awaited and disposal.not_before is None:
        disposal.approved_at = at
        disposal.not_before = at + timedelta(days=settings.COMITY_LIMITS["disposal_wait_days"])
        disposal.save(update_fields=["approved_at", "not_before"])
        _owe(disposal, settings.COMITY_DISPOSAL[0], at=disposal.not_before)
    return disposal


@transaction.atomic
def withdraw_disposal(viewer: Viewer, *, dossier_id: UUID, reason: str, at: datetime) -> Disposal:
    """Withdraw a proposal that has not begun to be carried out; a new one needs all consents anew."""
    dossier = to_keep(viewer, dossier_id, Act.DISPOSAL_WITHDRAW, at)
    disposal = queries.keeping(viewer, dossier, at).disposal
    assert disposal is not None  # the rule asked for it
    said = {"reason": needed_text("reason", reason, longest=REASON_CHARACTERS)}
    disposal.ended_at = at
    disposal.save(update_fields=["ended_at"])
    record(viewer, Act.DISPOSAL_WITHDRAW, dossier_id=dossier.id, about=dossier.id, at=at, data=said)
    return disposal


def owe_again(viewer: Viewer, dossier: Dossier, *, at: datetime) -> None:  # noqa: ARG001 - every act names who acts
    """Owe anew what a hold on this dossier, or on the file of these exchanges, stopped; harmless where nothing was."""
    below = Dossier.objects.unguarded("a hold on a file stops its exchanges").filter(parent=dossier, is_exchange=True)
    rows = Disposal.objects.unguarded("a hold stops a disposal whoever placed it")
    for disposal in rows.filter(
        dossier_id__in=[dossier.id, *below.values_list("id", flat=True)],
        ended_at__isnull=True,
        not_before__isnull=False,
        executed_at__isnull=True,
    ):
        assert disposal.not_before is not None  # the rows have one
        for step in settings.COMITY_DISPOSAL:
            if step not in disposal.done:
                _owe(disposal, step, at=max(at, disposal.not_before))
                break


def _consent(viewer: Viewer, disposal: Disposal, at: datetime) -> None:
    Consent(
        dossier_id=disposal.dossier_id,
        disposal=disposal,
        party_id=queries.party_of(viewer),
        person_id=queries.person_of(viewer),
        acting_for_id=viewer.acting_for_id,
        function=viewer.function,
        at=at,
    ).save(force_insert=True)


def _owe(disposal: Disposal, step: str, *, at: datetime) -> None:
    outbox.owe(step, str(disposal.id), at=at)


Work = Callable[[Disposal], bool]


@transaction.atomic
def system_step(disposal_id: UUID, *, step: str, work: Work, at: datetime) -> bool:
    """Do one step of a disposal, once, and owe the next; return whether anything was done.

    A room gives its own `work` on the rows of the disposal's dossier; it returns False to be called again for the rest.
    Nothing is done before the steps before it, of a disposal withdrawn, before its time, or while a hold is open: the
    end of the hold owes the step anew. The database asks the same before it lets anything be emptied.
    """
    rows = Disposal.objects.unguarded("a named duty of the system").filter(id=disposal_id)
    dossier_id = rows.values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        return False
    # The dossier is locked first, as every act of keeping does: a hold comes before a step or after it, never between.
    dossier = Dossier.objects.unguarded("as above").select_for_update(no_key=True).get(id=dossier_id)
    disposal = rows.get()
    place = settings.COMITY_DISPOSAL.index(step)
    if disposal.done != list(settings.COMITY_DISPOSAL[:place]) or not _may_go_on(disposal, dossier, at):
        return False
    if disposal.begun_at is None:
        disposal.begun_at = dossier.disposed_at = at
        disposal.save(update_fields=["begun_at"])
        dossier.save(update_fields=["disposed_at"])
    if not work(disposal):
        _owe(disposal, step, at=at)
        return True
    disposal.done = [*disposal.done, step]
    disposal.save(update_fields=["done"])
    if place + 1 < len(settings.COMITY_DISPOSAL):
        _owe(disposal, settings.COMITY_DISPOSAL[place + 1], at=at)
    else:
        _enter(disposal, at)
    return True


def _may_go_on(disposal: Disposal, dossier: Dossier, at: datetime) -> bool:
    kept = queries.keeping(system_viewer(DUTY), dossier, at)
    consents = list(Consent.objects.unguarded("a named duty of the system").filter(disposal=disposal))
    each = {party.id: {one.person_id for one in consents if one.party_id == party.id} for party in kept.needed}
    return (
        disposal.ended_at is None
        and disposal.executed_at is None
        and disposal.not_before is not None
        and disposal.not_before <= min(at, timezone.now())
        and dossier.archived_at is not None
        and not kept.is_held
        and all(len(people) >= queries.CONSENTS for people in each.values())
    )


def _enter(disposal: Disposal, at: datetime) -> None:
    """Enter that it was done, by whom and on what decision: an entry of its own, with its own commitment."""
    consents = Consent.objects.unguarded("as above").filter(disposal=disposal).select_related("party")
    record(
        system_viewer(DUTY),
        Act.DISPOSAL_EXECUTE,
        dossier_id=disposal.dossier_id,
        about=disposal.dossier_id,
        at=at,
        data={
            "reason": disposal.reason,
            "decision": disposal.decision,
            "consents": [
                {"party": one.party.code, "function": one.function, "at": one.at.isoformat()} for one in consents
            ],
        },
    )
    disposal.executed_at = at
    disposal.save(update_fields=["executed_at"])


def system_dispose_keys(disposal_id: UUID, *, at: datetime) -> bool:
    """Destroy the keys of the restricted pages and the salts of the entries of a dossier, with what they open."""
    return system_step(disposal_id, step="dossiers.dispose_keys", work=_keys, at=at)


def system_dispose_words(disposal_id: UUID, *, at: datetime) -> bool:
    """Take what hangs on a dossier out of the index of words, and every trace of those words with it."""
    return system_step(disposal_id, step="dossiers.dispose_words", work=_words, at=at)


def system_dispose_contents(disposal_id: UUID, *, at: datetime) -> bool:
    """Delete or empty what this room keeps of a dossier, and enter that the disposal was carried out."""
    return system_step(disposal_id, step="dossiers.dispose_contents", work=_contents, at=at)


def _persons(disposal: Disposal) -> GuardedQuerySet[PersonConcerned]:
    return PersonConcerned.objects.unguarded("as above").filter(dossier_id=disposal.dossier_id)


def _keys(disposal: Disposal) -> bool:
    pages = RestrictedPage.objects.filter(person_concerned_id__in=list(_persons(disposal).values_list("id", flat=True)))
    PageReader.objects.filter(page__in=pages).delete()
    pages.delete()
    Entry.objects.unguarded("as above").filter(dossier_id=disposal.dossier_id).update(salt=b"", data={})
    return True


def _words(disposal: Disposal) -> bool:
    search.forget(disposal.dossier_id)
    return search.purge()


def _contents(disposal: Disposal) -> bool:
    on = {"dossier_id": disposal.dossier_id}
    persons = _persons(disposal)
    # Django would ask the room above whether a request names them; its step came before, and the database asks again.
    persons._raw_delete(persons.db)  # noqa: SLF001 - as above
    Clock.objects.unguarded("as above").filter(**on).update(changes=[])
    Hold.objects.unguarded("as above").filter(**on).update(reason="", end_reason="")
    Disposal.objects.unguarded("as above").filter(**on).exclude(id=disposal.id).update(reason="", decision="")
    Participation.rows.filter(**on).update(reason="")
    Dossier.objects.unguarded("as above").filter(id=disposal.dossier_id).update(title="", case_number="")
    return True
