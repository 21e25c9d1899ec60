"""Links that open the app of the payer's own bank on their phone, by way of dl.vietqr.io.

Which apps there are, and which of them fill a transfer in, is ``data/bank-apps.csv``: an operator
replaces it (``operator_data``). The form of a link is https://www.vietqr.io/deeplink: ``@`` and
the address to return to stay as they are, the rest is quoted. The payee's name (``bn``) may be
left out, and is: the bank shows it itself.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

from app.payments import operator_data
from app.payments.models import BankAccount, PaymentRequest

TABLE = Path(__file__).parent / "data" / "bank-apps.csv"
OPENER = "https://dl.vietqr.io/pay?app="


@dataclass(frozen=True)
class BankApp:
    """An app by its name, with the link that opens it; ``fills``: with the transfer filled in."""

    name: str
    url: str
    fills: bool


def for_paying(asked: PaymentRequest, account: BankAccount, back: str) -> list[BankApp]:
    """Give the apps to pay what is asked for, those that fill it in first.

    ``back`` is the absolute address to which the bank returns. A bank without a code in the table
    can be named as payee in no link: then its apps are only opened.
    """
    rows = operator_data.rows(TABLE)
    payee = next((row["code"] for row in rows if row["bin"] == account.bin), "")
    transfer = (
        f"&am={asked.missing}&tn={quote_plus(asked.reference)}"
        f"&ba={account.number}@{payee}&url={back}"
    )
    found = []
    for row in rows:
        fills = row["fills"] == "yes" and bool(payee)
        if row["app"]:
            url = OPENER + quote_plus(row["app"]) + (transfer if fills else "")
            found.append(BankApp(row["name"], url, fills))
    return sorted(found, key=lambda each: not each.fills)
