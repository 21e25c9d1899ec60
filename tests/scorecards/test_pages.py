"""Ninety-nine communes in one window of a connection."""

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
