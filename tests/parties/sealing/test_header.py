# SPDX-License-Identifier: EUPL-1.2
"""Vectors of our own after the form of age's specification: each one file, and what its reader has to say of it."""

import base64
import io
import subprocess
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from comity.parties.sealing import Fault, NotSealed, read_header
from comity.parties.sealing.header import LEAST_CONTENT, MOST_BYTES, scrypt_work_factor

VERSION = b"age-encryption.org/v1\n"
CONTENT = b"\0" * LEAST_CONTENT
MAC = b"--- " + b"A" * 43 + b"\n"


def packed(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


# The base point of the curve: a share that is of full order.
SHARE = packed(b"\x09" + bytes(31))
BODY = packed(bytes(32))
STANZA = b"-> X25519 " + SHARE + b"\n" + BODY + b"\n"
GREASE = b"-> 7-grease a b\n" + packed(bytes(48)) + b"\n\n"


def a_file(*stanzas: bytes, version: bytes = VERSION, mac: bytes = MAC, content: bytes = CONTENT) -> bytes:
    return version + b"".join(stanzas) + mac + content


@pytest.mark.parametrize(
    ("file", "recipients"),
    [
        pytest.param(a_file(STANZA), 1, id="one"),
        pytest.param(a_file(*[STANZA] * 20), 20, id="twenty"),
        pytest.param(a_file(STANZA, GREASE), 1, id="and-the-grease-of-a-tool"),
        pytest.param(a_file(*[STANZA] * 20, GREASE), 20, id="twenty-and-grease"),
        pytest.param(a_file(STANZA) + bytes(100_000), 1, id="long"),
    ],
)
def test_what_age_tools_write_is_taken(file: bytes, recipients: int) -> None:
    header = read_header(io.BytesIO(file))
    assert (header.recipients, file[header.size :]) == (recipients, file[file.index(MAC) + len(MAC) :])


def stanza(words: bytes, *body: bytes) -> bytes:
    return b"-> " + words + b"\n" + b"".join(line + b"\n" for line in body)


ORDER_8 = bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        pytest.param(b"", Fault.NOT_AGE, id="empty"),
        pytest.param(b"%PDF-1.7\n" + bytes(200), Fault.NOT_AGE, id="a-pdf"),
        pytest.param(VERSION[:10], Fault.TRUNCATED, id="version-breaks-off"),
        pytest.param(VERSION, Fault.TRUNCATED, id="version-only"),
        pytest.param(a_file(STANZA, version=b"age-encryption.org/v2\n"), Fault.VERSION, id="version-2"),
        pytest.param(a_file(STANZA, version=b"age-encryption.org/v1\r\n"), Fault.VERSION, id="crlf"),
        pytest.param(
            b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.b64encode(a_file(STANZA)), Fault.ARMORED, id="armor"
        ),
        pytest.param(a_file(), Fault.NOBODY, id="no-stanza"),
        pytest.param(a_file(GREASE), Fault.NOBODY, id="grease-only"),
        pytest.param(a_file(stanza(b"scrypt AAAAAAAAAAAAAAAAAAAAAA 18", BODY)), Fault.PASSPHRASE, id="scrypt"),
        pytest.param(
            a_file(STANZA, stanza(b"scrypt AAAAAAAAAAAAAAAAAAAAAA 18", BODY)), Fault.PASSPHRASE, id="scrypt-beside"
        ),
        pytest.param(a_file(stanza(b"ssh-ed25519 mgRr2g " + SHARE, BODY)), Fault.SSH, id="ssh-ed25519"),
        pytest.param(a_file(STANZA, stanza(b"ssh-rsa mgRr2g", BODY)), Fault.SSH, id="ssh-rsa"),
        pytest.param(a_file(stanza(b"piv-p256 AAAA BBBB", BODY)), Fault.PLUGIN, id="plugin"),
        pytest.param(a_file(stanza(b"x25519 " + SHARE, BODY)), Fault.PLUGIN, id="small-letter"),
        pytest.param(a_file(STANZA, GREASE, GREASE), Fault.PLUGIN, id="grease-twice"),
        pytest.param(a_file(GREASE, STANZA, stanza(b"p256tag AAAA", BODY)), Fault.PLUGIN, id="tag"),
        pytest.param(a_file(*[STANZA] * 21), Fault.TOO_MANY, id="twenty-one"),
        pytest.param(a_file(*[STANZA] * 60), Fault.TOO_MANY, id="sixty"),
        pytest.param(a_file(stanza(b"X25519", BODY)), Fault.MALFORMED, id="no-share"),
        pytest.param(a_file(stanza(b"X25519 " + SHARE + b" x", BODY)), Fault.MALFORMED, id="extra-argument"),
        pytest.param(a_file(stanza(b"X25519 " + packed(bytes(31)), BODY)), Fault.MALFORMED, id="short-share"),
        pytest.param(a_file(stanza(b"X25519 " + packed(bytes(33)), BODY)), Fault.MALFORMED, id="long-share"),
        pytest.param(a_file(stanza(b"X25519 " + SHARE, packed(bytes(31)))), Fault.MALFORMED, id="short-body"),
        pytest.param(a_file(stanza(b"X25519 " + SHARE, b"A" * 64, b"")), Fault.MALFORMED, id="long-body"),
        pytest.param(a_file(stanza(b"X25519 " + SHARE, b"")), Fault.MALFORMED, id="empty-body"),
        pytest.param(a_file(stanza(b"X25519 " + SHARE, b"A" * 65)), Fault.MALFORMED, id="wide-body"),
        pytest.param(a_file(stanza(b"X25519 " + SHARE + b"=", BODY)), Fault.MALFORMED, id="padding"),
        pytest.param(a_file(stanza(b"X25519 " + SHARE[:-1] + b"B", BODY)), Fault.MALFORMED, id="loose-bits"),
        pytest.param(a_file(stanza(b"X25519 " + b"-" * 43, BODY)), Fault.MALFORMED, id="url-letters"),
        pytest.param(a_file(stanza(b"X25519  " + SHARE, BODY)), Fault.MALFORMED, id="two-blanks"),
        pytest.param(a_file(stanza(b"X25519 " + SHARE + b" ", BODY)), Fault.MALFORMED, id="blank-at-the-end"),
        pytest.param(a_file(stanza(b"", BODY)), Fault.MALFORMED, id="no-kind"),
        pytest.param(a_file(stanza("X25519 é".encode(), BODY)), Fault.MALFORMED, id="not-ascii"),
        pytest.param(a_file(b"->X25519 " + SHARE + b"\n" + BODY + b"\n"), Fault.MALFORMED, id="no-blank"),
        pytest.param(a_file(b"\n", STANZA), Fault.MALFORMED, id="empty-line"),
        pytest.param(a_file(STANZA, mac=b"---\n"), Fault.MALFORMED, id="no-mac"),
        pytest.param(a_file(STANZA, mac=b"--- " + b"A" * 42 + b"\n"), Fault.MALFORMED, id="short-mac"),
        pytest.param(a_file(STANZA, mac=b"--- " + b"A" * 42 + b"B\n"), Fault.MALFORMED, id="mac-with-loose-bits"),
        pytest.param(a_file(STANZA, mac=b"---" + b"A" * 43 + b"\n"), Fault.MALFORMED, id="mac-without-blank"),
        pytest.param(VERSION + STANZA, Fault.TRUNCATED, id="breaks-off-before-the-mac"),
        pytest.param(VERSION + STANZA + MAC[:-1], Fault.TRUNCATED, id="breaks-off-in-the-mac"),
        pytest.param(a_file(STANZA, content=bytes(LEAST_CONTENT - 1)), Fault.TRUNCATED, id="no-content"),
        pytest.param(a_file(stanza(b"X25519 " + packed(bytes(32)), BODY)), Fault.WEAK, id="zero-share"),
        pytest.param(a_file(stanza(b"X25519 " + packed(ORDER_8), BODY)), Fault.WEAK, id="share-of-order-8"),
        pytest.param(VERSION + b"-> " + b"x" * 100_000, Fault.TOO_LONG, id="a-line-without-end"),
        pytest.param(a_file(stanza(b"x-grease", *[b"A" * 64] * 200, b"")), Fault.TOO_LONG, id="a-body-without-end"),
        pytest.param(
            a_file(STANZA, stanza(b"x-grease", *[b"A" * 64] * 123, b"AAAA" * 10)), Fault.TOO_LONG, id="just-too-long"
        ),
    ],
)
def test_everything_else_is_refused_by_name(file: bytes, fault: Fault) -> None:
    with pytest.raises(NotSealed) as refused:
        read_header(io.BytesIO(file))
    assert refused.value.fault is fault


