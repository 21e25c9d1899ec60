"""The room's pages. Importing the modules adds their routes to the blueprint."""

from app.bills.views import (
    desk,
    desk_bills,
    desk_cuts,
    desk_ledger,
    desk_readings,
    desk_sheets,
    insurance,
    lookup,
    mine,
    one_bill,
    own_readings,
    proving,
    running,
    tariffs,
)
from app.bills.views.common import bills

__all__ = [
    "bills",
    "desk",
    "desk_bills",
    "desk_cuts",
    "desk_ledger",
    "desk_readings",
    "desk_sheets",
    "insurance",
    "lookup",
    "mine",
    "one_bill",
    "own_readings",
    "proving",
    "running",
    "tariffs",
]
