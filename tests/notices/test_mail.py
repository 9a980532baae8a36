# SPDX-License-Identifier: EUPL-1.2
"""The digest over SMTP, against a real server that refuses, delays, is down: at most one, never lost, never telling."""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comity.config import examination
from comity.config.problem import Problem
from comity.core import worker
from comity.core.clock import THE_HAGUE, now
from comity.core.viewer import Viewer
from comity.dossiers.models import Participation
from comity.notices import actions
from comity.notices.actions import smtp
from comity.notices.models import Mail, Notice, Preference
from comity.parties.models import Party, Person
from comity.requests.models import Request
from comity.statute import Act
from tests.factories.parties import person_of
from tests.factories.requests import a_sent, act, in_execution
from tests.notices.smtp import Server, message_id, new_server, serving

SignIn = Callable[[Viewer], Client]
MORNING = datetime(2026, 12, 1, 9, 0, tzinfo=THE_HAGUE)


@pytest.fixture
def server(settings: Any) -> Server:
    """A mail server that the settings name and that is not up yet."""
    server = new_server()
    settings.COMITY_SMTP_URL = server.url
    return server


@pytest.fixture(autouse=True)
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING) as clock:
        yield clock


@pytest.fixture
def arrived(asking: Viewer, asked: Viewer) -> Request:
    request = a_sent(asking, subject="Harbour register of Ostern")
    worker.do_all()
    return request


def later(clock: time_machine.Traveller, **time: float) -> None:
    clock.shift(timedelta(**time))


def digests() -> int:
    return actions.system_make_digests(at=now())


def send() -> int:
    return actions.system_send_mails()


def address_of(viewer: Viewer) -> str:
    return person_of(viewer).email


def stages() -> dict[str, str]:
    return dict(Mail.objects.values_list("person__email", "stage"))


def test_one_mail_a_day_however_much_happens(
    server: Server, arrived: Request, asking: Viewer, asked: Viewer, morning: time_machine.Traveller
) -> None:
    with serving(server):
        for _more in range(3):
            a_sent(asking)
            worker.do_all()
            digests()
            send()
        later(morning, days=1)
        digests()
        send()
        assert [to for to, _text in server.got].count(address_of(asked)) == 2
        later(morning, days=1)  # nothing came since the last mail, though all is still unread
        assert (digests(), send()) == (0, 0)


def test_what_came_since_is_told_the_next_day(
    server: Server, arrived: Request, asking: Viewer, asked: Viewer, morning: time_machine.Traveller
) -> None:
    with serving(server):
        digests()
        send()
        later(morning, hours=1)
        a_sent(asking)
        worker.do_all()
        digests()
        assert Mail.objects.filter(person=person_of(asked)).count() == 1
        later(morning, days=1)
        digests()
        send()

    assert [to for to, _text in server.got].count(address_of(asked)) == 2


def test_mail_says_the_same_whatever_it_announces(
    server: Server, asking: Viewer, asking_approver: Viewer, asked: Viewer, morning: time_machine.Traveller
) -> None:
    """Arrival, approval, answer, consultation, task or clock; the only differences are address, date and id."""
    with serving(server):
        request = in_execution(asking, subject="Harbour register of Ostern")
        digests()
        send()
        for name in (Act.CONSULTATION_RAISE, Act.REPLY_FULL):
            later(morning, days=1)
            act(asked, request if name == Act.CONSULTATION_RAISE else in_execution(asking), name)
            digests()
            send()

    assert len(server.got) >= 5
    plain = {_without_what_differs(text, to) for to, text in server.got}
    assert len(plain) == 1
    [text] = plain
    for word in ("Harbour", request.reference, request.reference[:3], "Belgium", "Prosecutor", str(request.id)):
        assert word.encode() not in text


def _without_what_differs(text: bytes, to: str) -> bytes:
    text = text.replace(to.encode(), b"TO")
    return re.sub(rb"^(Date|Message-ID): .*$", rb"\1:", text, flags=re.MULTILINE)


def test_mail_is_in_the_language_of_its_reader(server: Server, arrived: Request, asked: Viewer) -> None:
    Person.objects.filter(pk=person_of(asked).pk).update(language="fr")
    with serving(server):
        digests()
        send()

    said = {to: email.message_from_bytes(text, policy=email.policy.default) for to, text in server.got}
    assert said[address_of(asked)]["Subject"] == "Quelque chose vous attend sur Comity"
    body = said[address_of(asked)].get_body()
    assert body is not None
    assert "http://localhost:8000/inbox/" in body.get_content()


