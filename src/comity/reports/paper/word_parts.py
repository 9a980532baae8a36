# SPDX-License-Identifier: EUPL-1.2
"""Parts of a Word document that python-docx does not write: elements, styles, footnotes, header and footer, the zip."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from .model import Language

_FOOTNOTES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FONT: Final = "Times New Roman"
_FAR_EAST: Final = "SimSun"
_LOCALES: Final = {"ar": "ar-SA", "zh": "zh-CN", "en": "en-GB", "fr": "fr-FR", "ru": "ru-RU", "es": "es-ES"}
NUMBER: Final = 567
"""Width of the column of paragraph numbers, in twentieths of a point: a centimetre."""
Element = Any


def el(tag: str, *children: Element | None, **attributes: str) -> Element:
    """Return an element of WordprocessingML."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(child for child in children if child is not None)
    return element


def text(words: str) -> list[Element]:
    """Return what a run holds: text with its line breaks."""
    found: list[Element] = []
    for number, line in enumerate(words.split("\n")):
        if number:
            found.append(el("br"))
        if line:
            one = el("t")
            one.text = line
            one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            found.append(one)
    return found


def field(code: str) -> Element:
    """Return a field of ours; what people typed is never one."""
    return el("fldSimple", el("r", *text("1")), instr=code)


def style(document: Document, language: Language) -> None:
    """Set the styles of the document: one typeface, black, in the language and its direction."""
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in list(defaults):
        defaults.remove(old)
    locale = _LOCALES[language.value]
    defaults.append(el("rFonts", ascii=_FONT, hAnsi=_FONT, cs=_FONT, eastAsia=_FAR_EAST))
    defaults.append(el("sz", val="21"))
    defaults.append(el("szCs", val="21"))
    defaults.append(el("lang", val=locale if language not in {"ar", "zh"} else "en-GB", eastAsia="zh-CN", bidi="ar-SA"))
    sizes = {"Title": 17, "Subtitle": 13, "Caption": 10, "Quote": 10.5, "Normal": 10.5}
    sizes |= {f"Heading {level}": size for level, size in enumerate((13, 11.5, 10.5, 10.5, 10.5), 1)}
    for name, size in sizes.items():
        _plain(styles[name], size, is_bold=name not in {"Quote", "Normal", "Heading 4", "Heading 5"})
    for name, size, base in (
        ("Numbered Paragraph", 10.5, "Normal"), ("Masthead", 10.5, "Normal"), ("Table Text", 9, "Normal"),
        ("Table Note", 8.5, "Normal"), ("footnote text", 8.5, "Normal"),
    ):  # fmt: skip
        new = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        new.base_style = styles[base]
        _plain(new, size)
    reference = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    for name in ("Masthead", "Table Text", "Table Note", "footnote text"):
        styles[name].paragraph_format.space_after = Pt(2)


def _plain(style: Any, size: float, *, is_bold: bool = False) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), is_bold, style.name == "Heading 4"
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    for tag in ("rFonts", "spacing", "szCs"):
        found = properties.find(qn(f"w:{tag}"))
        if found is not None:
            properties.remove(found)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    properties.find(qn("w:sz")).addnext(el("szCs", val=str(round(size * 2))))


def page(document: Document, symbol: str, numbering: Sequence[str], *, rtl: bool) -> None:
    """Set the page: A4, the symbol above every page but the first, numbers below."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    section.top_margin, section.bottom_margin = Mm(30), Mm(26)
    section.different_first_page_header_footer = True
    before, between, after = numbering
    bidi = el("bidi") if rtl else None
    head = section.header.paragraphs[0]._p  # noqa: SLF001 - python-docx has no other door to the element
    _fill(head, el("pPr", bidi, el("jc", val="right")), el("r", *text(symbol)))
    for footer in (section.first_page_footer, section.footer):
        parts: list[Element] = []
        for words, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            parts += [el("r", *text(words))] if words else []
            parts += [field(code)] if code else []
        bidi = el("bidi") if rtl else None
        _fill(footer.paragraphs[0]._p, el("pPr", bidi, el("jc", val="center")), *parts)  # noqa: SLF001 - as above


def _fill(paragraph: Element, *children: Element) -> None:
    for old in list(paragraph):
        paragraph.remove(old)
    paragraph.extend(children)


def footnotes(document: Document, notes: Iterable[Element]) -> None:
    """Write the part of the footnotes, and name its two separators in the settings, as Word does."""
    root = el(
        "footnotes",
        el("footnote", el("p", el("r", el("separator"))), type="separator", id="-1"),
        el("footnote", el("p", el("r", el("continuationSeparator"))), type="continuationSeparator", id="0"),
        *notes,
    )
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    settings = document.settings.element
    settings.insert(0, el("footnotePr", el("footnote", id="-1"), el("footnote", id="0")))
    _in_order(settings)


def _in_order(settings: Element) -> None:
    """Put the element where the schema wants it: before the compatibility settings."""
    notes = settings.find(qn("w:footnotePr"))
    after = settings.find(qn("w:compat"))
    if after is not None:
        after.addprevious(notes)


def svg_part(document: Document, number: int, svg: bytes) -> str:
    """Add a picture as SVG and return the name of its relationship."""
    part = Part(PackURI(f"/word/media/chart{number}.svg"), "image/svg+xml", svg, document.part.package)
    return document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def packed(document: Document) -> bytes:
    """Return the file: the same bytes for the same content, without the template's thumbnail."""
    package = document.part.package
    for key in [key for key, one in package.rels.items() if one.reltype.endswith("/thumbnail")]:
        package.rels.pop(key)
    first, last = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return last.getvalue()
