# SPDX-License-Identifier: EUPL-1.2
"""The line to the mail server, and what can be known of a mail that was handed to it.

A mail was taken, refused, never handed over, or in doubt: all of it was sent and the line ended before the answer. No
protocol can tell what became of the last kind (RFC 5321, 4.5.3.2.6), so it is a kind of its own here.
"""

import smtplib
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

SECONDS = 20  # how long the server may be silent
UNAVAILABLE = 421  # "service not available, closing": said of the server, whichever command it answers
LATER, FOR_GOOD = 450, 500


class Away(Exception):
    """The server does not answer, or takes nothing from us at all; the mail at hand was not taken.

    `code` is what it said, 0 where it said nothing.
    """

    def __init__(self, code: int = 0) -> None:
        super().__init__(code)
        self.code = code


class InDoubt(Exception):
    """The whole mail was sent and no answer came: it was taken, or it was not."""


class NotTaken(Exception):
    """The server refused this mail with `code`; `is_for_address` where it knows no such address."""

    def __init__(self, code: int, *, is_for_address: bool = False) -> None:
        super().__init__(code)
        self.code, self.is_for_address = code, is_for_address


class _Plain(smtplib.SMTP):
    """A line that begins in the open; it notes that the last byte of a mail may have left."""

    is_handed_over = False

    def send(self, s: Any) -> None:
        if isinstance(s, bytes):  # commands are text; only the mail itself, with its end, is bytes
            self.is_handed_over = True
        super().send(s)


class _Encrypted(smtplib.SMTP_SSL, _Plain):
    """A line that is encrypted from its first byte."""


class MailServer(EmailBackend):
    """The mail server of `smtp://user:password@host:port`, `smtps://` or `smtp://...?starttls=1`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        is_tls = parts.scheme == "smtps"
        super().__init__(
            host=parts.hostname or "localhost",
            port=parts.port or (465 if is_tls else 25),
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            use_ssl=is_tls,
            use_tls=dict(parse_qsl(parts.query)).get("starttls") == "1",
            timeout=SECONDS,
        )

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    def hand_over(self, message: EmailMessage) -> None:
        """Send one mail, over the line that is open or a new one; raises Away, InDoubt or NotTaken."""
        try:
            self.open()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Away(_code_of(error)) from error
        line: Any = self.connection  # of `connection_class`
        line.is_handed_over = False
        try:
            self.send_messages([message])
        except smtplib.SMTPResponseException as error:
            self._refused(int(error.smtp_code), about_us=isinstance(error, smtplib.SMTPSenderRefused))
        except smtplib.SMTPRecipientsRefused as error:
            [(code, said)] = error.recipients.values()
            self._refused(code, said=said)
        except (OSError, smtplib.SMTPException) as error:
            is_handed_over = line.is_handed_over
            self.close()
            raise (InDoubt() if is_handed_over else Away()) from error

    def _refused(self, code: int, *, about_us: bool = False, said: bytes | None = None) -> None:
        """Raise for a refusal of the server, of this mail, or of its recipient (`said`)."""
        if about_us or code == UNAVAILABLE:
            self.close()
            raise Away(code)
        # 5.7.x is a policy (relaying, a block list): no fault of the address, and often mended (RFC 3463).
        is_policy = said is not None and said.startswith(b"5.7.")
        raise NotTaken(
            LATER if is_policy else code, is_for_address=said is not None and code >= FOR_GOOD and not is_policy
        )


def _code_of(error: Exception) -> int:
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0
