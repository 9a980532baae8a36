# SPDX-License-Identifier: EUPL-1.2
"""Packages (ZIP) read with distrust: what the table of contents says is compared with what is there, byte by byte."""

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from .codes import Problem, Unfit
from .limits import Limits

PIECE: Final = 1 << 16
LOCAL: Final = struct.Struct("<4s5H3L2H")
STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
ENCRYPTED_FLAG, STREAMED_FLAG = 1, 8
DESCRIPTORS: Final = frozenset(
    {0, 12, 16}
)  # lengths of what may follow an entry whose sizes were not known when it began
SMALL: Final = 1 << 20  # below this no ratio is a bomb


@dataclass
class Budget:
    """What all packages of one file, in one another, may unpack to."""

    limits: Limits
    bytes: int = 0
    entries: int = 0

    def spend(self, size: int, where: str) -> None:
        """Count unpacked bytes; beyond the limit it is a bomb."""
        self.bytes += size
        if self.bytes > self.limits.package_bytes:
            raise Unfit(Problem.PACKAGE_BOMB, where, what=f"> {self.limits.package_bytes} bytes")


@dataclass
class Package:
    """An open package whose table of contents proved true; its entries can be read within the budget."""

    file: BinaryIO
    budget: Budget
    entries: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of one entry, piece by piece; its size and its checksum are verified at the end."""
        entry = self.entries[name]
        size = checksum = 0
        for piece in self._unpacked(entry, self.starts[name]):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if size > entry.file_size:
                raise Unfit(Problem.PACKAGE_LIES, name, what="more than it says")
            self.budget.spend(len(piece), name)
            if size > SMALL and size > self.budget.limits.package_ratio * max(entry.compress_size, 1):
                raise Unfit(Problem.PACKAGE_BOMB, name, what=f"> 1 : {self.budget.limits.package_ratio}")
            yield piece
        if size != entry.file_size or checksum != entry.CRC:
            raise Unfit(Problem.PACKAGE_LIES, name, what="checksum")

    def _unpacked(self, entry: zipfile.ZipInfo, start: int) -> Iterator[bytes]:
        at, left = start, entry.compress_size
        inflater = zlib.decompressobj(-15)
        while left > 0:
            self.file.seek(at)
            packed = self.file.read(min(PIECE, left))
            if not packed:
                raise Unfit(Problem.BROKEN, entry.filename, what="cut off")
            at, left = at + len(packed), left - len(packed)
            if entry.compress_type == STORED:
                yield packed
                continue
            while packed:
                try:
                    piece = inflater.decompress(packed, PIECE)
                except zlib.error:
                    raise Unfit(Problem.BROKEN, entry.filename, what="deflate") from None
                packed = inflater.unconsumed_tail
                if piece:
                    yield piece
                elif inflater.eof or not packed:
                    break
        if entry.compress_type == DEFLATED and not inflater.eof:
            raise Unfit(Problem.BROKEN, entry.filename, what="cut off")

    def read(self, name: str, most: int) -> bytes:
        """The whole of one entry; more than `most` is refused."""
        content = bytearray()
        for piece in self.pieces(name):
            content += piece
            if len(content) > most:
                raise Unfit(Problem.TOO_LARGE, name, size=f"> {most}", limit=most)
        return bytes(content)


def opened(file: BinaryIO, budget: Budget) -> Package:
    """The package, if its table of contents is short enough, true, and leads nowhere else; else `Unfit`."""
    size = file.seek(0, 2)
    table = _table_of_contents(file, size, budget.limits)
    try:
        entries = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
        raise Unfit(Problem.BROKEN, what="zip") from None
    budget.entries += len(entries)
    if budget.entries > budget.limits.package_entries:
        raise Unfit(Problem.PACKAGE_BOMB, what=f"> {budget.limits.package_entries} entries")
    package = Package(file, budget)
    names: set[str] = set()
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        _name_is_sound(entry.filename)
        folded = unicodedata.normalize("NFC", entry.filename).casefold()
        if folded in names:
            raise Unfit(Problem.PACKAGE_LIES, entry.filename, what="twice")
        names.add(folded)
        start = _is_where_it_says(file, entry, end)
        end = start + entry.compress_size
        package.entries[entry.filename] = entry
        package.starts[entry.filename] = start
        if entry.flag_bits & STREAMED_FLAG:
            end = -end  # what follows may be a descriptor
    _fits(-end if end < 0 else end, table, streamed=end < 0)
    return package


def _table_of_contents(file: BinaryIO, size: int, limits: Limits) -> int:
    """Where the table begins; refused before it is read if it is not one disk's, not at the end, or immense."""
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise Unfit(Problem.BROKEN, what="zip")
    record = struct.unpack("<4s4H2LH", tail[at : at + 22])
    _sign, disk, _start, here, count, length, offset, comment = record
    place = size - len(tail) + at
    if disk or here != count or count == 0xFFFF or 0xFFFFFFFF in {length, offset}:
        raise Unfit(Problem.PACKAGE_LIES, what="several disks or ZIP64")
    if count > limits.package_entries or length > limits.package_entries * 256:
        raise Unfit(Problem.PACKAGE_BOMB, what=f"> {limits.package_entries} entries")
    if offset + length != place:
        raise Unfit(Problem.POLYGLOT, what="zip, something before it")
    if place + 22 + comment != size or comment:
        raise Unfit(Problem.POLYGLOT, what="zip, something after it")
    return int(offset)


