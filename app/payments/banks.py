"""Banks by BIN, the six digits by which NAPAS 247 knows them; the table is data/banks.csv."""

from dataclasses import dataclass
from pathlib import Path

from app.payments import operator_data

TABLE = Path(__file__).parent / "data" / "banks.csv"


@dataclass(frozen=True)
class Bank:
    """A bank: its BIN, the name people use, and its full name."""

    bin: str
    short: str
    name: str


def all_banks() -> list[Bank]:
    """Give every bank, by the name people use."""
    found = [Bank(row["bin"], row["short"], row["name"]) for row in operator_data.rows(TABLE)]
    return sorted(found, key=lambda bank: bank.short.casefold())


def bank(bin: str) -> Bank | None:
    """Give the bank with that BIN, None where it is not in the table."""
    return next((each for each in all_banks() if each.bin == bin), None)


def name_of(bin: str) -> str:
    """Give the name people use, or the BIN itself."""
    found = bank(bin)
    return found.short if found else bin
