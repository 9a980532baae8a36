# SPDX-License-Identifier: EUPL-1.2
"""Documents on their way while programs die: up in a form, up in pieces, and down again with their digest."""

import base64
import hashlib
import http.client
import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from uuid import uuid4

from comity.config.bench.documents import Client
from comity.config.measure import Unexpected
from tests.faults.asking import Person, until_answered

PIECE = 300 * 1024
_DOCUMENT = re.compile(r'href="(/requests/[0-9a-f-]{36}/documents/[0-9a-f-]{36}/)"')
_FILE = re.compile(r'action="(/requests/[0-9a-f-]{36}/documents/files/[0-9a-f-]{36}/)"')


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that nobody else gives: its title and its bytes."""

    title: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @classmethod
    def of(cls, title: str, size: int) -> "Parcel":
        """Return a text of about this size that is like no other."""
        draw = Random(title)
        lines = (f"{title} {number:06} {draw.getrandbits(256):064x}\n".encode() for number in range(size // 90 + 1))
        return cls(title, b"".join(lines))


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one request."""

    person: Person
    place: str

    def form(self, parcel: Parcel, asked: Callable[[], None]) -> str:
        """Give a file with a form, asked again with the same token until it is answered; return its page."""
        edge, token = uuid4().hex, str(uuid4())

        def ask() -> str:
            asked()
            kind, body = f"multipart/form-data; boundary={edge}", self.body(parcel, edge, form_token=token)
            path = f"{self.place}documents/new/"
            answer = self.person.ask(lambda client: client.done("POST", path, 302, body, Content_Type=kind))
            return self.person.led(answer["Location"])

        return until_answered(ask, "a form with a file")

    def pieces(self, parcel: Parcel, asked: Callable[[], None]) -> str:
        """Give a file in pieces, each taken up where the last one got to, then the form; return its page."""
        address = until_answered(lambda: self.begun(parcel), "an upload")
        until_answered(lambda: self.sent(address, parcel), "the pieces of a file", also=_may_be_asked_again)
        return self.added(address, parcel, asked)

    def added(self, address: str, parcel: Parcel, asked: Callable[[], None] = lambda: None) -> str:
        """Make an upload that came whole a document; return its page."""
        fields = {**self._fields(parcel), "upload": address.split("/")[-2], "form_token": str(uuid4())}

        def ask() -> str:
            asked()
            path = f"{self.place}documents/new/"
            return self.person.led(self.person.ask(lambda client: client.post(path, fields)))

        return until_answered(ask, "a form with an upload")

    def received(self) -> list[str]:
        """Open every document of the request and return the digests of what came, sorted; each whole."""
        return until_answered(self.download_all, "every download")

    def download_all(self) -> list[str]:
        """As `received`, asked once."""
        page = self.person.get(self.place)
        return sorted(self._digest(one) for one in dict.fromkeys(_DOCUMENT.findall(page)))

    def body(self, parcel: Parcel, edge: str, **more: str) -> bytes:
        """Return the body of a form with a file."""
        fields = {**self._fields(parcel), "csrfmiddlewaretoken": self.person.cookies["csrf"], **more}
        head = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{parcel.title}.txt"\r\n'
        return head.encode() + b"Content-Type: text/plain\r\n\r\n" + parcel.content + f"\r\n--{edge}--\r\n".encode()

    def _fields(self, parcel: Parcel) -> dict[str, str]:
        return {"title": parcel.title, "language": "en", "text_kind": "original"}

    def begun(self, parcel: Parcel) -> str:
        """Begin an upload; return its address."""
        name = base64.b64encode(f"{parcel.title}.txt".encode()).decode()
        about = {"Upload_Length": str(len(parcel.content)), "Upload_Metadata": f"filename {name}"}
        path = f"{self.place}documents/uploads/"
        return self.person.ask(lambda client: client.done("POST", path, 201, **about)["Location"])

    def offset(self, address: str) -> int:
        """Return how far an upload came."""
        return int(self.person.ask(lambda client: client.done("HEAD", address, 200))["Upload-Offset"])

    def sent(self, address: str, parcel: Parcel) -> None:
        """Send what is missing of an upload."""

        def send(client: Client) -> None:
            offset = int(client.done("HEAD", address, 200)["Upload-Offset"])
            while offset < len(parcel.content):
                offset = _piece(client, address, parcel.content, offset)

        self.person.ask(send)

    def _digest(self, page: str) -> str:
        [file] = set(_FILE.findall(self.person.get(page)))
        body = f"csrfmiddlewaretoken={self.person.cookies['csrf']}"

        def receive(client: Client) -> str:
            answer = client.ask("POST", file, body, Content_Type="application/x-www-form-urlencoded")
            content = answer.read()
            if answer.status != http.client.OK:
                raise Unexpected(f"POST {file} gave {answer.status}")
            return hashlib.sha256(content).hexdigest()

        return self.person.ask(receive)


def _piece(client: Client, address: str, content: bytes, offset: int) -> int:
    piece = content[offset : offset + PIECE]
    checksum = base64.b64encode(hashlib.sha256(piece).digest()).decode()
    answer = client.done(
        "PATCH", address, 204, piece, Content_Type="application/offset+octet-stream",
        Upload_Offset=str(offset), Upload_Checksum=f"sha256 {checksum}",
    )  # fmt: skip
    return int(answer["Upload-Offset"])


def _may_be_asked_again(answer: Unexpected) -> bool:
    """A line that died may still hold the file (423) or have got further than it said (409): ask how far it is."""
    return bool(re.search(r" gave (5\d\d|423|409)", str(answer)))