def test_who_sees_nothing_is_not_written_to(
    server: Server, asking: Viewer, asked: Viewer, uncleared: Viewer, belgium: Party, morning: time_machine.Traveller
) -> None:
    """The uncleared officer was told like the others, and sees none of it: a mail would tell that it exists."""
    request = a_sent(asking)
    worker.do_all()
    assert Notice.objects.unguarded("a test looks at the rows themselves").filter(person=person_of(uncleared)).exists()
    digests()
    assert address_of(asked) in stages()
    assert address_of(uncleared) not in stages()

    Mail.objects.all().delete()
    later(morning, hours=1)
    Participation.rows.filter(dossier_id=request.dossier_id, party=belgium).update(until=now() - timedelta(seconds=1))
    digests()
    assert address_of(asked) not in stages()


def test_who_wants_no_mail_gets_none(server: Server, arrived: Request, asked: Viewer) -> None:
    Preference.objects.create(person=person_of(asked), digest="off")
    digests()

    assert address_of(asked) not in stages()


def test_nothing_is_sent_before_morning(server: Server, arrived: Request, morning: time_machine.Traveller) -> None:
    later(morning, hours=-3)
    assert digests() == 0


def test_without_a_server_no_mail_is_made(arrived: Request, settings: Any) -> None:
    settings.COMITY_SMTP_URL = ""

    assert (digests(), send(), Mail.objects.count()) == (0, 0, 0)


def test_server_that_is_down_for_days_gets_one_mail_a_person_when_it_is_back(
    server: Server, arrived: Request, asking: Viewer, asked: Viewer, morning: time_machine.Traveller
) -> None:
    for _day in range(3):
        digests()
        for _try in range(4):
            assert send() == 0
            later(morning, hours=6)
        a_sent(asking)
        worker.do_all()
    assert set(stages().values()) == {"waiting"}
    assert set(Mail.objects.values_list("attempts", flat=True)) == {0}

    with serving(server):
        send()
        assert [to for to, _text in server.got].count(address_of(asked)) == 1
        assert server.connections == 1
        assert send() == 0


def test_not_now_is_tried_again_later_and_no_is_not(
    server: Server, arrived: Request, asking: Viewer, asked: Viewer, morning: time_machine.Traveller
) -> None:
    server.answers = {address_of(asked): "450 4.2.1 Later", address_of(asking): "550 5.1.1 Nobody here"}
    with serving(server):
        digests()
        assert send() == 0
        assert (stages()[address_of(asked)], stages()[address_of(asking)]) == ("waiting", "refused")
        assert set(Mail.objects.values_list("code", flat=True)) == {450, 550}
        assert send() == 0  # it is not due yet
        server.answers = {}
        later(morning, minutes=6)
        assert send() == 1
        later(morning, days=1)
        a_sent(asking)
        worker.do_all()
        digests()
        send()

    assert stages()[address_of(asking)] == "refused"
    assert address_of(asking) not in [to for to, _text in server.got]


def test_mail_that_is_put_off_for_days_is_given_up(
    server: Server, arrived: Request, asked: Viewer, morning: time_machine.Traveller
) -> None:
    server.answers = {"": "450 4.2.1 Later"}
    with serving(server):
        digests()
        for _try in range(16):
            send()
            later(morning, hours=6.1)

    assert stages()[address_of(asked)] == "given_up"


def test_message_refused_after_its_data_is_kept_too(server: Server, arrived: Request, asked: Viewer) -> None:
    server.after_data = "554 5.7.1 Not wanted"
    with serving(server):
        digests()
        send()

    assert stages()[address_of(asked)] == "refused"


def test_mail_under_way_when_a_worker_died_is_sent_with_the_same_id(
    server: Server, arrived: Request, asked: Viewer, morning: time_machine.Traveller
) -> None:
    digests()
    Mail.objects.update(next_at=timezone.now() + actions.mail.UNDER_WAY)  # as it stands while a mail is under way
    with serving(server):
        assert send() == 0
        later(morning, minutes=11)
        send()

    ids = {text.split(b"Message-ID: ")[1].split(b"\n")[0].strip() for _to, text in server.got}
    assert ids == {f"<{key}@localhost>".encode() for key in Mail.objects.values_list("id", flat=True)}


# --- Lines that end, and servers that take nothing -------------------------------------------------------------------


