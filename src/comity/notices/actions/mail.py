# SPDX-License-Identifier: EUPL-1.2
"""The digest: one mail a day at most, that says to everybody the same and names nothing.

A mail server that is down stops nothing here: what waits is sent when it answers again, one mail to each person however
long it was away. A server's "not now" (4xx) is tried again with growing waits, its "no" (5xx) stands for the operator.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.core.clock import THE_HAGUE
from comity.core.db import as_viewer
from comity.core.errors import NotFound
from comity.core.viewer import Viewer, system_viewer
from comity.dossiers.queries import person_of, with_circles
from comity.parties.queries import posts_open_to, system_people, viewer_of

from .. import queries
from ..models import Mail, Preference
from .smtp import FOR_GOOD, Away, InDoubt, MailServer, NotTaken

log = logging.getLogger(__name__)
SENT_FROM_HOUR = 7
FIRST_WAIT, LONGEST_WAIT, LONGEST_AWAY = timedelta(minutes=5), timedelta(hours=6), timedelta(hours=1)
# A mail in doubt may have been taken: what is sent again is rare, so that few come twice and a bad day is outlasted.
DOUBT_WAIT, LONGEST_DOUBT = timedelta(minutes=15), timedelta(hours=24)
DOUBTS_AT_ONCE = 3  # then the server is left alone until the next time
GIVEN_UP_AFTER = timedelta(days=3)
# Pushed forward while a mail is under way: a worker that dies lets it be taken up again after this.
UNDER_WAY = timedelta(minutes=10)


def system_make_digests(*, at: datetime) -> int:
    """Make today's digest for everybody who wants one and has something new to see; return how many were made.

    Before seven in the morning in The Hague none is made. Done twice on one day, the second time makes none for those
    who have theirs; nobody is written to again about what the last mail told of, nor while a mail still waits, nor at
    an address that refused the last one.
    """
    local = at.astimezone(THE_HAGUE)
    if not settings.COMITY_SMTP_URL or local.hour < SENT_FROM_HOUR:
        return 0
    with as_viewer(system_viewer("digest"), writes=False):
        news = queries.system_people_with_news()
    off = set(Preference.objects.filter(digest=Preference.Digest.OFF).values_list("person_id", flat=True))
    last: dict[UUID, Mail] = {}
    for mail in Mail.objects.filter(person_id__in=news).order_by("made_at"):
        last[mail.person_id] = mail
    made = 0
    for person, latest in news.items():
        before = last.get(person)
        if person in off or (before is not None and not _is_due_after(before, latest, local)):
            continue
        if _sees_news(person, at=at):
            mail = Mail(person_id=person, day=local.date(), made_at=at)
            made += len(Mail.objects.bulk_create([mail], ignore_conflicts=True))
    return made


def _is_due_after(before: Mail, latest: datetime, local: datetime) -> bool:
    has_ended = before.stage in {Mail.Stage.SENT, Mail.Stage.GIVEN_UP}
    # Acts are stamped to the second, so what came in the same second may be new.
    return has_ended and before.day < local.date() and latest >= before.made_at


def _sees_news(person_id: UUID, *, at: datetime) -> bool:
    """Whether something unread is in this person's own sight now, at any of their own posts."""
    [person] = system_people([person_id])
    for seat in posts_open_to(person_id, at):
        viewer = viewer_of(person, seat.post.pk, at) if seat.substitution_id is None else None
        if viewer is None:
            continue
        viewer = with_circles(viewer, at)
        with as_viewer(viewer, writes=False):
            if queries.unread_count(viewer):
                return True
    return False


def system_send_mails() -> int:
    """Send every mail that waits and is due, over one connection, and return how many the server took.

    Nothing is held locked while the server is talked to. A mail whose answer was lost, or that was under way when a
    worker was killed, is sent again with the same Message-ID, by which a mail system knows it: at most `mail_doubts`
    times, ever more rarely.
    """
    if not settings.COMITY_SMTP_URL:
        return 0
    server = MailServer(settings.COMITY_SMTP_URL)
    sent = in_doubt = 0
    try:
        for mail in _due():
            try:
                server.hand_over(message_for(mail))
            except NotTaken as refusal:
                _not_taken(mail, refusal)
            except InDoubt:
                _in_doubt(mail)
                in_doubt += 1
            except Away as away:
                _wait_for_server(mail, away.code)
                break
            else:
                _told(mail, stage="sent", sent_at=timezone.now(), attempts=mail.attempts + 1, code=0)
                sent += 1
            if in_doubt >= DOUBTS_AT_ONCE:
                break
    finally:
        server.close()
    if sent:  # it answers: those that waited for nothing else follow at once
        Mail.objects.filter(stage="waiting", attempts=0, doubts=0).update(next_at=timezone.now())
    return sent


