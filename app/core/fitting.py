"""Which values a setting may have, where a wrong one would fail only when somebody needs it."""

import re
from collections.abc import Callable

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.core.keys import is_data_key, is_vapid_key


def _names_database(url: str) -> bool:
    try:
        return make_url(url).get_backend_name() in ("sqlite", "postgresql")
    except ArgumentError:
        return False


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _names_tiles(url: str) -> bool:
    named, rest = set(re.findall(r"{(\w+)}", url)), re.sub(r"{\w+}", "", url)
    fits = {"z", "x", "y"} <= named <= {"z", "x", "y", "s", "r"} and not {"{", "}"} & set(rest)
    return url.startswith("https://") and fits


TRANSACTION = "transaction"
"""How pgbouncer gives connections away, where DATABASE_POOLER names it."""
FITTING: dict[str, Callable[[str], bool]] = {
    "DATA_KEY": is_data_key,
    "VAPID_PRIVATE_KEY": is_vapid_key,
    "PROVINCE_CODE": _is_number,
    "DATABASE_URL": _names_database,
    "DATABASE_DIRECT_URL": _names_database,
    "TRUSTED_PROXIES": _is_number,
    "SMS_DAILY_BUDGET": _is_number,
    "PROVE_AGAIN_AFTER_DAYS": _is_number,
    "DATABASE_POOLER": lambda way: way == TRANSACTION,
    "DATABASE_READ_URL": lambda url: url.startswith("postgresql"),
    "TILE_URL": _names_tiles,
    "DATA_LICENCE": lambda url: url.startswith("https://"),
}
"""By the name of the setting."""
