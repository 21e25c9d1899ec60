"""Lists by pages: every row once, in order, whatever comes in meanwhile."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.db import UTCDateTime
from app.core.filters import Filters, among, asks, line
from app.core.listing import Listing, counted, id_of, ways

BEGIN = datetime(2026, 11, 19, tzinfo=UTC)
FAST = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Base(DeclarativeBase):
    pass


class Row(Base):
    """A row of a list that is sorted by a moment that several share."""

    __tablename__ = "listed_row"
    __table_args__ = {"prefixes": ["TEMPORARY"]}
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


@pytest.fixture
def rows(db):
    """`rows(hours)`: the table holds a row of each hour, with numbers in that order."""
    Row.__table__.create(db.session.connection())

    def fill(hours):
        db.session.query(Row).delete()
        db.session.expunge_all()
        db.session.add_all([row(hour) for hour in hours])
        db.session.flush()

    return fill


def row(hour: int) -> Row:
    return Row(at=BEGIN + timedelta(hours=hour))


def walk(order: Listing, point, meanwhile=None) -> list[tuple[datetime, int]]:
    """All pages one after another; `meanwhile` happens behind the first."""
    found, page = [], order.page(select(Row), None, point)
    while True:
        assert len(page.rows) <= order.most
        found += [(each.at, each.id) for each in page.rows]
        if meanwhile is not None:
            meanwhile()
            meanwhile = None
        if page.after is None:
            return found
        assert page.rows, "an empty page leads nowhere"
        page = order.page(select(Row), page.after, point)


hours = st.lists(st.integers(0, 3), max_size=14)
sizes, ways_round = st.integers(1, 4), st.booleans()


@given(hours=hours, most=sizes, newest_first=ways_round)
@FAST
def test_pages_together_give_every_row_once_in_order(rows, db, hours, most, newest_first):
    rows(hours)
    order = Listing(Row.at, Row.id, newest_first=newest_first, most=most)
    wanted = sorted((each.at, each.id) for each in db.session.scalars(select(Row)))
    assert walk(order, lambda it: (it.at, it.id)) == (wanted[::-1] if newest_first else wanted)


@given(hours=hours, most=sizes, newest_first=ways_round, new=st.integers(0, 3))
@FAST
def test_a_row_that_comes_in_meanwhile_moves_no_other(rows, db, hours, most, newest_first, new):
    rows(hours)
    before = {(each.at, each.id) for each in db.session.scalars(select(Row))}

    def come_in() -> None:
        db.session.add(row(new))
        db.session.flush()

    order = Listing(Row.at, Row.id, newest_first=newest_first, most=most)
    found = walk(order, lambda it: (it.at, it.id), come_in)
    assert len(found) == len(set(found)), "no row stands on two pages"
    assert found == sorted(found, reverse=newest_first)
    assert before <= set(found)


@given(count=st.integers(0, 9), most=sizes, newest_first=ways_round)
@FAST
def test_by_one_column_too_and_where_a_statement_says_where(rows, db, count, most, newest_first):
    rows([0] * count)
    order = Listing(Row.id, newest_first=newest_first, most=most)
    ids = sorted(db.session.scalars(select(Row.id)), reverse=newest_first)
    assert [number for _, number in walk(order, id_of)] == ids
    asked = lambda it: select(Row.id).where(Row.id == it.id).scalar_subquery()  # noqa: E731
    assert [number for _, number in walk(order, asked)] == ids
    assert [each.id for each in order.each(select(Row))] == ids


def test_a_subquery_is_sorted_in_the_same_order(rows, db):
    rows([2, 1, 2])
    inner = select(Row.id, Row.at).subquery()
    order = Listing(Row.at, Row.id, newest_first=True, most=2)
    outer = order.over(inner.c.at, inner.c.id).part(select(inner.c.id))
    found = db.session.scalars(outer).all()
    first = min(db.session.scalars(select(Row.id)))
    assert found == [first + 2, first, first + 1]


def test_a_count_stops_where_it_is_told_to(rows, db):
    rows([0] * 5)
    several = select(counted(select(Row.id), 3), counted(select(Row.id), 9))
    assert db.session.execute(several).one() == (3, 5)


@dataclass(frozen=True)
class Asked(Filters):
    text: str = asks("q", line(5))
    status: str = asks("muc", among("open", "shut"))
    urgent: bool = asks("khan", bool, False)


def test_what_an_address_asks_is_read_and_given_back():
    asked = Asked.read({"q": "  a\x00 b \n cdef", "muc": "open", "khan": "yes", "other": "1"})
    assert asked == Asked("a b c", "open", True)
    assert asked.given == {"q": "a b c", "muc": "open", "khan": "1"}
    assert Asked.read(asked.given) == asked
    assert not Asked.read({"muc": "unknown", "q": " "}).is_narrowed


def test_the_pager_has_addresses_of_what_is_there_alone(app, rows):
    rows([0, 0, 0])
    order = Listing(Row.id, most=2)
    with app.test_request_context("/cho-so/don"):
        page = order.page(select(Row), None, id_of)
        assert ways("market.orders", page, "truoc") == {
            "older": f"/cho-so/don?truoc={page.after}",
            "newer": None,
        }
    with app.test_request_context(f"/cho-so/don?truoc={page.after}"):
        last = order.page(select(Row), page.after, id_of)
        assert ways("market.orders", last, "truoc") == {"older": None, "newer": "/cho-so/don"}
