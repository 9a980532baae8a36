# SPDX-License-Identifier: EUPL-1.2
"""DOCX -> lines, each a whole paragraph: with its automatic number, its italics, and its notes right behind it."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from comity.resolutions.decoding import clean
from comity.resolutions.model import Line, Role, Source, Span, Style

from .limits import Clock, Limits, refused
from .notes import Notes
from .numbering import BULLET, Numbering
from .package import Package
from .styles import Styles, said

_MAIN: Final = re.compile(
    r"application/vnd\.(openxmlformats-officedocument\.wordprocessingml|ms-word)\.(document|template)[\w.]*\+xml"
)
_INSIDE: Final = frozenset(
    "hyperlink smartTag ins moveTo customXml fldSimple dir bdo r sdt sdtContent m:oMath m:oMathPara".split()
)
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "cr": "\n", "m:t": "", "t": ""}
_LABEL: Final = re.compile(r"|[(]?(?:\d{1,3}|[a-z]{1,4}|[A-Z]|OP ?\d+|PP ?\d+)[.)]?|[–•-]")
_LONG: Final = 60
_GOES_ON: Final = re.compile(r"[.;:,?!»”’)]\s*$")
_BEGINS: Final = re.compile(r"\s*[\d(•–—-]")


def main_part(package: Package) -> str | None:
    """The name of the document within a package; None where it holds none, as a workbook does."""
    types = package.xml("[Content_Types].xml")
    if types is None:
        return None
    named = [one.get("PartName", "").lstrip("/") for one in types if _MAIN.fullmatch(one.get("ContentType", ""))]
    for kind, target in package.relations("").values():
        if kind == "officeDocument" and (target in named or not named) and target.startswith("word/"):
            return target
    return named[0] if named else None


def read(data: bytes, limits: Limits, clock: Clock) -> Source | None:
    """The lines of a Word file; None if this package holds no text document."""
    package = Package(data, limits, clock)
    main = main_part(package)
    if main is None:
        return None
    root = package.xml(main)
    body = root.find("body") if root is not None else None
    if body is None:
        raise refused("broken_docx")
    return Source(tuple(_Document(package, main, clock).lines(body)), "docx", flowing=True)


class _Piece:
    """A paragraph being put together."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: list[Span] = []
        self.size = 0.0
        self.notes: list[Line] = []
        self.boxes: list[Element] = []

    def add(self, text: str, styles: tuple[Style, ...]) -> None:
        for style in styles:
            last = next((one for one in reversed(self.spans) if one.style == style), None)
            if last and last.end == len(self.text):
                self.spans[self.spans.index(last)] = last._replace(end=len(self.text) + len(text))
            elif text:
                self.spans.append(Span(len(self.text), len(self.text) + len(text), style))
        self.text += text


class _Cell(NamedTuple):
    lines: list[Line]
    width: int
    """How many columns it spans."""

    @property
    def text(self) -> str:
        return " ".join(line.text.strip().replace("\t", " ") for line in self.lines if line.role == Role.BODY)


def _is_list(rows: list[list[_Cell]]) -> bool:
    """Whether a table of two columns is numbers and the paragraphs that belong to them."""
    labelled = sum(bool(label.text) for label, _cell in rows)
    return (
        labelled * 2 > len(rows)
        and all(_LABEL.fullmatch(label.text) for label, _cell in rows)
        and any(len(cell.text) > _LONG for _label, cell in rows)
    )


def _listed(label: _Cell, cell: _Cell) -> Iterator[Line]:
    """The paragraph of a row, with its number in front."""
    front = f"{label.text}\t" if label.text else ""
    for line in cell.lines:
        if front and line.role == Role.BODY:
            yield line._replace(
                text=front + line.text.lstrip(), spans=tuple(_moved([*line.spans], len(front) - _lead(line)))
            )
            front = ""
        else:
            yield line
    yield from (line for line in label.lines if line.role == Role.NOTE)


def _lead(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())


