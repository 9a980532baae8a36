# SPDX-License-Identifier: EUPL-1.2
"""PDF -> the lines of its text layer, page by page. What is only a picture of text is not read."""

import re
from collections import Counter
from typing import Final

import pypdfium2
from pypdfium2 import raw

from comity.resolutions.model import Doubt, Line, Role, Source, Style, Text

from . import glyphs, rows
from .limits import Clock, Limits, refused

_FEW: Final = 20
_LOST: Final = 0.3
"""With this share of unknown signs the text is worth nothing."""
_TOP: Final = 0.88
_BOTTOM: Final = 0.09
_OUTERMOST: Final = 4
_RULE: Final = re.compile(r"[\s_–—-]*")


def read(data: bytes, limits: Limits, clock: Clock) -> Source:
    """The lines of a PDF; `Unusable` if it is locked, damaged, too long or without text."""
    document = _opened(data)
    try:
        if len(document) > limits.pages:
            raise refused("too_many_pages", limit=limits.pages)
        return _source(document, clock)
    except pypdfium2.PdfiumError:
        raise refused("broken_pdf") from None
    finally:
        document.close()


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        locked = getattr(problem, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise refused("locked" if locked else "broken_pdf") from None
    if len(document) == 0:
        document.close()
        raise refused("broken_pdf")
    return document


def _source(document: pypdfium2.PdfDocument, clock: Clock) -> Source:
    pages: list[tuple[glyphs.Letters, list[rows.Block]]] = []
    doubts: list[Doubt] = []
    letters = unknown = pictures = 0
    for number in range(len(document)):
        clock.tick()
        page = document[number]
        try:
            found = glyphs.of_page(page)
            has_picture = not found.glyphs and any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        finally:
            page.close()
        letters += len(found.glyphs)
        unknown += found.unknown
        pictures += has_picture
        blocks = rows.blocks(found)
        clock.tick(len(found.glyphs), sum(len(block) for block in blocks))
        pages.append((found, blocks))
        if has_picture:
            doubts.append(_unread(number + 1))
    if letters < _FEW:
        raise refused("no_text" if pictures else "nothing")
    if unknown > _LOST * letters:
        raise refused("no_letters")
    distances = rows.usual(blocks for _letters, blocks in pages)
    lines = []
    for number, (found, blocks) in enumerate(pages, 1):
        clock.tick()
        lines.append([(y / found.height, line) for y, line in rows.lines(found, number, blocks, distances)])
    return Source(tuple(_marked(lines)), "pdf", doubts=tuple(doubts))


def _unread(page: int) -> Doubt:
    return Doubt(
        "page",
        "",
        0,
        Text(
            f"Page {page} is a picture; its text was not read.",
            f"La page {page} est une image ; son texte n’a pas été lu.",
        ),
        Text("Add the text of that page by hand.", "Ajoutez à la main le texte de cette page."),
        0.5,
    )


def _marked(pages: list[list[tuple[float, Line]]]) -> list[Line]:
    """All lines; what stands at the same edge of several pages, but for its figures, is marked as header or footer."""
    edges = [(_edge(page, Role.HEADER), _edge(page[::-1], Role.FOOTER)) for page in pages]
    seen = Counter(one for page in edges for one in {shape for edge in page for shape in edge})
    out: list[Line] = []
    for page, both in zip(pages, edges, strict=True):
        marks = {}
        for lines, edge in zip((page, page[::-1]), both, strict=True):
            written = (line for _height, line in lines if line.text)
            for line, shape in zip(written, edge, strict=False):
                if seen[shape] < 2:
                    break
                marks[id(line)] = shape[0]
        if out and page:
            out.append(Line("", page=page[0][1].page))
        out += (line._replace(role=marks.get(id(line), line.role)) for _height, line in page)
    return out


def _edge(page: list[tuple[float, Line]], role: Role) -> list[tuple[Role, str]]:
    """What the outermost lines would be called if they stood on other pages too; notes are none of them."""
    found: list[tuple[Role, str]] = []
    for height, line in page:
        outside = height > _TOP if role == Role.HEADER else height < _BOTTOM
        is_note = any(span.start == 0 and span.style == Style.SUPERSCRIPT for span in line.spans)
        if not outside or is_note or (line.text and _RULE.fullmatch(line.text)) or len(found) == _OUTERMOST:
            break
        if line.text:
            found.append((role, re.sub(r"\d+", "0", line.text)))
    return found
