# SPDX-License-Identifier: EUPL-1.2
"""No address that somebody gives us leads into our own house."""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from comity.core import outbound
from comity.core.outbound import NotCalled, is_public, post, resolved, target_of

INNER = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 127.0.0.1 127.255.255.254 169.254.0.1 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.2.1 192.168.0.1 192.168.255.255 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.2.3
240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 ::10.0.0.1
64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1:: 2001:0:1::1 2001:db8::1 fc00::1 fd12:3456::1
fe80::1 fec0::1 ff02::1 ff0e::1 100::1
""".split()
OUTER = ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"]
# What resolvers make of numbers; each of these is this machine.
ODD = ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1"]


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let names lead to these addresses, one answer a question; return the names that are asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_more: Any) -> list[Any]:
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_table_is_long_enough() -> None:
    assert len(INNER) >= 40


@pytest.mark.parametrize("address", INNER)
def test_inner_address_is_not_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_public(ipaddress.ip_address(address))
    resolving(monkeypatch, [address])
    with pytest.raises(NotCalled, match="not a public address"):
        resolved(target_of("https://receiver.example/"))


@pytest.mark.parametrize("address", OUTER)
def test_outer_address_is_called(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, [address])

    assert resolved(target_of("https://receiver.example/")) == address


@pytest.mark.parametrize("host", ODD)
def test_number_that_means_this_machine_is_not_called(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, [socket.inet_ntoa(socket.inet_aton(host))])
    with pytest.raises(NotCalled, match="not a public address"):
        resolved(target_of(f"https://{host}/"))


def test_name_with_one_inner_address_among_others_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(NotCalled):
        resolved(target_of("https://receiver.example/"))


@pytest.mark.parametrize(
    "url",
    ["http://receiver.example/", "ftp://receiver.example/", "file:///etc/passwd", "https://", "https://a:b@receiver.example/",
     "https://receiver.example/#x", "https://receiver.example:99999/", "https://receiver.example/a b",
     "https://receiver.example/\r\nHost: x", "gopher://receiver.example/", "//receiver.example/", "receiver.example"],
)  # fmt: skip
def test_only_plain_https_is_called(url: str) -> None:
    with pytest.raises(NotCalled):
        target_of(url)


def test_name_is_asked_once_and_the_address_looked_at_is_the_one_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads to another address the second time gains nothing by it."""
    asked = resolving(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    called: list[Any] = []

    def create_connection(address: Any, **_more: Any) -> Any:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", create_connection)
    with pytest.raises(NotCalled, match="ConnectionRefusedError"):
        post("https://receiver.example:8443/x", b"{}", {})

    assert (asked, called) == (["receiver.example"], [("8.8.8.8", 8443)])


@pytest.fixture
def dripping() -> Iterator[int]:
    """A server that sends one byte of its answer a moment, for ever."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip() -> None:
        try:
            caller, _address = listener.accept()
        except OSError:  # nobody came
            return
        with caller:
            while not ended.wait(0.05):
                try:
                    caller.sendall(b"H")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    ended.set()
    listener.shutdown(socket.SHUT_RDWR)  # closing alone would not wake who waits
    listener.close()
    thread.join(5)


def test_receiver_that_drips_is_cut_off(dripping: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "SECONDS", 1)
    begun = time.monotonic()
    with pytest.raises(NotCalled):
        post(f"http://127.0.0.1:{dripping}/", b"{}", {}, allows_loopback=True)

    assert time.monotonic() - begun < 5


def test_this_machine_is_called_only_where_it_is_allowed(dripping: int) -> None:
    with pytest.raises(NotCalled, match="not https"):
        post(f"http://127.0.0.1:{dripping}/", b"{}", {})
    with pytest.raises(NotCalled, match="not a public address"):
        post(f"https://127.0.0.1:{dripping}/", b"{}", {})