def _due() -> Iterator[Mail]:
    """Take up one mail after another, the one that is due longest first; each is in doubt until it is told of."""
    waiting = Mail.objects.filter(stage="waiting")
    most: int = settings.COMITY_LIMITS["mail_doubts"]
    # A worker was killed over these so often that nobody was left to give them up.
    waiting.filter(doubts__gte=most, next_at__lte=timezone.now()).update(stage="given_up", code=0)
    for key in list(waiting.filter(next_at__lte=timezone.now()).order_by("next_at").values_list("id", flat=True)):
        now = timezone.now()
        taken = waiting.filter(id=key, next_at__lte=now).update(next_at=now + UNDER_WAY, doubts=F("doubts") + 1)
        if taken:
            yield Mail.objects.select_related("person").get(id=key)


def _told(mail: Mail, **said: Any) -> None:
    """Keep what became of a mail: this sending of it is no longer in doubt."""
    Mail.objects.filter(id=mail.id).update(doubts=mail.doubts - 1, **said)


def _not_taken(mail: Mail, refusal: NotTaken) -> None:
    now, attempts = timezone.now(), mail.attempts + 1
    is_over = now - mail.made_at > GIVEN_UP_AFTER
    stage = "refused" if refusal.code >= FOR_GOOD else "given_up" if is_over else "waiting"
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    _told(mail, stage=stage, attempts=attempts, code=refusal.code, next_at=now + wait)
    if refusal.is_for_address:
        Preference.objects.update_or_create(person_id=mail.person_id, defaults={"refused_at": now})


def _in_doubt(mail: Mail) -> None:
    is_over = mail.doubts >= settings.COMITY_LIMITS["mail_doubts"]
    wait = min(DOUBT_WAIT * 4 ** min(mail.doubts - 1, 10), LONGEST_DOUBT)
    Mail.objects.filter(id=mail.id).update(
        stage="given_up" if is_over else "waiting", attempts=mail.attempts + 1, code=0, next_at=timezone.now() + wait
    )


def _wait_for_server(mail: Mail, code: int) -> None:
    """The server is away, not this mail: all that are due wait longer the longer it is away; none counts an attempt."""
    log.warning("the mail server takes nothing: %s", code or "no answer")
    now = timezone.now()
    _told(mail, next_at=now)
    due = Mail.objects.filter(stage="waiting", next_at__lte=now)
    since = Mail.objects.filter(stage="waiting").aggregate(first=Min("made_at"))["first"]
    due.update(code=code, next_at=now + min(max((now - since) / 4, FIRST_WAIT), LONGEST_AWAY))


def message_for(mail: Mail) -> EmailMessage:
    """Return the mail: but for address, language, date and Message-ID the same bytes for everybody and everything."""
    host = urlsplit(settings.COMITY_PUBLIC_URL).hostname or "localhost"
    with override(mail.person.language):
        return EmailMessage(
            subject=_("Something awaits you on Comity"),
            body=_(
                "There is something new for you on Comity. What it is, is not said by mail.\n\n"
                "Sign in to read it: %(address)s\n\n"
                "You are sent one such mail a day at most. Whether you are is your choice, under your name on Comity.\n"
            )
            % {"address": f"{settings.COMITY_PUBLIC_URL}/inbox/"},
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[mail.person.email],
            headers={"Message-ID": f"<{mail.id}@{host}>", "Auto-Submitted": "auto-generated"},
        )


@transaction.atomic
def try_mail_again(viewer: Viewer, *, mail_id: UUID, at: datetime) -> None:
    """Let a mail that was refused be tried again now, at the address the person has today; raises NotFound.

    For whoever looks after the installation; the caller has asked who that is. A mail that waits already takes its
    place.
    """
    mail = Mail.objects.select_for_update().filter(id=mail_id).exclude(stage="sent").first()
    if mail is None or viewer.person_id is None:
        raise NotFound
    if mail.stage != Mail.Stage.WAITING and Mail.objects.filter(person_id=mail.person_id, stage="waiting").exists():
        mail.delete()
        return
    mail.stage, mail.next_at, mail.made_at, mail.doubts = Mail.Stage.WAITING, at, at, 0
    mail.save(update_fields=["stage", "next_at", "made_at", "doubts"])
    Preference.objects.filter(person_id=mail.person_id).update(refused_at=None)


@transaction.atomic
def look_at_address(viewer: Viewer, *, at: datetime) -> None:
    """Say that one's own address, which refused mail, was looked at: the mail is tried again; raises NotFound."""
    person_id = person_of(viewer)
    marked = Preference.objects.filter(person_id=person_id, refused_at__isnull=False)
    if not marked.update(refused_at=None):
        raise NotFound
    refused = Mail.objects.filter(person_id=person_id, stage=Mail.Stage.REFUSED).order_by("-made_at").first()
    if refused is not None:
        try_mail_again(viewer, mail_id=refused.id, at=at)