class Counted(io.RawIOBase):
    """A file without end, which gives little at a time and counts."""

    def __init__(self, start: bytes) -> None:
        self.start, self.given = start, 0

    def read(self, size: int = -1) -> bytes:
        piece = (self.start or bytes(7))[: min(size, 7)]
        self.start = self.start[len(piece) :]
        self.given += len(piece)
        return piece


def test_no_more_is_read_than_a_header_can_have() -> None:
    file = Counted(a_file(STANZA))
    read_header(file)  # type: ignore[arg-type]  # it reads, which is all that is asked of it
    assert file.given == MOST_BYTES + LEAST_CONTENT


@given(st.binary(max_size=400), st.integers(0, 400), st.sampled_from([a_file(STANZA, GREASE), a_file(STANZA, STANZA)]))
def test_whatever_comes_is_taken_or_refused(noise: bytes, place: int, file: bytes) -> None:
    for given_file in (noise, file[:place] + noise + file[place:], file[:place]):
        try:
            assert read_header(io.BytesIO(given_file)).recipients >= 1
        except NotSealed as refused:
            assert refused.fault in Fault  # noqa: PT017 - the other outcome is as good


@pytest.mark.parametrize("count", [1, 4, 16])
def test_files_of_pyrage_and_of_the_age_tool_are_taken(tmp_path: Path, count: int) -> None:
    keys = [x25519.Identity.generate().to_public() for _ in range(count)]
    assert read_header(io.BytesIO(pyrage.encrypt(b"", keys))).recipients == count
    out = tmp_path / "sealed.age"
    to = [word for key in keys for word in ("-r", str(key))]
    subprocess.run(["age", *to, "-o", out], input=b"", check=True)
    with out.open("rb") as file:
        assert read_header(file).recipients == count


def test_work_factor_of_a_passphrase_is_read_before_it_is_paid_for() -> None:
    assert scrypt_work_factor(pyrage.passphrase.encrypt(b"x", "word")) in range(10, 24)
    assert scrypt_work_factor(a_file(STANZA)) is None
    assert scrypt_work_factor(a_file(stanza(b"scrypt AAAAAAAAAAAAAAAAAAAAAA 018", BODY))) is None