def _name_is_sound(name: str) -> None:
    """Whoever unpacks this later must not be led out of the folder."""
    parts = name.split("/")
    hidden = any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in name)
    if not name or name.startswith("/") or ".." in parts or "\\" in name or ":" in parts[0] or hidden:
        raise Unfit(Problem.PACKAGE_PATH, what=name)


def _is_where_it_says(file: BinaryIO, entry: zipfile.ZipInfo, end: int) -> int:
    """Where the content begins; entries follow one another, and each says of itself what the table says of it."""
    name = entry.filename
    _fits(abs(end), entry.header_offset, streamed=end < 0)
    file.seek(entry.header_offset)
    raw = file.read(LOCAL.size)
    if len(raw) < LOCAL.size:
        raise Unfit(Problem.BROKEN, name, what="cut off")
    sign, _version, flags, method, _time, _date, checksum, packed, unpacked, name_length, extra = LOCAL.unpack(raw)
    own = file.read(name_length)
    if (flags | entry.flag_bits) & ENCRYPTED_FLAG:
        raise Unfit(Problem.ENCRYPTED, name)
    if sign != b"PK\x03\x04" or method != entry.compress_type or own != _raw_name(entry):
        raise Unfit(Problem.PACKAGE_LIES, name, what="two headers")
    said = (checksum, packed, unpacked)
    true = (entry.CRC, entry.compress_size, entry.file_size)
    later = flags & STREAMED_FLAG and all(
        mine in {0, 0xFFFFFFFF, theirs} for mine, theirs in zip(said, true, strict=True)
    )
    if said != true and not later:
        raise Unfit(Problem.PACKAGE_LIES, name, what="two sizes")
    if method not in {STORED, DEFLATED}:
        raise Unfit(Problem.PACKAGE_LIES, name, what=f"method {method}")
    return entry.header_offset + LOCAL.size + int(name_length) + int(extra)


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    """The bytes of the name as the table holds them."""
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")


def _fits(end: int, begin: int, *, streamed: bool) -> None:
    """Nothing lies between two parts, and no part lies on another."""
    gap = begin - end
    if gap < 0:
        raise Unfit(Problem.PACKAGE_LIES, what="entries lie on one another")
    if gap and not (streamed and gap in DESCRIPTORS):
        raise Unfit(Problem.PACKAGE_LIES, what=f"{gap} bytes between entries")
