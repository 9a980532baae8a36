# SPDX-License-Identifier: EUPL-1.2
"""PDF: every object is read once; what acts, fetches or carries files is refused, for none of it is on the page."""

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Dictionary, Object

from .codes import Caution, Problem, Unfit
from .kinds import Kind
from .looking import Looking

SCRIPTS: Final = frozenset({"/JavaScript", "/Rendition"})
ACTIONS: Final = frozenset(
    {"/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Movie", "/Sound", "/RichMediaExecute"}
)
ACTIVE: Final = frozenset({"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"})
HARMLESS: Final = frozenset({"/GoTo", "/Named"})
FLATE: Final = frozenset({"/FlateDecode", "/Fl"})
LONGEST_CHAIN: Final = 4
SMALL_PICTURE: Final = 1_000_000
PIECE: Final = 1 << 20


def opened(file: BinaryIO) -> pikepdf.Pdf:
    """The document; `Unfit` if it is locked or cannot be read."""
    file.seek(0)
    try:
        pdf = pikepdf.open(file, access_mode=pikepdf.AccessMode.stream)
        if len(pdf.pages) == 0:
            raise Unfit(Problem.BROKEN, what="no pages")
    except pikepdf.PasswordError:
        raise Unfit(Problem.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, OSError):
        raise Unfit(Problem.BROKEN, what="pdf") from None
    return pdf


def examine(file: BinaryIO, _kind: Kind, look: Looking) -> None:
    """All objects, reachable or not, and all their streams within bounds."""
    limits = look.limits
    pdf = opened(file)
    if len(pdf.pages) > limits.pdf_pages:
        raise Unfit(Problem.TOO_MANY, what="pages", limit=limits.pdf_pages)
    try:
        _begins_by_itself(pdf.Root)
        for number, item in enumerate(pdf.objects):
            if number > limits.pdf_objects:
                raise Unfit(Problem.TOO_MANY, what="objects", limit=limits.pdf_objects)
            where = f"{number + 1} 0"
            for found in dictionaries(item):
                _dictionary(found, where, look)
            if isinstance(item, pikepdf.Stream):
                _stream(item, where, look)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, OSError):
        raise Unfit(Problem.BROKEN, what="pdf") from None
    if pdf.is_encrypted:
        look.note(Caution.RESTRICTED)
    if pdf.get_warnings():
        look.note(Caution.REPAIRED)
    _ends(file, look)


def dictionaries(item: Object) -> Iterator[Object]:
    """The dictionary of this object (or of its stream) and those written inside it; not those it refers to."""
    waiting, first = list(_objects([item])), True
    while waiting:
        one = waiting.pop()
        if one.is_indirect and not first:
            continue
        first = False
        if isinstance(one, pikepdf.Array):
            waiting.extend(_objects(one))
        elif isinstance(one, Dictionary | pikepdf.Stream):
            yield one
            waiting.extend(_objects(value for _key, value in one.items()))


def _objects(parts: Iterable[Any]) -> Iterator[Object]:
    """Numbers and truth values come as Python's own; they hold nothing."""
    return (part for part in parts if isinstance(part, Object))


def _begins_by_itself(root: Object) -> None:
    """What happens when the document is opened may only move within it."""
    action = root.get("/OpenAction")
    if isinstance(action, Dictionary) and str(action.get("/S", "/GoTo")) not in HARMLESS:
        what = str(action.get("/S"))
        raise Unfit(Problem.SCRIPT if what in SCRIPTS else Problem.ACTIVE_CONTENT, "OpenAction", what=what)


def _dictionary(one: Object, where: str, look: Looking) -> None:
    kind, action, subtype = (str(one.get(key, "")) for key in ("/Type", "/S", "/Subtype"))
    if "/JS" in one or "/JavaScript" in one or (action in SCRIPTS and kind != "/StructElem"):
        raise Unfit(Problem.SCRIPT, where, what="JavaScript")
    if action in ACTIONS and kind != "/StructElem":
        raise Unfit(Problem.ACTIVE_CONTENT, where, what=action[1:])
    if "/XFA" in one or (subtype in ACTIVE and kind != "/StructElem"):
        raise Unfit(Problem.ACTIVE_CONTENT, where, what="XFA" if "/XFA" in one else subtype[1:])
    if "/EF" in one or "/EmbeddedFiles" in one or kind == "/EmbeddedFile" or subtype == "/FileAttachment":
        raise Unfit(Problem.EMBEDDED_FILE, where, what=str(one.get("/UF", one.get("/F", "attachment"))))
    if "/Ref" in one and subtype == "/Form":
        raise Unfit(Problem.EXTERNAL_LINK, where, what="Ref")
    if kind in {"/Sig", "/DocTimeStamp"} or "/ByteRange" in one:
        look.note(Caution.SIGNED)


def _stream(stream: pikepdf.Stream, where: str, look: Looking) -> None:
    limits = look.limits
    if "/F" in stream:
        raise Unfit(Problem.EXTERNAL_LINK, where, what="F")
    given = stream.get("/Filter")
    filters = (
        [str(one) for one in given] if isinstance(given, pikepdf.Array) else [str(given)] if given is not None else []
    )
    if len(filters) > LONGEST_CHAIN:
        raise Unfit(Problem.PACKAGE_BOMB, where, what=f"{len(filters)} filters")
    most = limits.pdf_stream_bytes
    is_picture = str(stream.get("/Subtype", "")) == "/Image"
    if is_picture:
        width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
        if width < 0 or height < 0 or width * height > limits.pixels:
            raise Unfit(Problem.PIXEL_FLOOD, where, width=width, height=height, limit=limits.pixels)
        if width * height > SMALL_PICTURE:
            return  # its size is what it says, and that is bounded
        most = width * height * 8 + PIECE
    pieces: Iterator[bytes] = iter([stream.read_raw_bytes()])
    for name in filters:
        if name not in FLATE:
            break
        pieces = _inflated(pieces)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise Unfit(Problem.PACKAGE_BOMB, where, what=f"> {most} bytes")
        if not is_picture:  # a scanned book may hold many, and they are drawn one by one
            look.budget.spend(len(piece), where)


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """As far as it can be unpacked: readers of PDF forgive a broken stream, so it is no problem of its own."""
    inflater = zlib.decompressobj()
    for piece in pieces:
        packed = piece
        while packed and not inflater.eof:
            try:
                out = inflater.decompress(packed, PIECE)
            except zlib.error:
                return
            packed = inflater.unconsumed_tail
            if out:
                yield out


def _ends(file: BinaryIO, look: Looking) -> None:
    """What follows the last end is shown by nobody."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - (1 << 16)))
    tail = file.read()
    rest = len(tail) - tail.rfind(b"%%EOF") - 5 if b"%%EOF" in tail else len(tail)
    if rest > 1024:
        look.note(Caution.TRAILING_DATA, size=rest)
