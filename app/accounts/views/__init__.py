"""The room's pages. Importing the modules adds their routes to the blueprint."""

from app.accounts.views import (
    account,
    account_data,
    admin_agencies,
    admin_officials,
    admin_slips,
    again,
    agreements,
    counter,
    desk,
    devices,
    entering,
    home,
    legal,
    limits,
    official_sign_in,
    phone,
    sign_in,
)
from app.accounts.views.common import accounts

__all__ = [
    "account",
    "account_data",
    "accounts",
    "admin_agencies",
    "admin_officials",
    "admin_slips",
    "again",
    "agreements",
    "counter",
    "desk",
    "devices",
    "entering",
    "home",
    "legal",
    "limits",
    "official_sign_in",
    "phone",
    "sign_in",
]
