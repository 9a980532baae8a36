# SPDX-License-Identifier: EUPL-1.2
"""The digest: one mail a day at most, that says to everybody the same and names nothing.

A mail server that is down stops nothing here: what waits is sent when it answers again, one mail to each person however
long it was away. A server's "not now" (4xx) is tried again with growing waits, its "no" (5xx) stands for the operator.
"""

import logging
import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
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

log = logging.getLogger(__name__)
SENT_FROM_HOUR = 7
SECONDS = 20
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)
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

    Nothing is held locked while the server is talked to. A mail that was under way when a worker was killed is sent
    again, with the same Message-ID, by which a mail system knows it.
    """
    if not settings.COMITY_SMTP_URL:
        return 0
    server = _server(settings.COMITY_SMTP_URL)
    sent = 0
    try:
        for mail in _due():
            if not server.connection:
                server.open()
            sent += _send(server, mail)
    except (OSError, smtplib.SMTPException) as error:
        # The server, not a mail: all that wait go on waiting, and none of them counts an attempt.
        log.warning("the mail server does not answer: %s", type(error).__name__)
    finally:
        server.close()
    return sent


def _due() -> Iterator[Mail]:
    for key in list(Mail.objects.filter(stage="waiting", next_at__lte=timezone.now()).values_list("id", flat=True)):
        now = timezone.now()
        taken = Mail.objects.filter(id=key, stage="waiting", next_at__lte=now).update(next_at=now + UNDER_WAY)
        if taken:
            yield Mail.objects.select_related("person").get(id=key)


def _send(server: EmailBackend, mail: Mail) -> bool:
    try:
        server.send_messages([message_for(mail)])
    except smtplib.SMTPRecipientsRefused as refused:
        [code] = (code for code, _said in refused.recipients.values())
        _not_taken(mail, code)
        if code >= 500:  # the address itself, and not what was sent
            Preference.objects.update_or_create(person_id=mail.person_id, defaults={"refused_at": timezone.now()})
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        _not_taken(mail, int(refused.smtp_code))
    except (OSError, smtplib.SMTPException):
        Mail.objects.filter(id=mail.id).update(next_at=timezone.now())
        raise
    else:
        Mail.objects.filter(id=mail.id).update(stage="sent", sent_at=timezone.now(), attempts=mail.attempts + 1, code=0)
        return True
    return False


def _not_taken(mail: Mail, code: int) -> None:
    now, attempts = timezone.now(), mail.attempts + 1
    is_over = now - mail.made_at > GIVEN_UP_AFTER
    stage = "refused" if code >= 500 else "given_up" if is_over else "waiting"
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    Mail.objects.filter(id=mail.id).update(stage=stage, attempts=attempts, code=code, next_at=now + wait)


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


def _server(url: str) -> EmailBackend:
    """Return the mail server of `smtp://user:password@host:port`, `smtps://` or `smtp://...?starttls=1`."""
    parts = urlsplit(url)
    is_tls = parts.scheme == "smtps"
    return EmailBackend(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if is_tls else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=is_tls,
        use_tls=dict(parse_qsl(parts.query)).get("starttls") == "1",
        timeout=SECONDS,
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
    mail.stage, mail.next_at, mail.made_at = Mail.Stage.WAITING, at, at
    mail.save(update_fields=["stage", "next_at", "made_at"])
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
