"""Who may see and change accounts, statements and matches: the managers of the owner.

The queries already give nothing to others (404); these decide what a manager may do.
"""

from typing import Any

from app.accounts.viewer import Viewer
from app.payments.models import BankLine


def may_manage(viewer: Viewer, _managed: Any) -> bool:
    return bool(viewer.is_signed_in)


def may_match(viewer: Viewer, line: BankLine) -> bool:
    """A manager may apply a line, also one that was set aside."""
    return may_manage(viewer, line)
