"""What the limited process does with one PDF: look at every object, and say whether it is paper.

Nothing is written anew: a signed document must stay as it was signed, byte for byte. So what a
document may not have is refused: scripts, actions that run by themselves or start a program or
send something, files within, films, forms of the XFA kind, passwords.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

BANNED_KEYS = frozenset(
    {
        "/JS",
        "/JavaScript",
        "/EmbeddedFiles",
        "/EF",
        "/XFA",
        "/AA",
        "/RichMedia",
        "/RichMediaContent",
    }
)
BANNED_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/GoTo3DView",
    }
)
BANNED_KINDS = frozenset(
    {"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
)
RAW = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|FileAttachment)\b"
)
LOCK = re.compile(rb"/Encrypt\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
PACKED = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.DOTALL)
HEADER = re.compile(rb"%PDF-[12]\.[0-9]")
WHITE = b"\0\t\n\f\r "
"""White space of ISO 32000-1, 7.2.2: the one thing that may follow the end."""
END = re.compile(rb"startxref[\0\t\n\f\r ]+[0-9]+[\0\t\n\f\r ]+%%EOF$")
TAIL = 64
"""Bytes in which the last lines of a PDF stand."""
MOST_UNPACKED = 32 * 1024 * 1024


class Refused(Exception):
    """The file is not taken; `reason` is one of the words of `paper_decoding.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def prepare_process(limits: dict[str, int]) -> None:
    """Load all that the library loads, once, before any file: a child can open nothing."""
    logging.disable(logging.CRITICAL)
    done({}, _warm_up(), limits)


def done(
    order: dict[str, Any], data: bytes, limits: dict[str, int]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Look through `data`; gives {"pages": how many} and no file. Raises Refused."""
    if not HEADER.match(data):
        raise Refused("not_a_paper")
    _check_raw(data)
    _check_end(data)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise Refused("locked")
        _check_objects(reader, limits)
        pages = reader.get_num_pages()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("damaged") from error
    if not 0 < pages <= limits["most_pages"]:
        raise Refused("damaged" if pages < 1 else "too_long")
    return {"pages": pages}, {}


def _check_end(data: bytes) -> None:
    """It ends as a PDF, as it began as one at its very first byte: nothing rides behind."""
    if END.search(data.rstrip(WHITE)[-TAIL:]):
        return
    raise Refused("behind" if b"%%EOF" in data else "damaged")


def _check_raw(data: bytes) -> None:
    """Look for the words themselves too: a reader that mends files finds what no list names."""
    # The library tries an empty password first, for which it may open what the child cannot, and
    # then takes the file for one without a lock: so the word in the trailer counts.
    if LOCK.search(_plain(data)):
        raise Refused("locked")
    for part in (data, *_unpacked(data)):
        if RAW.search(_plain(part)):
            raise Refused("active")


def _plain(part: bytes) -> bytes:
    """Names as they are read: #4a is J."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)


def _unpacked(data: bytes) -> Iterator[bytes]:
    left = MOST_UNPACKED
    for found in PACKED.finditer(data):
        try:
            part = zlib.decompressobj().decompress(data[found.end() :], left)
        except zlib.error:
            continue
        left -= len(part)
        if left <= 0:
            raise Refused("too_heavy")
        yield part


def _check_objects(reader: PdfReader, limits: dict[str, int]) -> None:
    numbers = [(each, gen) for gen, table in reader.xref.items() for each in table]
    numbers += [(each, 0) for each in reader.xref_objStm]
    if len(numbers) > limits["most_objects"]:
        raise Refused("too_heavy")
    _check(reader.trailer)
    for number, generation in numbers:
        if number:
            _check(reader.get_object(IndirectObject(number, generation, reader)))


def _check(thing: Any) -> None:
    """Refuse what acts, in `thing` and all it holds; what it refers to has its own turn."""
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        if isinstance(current, DictionaryObject):
            if _acts(current):
                raise Refused("active")
            waiting += [current.raw_get(key) for key in current]
        elif isinstance(current, ArrayObject):
            waiting += list.__iter__(current)


def _acts(found: DictionaryObject) -> bool:
    if BANNED_KEYS & set(found):
        return True
    value = {name: found.raw_get(name) for name in ("/S", "/Type", "/Subtype") if name in found}
    if value.get("/S") in BANNED_ACTIONS:
        return True
    if value.get("/Type") in BANNED_KINDS or value.get("/Subtype") in BANNED_KINDS:
        return True
    return not _opens_quietly(found.get("/OpenAction"))


def _opens_quietly(opening: Any) -> bool:
    """Whether it only says at which page to open, as office programs write it."""
    if opening is None or isinstance(opening, ArrayObject):
        return True
    return isinstance(opening, DictionaryObject) and opening.get("/S") == "/GoTo"


def _warm_up() -> bytes:
    """A small document of one blank page."""
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    writer.write(buffer)
    return buffer.getvalue()
