# SPDX-License-Identifier: EUPL-1.2
"""The beginning of the text of a document that has no pages to draw."""

from itertools import islice
from typing import BinaryIO

from . import mails, offices, texts, xmls, zips
from .codes import Problem, Unfit
from .kinds import Kind
from .limits import Limits
from .survey import Look

PARAGRAPHS = frozenset({"p", "h", "row", "si", "table-row"})
SPOKEN = frozenset({"t", "p", "h", "span", "v", "a"})
PARTS = ("word/document.xml", "xl/sharedStrings.xml", "content.xml")


class Enough(Exception):
    """There is as much text as is shown."""


def text_of(file: BinaryIO, kind: Kind, limits: Limits) -> str:
    """Not longer than `preview_text` characters; lines kept, nothing that cannot be seen."""
    most = limits.preview_text
    if kind.family == "text":
        return _seen("".join(islice(texts.pieces(file, limits.text_bytes), 1 + most // texts.PIECE)), most)
    if kind.family == "mail":
        message = mails.read(file, Look(limits, zips.Budget(limits)))
        head = "\n".join(f"{name}: {message.get(name, '')}" for name in ("From", "To", "Cc", "Date", "Subject"))
        body = message.get_body(preferencelist=("plain",))
        content = body.get_payload(decode=True) if body is not None else b""
        return _seen(f"{head}\n\n{content.decode('utf-8', 'replace') if isinstance(content, bytes) else ''}", most)
    if kind.family == "office":
        return _seen(_office(file, limits), most)
    raise Unfit(Problem.TYPE_NOT_ALLOWED, what=kind.media_type)


def _office(file: BinaryIO, limits: Limits) -> str:
    package = zips.opened(file, zips.Budget(limits))
    slides = sorted((name for name in package.entries if name.startswith("ppt/slides/slide")), key=offices.in_order)
    said: list[str] = []
    for name in [*(part for part in PARTS if part in package.entries), *slides]:
        _spoken(package, name, said, limits)
    return "".join(said)


def _spoken(package: zips.Package, name: str, said: list[str], limits: Limits) -> None:
    within: list[bool] = []
    length = 0

    def started(tag: str, _attributes: object) -> None:
        within.append(xmls.local(tag) in SPOKEN)

    def heard(text: str) -> None:
        nonlocal length
        if within and within[-1]:
            said.append(text)
            length += len(text)
            if length > limits.preview_text:
                raise Enough

    def closed(tag: str) -> None:
        within.pop()
        if xmls.local(tag) in PARAGRAPHS:
            said.append("\n")

    try:
        xmls.read(
            package.pieces(name), name, most=limits.xml_bytes, deepest=limits.xml_depth,
            started=started, said=heard, closed=closed,
        )  # fmt: skip
    except Enough:
        return


def _seen(text: str, most: int) -> str:
    return "".join(sign for sign in text[:most] if sign == "\n" or sign.isprintable())
