"""What the QR of an identity card says: read at the door, so that nobody types it.

By what is on the cards: the QR of the card since 2021 has seven fields by ``|`` (number, old one,
name, birth, sex, address, issued), that since July 2024 four more, whose order nothing public
settles: they are left alone. An empty field keeps its place. ``static/js/card.js`` reads the same
on the phone, and one table of cases tries both (``tests/community/cards.toml``).
"""

import re
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from app.community.people.models import FEMALE, MALE, MAX_ADDRESS, MAX_NAME
from app.core import cards
from app.core.errors import DomainError
from app.core.text import line
from app.media import decoding
from app.media.intake import TooBusy
from app.media.kinds import PHOTO

FIELDS = (7, 11)
MAX_BYTES = 20 * 1024 * 1024
SEXES = {"nam": MALE, "nữ": FEMALE}
NUMBER = re.compile(r"[0-9]{12}")
OLD_NUMBER = re.compile(r"([0-9]{9}|[0-9]{12})?")
BIRTH = re.compile(r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])((?:19|20)[0-9]{2})")
UNREAD = _l("No card could be read. Hold the phone closer and straight, or type it.")
INSURED = _l("This is a health-insurance card. Take the identity card, or type it.")


class Card(NamedTuple):
    """What a card says of somebody; empty, or None, where it says nothing."""

    number: str
    name: str
    born: int | None
    sex: str
    address: str


def read(text: str) -> Card | None:
    """Read what the QR says; None for one of anything else."""
    fields = [line(each, 300) for each in text.strip().lstrip("\ufeff").split("|")]
    if len(fields) not in FIELDS:
        return None
    number, old, name, birth, sex, address = fields[:6]
    if not NUMBER.fullmatch(number) or not OLD_NUMBER.fullmatch(old):
        return None
    born = BIRTH.fullmatch(birth)
    return Card(
        number, line(name, MAX_NAME), int(born[1]) if born else None,
        SEXES.get(sex.casefold(), ""), line(address, MAX_ADDRESS),
    )  # fmt: skip


def read_photo(data: bytes) -> Card:
    """Read the card on a photo, of which nothing is kept; raises ``DomainError``, ``TooBusy``."""
    try:
        if not data or len(data) > MAX_BYTES:
            raise DomainError(UNREAD, field="anh")
        texts = decoding.codes(decoding.clean(data).files["clean"])
    except decoding.DecoderBusy as error:
        raise TooBusy(PHOTO) from error
    except decoding.Undecodable as error:
        raise DomainError(UNREAD, field="anh") from error
    found = next((card for card in map(read, texts) if card), None)
    if found is None:
        insured = any(cards.kind_of(text) == cards.INSURANCE for text in texts)
        raise DomainError(INSURED if insured else UNREAD, field="anh")
    return found
