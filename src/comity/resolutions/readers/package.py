# SPDX-License-Identifier: EUPL-1.2
"""The parts of a Word file: a ZIP of XML, opened without trusting what it says of itself."""

import io
import posixpath
import zipfile
import zlib
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from .limits import Clock, Limits, refused

_PIECE: Final = 1 << 16
_SPACES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/package/2006/content-types": "",
}


def _short(name: str) -> str:
    """Elements of the word processor by their bare name, of others with a prefix."""
    if not name.startswith("{"):
        return name
    space, _, local = name[1:].partition("}")
    return _SPACES.get(space, "?:") + local


class _Tree(TreeBuilder):
    """Builds with short names, and not without end."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        if self._depth > self._clock.limits.depth:
            raise refused("bomb")
        return super().start(_short(tag), {_short(name): value for name, value in attrs.items()})

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(_short(tag))


class Package:
    """Reads parts by name; `Unusable` if the package is broken, locked or a trap."""

    def __init__(self, data: bytes, limits: Limits, clock: Clock) -> None:
        self._clock = clock
        self._left = limits.unpacked
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError):
            raise refused("broken_docx") from None
        names = [entry.filename for entry in entries]
        if len(names) > limits.entries or len(set(names)) != len(names):
            raise refused("bomb")
        if any(entry.flag_bits & 1 for entry in entries):
            raise refused("locked")
        self.names = frozenset(names)

    def content(self, name: str) -> bytes | None:
        """What unpacks from a part, within the limits whatever its size is said to be; None where it is absent."""
        if name not in self.names:
            return None
        pieces = []
        try:
            with self._zip.open(name) as part:
                while piece := part.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise refused("bomb")
                    self._clock.tick()
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
            raise refused("broken_docx") from None
        return b"".join(pieces)

    def xml(self, name: str) -> Element | None:
        """A part as a tree; no definitions, no entities, nothing from outside."""
        content = self.content(name)
        if content is None:
            return None
        parser = DefusedXMLParser(target=_Tree(self._clock), forbid_dtd=True)
        try:
            parser.feed(content)
            root = parser.close()
        except DefusedXmlException:
            raise refused("entities") from None
        except (ParseError, ValueError, LookupError):
            raise refused("broken_docx") from None
        assert isinstance(root, Element)
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to within the package: id -> (kind, name of the part)."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for one in root if root is not None else ():
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], path)
        return found
