# SPDX-License-Identifier: EUPL-1.2
"""A real mail server of this machine that answers as a test says."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, syntax

from tests.config.running import free_port

# Where the line ends: in the middle of a mail, or after a mail was taken and before that is said.
Ending = Literal["", "mid-data", "unanswered"]


@dataclass
class Server:
    """What it was sent, byte for byte, and what it answers to which recipient ("" for all): "550 No", "450 Later".

    `lost` names (by Message-ID) the mails that it took without saying so.
    `banner` refuses the whole line, `sender` whoever writes; `hangs` is the command that it never answers; a mail to
    `breaks` ends its line.
    """

    port: int
    answers: dict[str, str] = field(default_factory=dict)
    after_data: str = "250 Taken"
    got: list[tuple[str, bytes]] = field(default_factory=list)
    lost: list[bytes] = field(default_factory=list)
    connections: int = 0
    ends: Ending = ""
    breaks: str = ""
    sender: str = ""
    refused: int = 0
    hangs: Literal["", "EHLO", "DATA", "answer"] = ""
    banner: str = ""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(  # noqa: N802 - as named there
        self, _server: Any, session: Any, _envelope: Any, hostname: str, said: list[str]
    ) -> list[str]:
        self.connections += 1
        if self.hangs == "EHLO":
            await asyncio.sleep(3600)
        session.host_name = hostname
        return said

    async def handle_MAIL(  # noqa: N802 - as named there
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if not self.sender:
            envelope.mail_from = address
        return self.sender or "250 OK"

    async def handle_RCPT(  # noqa: N802 - as named there
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        refusal = self.answers.get(address) or self.answers.get("")
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as named there
        if self.hangs == "DATA":
            await asyncio.sleep(3600)
        if self.after_data.startswith("2"):
            self.got += [(address, envelope.content) for address in envelope.rcpt_tos]
        if self.ends == "unanswered" or self.hangs == "answer":
            self.lost.append(message_id(envelope.content))
            server.transport.abort() if self.ends else await asyncio.sleep(3600)
        return self.after_data


def message_id(mail: bytes) -> bytes:
    """Return by what a mail system knows a mail."""
    found = re.search(rb"^Message-ID: <(\S+)>", mail, re.MULTILINE)
    assert found is not None
    return found[1]


class Line(SMTP):
    """One connection to it."""

    def _line(self) -> asyncio.Transport:
        assert isinstance(self.transport, asyncio.Transport)
        return self.transport

    async def _handle_client(self) -> None:
        """Refuse the whole line where it has a refusal for its banner."""
        if self.event_handler.banner:
            self.event_handler.refused += 1
            await self.push(self.event_handler.banner)
            self._line().close()
        else:
            await super()._handle_client()

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - as named there
        """Ask for the mail, and end the line while it comes where it is to end there."""
        at_hand = self.envelope.rcpt_tos if self.envelope else []
        if self.event_handler.ends == "mid-data" or self.event_handler.breaks in at_hand:
            await self.push("354 Go on")
            self._line().abort()
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return Line(self.handler, **self.SMTP_kwargs)


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Let it listen for as long as the block runs."""
    controller = _Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def new_server() -> Server:
    """Return a server that is not listening yet."""
    return Server(free_port())
