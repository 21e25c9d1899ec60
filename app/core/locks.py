"""The order in which rows are locked: who waits for whom never makes a ring.

A transaction locks by changing a row or by ``for_change`` (core/db), and goes on downwards in
``ORDER`` only; rows of one table in the order of their numbers, a report that leads others
before those it leads. Money comes first, since it arrives at an account, goes to a request and
on to what the request is about. Reference: docs/decisions/095.

A row that is only read is not locked, but for ``GUARDS``: rows that stand for others, so that
what is counted or looked up below them holds until the commit.
"""

ORDER = (
    "submission",
    "sheet_upload",
    "biller",
    "bank_account",
    "payment_request",
    "market_order",
    "bill",
    "shop",
    "fair",
    "product",
    "service_request",
    "article",
    "alert",
)
"""From what is locked first to what is locked last; all else is locked by changing it alone."""

GUARDS = {
    "bank_account": "its lines, statements and matches",
    "payment_request": "the bill or order that it is for",
    "shop": "its people, its products and how many they are",
    "service_request": "its steps, and the reports under it",
}
"""Tables whose rows may be locked without a change, and what they stand for."""
