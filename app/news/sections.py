"""The sections of the news: a short list that every reader learns once."""

from typing import Any

from flask_babel import lazy_gettext as _l

SECTIONS: dict[str, Any] = {
    "thong-bao": _l("Notices"),
    "chi-dao": _l("Orders and administration"),
    "giao-thong": _l("Traffic"),
    "y-te": _l("Health"),
    "giao-duc": _l("Education"),
    "nong-nghiep": _l("Farming"),
    "ho-tro-doanh-nghiep": _l("Help for businesses and cooperatives"),
    "van-hoa": _l("Culture, sports, tourism"),
    "bao-chi": _l("From the newspapers"),
}
"""By the word that stands in addresses."""

PRESS = "bao-chi"


def known(section: str) -> str:
    """Give ``section`` where there is one of that name, else an empty text."""
    return section if section in SECTIONS else ""