class _Document:
    """Walks through the parts in the order in which they are read."""

    def __init__(self, package: Package, main: str, clock: Clock) -> None:
        self._package = package
        self._clock = clock
        self._relations = package.relations(main)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        settings = self._part("settings")
        self._notes = {
            "footnoteReference": Notes(self._part("footnotes"), settings, "footnote"),
            "endnoteReference": Notes(self._part("endnotes"), settings, "endnote"),
        }
        self._fields: list[bool] = []
        """Of each field that is open: whether its result has begun."""

    def _part(self, kind: str) -> Element | None:
        path = next((path for known, path in self._relations.values() if known == kind), None)
        return self._package.xml(path) if path else None

    def lines(self, body: Element) -> Iterator[Line]:
        yield from self._margins(body, "headerReference", Role.HEADER)
        begun = False
        for block in self._blocks(body):
            if block.tag == "tbl":
                yield from self._table(block, masthead=not begun)
                continue
            for line in self._paragraph(block, Role.BODY):
                begun = begun or line.role == Role.BODY
                yield line
        yield from self._margins(body, "footerReference", Role.FOOTER)

    def _margins(self, body: Element, kind: str, role: Role) -> Iterator[Line]:
        """Headers or footers of pages, the one of the first page first, each once."""
        order = {"first": 0, "default": 1, "even": 2}
        found = sorted(body.iter(kind), key=lambda one: order.get(one.get("type", ""), 3))
        seen: set[str] = set()
        for reference in found:
            known, path = self._relations.get(reference.get("r:id", ""), ("", ""))
            root = self._package.xml(path) if known in {"header", "footer"} and path not in seen else None
            seen.add(path)
            for paragraph in root.iter("p") if root is not None else ():
                for line in self._paragraph(paragraph, role):
                    if line.role == role and line.text.strip() not in seen:
                        seen.add(line.text.strip())
                        yield line

    def _blocks(self, parent: Element) -> Iterator[Element]:
        """Paragraphs and tables, whatever they are wrapped in."""
        for child in parent:
            if child.tag in {"p", "tbl"}:
                yield child
            elif child.tag == "mc:AlternateContent":
                yield from self._blocks(_chosen(child))
            elif child.tag in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
                yield from self._blocks(child)

    def _table(self, table: Element, *, masthead: bool) -> Iterator[Line]:
        """Rows with their cells; a frame around running text, and what stands above all text, as its paragraphs."""
        rows = [[self._cell(cell) for cell in self._within(row, "tc")] for row in self._within(table, "tr")]
        self._clock.tick(lines=len(rows))
        if masthead or all(len(cells) == 1 for cells in rows):
            for cells in rows:
                for cell in cells:
                    yield from cell.lines
        elif all(len(cells) == 2 for cells in rows) and _is_list(rows):
            for label, cell in rows:
                yield from _listed(label, cell)
        else:
            for cells in rows:
                texts = [text for cell in cells for text in (cell.text, *[""] * (cell.width - 1))]
                if any(texts):
                    yield Line("\t".join(texts), role=Role.ROW)
                for cell in cells:
                    yield from (line for line in cell.lines if line.role == Role.NOTE)

    def _within(self, parent: Element, name: str) -> Iterator[Element]:
        for child in parent:
            if child.tag == name:
                yield child
            elif child.tag in {"sdt", "sdtContent", "customXml", "ins"}:
                yield from self._within(child, name)

    def _cell(self, cell: Element) -> "_Cell":
        lines: list[Line] = []
        for block in self._blocks(cell):
            lines += self._table(block, masthead=True) if block.tag == "tbl" else self._paragraph(block, Role.BODY)
        span = said(cell.find("tcPr"), "gridSpan") or "1"
        return _Cell(lines, min(int(span), 64) if span.isdecimal() else 1)

    def _paragraph(self, paragraph: Element, role: Role) -> Iterator[Line]:
        """The lines of one paragraph, its notes, and the text boxes that hang on it."""
        properties = paragraph.find("pPr")
        piece = _Piece()
        label, level = self._numbering.next(properties)
        self._content(paragraph, piece, said(properties, "pStyle"))
        self._clock.tick(len(piece.text), 1)
        if piece.text.strip():
            if label:
                piece = _labelled(label, piece)
            yield from _split(piece, self._indent(properties, level), role)
        yield from piece.notes
        for box in piece.boxes:
            for block in self._blocks(box):
                yield from self._table(block, masthead=True) if block.tag == "tbl" else self._paragraph(block, role)
        section = properties.find("sectPr") if properties is not None else None
        if section is not None:
            for notes in self._notes.values():
                notes.section_ends()

    def _indent(self, properties: Element | None, level: Element | None) -> float:
        """Where the first letter stands, in points."""
        found = list(self._styles.paragraph(properties, "ind"))
        own = level.find("ind") if level is not None else None
        if own is not None:
            found.insert(1 if properties is not None and properties.find("ind") is not None else 0, own)

        def value(*names: str) -> float:
            for one in found:
                for name in names:
                    text = one.get(name, "")
                    if re.fullmatch(r"-?\d{1,6}", text):
                        return int(text) / 20
            return 0.0

        return value("start", "left") + value("firstLine") - value("hanging")

    def _content(self, parent: Element, piece: _Piece, style: str | None) -> None:
        for child in parent:
            if child.tag in {"r", "m:r"}:
                self._run(child, piece, style)
            elif child.tag == "mc:AlternateContent":
                self._content(_chosen(child), piece, style)
            elif child.tag in _INSIDE or child.tag.startswith("m:"):
                self._content(child, piece, style)

    def _run(self, run: Element, piece: _Piece, style: str | None) -> None:
        properties = run.find("rPr")
        if self._styles.is_on(properties, style, "vanish"):
            return
        looks = self._looks(properties, style)
        for child in run:
            match child.tag:
                case "fldChar":
                    self._field(child.get("fldCharType", ""))
                case "drawing" | "pict" | "object":
                    piece.boxes += child.iter("txbxContent")
                case "mc:AlternateContent":
                    piece.boxes += _chosen(child).iter("txbxContent")
                case "footnoteReference" | "endnoteReference":
                    self._reference(child, piece, run)
                case _ if all(self._fields):
                    text = _sign(child)
                    if text and not piece.size:
                        piece.size = _half(self._styles.run(properties, style, "sz"))
                    piece.add(text, looks)

    def _looks(self, properties: Element | None, style: str | None) -> tuple[Style, ...]:
        raised = self._styles.run(properties, style, "vertAlign") == "superscript"
        return (
            *((Style.ITALIC,) if self._styles.is_on(properties, style, "i") else ()),
            *((Style.BOLD,) if self._styles.is_on(properties, style, "b") else ()),
            *((Style.SUPERSCRIPT,) if raised else ()),
        )

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _reference(self, reference: Element, piece: _Piece, run: Element) -> None:
        """A note's marker, and the note behind the paragraph."""
        notes = self._notes[reference.tag]
        if reference.get("customMarkFollows") in {"1", "true", "on"}:
            marker, own = "".join(_sign(child) for child in run).strip(), True
        else:
            marker, own = notes.marker(), False
            piece.add(marker, (Style.SUPERSCRIPT,))
        content = notes.content(reference.get("id", ""))
        if content is None:
            return
        note = _Piece()
        for paragraph in content.iter("p"):
            if note.text.strip():
                note.add(" ", ())
            self._content(paragraph, note, said(paragraph.find("pPr"), "pStyle"))
        lead = len(note.text) - len(note.text.lstrip())
        if not own or not note.text.strip().startswith(marker):
            shift = len(marker) + 1 - lead
            note.spans = [Span(0, len(marker), Style.SUPERSCRIPT), *_moved(note.spans, shift)]
            note.text = f"{marker} {note.text.lstrip()}"
        piece.notes.append(Line(note.text.rstrip(), tuple(note.spans), size=note.size, role=Role.NOTE))


