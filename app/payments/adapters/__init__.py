"""Who reports an account's money by itself, and how each proves that it is them. By name."""

from app.payments.adapters.base import Adapter, Refused, Report, Sent
from app.payments.adapters.casso import CASSO
from app.payments.adapters.own import OWN
from app.payments.adapters.payos import PAYOS
from app.payments.adapters.sepay import SEPAY

ADAPTERS: dict[str, Adapter] = {each.name: each for each in (OWN, SEPAY, CASSO, PAYOS)}

__all__ = ["ADAPTERS", "OWN", "Adapter", "Refused", "Report", "Sent"]
