"""Which encoding a feed really is in, whatever it says of itself, and text that a reader keeps."""

import codecs
import re

DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]+)", re.IGNORECASE)
HEAD = 400
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
VIETNAMESE = "cp1258"
"""What is left where nothing else fits: Windows' own for Vietnamese."""
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""XML allows none of these; one of them makes a reader give the whole feed up as broken."""
LOOKS_MISREAD = re.compile("([\u00c2-\u00f4])(?=[\u0080-\u00bf&])")
JOINER = "\u2060"


def decoded(content: bytes, content_type: str = "") -> str:
    """Give the text of an XML document, without its declaration.

    A byte order mark decides; then UTF-8 where the bytes are that (nothing else ever is); then
    what the document and its header say, where it works; then windows-1258. A few broken
    characters in UTF-8, as of a summary cut in the middle of one, become U+FFFD.
    """
    name = _encoding(content, content_type)
    text = content.decode(name, "replace")
    return DECLARATION.sub("", text, count=1)


def guarded(text: str) -> str:
    """Give ``text`` as feedparser reads it right; ``JOINER`` is to be taken out of what it gives.

    It takes "XÃ" and a no-break space, which are the bytes of "à" in UTF-8, for text that was
    read in the wrong encoding, and gives "Xà ".
    """
    return LOOKS_MISREAD.sub(rf"\1{JOINER}", FORBIDDEN.sub("", text))


def _encoding(content: bytes, content_type: str) -> str:
    marked = next((name for mark, name in MARKS if content.startswith(mark)), "")
    if marked:
        return marked
    if b"\x00" in content[:HEAD]:
        return "utf-16-be" if content[:1] == b"\x00" else "utf-16-le"
    if _is_utf8(content):
        return "utf-8"
    said = [each.decode() for each in DECLARED.findall(content[:HEAD])]
    said += CHARSET.findall(content_type)
    return next((name for name in said if _fits(content, name)), VIETNAMESE)


def _is_utf8(content: bytes) -> bool:
    """Tell whether it is UTF-8, a tenth of whose longer characters may be broken."""
    try:
        content.decode("utf-8")
        return True
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        return broken * 10 <= sum(char > "\x7f" for char in text)


def _fits(content: bytes, name: str) -> bool:
    """Tell whether the bytes can be text in that encoding; UTF-8 and UTF-16 were ruled out."""
    try:
        found = codecs.lookup(name)
        return not found.name.startswith("utf") and bool(content.decode(found.name))
    except (LookupError, ValueError):
        return False