def _chosen(alternatives: Element) -> Element:
    """Of what is given for newer and older programs, one; both say the same."""
    first = alternatives.find("mc:Choice")
    found = first if first is not None else alternatives.find("mc:Fallback")
    return found if found is not None else Element("none")


def _sign(child: Element) -> str:
    """What an element of a run shows."""
    if child.tag in {"t", "m:t"}:
        return clean((child.text or "").replace("\n", " "))
    if child.tag == "br":
        return "" if child.get("type") in {"page", "column"} else "\n"
    if child.tag == "sym":
        code = child.get("char", "")
        sign = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else ""
        return BULLET if "\ue000" <= sign <= "\uf8ff" else sign
    return _SIGNS.get(child.tag, "")


def _half(text: str | None) -> float:
    return int(text) / 2 if text and re.fullmatch(r"\d{1,4}", text) else 0.0


def _moved(spans: list[Span], by: int) -> list[Span]:
    return [Span(max(span.start + by, 0), span.end + by, span.style) for span in spans if span.end + by > 0]


def _labelled(label: str, piece: _Piece) -> _Piece:
    """The automatic number goes in front of the text, behind the tabs that indent it."""
    bare = piece.text.lstrip("\t ")
    cut = len(piece.text) - len(bare)
    piece.spans = _moved(piece.spans, len(label) - cut)
    piece.text = label + bare
    return piece


def _split(piece: _Piece, indent: float, role: Role) -> Iterator[Line]:
    """A line broken by hand begins a paragraph where it looks like one, and goes on otherwise."""
    begin = 0
    text = piece.text
    for match in re.finditer("\n+", text):
        if _GOES_ON.search(text[begin : match.start()]) or _BEGINS.match(text[match.end() :]):
            yield from _line(piece, begin, match.start(), indent, role)
            begin = match.end()
    yield from _line(piece, begin, len(text), indent, role)


def _line(piece: _Piece, start: int, end: int, indent: float, role: Role) -> Iterator[Line]:
    text = piece.text[start:end].rstrip().replace("\n", " ")
    if not text.strip():
        return
    spans = (
        Span(max(one.start - start, 0), min(one.end - start, len(text)), one.style)
        for one in piece.spans
        if one.end > start and one.start < start + len(text)
    )
    yield Line(text, tuple(spans), indent=indent, size=piece.size, role=role)
