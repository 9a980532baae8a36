# SPDX-License-Identifier: EUPL-1.2
"""Documents of office programs (OOXML and ODF): no macros, nothing fetched from elsewhere, no file hidden inside."""

import io
import re
from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

from . import kinds, pictures, xmls, zips
from .codes import Caution, Problem, Unfit
from .kinds import BY_EXTENSION, KINDS, ODF, OOXML, Kind
from .looking import Looking
from .names import extension
from .zips import Package

MARKUP: Final = frozenset({"xml", "rels", "rdf", "vml"})
PICTURES: Final = frozenset({"png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff", "webp"})
EXECUTABLE: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!")
PICTURE_BYTES: Final = 64 << 20
ELSEWHERE: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\|\.\./\.\.)", re.IGNORECASE)
# A field's own word stands at its beginning, which is marked by NUL here: an address may well hold such a word.
ACTING_FIELD: Final = re.compile(r"(?:^|\0)\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\b", re.IGNORECASE)
NOT_FETCHED: Final = frozenset({"a", "bookmark", "template"})
ASKED: Final = frozenset({"hyperlink"})  # followed only when a person clicks
CALCULATED: Final = re.compile(r"\b(?:WEBSERVICE|CALL|REGISTER\.ID|EXEC)\s*\(", re.IGNORECASE)
SHAPES: Final = {
    "word": f"{OOXML}wordprocessingml.document",
    "xl": f"{OOXML}spreadsheetml.sheet",
    "ppt": f"{OOXML}presentationml.presentation",
}


def examine(file: BinaryIO, kind: Kind, look: Looking) -> None:
    """Every entry is unpacked once, within bounds, and its markup read to the end."""
    package = zips.opened(file, look.budget)
    found = media_type(package)
    if found != kind.media_type:
        known = {one.media_type: one.extensions[0] for one in KINDS}
        raise Unfit(Problem.WRONG_TYPE, name=kind.extensions[0], found=known.get(found, "zip"))
    for name in package.entries:
        _entry(package, name, look)


def media_type(package: Package) -> str:
    """What the package says it is; empty for a plain archive."""
    if "mimetype" in package.entries:
        said = package.read("mimetype", 200).decode("ascii", "replace").strip()
        return said if said.startswith(ODF) and "content.xml" in package.entries else ""
    if "[Content_Types].xml" not in package.entries:
        return ""
    kinds_of_parts: list[str] = []

    def started(name: str, attributes: Mapping[str, str]) -> None:
        if xmls.local(name) in {"Override", "Default"}:
            kinds_of_parts.append(attributes.get("ContentType", ""))

    table = package.pieces("[Content_Types].xml")
    xmls.read(table, "[Content_Types].xml", most=1 << 22, deepest=10, started=started)
    if any("macroEnabled" in one or "vbaProject" in one for one in kinds_of_parts):
        raise Unfit(Problem.MACROS, "[Content_Types].xml")
    mains = {one.removesuffix(".main+xml") for one in kinds_of_parts if one.endswith(".main+xml")}
    fitting = [main for main in mains if main in SHAPES.values()]
    return fitting[0] if len(fitting) == 1 else ""


def _entry(package: Package, name: str, look: Looking) -> None:
    end = extension(name)
    folder = name.lower()
    if "vbaproject" in folder or folder.startswith(("basic/", "scripts/")) or "/vbadata" in folder:
        raise Unfit(Problem.MACROS, name)
    if "activex" in folder or ("/ctrlprops/" in folder and end == "bin"):
        raise Unfit(Problem.ACTIVE_CONTENT, name, what="ActiveX")
    head = b""
    if end in MARKUP:
        _markup(package, name, look)
        return
    content = package.read(name, PICTURE_BYTES) if end in PICTURES else b""
    for piece in () if content else package.pieces(name):
        head = head or piece
    form = kinds.form_of((content or head)[: kinds.HEAD])
    if end in PICTURES and form not in {"ole", "zip", "pdf", "text", "html", "script"}:
        pictures.measure(io.BytesIO(content), pictures.KNOWN, look.limits, name)
    elif form == "zip":
        kind = BY_EXTENSION.get(end)
        if kind is None or kind.family != "office":
            raise Unfit(Problem.PACKAGE_NESTED, name, what=name)
        look.note(Caution.EMBEDDED_DOCUMENT, name, what=name)
        look.inside(package.read(name, PICTURE_BYTES), kind)
    elif form in {"ole", "pdf", "html", "script", "rtf"} or (content or head).startswith(EXECUTABLE):
        raise Unfit(Problem.EMBEDDED_FILE, name, what=name)


