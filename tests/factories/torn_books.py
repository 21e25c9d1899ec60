"""Workbooks that look whole until they are read."""

import io
import struct
import zipfile

from openpyxl import Workbook

HEADS = ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10))
"""Where an entry and its line in the directory hold their flags and their way of packing."""
SHEET = "xl/worksheets/sheet1.xml"


def book() -> bytes:
    """A workbook of a hundred rows, whole."""
    made = Workbook()
    made.active.append(["Tên thôn", "Số hộ"])
    for number in range(100):
        made.active.append([f"Thôn {number}", number])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def stream_torn() -> bytes:
    """The packed bytes of the sheet are no packed bytes."""
    torn = bytearray(book())
    entry = zipfile.ZipFile(io.BytesIO(torn)).getinfo(SHEET)
    lengths = struct.unpack("<HH", torn[entry.header_offset + 26 : entry.header_offset + 30])
    begins = entry.header_offset + 30 + sum(lengths)
    torn[begins : begins + 20] = b"\xff" * 20
    return bytes(torn)


def under_a_password() -> bytes:
    """Every entry says that it is encrypted."""
    return _marked(flag=1)


def packed_in(way: int) -> bytes:
    """Every entry says that it is packed in another way."""
    return _marked(way=way)


def merged_without_end() -> bytes:
    """A merged cell in a row whose number has five thousand digits."""
    whole, out = zipfile.ZipFile(io.BytesIO(book())), io.BytesIO()
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:B' + b"9" * 5_000 + b'"/></mergeCells>'
    with zipfile.ZipFile(out, "w") as torn:
        for name in whole.namelist():
            content = whole.read(name)
            torn.writestr(name, content.replace(b"</sheetData>", merged))
    return out.getvalue()


def _marked(flag: int = 0, way: int | None = None) -> bytes:
    marked = bytearray(book())
    for head, flags, packing in HEADS:
        at = -1
        while (at := marked.find(head, at + 1)) >= 0:
            marked[at + flags] |= flag
            if way is not None:
                marked[at + packing : at + packing + 2] = struct.pack("<H", way)
    return bytes(marked)


TORN = {
    "stream": stream_torn(),
    "password": under_a_password(),
    "bzip2 that is none": packed_in(zipfile.ZIP_BZIP2),
    "lzma that is none": packed_in(zipfile.ZIP_LZMA),
    "unknown packing": packed_in(99),
}
