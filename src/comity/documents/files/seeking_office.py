# SPDX-License-Identifier: EUPL-1.2
"""What documents of office programs keep besides what they show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from . import offices, xmls, zips
from .kinds import Kind
from .names import extension
from .seeking_pdf import LOCAL_PATH
from .traces import Findings, Trace

PROPERTIES: Final = {
    "creator": Trace.AUTHOR,
    "initial-creator": Trace.AUTHOR,
    "lastModifiedBy": Trace.AUTHOR,
    "printed-by": Trace.AUTHOR,
    "Manager": Trace.AUTHOR,
    "Company": Trace.ORGANISATION,
    "Application": Trace.PROGRAM,
    "generator": Trace.PROGRAM,
    "Template": Trace.METADATA,
    "title": Trace.METADATA,
    "subject": Trace.METADATA,
    "description": Trace.METADATA,
    "keywords": Trace.METADATA,
    "keyword": Trace.METADATA,
    "user-defined": Trace.METADATA,
    "lpwstr": Trace.METADATA,
    "created": Trace.TIME,
    "modified": Trace.TIME,
    "creation-date": Trace.TIME,
    "date": Trace.TIME,
}
PARTICULARS: Final = re.compile(r"^(?:docProps/.*\.xml|meta\.xml)$")
CHANGES: Final = frozenset({"ins", "del", "moveFrom", "moveTo", "changed-region"})
COMMENTS: Final = frozenset({"comment", "annotation", "cm", "threadedComment"})
AUTHORS: Final = {"comment": "author", "ins": "author", "del": "author", "cmAuthor": "name", "person": "displayName"}
OFF: Final = frozenset({"0", "false", "off", "none"})


def seek(file: BinaryIO, _kind: Kind, findings: Findings) -> None:
    """Particulars, comments, recorded changes, what is hidden or cached, notes, small pictures, and inner documents."""
    package = zips.opened(file, zips.Budget(findings.limits))
    for name in package.entries:
        if name.lower().startswith(("docprops/thumbnail", "thumbnails/")) and not name.endswith("/"):
            findings.add(Trace.THUMBNAIL, name)
        elif "/embeddings/" in name:
            findings.add(Trace.ATTACHMENT, name, name.rpartition("/")[2])
        elif "pivotCacheRecords" in name:
            findings.add(Trace.CACHED_DATA, name)
        elif extension(name) in offices.MARKUP:
            _part(package, name, findings)


@dataclass
class Reader:
    """One part of markup as it passes by."""

    name: str
    findings: Findings
    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    collecting: int = 0  # how deep in the path the text belongs together
    trace: Trace = Trace.COMMENT
    concealed: bool = False  # a run of text that is marked as hidden

    def started(self, tag: str, attributes: Mapping[str, str]) -> None:
        """What an element tells by itself, and whether its text is to be kept."""
        part = xmls.local(tag)
        self.path.append(part)
        self._hidden(part, attributes)
        own = {xmls.local(key): value for key, value in attributes.items()}
        author = own.get(AUTHORS.get(part, ""))
        if author:
            self.findings.add(Trace.AUTHOR, self.name, author)
        for value in attributes.values():
            if ":" in value or "\\" in value or value.startswith("/"):
                found = LOCAL_PATH.match(value)
                if found:
                    self.findings.add(Trace.PATH, self.name, found.group())
        if self.collecting:
            return
        if PARTICULARS.match(self.name) and part in PROPERTIES:
            self._collect(PROPERTIES[part])
        elif part == "author" and "comments" in self.name:
            self._collect(Trace.AUTHOR)
        elif part in COMMENTS:
            self._collect(Trace.COMMENT)
        elif part in CHANGES and (self.name.startswith("word/") or part == "changed-region"):
            self._collect(Trace.TRACKED_CHANGE)
        elif "/notesSlides/" in self.name and part == "p":
            self._collect(Trace.NOTES)
        elif part == "r" and self.name.startswith("word/"):
            self.concealed = False
            self._collect(Trace.HIDDEN_TEXT)

    def _collect(self, trace: Trace) -> None:
        self.collecting, self.trace = len(self.path), trace
        self.text.clear()

    def _hidden(self, part: str, attributes: Mapping[str, str]) -> None:
        if part == "vanish" and attributes.get("w:val", "1") not in OFF:
            self.concealed = True
        elif part == "sheet" and attributes.get("state", "visible") != "visible":
            self.findings.add(Trace.HIDDEN_SHEET, self.name, attributes.get("name", ""))
        elif part in {"row", "col"} and attributes.get("hidden", "0") not in OFF:
            number = attributes.get("r") or f"{attributes.get('min', '')}-{attributes.get('max', '')}"
            self.findings.add(Trace.HIDDEN_ROWS if part == "row" else Trace.HIDDEN_COLUMNS, self.name, number)
        elif part == "sld" and attributes.get("show", "1") in OFF:
            self.findings.add(Trace.HIDDEN_SLIDE, self.name)
        elif attributes.get("table:visibility", "visible") != "visible":
            self.findings.add(Trace.HIDDEN_ROWS if part == "table-row" else Trace.HIDDEN_COLUMNS, self.name)
        elif attributes.get("table:display") == "false":
            self.findings.add(Trace.HIDDEN_SHEET, self.name)
        elif attributes.get("text:display") == "none" or part == "hidden-text":
            self.findings.add(Trace.HIDDEN_TEXT, self.name, attributes.get("text:string-value", ""))

    def said(self, text: str) -> None:
        """Text, where it is wanted."""
        if self.collecting and self.path[-1] != "instrText" and len(self.text) < 200:
            self.text.append(text)

    def closed(self, _tag: str) -> None:
        """The end of an element: what was collected in it is a finding."""
        if self.collecting == len(self.path):
            words = "".join(self.text).strip()
            wanted = self.trace != Trace.HIDDEN_TEXT or self.concealed
            if wanted and (words or self.trace == Trace.TRACKED_CHANGE):
                self.findings.add(self.trace, self.name, words)
            self.collecting = 0
        self.path.pop()


def _part(package: zips.Package, name: str, findings: Findings) -> None:
    reader, limits = Reader(name, findings), findings.limits
    xmls.read(
        package.pieces(name), name, most=limits.xml_bytes, deepest=limits.xml_depth,
        started=reader.started, said=reader.said, closed=reader.closed,
    )  # fmt: skip
