"""Links that open the payer's bank: in the form that VietQR writes down, and telling no more."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from app.payments import bank_apps, banks, operator_data
from tests.factories.accounts import make_user
from tests.factories.bills import make_bill, make_subscription

BACK = "https://tinh.example.vn/hoa-don"


@pytest.fixture
def paid(login_as):
    bill = make_bill(due_on=date(2026, 11, 25))
    person = make_user()
    make_subscription(person, bill.account)
    return bill, login_as(person)


def test_a_link_is_written_as_the_directory_says(paid):
    bill, visitor = paid
    page = visitor.get(f"/hoa-don/{bill.code}/tra").text
    link = next(each for each in page.split('"') if each.startswith(bank_apps.OPENER + "mb&amp;"))
    link = link.replace("&amp;", "&")
    assert "@" in link.split("&ba=")[1]
    assert "&url=http" in link
    told = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    assert told.keys() == {"app", "am", "tn", "ba", "url"}
    assert told["am"] == str(bill.missing)
    assert told["url"].endswith(f"/hoa-don/{bill.code}/tra")


def test_apps_that_only_open_are_told_nothing(paid):
    bill, visitor = paid
    page = visitor.get(f"/hoa-don/{bill.code}/tra").text
    assert f'href="{bank_apps.OPENER}vcb"' in page


def test_a_bank_without_a_code_is_the_payee_of_no_link(app):
    class Account:
        bin, number = "970400", "0000000012"

    class Asked:
        missing, reference = 1000, "HD1"

    found = bank_apps.for_paying(Asked(), Account(), BACK)
    assert not any(each.fills for each in found)
    assert all("ba=" not in each.url for each in found)


def test_the_table_names_banks_that_are_known_and_the_day_it_was_checked(app):
    rows = operator_data.rows(bank_apps.TABLE)
    assert all(banks.bank(row["bin"]) for row in rows)
    assert all(date.fromisoformat(row["checked_on"]) for row in rows)
    assert [row["app"] for row in rows if row["fills"] == "yes"] == [
        "mb", "bidv", "icb", "acb", "ocb",
    ]  # fmt: skip
