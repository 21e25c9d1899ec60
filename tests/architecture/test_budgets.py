"""Bytes and SQL statements of every page that a room lists."""

import pytest
from flask import Flask

from tests import budgets
from tests.client import Visitor

FEW, MANY = 2, 17
PAGES = {page.name: page for page in budgets.all_pages()}


@pytest.fixture
def visit(app, begin_again, statements, login_as):
    """`visit(page, rows)`: the page's HTML and the statements it took, with these rows alone."""

    def go(page: budgets.Page, rows: int) -> tuple[str, list[str]]:
        begin_again()
        url = page.make(rows)
        visitor = login_as(page.who()) if page.who else app.test_client()
        visitor.get(url)
        with statements() as seen:
            answer = visitor.get(url)
        assert answer.status_code == 200, url
        return answer.get_data(as_text=True), seen

    return go


@pytest.mark.parametrize("name", PAGES, ids=list(PAGES))
def test_a_page_fits_into_its_bytes_and_no_statement_grows_with_its_rows(name, app, visit):
    page = PAGES[name]
    few = visit(page, FEW)[1]
    html, many = visit(page, MANY)
    style = sum(_size(app, url) for url in budgets.styles(html))
    assert budgets.compressed(html) + style <= page.html_and_css
    assert sum(_size(app, url) for url in budgets.scripts(html)) <= page.scripts
    assert len(many) <= page.statements, "\n".join(many)
    assert len(many) <= len(few), "\n".join(many)


@pytest.mark.postgresql
@pytest.mark.parametrize("name", PAGES, ids=list(PAGES))
def test_a_page_opens_on_postgresql_within_its_statements(name, visit):
    page = PAGES[name]
    assert len(visit(page, FEW)[1]) <= page.statements


def test_the_style_sheet_is_small(app):
    assert _size(app, app.jinja_env.globals["asset"]("app.css")) <= budgets.STYLE


def test_the_service_worker_is_small(client):
    answer = client.get("/sw.js?vi", headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.get_data()) <= budgets.SERVICE_WORKER


_sizes: dict[str, int] = {}
"""By address, which names the content: many pages have the same files."""


def _size(app: Flask, url: str) -> int:
    """Bytes of a static file as it is sent."""
    if url not in _sizes:
        _sizes[url] = _sent(app, url)
    return _sizes[url]


def _sent(app: Flask, url: str) -> int:
    visitor: Visitor = app.test_client()
    answer = visitor.get(url, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200, url
    return len(answer.get_data())
