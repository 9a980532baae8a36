# SPDX-License-Identifier: EUPL-1.2
"""XML read as a stream: no definitions of its own, no endless depth, never a tree in memory."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from .codes import Problem, Unfit

Started = Callable[[str, Mapping[str, str]], None]
Said = Callable[[str], None]
Closed = Callable[[str], None]


def nothing(*_words: object) -> None:
    """Pay no heed."""


class _Handler(ContentHandler):
    def __init__(self, started: Started, said: Said, closed: Closed, deepest: int) -> None:
        super().__init__()
        self.started, self.said, self.closed, self.deepest = started, said, closed, deepest
        self.depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the interface of xml.sax
        self.depth += 1
        if self.depth > self.deepest:
            raise Unfit(Problem.XML_DEPTH, limit=self.deepest)
        self.started(name, dict(attrs.items()))

    def endElement(self, name: str) -> None:  # noqa: N802 - the interface of xml.sax
        self.depth -= 1
        self.closed(name)

    def characters(self, content: str) -> None:
        self.said(content)


def read(
    pieces: Iterable[bytes],
    where: str,
    *,
    most: int,
    deepest: int,
    started: Started = nothing,
    said: Said = nothing,
    closed: Closed = nothing,
) -> None:
    """Parse, calling for each element and text with the names as written (`w:t`); `Unfit` if it is not plain XML."""
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(_Handler(started, said, closed, deepest))
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise Unfit(Problem.TOO_LARGE, where, size=f"> {most}", limit=most)
            parser.feed(piece)
        parser.close()
    except DefusedXmlException:
        raise Unfit(Problem.XML_ENTITIES, where) from None
    except (SAXException, UnicodeError, ValueError, LookupError):
        raise Unfit(Problem.BROKEN, where, what="xml") from None


XLINK: Final = "xlink:href"


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]
