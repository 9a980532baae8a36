# SPDX-License-Identifier: EUPL-1.2
"""Files made for the tests: Word packages put together by hand, PDFs set by typst; what they say is invented."""

import io
import zipfile
from pathlib import Path

import typst

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def root(name: str, content: str) -> str:
    """A part of a Word file."""
    return f"{HEAD}<w:{name} {_W} {_R} {_MC}>{content}</w:{name}>"


def run(text: str, properties: str = "") -> str:
    """A run; tabs and line breaks as Word writes them."""
    shown = text.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>").replace("\n", "</w:t><w:br/><w:t>")
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{shown}</w:t></w:r>"


def italic(text: str) -> str:
    return run(text, "<w:i/>")


def reference(note: int) -> str:
    """The marker of a footnote."""
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{note}"/></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs, or of bare text."""
    inside = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def numbered(content: str, *, number: int = 1, level: int = 0) -> str:
    """A paragraph that Word numbers."""
    return paragraph(content, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def level(number: int, form: str, text: str, more: str = "") -> str:
    """One level of a definition of numbers."""
    shown = f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>{shown}</w:lvl>'


def footnotes(*texts: str) -> str:
    """The part that keeps footnotes, with the separator that Word keeps there too."""
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    notes = (
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
        f"{text if text.startswith('<') else run(text)}</w:p></w:footnote>"
        for number, text in enumerate(texts, 1)
    )
    return root("footnotes", separator + "".join(notes))


def word(body: str, **parts: str | bytes) -> bytes:
    """A Word file of this body; other parts by name ("numbering", "footnotes", "styles", "settings", "header")."""
    return zipped(package(root("document", f"<w:body>{body}</w:body>"), **parts))


def package(document: str, **parts: str | bytes) -> dict[str, str | bytes]:
    """The entries of a Word file."""
    relations = "".join(f'<Relationship Id="r{name}" Type="{_RELATED}/{name}" Target="{name}.xml"/>' for name in parts)
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{_KIND}"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_RELATED}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relations}</Relationships>",
        **{f"word/{name}.xml": content for name, content in parts.items()},
    }


def zipped(entries: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def set_page(source: str, folder: Path) -> bytes:
    """A PDF of this typst source."""
    path = folder / "made.typ"
    path.write_text(source, encoding="utf-8")
    made = typst.compile(str(path))
    assert isinstance(made, bytes)
    return made
