# SPDX-License-Identifier: EUPL-1.2
"""Who is told of what, and that nobody is told of what they do not see."""

import html
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from comity.core import outbox, worker
from comity.core.clock import now
from comity.core.db import as_viewer
from comity.core.viewer import Viewer
from comity.dossiers.models import Clock, Dossier, Participation
from comity.notices import queries
from comity.notices.actions import system_sweep
from comity.notices.models import Delivery, Hook, Mail, Notice
from comity.parties import actions as parties
from comity.parties.models import Party
from comity.requests import actions as requests
from comity.requests.models import Request
from comity.statute import Act, Role
from tests.factories.keys import colleague_of, recovery_key
from tests.factories.parties import person_at, person_of
from tests.factories.requests import a_draft, a_sent, act, bring_to, in_execution

SignIn = Callable[[Viewer], Client]
WHY = "a test looks at the rows themselves"


def told(viewer: Viewer) -> list[str]:
    """What stands in a viewer's inbox, oldest first: the act, or which reminder."""
    with as_viewer(viewer, writes=False):
        rows = list(queries.mine(viewer).order_by("at", "id"))
    return [row.act if row.why == Notice.Why.ACT else str(row.why) for row in rows]


def unread(viewer: Viewer) -> int:
    with as_viewer(viewer, writes=False):
        return queries.unread_count(viewer)


def delivered(asking: Viewer, subject: str = "Service of the notice of hearing") -> Request:
    request = a_sent(asking, subject=subject)
    worker.do_all()
    return request


def clock_of(request: Request) -> Clock:
    return Clock.objects.unguarded(WHY).filter(about=request.id).order_by("due_at")[0]


def remind() -> int:
    return requests.system_remind(at=now())


# --- Who is told -----------------------------------------------------------------------------------------------------


def test_request_that_arrives_is_told_to_the_desk_it_came_to(
    asking: Viewer, asked: Viewer, uncleared: Viewer, stranger: Viewer, registrar: Viewer
) -> None:
    delivered(asking)

    assert told(asked) == [Act.REQUEST_DELIVER]
    assert [told(viewer) for viewer in (stranger, uncleared, asking)] == [[], [], [Act.REQUEST_APPROVE]]


def test_draft_that_is_submitted_is_told_to_those_who_approve(
    asking: Viewer, asking_approver: Viewer, asked: Viewer
) -> None:
    act(asking, a_draft(asking), Act.REQUEST_SUBMIT)

    assert (told(asking_approver), told(asking), told(asked)) == ([Act.REQUEST_SUBMIT], [], [])


def test_answers_and_messages_are_told_to_the_other_side(asking: Viewer, asked: Viewer) -> None:
    request = in_execution(asking)
    before, asked_before = told(asking), told(asked)
    act(asked, request, Act.CONSULTATION_RAISE)
    act(asking, request, Act.CONSULTATION_REPLY)
    act(asked, in_execution(asking), Act.REPLY_FULL)

    assert Counter(told(asking)) - Counter(before) >= Counter([Act.CONSULTATION_RAISE, Act.REPLY_FULL])
    assert Act.CONSULTATION_REPLY not in told(asking)
    assert (Counter(told(asked)) - Counter(asked_before))[Act.CONSULTATION_REPLY] == 1


def test_recall_takes_the_news_of_the_request_with_it(asking: Viewer, asking_approver: Viewer, asked: Viewer) -> None:
    request = delivered(asking)
    assert unread(asked) == 1
    act(asking, request, Act.REQUEST_RECALL)

    assert (told(asked), unread(asked)) == ([], 0)


