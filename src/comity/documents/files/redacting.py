# SPDX-License-Identifier: EUPL-1.2
"""The inside of `redaction`: every page becomes a picture with black boxes, and a PDF is made of the pictures alone."""

import io
import math
import zlib
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageDraw

from .codes import Problem, Unfit
from .drawing import Pages
from .limits import Limits

LARGE: Final = 3 << 19  # beyond this a page is kept as JPEG
MARGIN: Final = 2  # pixels: the edge of a letter may be smeared into the next one

Box = tuple[float, float, float, float]


def redact(
    file: BinaryIO, limits: Limits, *, media_type: str, areas: dict[str, list[Box]], dpi: int
) -> tuple[Any, list[bytes]]:
    """The new PDF; nothing of the file goes into it but what its pages look like outside the boxes."""
    pages = Pages(file, media_type, limits.redaction_pixels, limits)
    if pages.count > limits.redacted_pages:
        raise Unfit(Problem.TOO_MANY, what="pages", limit=limits.redacted_pages)
    missing = [int(number) for number in areas if not 1 <= int(number) <= pages.count]
    if missing:
        return {"missing": min(missing)}, []
    made = pikepdf.new()
    for number, (picture, size) in enumerate(pages.drawn(1, pages.count, dpi), 1):
        blacken(picture, areas.get(str(number), []))
        add_picture(made, picture, size)
    out = io.BytesIO()
    made.save(
        out,
        linearize=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=True,
        deterministic_id=True,
    )
    return {"pages": pages.count}, [out.getvalue()]


def blacken(picture: Image.Image, boxes: list[Box]) -> None:
    """Paint over, outwards to whole pixels and a little more."""
    pen = ImageDraw.Draw(picture)
    for x, y, width, height in boxes:
        left, top = math.floor(x * picture.width) - MARGIN, math.floor(y * picture.height) - MARGIN
        right = math.ceil((x + width) * picture.width) + MARGIN
        bottom = math.ceil((y + height) * picture.height) + MARGIN
        pen.rectangle((left, top, right, bottom), fill=(0, 0, 0))


def add_picture(made: pikepdf.Pdf, picture: Image.Image, size: tuple[float, float]) -> None:
    """Add a page that shows this picture and nothing else."""
    width, height = (round(max(side, 1), 2) for side in size)
    page = made.add_blank_page(page_size=(width, height))
    page.obj.Resources = Dictionary(XObject=Dictionary(P=_image(made, picture)))
    page.obj.Contents = made.make_stream(b"q %.2f 0 0 %.2f 0 0 cm /P Do Q" % (width, height))
    page.obj.MediaBox = Array([0, 0, width, height])


def _image(made: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Object:
    red, green, blue = picture.split()
    grey = ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(green, blue).getbbox() is None
    kept = red if grey else picture
    data, how = zlib.compress(kept.tobytes(), 6), Name.FlateDecode
    if len(data) > LARGE:
        out = io.BytesIO()
        kept.save(out, "JPEG", quality=90, subsampling=0)
        data, how = out.getvalue(), Name.DCTDecode
    return pikepdf.Stream(
        made,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray if grey else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=how,
    )
