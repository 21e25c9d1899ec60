"""Every form sent with nothing in it: all that is missing is said, and each beside its field."""

import re
from html import unescape

import pytest

from tests.architecture.matrix_posts import POSTS
from tests.posts.walk import Answer, Walk

pytestmark = pytest.mark.details

SUMMARY = re.compile(r'<div class="summary".*?</div>', re.DOTALL)
LINKS = re.compile(r'<li><a href="#([^"]*)">')
IDS = re.compile(r'\bid="([^"]*)"')
ELSEWHERE = {
    "appointments.book": "time and matter come with the page",
    "appointments.move": "the times come with the page",
    "community.open_card": "its select always has a value",
    "accounts.close_source": "its select always has a value",
    "accounts.set_home": "the real form carries the search whose places it shows",
    "service_requests.return_draft": "two fields of that name: its own has another id",
    "community.open_phones": "its select always has a value",
    "villages.open_phones": "its select always has a value",
    "villages.send_notice": "what it is comes with the page",
}
SEVERAL = {
    "accounts.check_password": {"phone", "password"},
    "accounts.create_account": {"aged_14", "agreed"},
    "bills.add_tariff": {"name", "unit"},
    "bills.correct_bill": {"total", "reason"},
    "bills.open_paper": {"biller", "code"},
    "bills.plan_cut": {"begins_on", "ends_on", "reason"},
    "market.add_product": {"name", "kind", "unit", "price"},
    "market.create_fair": {"name", "starts_on", "ends_on"},
    "market.make_offer": {"product", "price"},
    "market.save_legal": {"name", "address"},
    "payments.set_account": {"bin", "number", "holder"},
}


@pytest.mark.timeout(300)
def test_what_is_missing_is_said_all_at_once_and_beside_each_field(walk: Walk) -> None:
    walk.afresh()
    wrong, named = {}, {}
    for endpoint, sent in POSTS.items():
        if sent.json is None and sent.data:
            answer = walk.emptied(endpoint)
            named[endpoint] = _named(answer)
            if what := _wrong(answer, named[endpoint]):
                wrong[endpoint] = what
    found = [f"{name}: {said}" for name, said in wrong.items() if name not in ELSEWHERE]
    assert not found, "\n".join(found)
    short = {name: fields - named[name] for name, fields in SEVERAL.items()}
    assert {name: fields for name, fields in short.items() if fields} == {}


def _named(answer: Answer) -> set[str]:
    said = SUMMARY.search(answer.text)
    return set(map(unescape, LINKS.findall(said[0]))) if said else set()


def _wrong(answer: Answer, named: set[str]) -> str:
    if answer.status >= 500:
        return f"{answer.status}"
    if answer.status == 422 and not SUMMARY.search(answer.text):
        return "refused without a word"
    there = set(IDS.findall(answer.text))
    needed = {*named, *(f"{name}-error" for name in named)}
    return f"not on the page: {sorted(needed - there)}" if needed - there else ""
