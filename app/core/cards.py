"""Identity and health-insurance cards, recognised where somebody holds one up as a "bill".

Whoever reads a code (typed, pasted, scanned, photographed) asks here first: a card is refused
with a sentence, and nothing of it is kept, shown again or logged. Pure but for the sentences.

By what is on the cards: the QR of the card since 2021 has seven fields by ``|`` (number, old
number or nothing, name, birth, sex, address, issued), that since July 2024 has four more; the
zone for machines begins IDVNM and holds the twelve digits behind the document's number; a
health-insurance code has a number of 10 or 15 and the name as hex, by ``|``, and ends in ``$``.
A paste cut off by a field's length is still told by its beginning.
"""

import re

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError

IDENTITY, INSURANCE = "identity", "insurance"
SENTENCES = {
    IDENTITY: _l("This is an identity card, not a bill. Nothing of it was kept."),
    INSURANCE: _l("This is a health-insurance card, not a bill. Nothing of it was kept."),
}
_QR = re.compile(r"\d{12}\s*\|\s*(?:\d{9}|\d{12})?\s*\|\s*[^\W\d_]")
_MACHINE_ZONE = re.compile(r"I[A-Z<]VNM\d{10}\d{12}")
_INSURED = re.compile(r"(?:[A-Z]{2}\d{13}|\d{10})\s*\|\s*([0-9a-f]{8,})", re.IGNORECASE)
_FIELDS_OF_INSURANCE = 14


class CardShown(DomainError):
    """Somebody showed a card where a code was asked for."""

    def __init__(self, kind: str, field: str = "code") -> None:
        super().__init__(SENTENCES[kind], field=field)
        self.kind, self.kept_back = kind, (field,)


def kind_of(text: str) -> str | None:
    """Give which card ``text`` is read from: ``identity``, ``insurance`` or None."""
    bare = text.strip().lstrip("\ufeff")
    if _QR.match(bare) or _MACHINE_ZONE.search("".join(bare.split()).upper()):
        return IDENTITY
    return INSURANCE if _is_insurance(bare) else None


def refuse(text: str, field: str = "code") -> str:
    """Give ``text`` back unless it is read from a card; raises ``CardShown``."""
    kind = kind_of(text)
    if kind is not None:
        raise CardShown(kind, field)
    return text


def _is_insurance(bare: str) -> bool:
    found = _INSURED.match(bare)
    if found is None:
        return False
    if bare.endswith("$") and bare.count("|") + 1 >= _FIELDS_OF_INSURANCE:
        return True
    return _spells_a_name(found[1])


def _spells_a_name(hexed: str) -> bool:
    """Tell whether hex digits are letters and spaces in UTF-8; a cut-off end is left out."""
    if len(hexed) < 10:
        return False
    name = bytes.fromhex(hexed[: len(hexed) // 2 * 2]).decode(errors="ignore")
    return len(name) >= 4 and name.replace(" ", "").isalpha()
