# SPDX-License-Identifier: EUPL-1.2
"""Calling an address that somebody else chose, without being led into one's own house.

The name is resolved once; every address it has must be a public one, and the connection goes to the address that was
looked at and to no other. Redirections are not followed, and nothing of the answer is read but its status.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS = 10
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Addresses that stand for another one, which would have to be looked at in its place: relays and translators.
_STANDING_FOR = tuple(
    ipaddress.ip_network(net) for net in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "::/96")
)


class NotCalled(Exception):
    """The address may not be called, or could not be; the text says why, in a word for the record."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: where to connect is found out anew at each call."""

    host: str
    port: int
    path: str
    is_tls: bool


def target_of(url: str, *, allows_loopback: bool = False) -> Target:
    """Return what an address names; raises NotCalled for anything but plain https (or http, where loopback may be)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotCalled("no address") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and allows_loopback):
        raise NotCalled("not https")
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise NotCalled("no address")
    if any(ord(letter) <= 32 or ord(letter) > 126 for letter in url):
        raise NotCalled("no address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.hostname, port or (443 if parts.scheme == "https" else 80), path, parts.scheme == "https")


def is_public(address: Address) -> bool:
    """Whether an address lies in the open internet: not private, not this machine, not this link, not many at once."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    if any(address.version == net.version and address in net for net in _STANDING_FOR):
        return False
    is_special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    is_special = is_special or getattr(address, "is_site_local", False)
    return address.is_global and not (is_special or address.is_private or address.is_loopback)


def resolved(target: Target, *, allows_loopback: bool = False) -> str:
    """Return the address to connect to; raises NotCalled where any that the name has is not for us to call."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotCalled("name not found") from None
    addresses = [str(entry[4][0]) for entry in found]
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not is_public(address) and not (allows_loopback and address.is_loopback):
            raise NotCalled("not a public address")
    if not addresses:
        raise NotCalled("name not found")
    return addresses[0]


def post(url: str, body: bytes, headers: Mapping[str, str], *, allows_loopback: bool = False) -> int:
    """Post once and return the status of the answer, whatever it is; raises NotCalled where there was none.

    All of it takes at most ten seconds, however slowly the other side speaks.
    """
    target = target_of(url, allows_loopback=allows_loopback)
    address = resolved(target, allows_loopback=allows_loopback)
    connection = _Pinned(target, address)
    end = threading.Timer(SECONDS, connection.cut)
    end.start()
    try:
        connection.request("POST", target.path, body, dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotCalled(type(error).__name__) from None
    finally:
        end.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, under the name that it was found by."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.address, self.is_tls = address, target.is_tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), timeout=SECONDS)
        if self.is_tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End the call from outside: what waits for an answer gets none."""
        sock = self.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
