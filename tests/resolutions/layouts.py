# SPDX-License-Identifier: EUPL-1.2
"""One resolution set in many ways: as people paste it, as programs extract it, as Word and PDF files.

What a resolution says is taken from an official XML, which stands beside the project and not in it; how it looks must
make no difference to what is found in it.
"""

import json
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from . import made

MARK: Final = re.compile("\x01([^\x01]*)\x01")
"""A marker of a footnote within a text."""
ITALIC: Final = re.compile("\x02([^\x02\x03]*)\x03")
SUPER: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass
class Piece:
    """A paragraph: its label, its text with marks, how deep it stands, and what it is."""

    text: str
    label: str = ""
    depth: int = 0
    kind: str = "text"
    """"text", "heading", "close" or "annex"."""


@dataclass
class Said:
    head: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


# From the official XML


def of_xml(path: Path) -> Said:
    root = fromstring(path.read_bytes())
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else "comment"
    said = Said()
    main = root.find("statement")
    assert main is not None
    for part in ("coverPage", "preface"):
        for line in main.findall(f"{part}/p"):
            text = _flat("".join(line.itertext()))
            if text:
                said.head.append(text)
    for part in ("preamble", "mainBody"):
        for child in main.find(part) or ():
            _walk(child, said, 0)
    for line in main.findall("conclusions/p"):
        for text in re.split(r"\s*\n\s*", "".join(line.itertext()).strip()):
            said.pieces.append(Piece(_flat(text), kind="close"))
    for annex in main.findall("attachments/attachment/doc/mainBody"):
        for child in annex:
            _walk(child, said, 0, annex=True)
    said.pieces = [piece for piece in said.pieces if piece.text]
    return said


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _walk(one: Element, said: Said, depth: int, label: str = "", *, annex: bool = False) -> None:
    """Paragraphs in their order; a number belongs to the first paragraph after it."""
    if one.tag in {"p", "heading", "subheading", "crossHeading"}:
        kind = "annex" if annex else "heading" if one.tag in {"heading", "subheading"} else "text"
        embedded = one.find("embeddedStructure")
        text = _marked(one, said)
        said.pieces.append(Piece(text, label, depth, kind))
        for child in embedded if embedded is not None else ():
            _walk(child, said, depth, annex=annex)
        return
    if one.tag == "table":
        for row in one.iter("tr"):
            said.pieces.append(Piece("\t".join(_flat("".join(cell.itertext())) for cell in row), kind="annex"))
        return
    deeper = depth + (one.tag in {"point", "indent"})
    for child in one:
        if child.tag == "num":
            label = _flat("".join(child.itertext()))
            if one.tag == "section":
                said.pieces.append(Piece(label, kind="heading"))
                label = ""
            continue
        _walk(child, said, deeper, label, annex=annex)
        if child.tag in {"p", "content", "intro", "list"}:
            label = ""


def _marked(one: Element, said: Said) -> str:
    def parts(element: Element, *, slanted: bool) -> Iterator[str]:
        text = element.text or ""
        yield f"\x02{text}\x03" if slanted and text.strip() else text
        for child in element:
            if child.tag == "authorialNote":
                marker = child.get("marker", "")
                said.notes[marker] = _flat("".join(child.itertext()))
                yield f"\x01{marker}\x01"
            elif child.tag != "embeddedStructure":
                yield from parts(child, slanted=slanted or "italic" in child.get("class", ""))
            tail = child.tail or ""
            yield f"\x02{tail}\x03" if slanted and tail.strip() else tail

    text = _flat("".join(parts(one, slanted=False)))
    text = re.sub("\x02(\\s*)([^\x02\x03]*?)(\\s*)\x03", "\\1\x02\\2\x03\\3", text)
    return re.sub(" +(\x01[^\x01]*\x01)", r"\1", text).strip()


# Marks shown in different ways


def shown(text: str, *, mark: Callable[[str], str], italic: tuple[str, str] = ("", "")) -> str:
    text = MARK.sub(lambda found: mark(found[1]), text)
    return (
        _flat(ITALIC.sub(lambda found: f"{italic[0]}{found[1]}{italic[1]}", text))
        .replace("\x02", "")
        .replace("\x03", "")
    )


def raised(marker: str) -> str:
    return marker.translate(SUPER)


def _line(piece: Piece, text: str, *, tab: str = " ", indent: str = "") -> str:
    return f"{indent * piece.depth}{piece.label}{tab if piece.label else ''}{text}"


