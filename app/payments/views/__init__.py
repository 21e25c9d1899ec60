"""The room's pages. Importing the modules adds their routes to the blueprint."""

from app.payments.views import accounts, hook, lines, statements
from app.payments.views.common import payments

__all__ = ["accounts", "hook", "lines", "payments", "statements"]
