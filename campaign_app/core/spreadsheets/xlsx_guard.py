"""What an XLSX may do to the machine that opens it, found out before it is opened.

An XLSX is a ZIP of XML, so it can be a bomb: megabytes that unpack to gigabytes, or two cells
at opposite corners of a sheet, for which a reader lays out the whole area between them.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from campaign_app.core.spreadsheets.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    SheetInvalid,
    SheetSuspicious,
    SheetTooLong,
    SheetTooWide,
)

MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_MEMBERS = 2_000
_CHUNK = 1 << 20
_TAG = re.compile(rb"<(?:\w+:)?(row|c)(\s[^>]*|/|)>")
_POSITION = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,4})([0-9]{1,10})[\"']")


def check_package(content: bytes, filename: str) -> None:
    """Refuse bombs, other ZIPs and absurd areas; needs no more memory than one piece."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, struct.error) as error:
        raise SheetInvalid(filename=filename) from error
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names:
        raise SheetInvalid(filename=filename)
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or len(names) < len(members):
        raise SheetSuspicious(filename=filename)
    for member in members:
        _check_member(content, member, filename)


def _check_member(content: bytes, member: zipfile.ZipInfo, filename: str) -> None:
    """Unpack piece by piece: declared sizes can lie, and sheets tell the area they cover."""
    area = _Area(filename) if member.filename.startswith("xl/worksheets/") else None
    size = 0
    for piece in _unpack(content, member, filename):
        size += len(piece)
        if size > member.file_size:
            break
        if area is not None:
            area.feed(piece)
    if size != member.file_size:
        raise SheetSuspicious(filename=filename)


def _unpack(content: bytes, member: zipfile.ZipInfo, filename: str) -> Iterator[bytes]:
    start = member.header_offset
    header = content[start + 26 : start + 30]
    usual = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if len(header) < 4 or member.flag_bits & 0x1 or member.compress_type not in usual:
        raise SheetInvalid(filename=filename)
    start += 30 + sum(struct.unpack("<HH", header))
    packed = content[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not unpacker.eof:
            piece = unpacker.decompress(packed, _CHUNK)
            packed = unpacker.unconsumed_tail
            if not piece and not packed:
                break
            yield piece
    except zlib.error as error:
        raise SheetInvalid(filename=filename) from error


class _Area:
    """Follows rows and cells through the XML of a sheet, in pieces.

    Only cells with content count: office programs format a million empty ones.
    """

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.row = 0
        self.column = 0
        self.rest = b""

    def feed(self, piece: bytes) -> None:
        if b"\x00" in piece:  # an encoding in which the tags below would not be seen
            raise SheetInvalid(filename=self.filename)
        xml = self.rest + piece
        cut = xml.rfind(b"<")
        self.rest = xml[cut:] if cut >= 0 else b""
        for match in _TAG.finditer(xml[:cut] if cut >= 0 else xml):
            self._take(match[1], match[2])

    def _take(self, tag: bytes, attributes: bytes) -> None:
        position = _POSITION.search(attributes)
        if tag == b"row":
            self.row = int(position[2]) if position else self.row + 1
            self.column = 0
            return
        if position:
            self.row, self.column = int(position[2]), _column_number(position[1])
        else:
            self.column += 1
        if attributes.endswith(b"/"):
            return
        if self.row > MAX_ROWS + 1_000:
            raise SheetTooLong(filename=self.filename, limit=MAX_ROWS)
        if self.column > MAX_COLUMNS:
            raise SheetTooWide(filename=self.filename, limit=MAX_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