# The layouts


def seed(said: Said) -> str:
    """Italics by stars, raised figures, notes in a block in the middle and the rest at the end."""
    out = [*said.head]
    seen: list[str] = []
    middle = len(said.pieces) * 2 // 3
    for place, piece in enumerate(said.pieces):
        seen += MARK.findall(piece.text)
        out.append(_line(piece, shown(piece.text, mark=raised, italic=("*", "*"))))
        if place == middle:
            out += [f"{raised(one)} {said.notes[one]}" for one in dict.fromkeys(seen)]
            seen = []
    out += [f"{raised(one)} {said.notes[one]}" for one in dict.fromkeys(seen)]
    return "\n\n".join(out)


def markdown(said: Said) -> str:
    out = [*said.head]
    out += [
        _line(piece, shown(piece.text, mark=lambda one: f"[^{one}]", italic=("_", "_")), indent="  ")
        for piece in said.pieces
    ]
    return "\n\n".join(out) + "\n\n" + "\n".join(f"[^{one}]: {text}" for one, text in said.notes.items())


def plain(said: Said) -> str:
    """No italics, tabs after numbers, notes in brackets and all at the end."""
    out = [*said.head]
    out += [
        _line(piece, shown(piece.text, mark=lambda one: f"[{one}]"), tab="\t", indent="\t") for piece in said.pieces
    ]
    return "\n\n".join(out) + "\n\n" + "\n".join(f"[{one}] {text}" for one, text in said.notes.items())


def glued(said: Said) -> str:
    """As Word gives it to most programs: every paragraph a line, markers bare figures, notes appended."""
    out = [" ".join(said.head[:3]), *said.head[3:]]
    out += [_line(piece, shown(piece.text, mark=str), tab="\t", indent="\t") for piece in said.pieces]
    return "\n".join(out) + "\n\n\n" + "\n".join(f"{one} {text}" for one, text in said.notes.items())


def flattened(said: Said) -> str:
    """The whole head on one line."""
    out = [" ".join(said.head)]
    out += [_line(piece, shown(piece.text, mark=raised, italic=("*", "*"))) for piece in said.pieces]
    return "\n\n".join(out) + "\n\n" + "\n\n".join(f"{raised(one)} {text}" for one, text in said.notes.items())


def pages(said: Said, *, width: int = 92, rows: int = 44, gaps: bool = True) -> str:
    """Wrapped lines, headers and footers, notes at the foot of their page, form feeds."""
    symbol = _symbol(said)
    full: list[list[str]] = []
    page: list[str] = [*(line for head in said.head for line in (*textwrap.wrap(head, width), ""))]
    feet: list[str] = []

    def turn() -> None:
        nonlocal page, feet
        number = len(full) + 1
        foot = [f"23-24539\t{number}/9"] if number % 2 else [f"{number}/9\t23-24539"]
        notes = ["_" * 18, *feet, ""] if feet else [""]
        full.append([*page, "", *notes, *foot])
        page, feet = ([symbol, ""] if symbol else []), []

    for piece in said.pieces:
        text = _line(piece, shown(piece.text, mark=str), indent="    ")
        lines = textwrap.wrap(text, width, break_on_hyphens=False) or [text]
        lines[0] = "    " * piece.depth + lines[0].strip() if piece.depth else lines[0]
        if len(page) + len(lines) + len(feet) > rows:
            turn()
        page += [*lines, ""] if gaps else lines
        for one in dict.fromkeys(MARK.findall(piece.text)):
            feet += textwrap.wrap(f"{one} {said.notes[one]}", width)
    turn()
    return "\f".join("\n".join(one) + "\n" for one in full)


def split_numbers(said: Said) -> str:
    """As one program extracts a PDF: short numbers stand alone on a line, wrapped lines, notes at the end of pages."""
    text = pages(said, width=80)
    return re.sub(r"(?m)^ *(\d{1,2}\.) (?=\S)", r"\1\n", text)


