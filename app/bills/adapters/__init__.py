"""How a biller's bills are asked for, confirmed and compared, whatever its program is."""

from app.bills.adapters.base import Adapter
from app.bills.adapters.here import HereAdapter
from app.bills.adapters.http import HttpAdapter
from app.bills.models import Biller
from app.bills.models.biller import HTTP

__all__ = ["Adapter", "adapter_of"]


def adapter_of(biller: Biller) -> Adapter:
    return HttpAdapter(biller) if biller.adapter == HTTP else HereAdapter(biller)
