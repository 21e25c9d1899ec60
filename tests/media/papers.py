"""PDFs for tests, written by hand so that each says exactly what it is about."""

import zlib
from io import BytesIO

from pypdf import PdfReader, PdfWriter

PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] %s >>"


def pdf(
    *, catalog: str = "", page: str = "", trailer: str = "", more: tuple[bytes, ...] = ()
) -> bytes:
    """A document of one page; the words are added to its parts, `more` are objects 4 on."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        PAGES.encode(),
        (PAGE % page).encode(),
        *more,
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer.encode())
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, words: str = "") -> bytes:
    """A packed stream object."""
    packed = zlib.compress(content)
    head = f"<< {words} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
    return head + packed + b"\nendstream"


def packed_away(content: str) -> bytes:
    """A document with an object that no list names, inside a packed stream of objects."""
    words = "/Type /ObjStm /N 1 /First 5"
    return pdf(more=(stream(b"9 0  " + content.encode(), words),))


def locked() -> bytes:
    """A document with a password."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.encrypt("mat-khau", algorithm="AES-256")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def upload(content: bytes = b"", name: str = "van-ban.pdf") -> tuple[BytesIO, str]:
    """A document as a form sends it."""
    return BytesIO(content or pdf()), name
