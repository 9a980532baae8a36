# SPDX-License-Identifier: EUPL-1.2
"""Pictures: their size is read from the header before anything is unpacked, and they end where they say."""

import io
import warnings
from typing import BinaryIO, Final

from PIL import Image, UnidentifiedImageError

from .codes import Caution, Problem, Unfit
from .kinds import PAGE, Kind
from .limits import Limits
from .looking import Looking

FORMATS: Final = {"png": ["PNG"], "jpeg": ["JPEG"], "tiff": ["TIFF"]}
KNOWN: Final = [*FORMATS["png"], *FORMATS["jpeg"], *FORMATS["tiff"], "GIF", "BMP", "WEBP"]
FOREIGN: Final = (b"PK\x03\x04", b"%PDF-", b"MZ\x90", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")

Image.MAX_IMAGE_PIXELS = None  # our own limit holds; Pillow's would only warn
Image.init()


def examine(file: BinaryIO, kind: Kind, look: Looking) -> None:
    """A picture of the kind it claims, not too many pixels, nothing of another kind in it or behind it."""
    count = measure(file, FORMATS[kind.form], look.limits)
    if count > look.limits.pictures:
        raise Unfit(Problem.TOO_MANY, what="pictures", limit=look.limits.pictures)
    if kind.form != "tiff":
        _ends(file, kind, look)
    file.seek(0)
    head = file.read(1 << 16)
    if any(PAGE.match(head, at) for at in _angles(head)):
        raise Unfit(Problem.POLYGLOT, what=f"{kind.form}, html")


def _angles(head: bytes) -> list[int]:
    return [at for at in range(len(head)) if head[at] == 0x3C]


def measure(file: BinaryIO, formats: list[str], limits: Limits, where: str = "") -> int:
    """The number of pictures in this one; `Unfit` when one of them, or all together, have too many pixels."""
    file.seek(0)
    total = count = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is refused here anyway
            with Image.open(file, formats=formats) as picture:
                # The frames of an animation share one canvas; the pages of a TIFF each have their own.
                frames = getattr(picture, "n_frames", 1)
                for number in range(frames if picture.format == "TIFF" else 1):
                    picture.seek(number)
                    size = picture.width * picture.height
                    total, count = total + size, count + 1
                    most = limits.pixels if size > limits.pixels else limits.all_pixels
                    if size > limits.pixels or total > limits.all_pixels:
                        raise Unfit(Problem.PIXEL_FLOOD, where, width=picture.width, height=picture.height, limit=most)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        KeyError,
        TypeError,
        IndexError,
        OverflowError,
    ):
        raise Unfit(Problem.BROKEN, where, what="picture") from None
    return count


def _ends(file: BinaryIO, kind: Kind, look: Looking) -> None:
    """What follows the end of the picture is shown by no program: another file there is refused, the rest is noted."""
    end = png_end(file) if kind.form == "png" else jpeg_end(file)
    size = file.seek(0, io.SEEK_END)
    if end < 0:
        raise Unfit(Problem.BROKEN, what="no end")
    if size == end:
        return
    file.seek(end)
    rest = file.read(1 << 20)
    if any(sign in rest for sign in FOREIGN) or any(PAGE.match(rest, at) for at in _angles(rest)):
        raise Unfit(Problem.POLYGLOT, what=f"{kind.form}, something after it")
    look.note(Caution.TRAILING_DATA, size=size - end)


def png_end(file: BinaryIO) -> int:
    """Where the last chunk ends; -1 if the chunks do not lead there."""
    at = 8
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return -1
        at += 12 + int.from_bytes(head[:4], "big")
        if head[4:] == b"IEND":
            return at


def jpeg_end(file: BinaryIO) -> int:
    """Where the picture ends: after its last scan; -1 if the segments do not lead there."""
    at = 2
    while True:
        file.seek(at)
        head = file.read(4)
        if len(head) < 2 or head[0] != 0xFF:
            return -1
        if head[1] == 0xD9:
            return at + 2
        if head[1] == 0xFF:  # padding
            at += 1
            continue
        if head[1] in {0x01, *range(0xD0, 0xD8)}:
            at += 2
            continue
        if len(head) < 4:
            return -1
        at += 2 + int.from_bytes(head[2:], "big")
        if head[1] == 0xDA:
            at = _after_scan(file, at)
            if at < 0:
                return -1


def _after_scan(file: BinaryIO, at: int) -> int:
    """Where the coded data of a scan give way to the next marker."""
    file.seek(at)
    before = b""
    while True:
        piece = file.read(1 << 16)
        if not piece:
            return -1
        data = before + piece
        found = data.find(b"\xff")
        while 0 <= found < len(data) - 1:
            if data[found + 1] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
                return at - len(before) + found
            found = data.find(b"\xff", found + 1)
        at += len(piece)
        before = data[-1:]