def extracted(said: Said, *, indented: bool = False, rows: int = 46) -> str:
    """As extraction programs give a PDF whose note rule is drawn: no blank lines between paragraphs, notes unmarked.

    Either numbers stand alone before short paragraphs and before notes, or (`indented`) first lines are set in.
    """
    full: list[list[str]] = []
    page: list[str] = [*said.head]
    feet: list[str] = []

    def turn() -> None:
        nonlocal page, feet
        number = len(full) + 1
        foot = [f"{number}/9", "", "23-24539"] if number % 2 == 0 else ["23-24539", "", f"{number}/9"]
        full.append([*page, "", *feet, "", *foot, ""])
        page, feet = ([_symbol(said)] if _symbol(said) else []), []

    for piece in said.pieces:
        text = _line(piece, shown(piece.text, mark=str))
        lines = textwrap.wrap(text, 94, break_on_hyphens=False, initial_indent="      " if indented else "") or [text]
        if not indented and len(lines) == 1 and re.match(r"\d+\. ", lines[0]):
            number, _blank, rest = lines[0].partition(" ")
            lines = [number, "", rest, ""]
        if len(page) + len(lines) + len(feet) > rows:
            turn()
        page += lines
        for one in dict.fromkeys(MARK.findall(piece.text)):
            note = textwrap.wrap(shown(said.notes[one], mark=str), 94)
            feet += [f"  {one}", *(f"    {line}" for line in note)] if indented else [one, *note]
    turn()
    return "".join("\n".join(one) + "\f" for one in full)


def word(said: Said) -> bytes:
    """A Word file with typed numbers, italic runs and real footnotes."""
    order = list(said.notes)
    body = "".join(made.paragraph(made.run(_safe(line))) for line in said.head)
    for piece in said.pieces:
        runs = made.run(f"{piece.label}\t") if piece.label else ""
        for part in re.split("(\x01[^\x01]*\x01|\x02[^\x02\x03]*\x03)", piece.text):
            if part.startswith("\x01"):
                runs += made.reference(order.index(part[1:-1]) + 1)
            elif part.startswith("\x02"):
                runs += made.italic(_safe(part[1:-1]))
            elif part:
                runs += made.run(_safe(part))
        body += made.paragraph(runs, f'<w:ind w:left="{1260 + 400 * piece.depth}"/>')
    start = f'<w:footnotePr><w:numStart w:val="{order[0]}"/></w:footnotePr>' if order else ""
    notes = made.footnotes(*(made.run(f" {_safe(text)}") for text in said.notes.values()))
    return made.word(body, footnotes=notes, settings=made.root("settings", start))


def _safe(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\x02", "").replace("\x03", "")


_TYPST: Final = """
#let said = json("said.json")
#set page(width: 612pt, height: 792pt, margin: (x: 110pt, y: 80pt),
  header: context if counter(page).get().first() > 1 [#strong(said.symbol)],
  footer: context [23-24539 #h(1fr) #counter(page).get().first()/9])
#set text(size: 10pt, lang: said.lang, dir: if said.lang == "ar" { rtl } else { ltr },
  font: if said.lang == "ar" { "DejaVu Sans" } else { "Liberation Serif" })
#set par(spacing: 12pt, leading: 5pt)
#for line in said.head [#par(line)]
#for piece in said.pieces {
  par(first-line-indent: (amount: 24pt, all: true))[#h(piece.depth * 24pt)
    #if piece.label != "" [#piece.label#h(12pt)]
    #for part in piece.parts {
      if part.kind == "note" { footnote(part.text) }
      else if part.kind == "italic" { emph(part.text) }
      else { part.text }
    }]
}
"""


def pdf(said: Said, folder: Path) -> bytes:
    """A PDF with real footnotes, headers and page numbers."""
    pieces = []
    for piece in said.pieces:
        parts = []
        for part in re.split("(\x01[^\x01]*\x01|\x02[^\x02\x03]*\x03)", piece.text):
            if part.startswith("\x01"):
                parts.append({"kind": "note", "text": said.notes[part[1:-1]]})
            elif part:
                kind = "italic" if part.startswith("\x02") else "text"
                parts.append({"kind": kind, "text": part.strip("\x02\x03")})
        pieces.append({"label": piece.label, "depth": piece.depth, "parts": parts})
    content = {
        "head": said.head,
        "pieces": pieces,
        "symbol": _symbol(said),
        "lang": "ar" if re.search("[\u0621-\u064a]", said.head[0]) else "en",
    }
    (folder / "said.json").write_text(json.dumps(content), encoding="utf-8")
    return made.set_page(_TYPST, folder)


def _symbol(said: Said) -> str:
    return next((one for one in said.head if re.fullmatch(r"[A-Z]+/\S+( \(\d+\))?", one)), "")
