# SPDX-License-Identifier: EUPL-1.2
"""What a picture says of its maker, its device and its place."""

import io
import warnings
from typing import BinaryIO, Final

from PIL import ExifTags, Image

from .codes import Problem, Unfit
from .kinds import Kind
from .pictures import FORMATS, jpeg_end, measure, png_end
from .traces import Findings, Trace

BASE: Final = ExifTags.Base
TAGS: Final = {
    BASE.Artist: Trace.AUTHOR,
    BASE.XPAuthor: Trace.AUTHOR,
    BASE.CameraOwnerName: Trace.AUTHOR,
    BASE.Copyright: Trace.ORGANISATION,
    BASE.Make: Trace.DEVICE,
    BASE.Model: Trace.DEVICE,
    BASE.BodySerialNumber: Trace.DEVICE,
    BASE.LensSerialNumber: Trace.DEVICE,
    BASE.HostComputer: Trace.DEVICE,
    BASE.Software: Trace.PROGRAM,
    BASE.DateTime: Trace.TIME,
    BASE.DateTimeOriginal: Trace.TIME,
    BASE.ImageDescription: Trace.METADATA,
    BASE.DocumentName: Trace.PATH,
    BASE.XPComment: Trace.COMMENT,
    BASE.XPTitle: Trace.METADATA,
    BASE.XPSubject: Trace.METADATA,
    BASE.XPKeywords: Trace.METADATA,
    BASE.UserComment: Trace.COMMENT,
    BASE.MakerNote: Trace.METADATA,
}
SHOWN_ANYWAY: Final = frozenset(
    """
    adobe adobe_transform aspect background chromaticity compression default_image dpi exif gamma icc_profile interlace
    jfif jfif_density jfif_unit jfif_version loop mp mpoffset progression progressive srgb transparency
    """.split()
)


def seek(file: BinaryIO, kind: Kind, findings: Findings) -> None:
    """EXIF, GPS, XMP, comments and text chunks, embedded small pictures, and what lies behind the end."""
    count = measure(file, FORMATS[kind.form], findings.limits)
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(file, formats=FORMATS[kind.form])
            for page in range(count):
                picture.seek(page)
                where = f"picture {page + 1}" if count > 1 else "picture"
                _exif(picture, where, findings)
                _chunks(picture, where, findings)
            if kind.form == "jpeg" and getattr(picture, "n_frames", 1) > 1:
                findings.add(Trace.THUMBNAIL, "picture", f"{picture.n_frames - 1} further pictures")  # type: ignore[attr-defined]  # of MPO
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError):
        raise Unfit(Problem.BROKEN, what="picture") from None
    if kind.form != "tiff":
        end = png_end(file) if kind.form == "png" else jpeg_end(file)
        size = file.seek(0, io.SEEK_END)
        if 0 <= end < size:
            findings.add(Trace.TRAILING_DATA, "end", f"{size - end}")


def _exif(picture: Image.Image, where: str, findings: Findings) -> None:
    exif = picture.getexif()
    for tag, value in [*exif.items(), *exif.get_ifd(ExifTags.IFD.Exif).items()]:
        trace = TAGS.get(tag)  # type: ignore[call-overload]  # the tags are numbers
        if trace is not None and value:
            findings.add(trace, f"{where}, EXIF", _words(value))
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if place:
        findings.add(Trace.PLACE, f"{where}, GPS", _place(place))
    if exif.get_ifd(ExifTags.IFD.IFD1):
        findings.add(Trace.THUMBNAIL, f"{where}, EXIF")


def _place(gps: dict[int, object]) -> str:
    words = []
    for direction, angle in ((1, 2), (3, 4)):
        parts = gps.get(angle)
        if isinstance(parts, tuple):
            words.append(" ".join(f"{float(part):g}" for part in parts) + f" {gps.get(direction, '')}")
    return ", ".join(words)


def _words(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    if b"\0" in value[:8] and value[1:2] == b"\0":
        return value.decode("utf-16-le", "ignore")
    return value.removeprefix(b"ASCII\0\0\0").decode("utf-8", "ignore")


def _chunks(picture: Image.Image, where: str, findings: Findings) -> None:
    if picture.format == "TIFF":
        known = getattr(picture, "tag_v2", {})
        if 700 in known:
            findings.add(Trace.METADATA, f"{where}, XMP", _words(known[700]))
        return
    for name, value in picture.info.items():
        if isinstance(name, str) and name.lower() not in SHOWN_ANYWAY and isinstance(value, str | bytes):
            trace = Trace.COMMENT if name.lower() == "comment" else Trace.METADATA
            findings.add(trace, f"{where}, {name}", _words(value))
