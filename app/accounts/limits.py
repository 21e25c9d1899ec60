"""How often something may be tried or sent. All counts are in the database (``core.rates``).

Who asks commits the count, also when the answer is no. Windows are fixed: an hour by the
clock, a day by UTC. Many phones share one address behind a carrier, so addresses get room.
Phones and addresses are counted under keyed hashes: the table tells nothing without the key.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from app.core import personal, rates

TEN_MINUTES, HOUR, DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times in each ``window`` for each key."""

    name: str
    most: int
    window: timedelta

    def allows(self, key: object, now: datetime) -> bool:
        """Count one more for ``key`` and tell whether it is within the limit."""
        bucket = personal.blind_index("limit", f"{self.name}:{key}")
        return rates.hit(bucket, self.most, self.window, now)


CODES_PER_PHONE_HOUR = Limit("codes-phone-hour", 4, HOUR)
CODES_PER_PHONE_DAY = Limit("codes-phone-day", 10, DAY)
CODES_PER_ADDRESS_HOUR = Limit("codes-address-hour", 40, HOUR)
CODES_PER_ADDRESS_DAY = Limit("codes-address-day", 200, DAY)
HELPER_CODES_PER_OFFICIAL = Limit("helper-official", 60, DAY)
HELPER_CODES_PER_PHONE = Limit("helper-phone", 3, DAY)
TRANSFERS_PER_SESSION = Limit("transfers-session", 10, HOUR)
TRANSFER_TRIES_PER_ADDRESS = Limit("transfer-tries-address", 20, HOUR)
TRANSFER_TRIES = Limit("transfer-tries", 300, TEN_MINUTES)
"""Over all: a code is six digits without a phone beside it, so wrong ones are few in total."""
PASSWORDS_PER_PHONE = Limit("passwords-phone", 10, HOUR)
PASSWORDS_PER_ADDRESS = Limit("passwords-address", 100, HOUR)
SECOND_FACTORS = Limit("second-factors", 10, HOUR)
ACTIVATIONS = Limit("activations", 10, HOUR)
WRONG_PINS = Limit("wrong-pins", 4, HOUR)
DAY_LIMIT_NAME = "sms-budget"


def within_budget(budget: int, now: datetime) -> bool:
    """Count one text message of the whole site and tell whether the day's ``budget`` holds."""
    return Limit(DAY_LIMIT_NAME, budget, DAY).allows("all", now)


def network_of(address: str | None) -> str:
    """Give what counts as one network address: an IPv6 home has a /64 to itself."""
    if not address:
        return "unknown"
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network(f"{address}/64", strict=False))
    return str(found)