def rounds(clock: time_machine.Traveller, hours: float, **step: float) -> int:
    """Try as often as the schedule would in so many hours; return how many mails the server said it took."""
    end, sent = now() + timedelta(hours=hours), 0
    while now() < end:
        sent += send()
        later(clock, **(step or {"minutes": 5}))
    return sent


def ids_of(server: Server, viewer: Viewer) -> list[bytes]:
    return [message_id(text) for to, text in server.got if to == address_of(viewer)]


def test_line_that_ends_in_the_middle_of_mails_loses_none_and_doubles_none(
    server: Server, arrived: Request, asked: Viewer, morning: time_machine.Traveller
) -> None:
    digests()
    server.ends = "mid-data"
    with serving(server):
        assert rounds(morning, 6) == 0
        assert (server.got, set(stages().values())) == ([], {"waiting"})
        server.ends = ""
        rounds(morning, 48)

    assert set(stages().values()) == {"sent"}
    assert sorted(to for to, _text in server.got) == sorted(stages())


def test_mail_whose_answer_is_lost_comes_again_under_its_id_and_not_without_end(
    server: Server, arrived: Request, asked: Viewer, morning: time_machine.Traveller, settings: Any
) -> None:
    digests()
    server.ends = "unanswered"
    with serving(server):
        rounds(morning, 24 * 7, minutes=30)

    ids = ids_of(server, asked)
    assert (len(ids), len(set(ids))) == (settings.COMITY_LIMITS["mail_doubts"], 1)
    assert stages()[address_of(asked)] == "given_up"


def test_mail_in_doubt_waits_longer_each_time_and_comes_once_more_when_it_is_answered(
    server: Server, arrived: Request, asked: Viewer, morning: time_machine.Traveller
) -> None:
    digests()
    server.ends = "unanswered"
    with serving(server):
        rounds(morning, 2)  # at once, after a quarter of an hour, after an hour more
        assert len(ids_of(server, asked)) == 3
        server.ends = ""
        rounds(morning, 24)

    assert (len(ids_of(server, asked)), len(set(ids_of(server, asked)))) == (4, 1)
    assert stages()[address_of(asked)] == "sent"


def test_one_mail_that_breaks_every_line_holds_up_no_other(
    server: Server, arrived: Request, asking: Viewer, asked: Viewer
) -> None:
    digests()
    others = set(stages()) - {address_of(asked)}
    Mail.objects.filter(person=person_of(asked)).update(next_at=now() - timedelta(hours=1))
    server.breaks = address_of(asked)
    with serving(server):
        assert send() == len(others) > 0

    assert {to for to, _text in server.got} == others


@pytest.mark.parametrize("banner", ["421 Not now", "554 No service"])
def test_server_that_takes_nothing_is_asked_ever_more_rarely_and_said_by_the_doctor(
    server: Server, arrived: Request, morning: time_machine.Traveller, banner: str
) -> None:
    digests()
    server.banner = banner
    with serving(server):
        rounds(morning, 24)
        assert 20 <= server.refused <= 40  # the schedule came by 288 times
        assert (set(stages().values()), set(Mail.objects.values_list("attempts", "doubts"))) == ({"waiting"}, {(0, 0)})
        with pytest.raises(Problem, match=f"waited since 2026-12-01 08:00 UTC: the mail server answers {banner[:3]}"):
            examination.mail()

        server.banner = ""
        rounds(morning, 2)

    assert sorted(to for to, _text in server.got) == sorted(stages())
    assert "none refused" in examination.mail()


def test_sender_that_is_refused_is_no_fault_of_any_mail(
    server: Server, arrived: Request, morning: time_machine.Traveller
) -> None:
    digests()
    server.sender = "550 5.7.1 Not you"
    with serving(server):
        assert send() == 0
        assert (set(stages().values()), server.connections) == ({"waiting"}, 1)
        server.sender = ""
        rounds(morning, 1)

    assert set(stages().values()) == {"sent"}


def test_relaying_that_is_refused_blames_no_address_and_is_tried_again(
    server: Server, arrived: Request, morning: time_machine.Traveller
) -> None:
    digests()
    server.answers = {"": "554 5.7.1 Relay access denied"}
    with serving(server):
        assert send() == 0
        assert (set(stages().values()), Preference.objects.filter(refused_at__isnull=False).count()) == ({"waiting"}, 0)
        server.answers = {}
        rounds(morning, 1)

    assert set(stages().values()) == {"sent"}


