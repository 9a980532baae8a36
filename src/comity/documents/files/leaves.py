# SPDX-License-Identifier: EUPL-1.2
"""The inside of `binding`: a file as bare pages, and one document with such pages laid on its own; only in a cell."""

import io
import json
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Name, Rectangle

from . import pdfs
from .codes import Problem, Unfit
from .drawing import Pages
from .kinds import BY_MEDIA_TYPE
from .limits import Limits
from .redacting import add_picture

# What a page is made of. Whatever else hangs on it acts, tells of its making, or belongs to a structure left behind.
KEPT: Final = frozenset({"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Group"})
DPI: Final = 150
PDFA: Final = ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev")


def leaves(file: BinaryIO, limits: Limits, *, media_type: str, most: int) -> tuple[Any, list[bytes]]:
    """A PDF of the bare pages of a PDF or a picture, and the size of each as it is seen; forms and notes drawn in."""
    kind = BY_MEDIA_TYPE.get(media_type)
    made = _of_pdf(file, most) if kind is not None and kind.family == "pdf" else None
    if made is None:
        made = _of_pictures(file, limits, media_type, most)
    sizes = [_size(page) for page in made.pages]
    return {"sizes": sizes}, [_saved(made)]


def _of_pdf(file: BinaryIO, most: int) -> pikepdf.Pdf | None:
    """The pages themselves; None where what is seen of them depends on more than the page, so they must be drawn."""
    pdf = pdfs.opened(file)
    _demand_few(len(pdf.pages), most)
    try:
        if "/OCProperties" in pdf.Root:
            return None
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
        made = pikepdf.new()
        made.pages.extend(pdf.pages)
        for page in made.pages:
            if "/Resources" not in page.obj:
                page.obj.Resources = page.resources
            for key in set(page.obj.keys()) - KEPT:
                del page.obj[key]
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        raise Unfit(Problem.BROKEN, what="pdf") from None
    return made


def _of_pictures(file: BinaryIO, limits: Limits, media_type: str, most: int) -> pikepdf.Pdf:
    file.seek(0)
    pages = Pages(file, media_type, limits.bound_pixels, limits)
    _demand_few(pages.count, most)
    made = pikepdf.new()
    for picture, size in pages.drawn(1, pages.count, DPI):
        add_picture(made, picture, size)
    return made


def _demand_few(count: int, most: int) -> None:
    if count > most:
        raise Unfit(Problem.TOO_MANY, what="pages", limit=most)


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(side) for side in page.cropbox)
    width, height = abs(right - left), abs(top - bottom)
    return (height, width) if int(page.obj.get("/Rotate", 0)) % 180 else (width, height)


def bind(file: BinaryIO, limits: Limits, *, parts: list[tuple[int, int]]) -> tuple[Any, list[bytes]]:
    """The first part, with pages of the others laid on its own; `parts` are where each begins and its length.

    The last part says it as JSON: which part, which page of it, on which page, in which frame. With anything laid on it
    the first one no longer says that it keeps to PDF/A: nobody knows that of the pages of others.
    """
    contents = []
    for begin, size in parts:
        file.seek(begin)
        contents.append(file.read(size))
    places: list[tuple[int, int, int, list[float]]] = json.loads(contents.pop())
    made, *others = [pikepdf.open(io.BytesIO(content)) for content in contents]
    if len(made.pages) > limits.pdf_pages:
        raise Unfit(Problem.TOO_MANY, what="pages", limit=limits.pdf_pages)
    for part, number, at, frame in places:
        leaf = made.copy_foreign(others[part].pages[number].as_form_xobject())
        page = made.pages[at]
        name = page.add_resource(leaf, Name.XObject)
        placed = page.calc_form_xobject_placement(leaf, name, Rectangle(*frame), allow_expand=False)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n/Artifact BMC\n" + placed + b"\nEMC\n")
    if places:
        with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            for key in PDFA:
                if key in meta:
                    del meta[key]
    return {"pages": len(made.pages)}, [_saved(made)]


def _saved(made: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True, deterministic_id=True)
    return out.getvalue()
