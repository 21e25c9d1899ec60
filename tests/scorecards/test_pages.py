"""Ninety-nine communes in one window of a connection."""

import statistics
import time

import pytest

from tests import budgets
from tests.scorecards import pages


@pytest.mark.parametrize("make", [pages.province, pages.communes])
@pytest.mark.one_database
def test_a_province_of_99_communes_fits_into_the_first_window(app, client, make):
    html = client.get(make(99)).get_data(as_text=True)
    sheets = sum(
        len(client.get(url, headers={"Accept-Encoding": "br"}).data) for url in budgets.styles(html)
    )
    size = budgets.compressed(html) + sheets
    print(make.__name__, size)
    assert size <= budgets.HTML_AND_CSS


def processor_ms(ask):
    """The processor time of this process that ``ask`` takes; a busy machine adds little to it."""
    begun = time.process_time()
    assert ask().status_code == 200
    return 1000 * (time.process_time() - begun)


@pytest.mark.details
@pytest.mark.one_database
def test_a_year_of_99_communes_is_put_together_within_150_ms(app, client):
    """Of a page that is not kept yet: for strangers it is kept and sent as it is."""
    for make in (pages.year, pages.communes_of_the_year):
        url = make(99)
        client.get(url)
        found = [processor_ms(lambda url=url: client.get(url)) for _ in range(7)]
        print(url, *(round(each) for each in found))
        assert statistics.median(found) <= 150