@pytest.mark.parametrize("command", ["EHLO", "DATA"])
def test_server_that_hangs_is_left_after_its_seconds(
    server: Server, arrived: Request, morning: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, command: Any
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 0.2)
    digests()
    server.hangs = command
    with serving(server):
        assert send() == 0
        assert {doubts for doubts in Mail.objects.values_list("doubts", flat=True) if doubts} <= {1}
        server.hangs = ""
        rounds(morning, 2)

    assert set(stages().values()) == {"sent"}


def test_mail_over_which_workers_are_killed_is_given_up_in_the_end(
    server: Server, arrived: Request, asked: Viewer, settings: Any
) -> None:
    digests()
    Mail.objects.filter(person=person_of(asked)).update(doubts=settings.COMITY_LIMITS["mail_doubts"])
    with serving(server):
        send()

    assert (stages()[address_of(asked)], ids_of(server, asked)) == ("given_up", [])


def test_refused_mail_is_shown_to_the_operator_and_tried_again(
    server: Server, arrived: Request, asked: Viewer, registry_administrator: Viewer, sign_in: Any
) -> None:
    server.answers = {address_of(asked): "550 5.1.1 Nobody here"}
    with serving(server):
        digests()
        send()
        client = sign_in(registry_administrator)
        page = client.get("/upkeep/").content.decode()
        assert ("550" in page, address_of(asked) in page) == (True, False)
        assert f"{address_of(asked)[0]}…@example.org" in page

        server.answers = {}
        mail = Mail.objects.get(person=person_of(asked))
        assert client.post(f"/upkeep/mail/{mail.id}/retry/").status_code == 302
        assert send() >= 1
        assert stages()[address_of(asked)] == "sent"
        assert sign_in(asked).post(f"/upkeep/mail/{mail.id}/retry/").status_code == 404


def test_address_that_is_refused_for_good_is_said_to_its_person_and_their_administrators(
    server: Server, arrived: Request, asking: Viewer, asked: Viewer, asked_administrator: Viewer,
    asking_administrator: Viewer, sign_in: SignIn, morning: time_machine.Traveller,
) -> None:  # fmt: skip
    """A real server refuses at RCPT; nothing more is sent until the person looked, and then it goes on by itself."""
    server.answers[address_of(asked)] = "550 No such person"
    said = 'Mail to your address was refused on <time datetime="2026-12-01">1 December 2026</time>'
    with serving(server):
        digests()
        send()
        later(morning, days=2)
        a_sent(asking)
        worker.do_all()
        digests()
        send()
        assert list(Mail.objects.filter(person=person_of(asked)).values_list("stage", "attempts")) == [("refused", 1)]
        client = sign_in(asked)
        assert said in client.get("/preferences/").content.decode()
        assert person_of(asked).name in sign_in(asked_administrator).get("/").content.decode()
        assert person_of(asked).name not in sign_in(asking_administrator).get("/").content.decode()
        assert "Addresses that refuse mail" not in client.get("/").content.decode()

        server.answers.clear()
        assert client.post("/preferences/address/").status_code == 302
        assert said not in client.get("/preferences/").content.decode()
        assert "Addresses that refuse mail" not in sign_in(asked_administrator).get("/").content.decode()
        assert client.post("/preferences/address/").status_code == 404
        send()

    assert [to for to, _text in server.got].count(address_of(asked)) == 1


def test_at_sign_in_one_is_told_that_the_address_refuses_mail(
    server: Server, arrived: Request, asked: Viewer, client: Client
) -> None:
    person = person_of(asked)
    person.set_password("a lamp in the harbour")
    person.save(update_fields=["password"])
    server.answers[person.email] = "553 Not here"
    with serving(server):
        digests()
        send()

    answer = client.post("/account/login/", {"login": person.email, "password": "a lamp in the harbour"}, follow=True)

    assert "Mail to your address was refused on 1 December 2026" in answer.content.decode()


@pytest.mark.parametrize(("rcpt", "data"), [("450 Later", "250 Taken"), ("", "554 No such words")])
def test_address_is_not_blamed_for_a_delay_or_for_what_was_sent(
    server: Server, arrived: Request, asked: Viewer, rcpt: str, data: str
) -> None:
    server.answers[address_of(asked)], server.after_data = rcpt, data
    with serving(server):
        digests()
        send()

    assert Preference.objects.filter(refused_at__isnull=False).count() == 0
