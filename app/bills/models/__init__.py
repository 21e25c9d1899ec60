"""The room's tables."""

from app.bills.models.account import CustomerAccount, MeterReading
from app.bills.models.bill import Bill, Receipt
from app.bills.models.biller import Biller
from app.bills.models.cut import PlannedCut
from app.bills.models.imported import ImportRow
from app.bills.models.subscription import InsuranceCard, Subscription
from app.bills.models.tariff import Tariff, TariffTier, TariffVersion, TaxRate

__all__ = [
    "Bill",
    "Biller",
    "CustomerAccount",
    "ImportRow",
    "InsuranceCard",
    "MeterReading",
    "PlannedCut",
    "Receipt",
    "Subscription",
    "Tariff",
    "TariffTier",
    "TariffVersion",
    "TaxRate",
]
