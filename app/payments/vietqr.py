"""VietQR payloads: built and parsed.

The format is EMVCo's merchant-presented QR as NAPAS 247 uses it: tags of two digits, lengths of
two digits, values; templates 38 (to whom) and 62 (what for) hold tags of their own. Tag 63 is
CRC-16/CCITT-FALSE over everything before it and its own "6304", four upper-case hex digits.
"""

import binascii
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError

NAPAS = "A000000727"
TO_ACCOUNT, TO_CARD = "QRIBFTTA", "QRIBFTTC"
DONG, VIETNAM = "704", "VN"
STATIC, DYNAMIC = "11", "12"
MAX_ACCOUNT, MAX_PURPOSE, MAX_AMOUNT = 19, 25, 10**12
MAX_PAYLOAD = 512
DIGITS = frozenset("0123456789")


class NotVietQR(DomainError):
    """The text is no VietQR payload, or a damaged one."""

    def __init__(self) -> None:
        super().__init__(_l("This is not a bank transfer code, or it is damaged."))


@dataclass(frozen=True)
class VietQR:
    """What a code says. ``amount`` in whole đồng, None where the payer types it.

    ``purpose`` is the content of the transfer (tag 62-08), ``bill`` 62-01, ``reference`` 62-05.
    """

    bin: str
    account: str
    amount: int | None = None
    purpose: str = ""
    bill: str = ""
    reference: str = ""
    service: str = TO_ACCOUNT


def build(code: VietQR) -> str:
    """Give the payload: dynamic where an amount is set, else static.

    Raises:
        ValueError: for a value that does not fit the format.
    """
    _check(code)
    to_whom = _tag("00", NAPAS)
    to_whom += _tag("01", _tag("00", code.bin) + _tag("01", code.account))
    to_whom += _tag("02", code.service)
    amount = _tag("54", str(code.amount)) if code.amount is not None else ""
    body = _tag("00", "01") + _tag("01", DYNAMIC if amount else STATIC) + _tag("38", to_whom)
    body += _tag("53", DONG) + amount + _tag("58", VIETNAM) + _additional(code) + "6304"
    return body + checksum(body)


def parse(payload: str) -> VietQR:
    """Read a payload whose tags may come in any order.

    Raises:
        NotVietQR: damaged, of another scheme, or not for a transfer in đồng.
    """
    if len(payload) > MAX_PAYLOAD or payload[-8:-4] != "6304":
        raise NotVietQR
    if checksum(payload[:-4]) != payload[-4:].upper():
        raise NotVietQR
    tags = _tags(payload[:-8])
    to_whom = _tags(tags.get("38", ""))
    account = _tags(to_whom.get("01", ""))
    if tags.get("00") != "01" or to_whom.get("00") != NAPAS or tags.get("53") != DONG:
        raise NotVietQR
    return _read(tags, to_whom, account)


def checksum(text: str) -> str:
    """Give CRC-16/CCITT-FALSE of ``text`` as four upper-case hex digits."""
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def _read(tags: dict[str, str], to_whom: dict[str, str], account: dict[str, str]) -> VietQR:
    more = _tags(tags.get("62", ""))
    try:
        found = VietQR(
            account["00"],
            account["01"],
            _amount(tags.get("54")),
            more.get("08", ""),
            more.get("01", ""),
            more.get("05", ""),
            to_whom.get("02", TO_ACCOUNT),
        )
        _check(found, foreign=True)
    except (KeyError, ValueError) as error:
        raise NotVietQR from error
    return found


def _amount(text: str | None) -> int | None:
    """Give whole đồng; "1000.00" is 1000, a fraction of a đồng is refused."""
    if text is None:
        return None
    whole, _dot, fraction = text.partition(".")
    if not whole or not DIGITS.issuperset(whole) or fraction.strip("0"):
        raise ValueError("no amount in whole đồng")
    return int(whole)


def _check(code: VietQR, foreign: bool = False) -> None:
    """Hold a payload to the format; of ``foreign`` ones the free texts may be longer."""
    fits = len(code.bin) == 6 and DIGITS.issuperset(code.bin)
    fits &= 0 < len(code.account) <= MAX_ACCOUNT and code.account.isascii()
    fits &= code.account.isalnum() and code.service in (TO_ACCOUNT, TO_CARD)
    fits &= code.amount is None or 0 < code.amount < MAX_AMOUNT
    if not fits:
        raise ValueError("not a VietQR transfer")
    texts = (code.purpose, code.bill, code.reference)
    if not foreign and not all(t.isascii() and len(t) <= MAX_PURPOSE for t in texts):
        raise ValueError("texts in a VietQR are short and unaccented")


def _additional(code: VietQR) -> str:
    pairs = (("01", code.bill), ("05", code.reference), ("08", code.purpose))
    inner = "".join(_tag(tag, value) for tag, value in pairs if value)
    return _tag("62", inner) if inner else ""


def _tag(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _tags(text: str) -> dict[str, str]:
    """Give the tags of one level; the first of two equal ones counts."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if len(head) < 4 or not DIGITS.issuperset(head):
            raise NotVietQR
        end = at + 4 + int(head[2:])
        if end > len(text):
            raise NotVietQR
        found.setdefault(head[:2], text[at + 4 : end])
        at = end
    return found
