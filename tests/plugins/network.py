# SPDX-License-Identifier: EUPL-1.2
"""No test reaches beyond this machine."""

import sys
from typing import Any

LOCAL = {"", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"}


class NetworkUse(RuntimeError):
    """A test tried to reach another machine."""


def refuse_foreign_hosts(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse connections and look-ups of hosts other than this one; an audit hook, so nothing walks around it."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else ""  # a path is a socket of this machine
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host is not None and host not in LOCAL and not host.startswith("127."):
        raise NetworkUse(f"a test wants to reach {host}")


sys.addaudithook(refuse_foreign_hosts)