def _markup(package: Package, name: str, look: Looking) -> None:
    """One part of markup, read to its end for what acts or fetches."""
    spoken: list[str] = []
    within = False

    def started(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal within
        part = xmls.local(tag)
        within = part in {"instrText", "f"}
        if part in {"fldChar", "f"}:
            spoken.append("\0")
        check = CHECKS.get(part)
        if check is not None:
            check(attributes, name)
        if xmls.XLINK in attributes and part not in NOT_FETCHED and ELSEWHERE.match(attributes[xmls.XLINK]):
            raise Unfit(Problem.EXTERNAL_LINK, name, what=attributes[xmls.XLINK])

    def said(text: str) -> None:
        if within and len(spoken) < 100_000:
            spoken.append(text)

    def closed(_tag: str) -> None:
        nonlocal within
        within = False

    limits = look.limits
    pieces = package.pieces(name)
    xmls.read(pieces, name, most=limits.xml_bytes, deepest=limits.xml_depth, started=started, said=said, closed=closed)
    text = "".join(spoken)
    acting = (CALCULATED if "/worksheets/" in name else ACTING_FIELD).search(text)
    if acting:
        raise Unfit(Problem.ACTIVE_CONTENT, name, what=acting.group().strip("\0 ("))


def _relationship(attributes: Mapping[str, str], where: str) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2]
    outside = attributes.get("TargetMode", "").lower() == "external"
    if kind in {"vbaProject", "attachedToolbars"}:
        raise Unfit(Problem.MACROS, where)
    if kind in {"externalLink", "externalLinkPath"} or (outside and kind not in ASKED):
        raise Unfit(Problem.EXTERNAL_LINK, where, what=attributes.get("Target", "") if outside else kind)
    if kind in ASKED and attributes.get("Target", "").strip().lower().startswith(("javascript:", "vbscript:", "data:")):
        raise Unfit(Problem.SCRIPT, where, what=attributes.get("Target", ""))


def _field(attributes: Mapping[str, str], where: str) -> None:
    acting = ACTING_FIELD.search(attributes.get("w:instr", ""))
    if acting:
        raise Unfit(Problem.ACTIVE_CONTENT, where, what=acting.group().strip())


def _dde(_attributes: Mapping[str, str], where: str) -> None:
    raise Unfit(Problem.ACTIVE_CONTENT, where, what="DDE")


def _script(_attributes: Mapping[str, str], where: str) -> None:
    raise Unfit(Problem.MACROS, where)


def _locked(_attributes: Mapping[str, str], where: str) -> None:
    raise Unfit(Problem.ENCRYPTED, where)


CHECKS: Final[dict[str, Callable[[Mapping[str, str], str], None]]] = {
    "Relationship": _relationship,
    "fldSimple": _field,
    "ddeLink": _dde,
    "dde-source": _dde,
    "dde-connection-decl": _dde,
    "event-listener": _script,
    "script": _script,
    "encryption-data": _locked,
}


def in_order(name: str) -> tuple[int, str]:
    """Parts by their number: the tenth slide after the ninth."""
    digits = "".join(sign for sign in name.rpartition("/")[2] if sign.isdigit())
    return int(digits[:9] or 0), name
