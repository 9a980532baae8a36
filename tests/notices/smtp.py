# SPDX-License-Identifier: EUPL-1.2
"""A real mail server of this machine that answers as a test says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from tests.config.running import free_port


@dataclass
class Server:
    """What it was sent, byte for byte, and what it answers to which recipient ("" for all): "550 No", "450 Later"."""

    port: int
    answers: dict[str, str] = field(default_factory=dict)
    after_data: str = "250 Taken"
    got: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(  # noqa: N802 - as named there
        self, _server: Any, session: Any, _envelope: Any, hostname: str, said: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return said

    async def handle_RCPT(  # noqa: N802 - as named there
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        refusal = self.answers.get(address) or self.answers.get("")
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as named there
        if self.after_data.startswith("2"):
            self.got += [(address, envelope.content) for address in envelope.rcpt_tos]
        return self.after_data


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Let it listen for as long as the block runs."""
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def new_server() -> Server:
    """Return a server that is not listening yet."""
    return Server(free_port())