def test_task_is_told_to_whom_it_was_given(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    request = in_execution(asking)
    colleague = person_at(belgium, Role.OFFICER, function="Prosecutor of Ghent")
    before = told(asked)
    with as_viewer(asked):
        requests.open_task(
            asked, request_id=request.id, text="Telephone", assignee_id=colleague.person_id or UUID(int=0), due_on=None,
            at=now(),
        )  # fmt: skip

    assert told(colleague) == [Act.TASK_OPEN]
    assert (told(asked), Act.TASK_OPEN in told(asking)) == (before, False)


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_of_an_act_that_was_undone(asking: Viewer, asking_approver: Viewer, asked: Viewer) -> None:
    draft = a_draft(asking)

    def undone() -> None:
        with as_viewer(asking):
            requests.perform(asking, request_id=draft.id, act=Act.REQUEST_SUBMIT, given={}, at=now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert told(asking_approver) == []


# --- Sight -----------------------------------------------------------------------------------------------------------


def test_person_who_lost_sight_sees_nothing_of_it(
    sign_in: SignIn, asking: Viewer, asked: Viewer, belgium: Party
) -> None:
    request = delivered(asking, subject="Harbour register of Ostern")
    client = sign_in(asked)
    assert request.reference in client.get("/inbox/").content.decode()
    Participation.rows.filter(dossier_id=request.dossier_id, party=belgium).update(
        since=now() - timedelta(days=2), until=now() - timedelta(days=1)
    )

    page = client.get("/inbox/?show=all").content.decode()
    assert (request.reference in page, "Nothing new" in page, unread(asked)) == (False, True, 0)
    notice = Notice.objects.unguarded(WHY).get(about=request.id, person=person_of(asked))
    assert client.post(f"/inbox/{notice.id}/read/").status_code == 404


def test_unopened_request_is_told_without_its_subject(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request = delivered(asking, subject="Harbour register of Ostern")
    page = sign_in(asked).get("/inbox/").content.decode()

    assert ("A request has arrived" in page, request.reference in page, "Harbour" in page) == (True, True, False)


def test_notice_holds_no_words(asking: Viewer, asked: Viewer) -> None:
    request = delivered(asking, subject="Harbour register of Ostern")
    kept = repr(list(Notice.objects.unguarded(WHY).values()))

    assert ("Harbour" in kept, request.reference in kept) == (False, False)


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_notices_are_marked_as_read_one_and_all(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    for _more in range(3):
        delivered(asking)
    client = sign_in(asked)
    assert '<span class="count">3' in client.get("/law/").content.decode()
    notice = Notice.objects.unguarded(WHY).filter(person=person_of(asked))[0]

    client.post(f"/inbox/{notice.id}/read/")
    assert unread(asked) == 2
    assert "2 marked as read." in client.post("/inbox/read/", follow=True).content.decode()
    assert (unread(asked), len(told(asked))) == (0, 3)
    assert '<span class="count">' not in client.get("/law/").content.decode()


def test_somebody_elses_notice_cannot_be_marked(sign_in: SignIn, asking: Viewer, asked: Viewer, belgium: Party) -> None:
    delivered(asking)
    colleague = person_at(belgium, Role.READER, function="Reader")
    notice = Notice.objects.unguarded(WHY).get(person=person_of(asked))

    assert sign_in(colleague).post(f"/inbox/{notice.id}/read/").status_code == 404
    assert unread(asked) == 1


def test_badge_counts_no_further_than_it_shows(sign_in: SignIn, asking: Viewer, asked: Viewer) -> None:
    request = delivered(asking)
    Notice.objects.bulk_create(
        Notice(
            dossier_id=request.dossier_id, person=person_of(asked), about=request.id, act=str(Act.REQUEST_CORRECT),
            mark=str(number), at=now(),
        )
        for number in range(120)
    )  # fmt: skip

    assert unread(asked) == 100
    assert '<span class="count">99+' in sign_in(asked).get("/law/").content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_inbox_asks_the_same_number_of_questions_however_long_it_is(
    sign_in: SignIn, asking: Viewer, asked: Viewer, item_count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _more in range(item_count):
        delivered(asking)
    client = sign_in(asked)

    with django_assert_num_queries(9):  # type: ignore[attr-defined]  # a context manager
        client.get("/inbox/")


def test_substitute_reads_the_inbox_of_the_absent(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    delivered(asking)
    stands_in = Viewer(
        person_id=person_at(belgium, Role.READER, function="Reader").person_id, acting_for_id=asked.person_id,
        party_id=belgium.id, clearance=asked.clearance,
    )  # fmt: skip

    assert told(stands_in) == [Act.REQUEST_DELIVER]


# --- Reminders -------------------------------------------------------------------------------------------------------


def test_clock_is_reminded_of_before_on_and_after_its_last_day_once_each(
    asking: Viewer, asked: Viewer, chamber: Viewer
) -> None:
    request = bring_to("exhausted", asking, kind="DOCS")
    due_at = clock_of(request).due_at
    reminded = []
    for hours in (-200, -70, -60, -3, -1, 1, 20, 100):
        with time_machine.travel(due_at + timedelta(hours=hours), tick=False):
            reminded.append(remind())

    assert reminded == [0, 1, 0, 1, 0, 1, 0, 0]
    for viewer in (asking, asked):
        assert told(viewer)[-3:] == ["soon", "today", "passed"]


def test_clock_that_was_met_is_not_reminded_of(asking: Viewer, asked: Viewer, chamber: Viewer) -> None:
    request = bring_to("exhausted", asking, kind="DOCS")
    Clock.objects.unguarded(WHY).filter(about=request.id).update(state="met")
    with time_machine.travel(clock_of(request).due_at - timedelta(hours=1), tick=False):
        assert remind() == 0


def test_clock_that_was_moved_is_reminded_of_anew(asking: Viewer, asked: Viewer, chamber: Viewer) -> None:
    request = bring_to("exhausted", asking, kind="DOCS")
    due_at = clock_of(request).due_at
    with time_machine.travel(due_at - timedelta(hours=1), tick=False):
        assert remind() == 1
    Clock.objects.unguarded(WHY).filter(about=request.id).update(due_at=due_at + timedelta(days=7))
    with time_machine.travel(due_at + timedelta(days=7, hours=-1), tick=False):
        assert remind() == 1


# --- Preferences -----------------------------------------------------------------------------------------------------


def test_person_chooses_mail_and_language(sign_in: SignIn, asked: Viewer) -> None:
    client = sign_in(asked)
    answer = client.post("/preferences/", {"digest": "off", "language": "fr"}, follow=True)
    assert "Kept." in answer.content.decode()

    with as_viewer(asked):
        assert queries.preference_of(asked).digest == "off"
    refused = client.post("/preferences/", {"digest": "hourly", "language": "fr"})
    assert (refused.status_code, "hourly" in refused.content.decode()) == (200, True)


def test_recovery_that_is_announced_is_told_to_the_administrators_of_its_party(
    asked: Viewer, asked_administrator: Viewer, asking_administrator: Viewer, belgium: Party, sign_in: SignIn
) -> None:
    uncleared = person_at(belgium, is_administrator=True, clearance=0)
    holders = [asked, colleague_of(asked), colleague_of(asked)]
    recovery_key(asked_administrator, holders)
    with as_viewer(asked):
        row = parties.begin_recovery(asked, reason="The machine of Ostern was stolen", at=now())
    for number, holder in enumerate(holders[:2]):
        worker.do_all()
        assert (number, told(asked_administrator)) == (number, [])
        with as_viewer(holder):
            parties.approve_recovery(holder, recovery_id=row.pk, at=now())

    for _again in range(2):
        outbox.owe("notices.tell_recovery", str(row.pk))
        worker.do_all()

    assert [told(one) for one in (asked_administrator, uncleared)] == [[Act.RECOVERY_ANNOUNCE]] * 2
    assert [told(one) for one in (asking_administrator, *holders)] == [[]] * 4
    page = sign_in(asked_administrator).get("/inbox/").content.decode()
    assert ("Recovery of the party's key announced" in html.unescape(page), "/people/keys/" in page) == (True, True)
    assert "Ostern" not in page
    assert Dossier.objects.unguarded(WHY).filter(kind="party").count() == 1


# --- What is forgotten -----------------------------------------------------------------------------------------------


def test_what_was_told_long_ago_is_forgotten_read_or_not(asking: Viewer, asked: Viewer, belgium: Party) -> None:
    """Notices, posted events and the days of mails; what is one day younger than the limit stays."""
    delivered(asking)
    limit = timedelta(days=settings.COMITY_LIMITS["notices_days"])
    (first,) = Notice.objects.unguarded(WHY).filter(person=person_of(asked))
    for number, age in enumerate((limit - timedelta(days=1), limit + timedelta(days=1))):
        for read_at in (None, now()):
            first.id, first.mark, first.at, first.read_at = uuid4(), f"{number} {read_at}", now() - age, read_at
            first.save(force_insert=True)
        hook = Hook.objects.create(party=belgium, url="https://example.org/", secret=b"x", made_at=now())
        Delivery(dossier_id=first.dossier_id, hook=hook, about=first.about, act=first.act, at=now() - age).save(
            force_insert=True
        )
        Mail.objects.create(person=person_of(asked), day=(now() - age).date(), stage=Mail.Stage.SENT)
    before = Notice.objects.unguarded(WHY).count()

    assert system_sweep(at=now()) == 4

    assert Notice.objects.unguarded(WHY).count() == before - 2
    assert {row.mark[:1] for row in Notice.objects.unguarded(WHY).filter(person=person_of(asked))} >= {"0"}
    assert not Notice.objects.unguarded(WHY).filter(mark__startswith="1 ").exists()
    assert [now() - row.at < limit for row in Delivery.objects.unguarded(WHY)] == [True]
    assert [row.day > (now() - limit).date() for row in Mail.objects.all()] == [True]
    assert system_sweep(at=now()) == 0
