"""At 50,000 reports no list walks the table or sorts it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Table, select, update

from app.accounts import permissions
from app.accounts.models import Agency, Right, User
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.config import Config, settings
from app.core.db import db
from app.demo import agencies
from app.demo.generate import generate
from app.factory import create_app
from app.places import queries as places
from app.places.imports.dataset import read
from app.places.imports.units import import_units
from app.service_requests import life, starter
from app.service_requests.clock.queries import due
from app.service_requests.desk import filters as of_desk
from app.service_requests.desk import going_on, inbox, search, table
from app.service_requests.desk.filters import LATE, TODAY, due_conditions
from app.service_requests.filing import similar
from app.service_requests.filing.similarity import Spot
from app.service_requests.following import lists
from app.service_requests.following.lists import Filters
from app.service_requests.joining import likely
from app.service_requests.leading import week
from app.service_requests.models import ServiceRequest
from app.service_requests.scope import Scope
from tests import scratch
from tests.conftest import test_settings
from tests.plans import plans

COUNT = 50_000
MADE = 5_000
"""Reports made one by one; the database copies them until there are enough."""
COPIES = f"""WITH RECURSIVE copies(copy) AS
    (SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < {COUNT // MADE - 1})"""
PARTS = ("service_request", "promise", "status_change", "request_word", "desk_word")
REPORTS = "service_request"
SMALL_TABLES = ("service", "urgency_class", "service_text", "urgency_class_text", "map_blank")
Explained = Callable[[Callable[[], object]], list[str]]

# Fifty thousand reports are made first.
pytestmark = [pytest.mark.details, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def province(run_folder: Path) -> Iterator[Flask]:
    """An app of its own whose province has had a year of reports; made once, for all workers."""
    folder = scratch.shared("many")
    path, is_whole = folder / "many.sqlite", folder / "whole"
    config: Config = test_settings(run_folder, DATABASE_URL=f"sqlite:///{path}")
    app = create_app(config, testing=True)
    with app.app_context():
        with scratch.alone(folder):
            if not is_whole.exists():
                path.unlink(missing_ok=True)
                a_year_of_reports()
                is_whole.touch()
        yield app
        db.session.remove()
        db.engine.dispose()


def a_year_of_reports() -> None:
    """Fill the database of this app."""
    db.create_all()
    import_units(read(settings().province_code))
    db.session.flush()
    starter.load()
    agencies.load(starter.services())
    db.session.commit()
    generate(MADE, clock.now())
    give_out()
    copy_all()
    db.session.execute(db.text("ANALYZE"))
    db.session.commit()


def give_out() -> None:
    """Give three of four reports to one of thirty people."""
    people = [User.register(f"+8490{number:07}", clock.now()) for number in range(30)]
    handler = people[0].id + ServiceRequest.id % len(people)
    given = update(ServiceRequest).where(ServiceRequest.id % 4 > 0).values(assignee_id=handler)
    db.session.execute(given)
    db.session.commit()


def copy_all() -> None:
    """Fill the tables up; what the rows point at is there, and is not looked up for each."""
    db.session.remove()
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    for statement in ("PRAGMA foreign_keys = OFF", "PRAGMA cache_size = -400000", "BEGIN"):
        cursor.execute(statement)
    for name in PARTS:
        cursor.execute(_copied(db.metadata.tables[name]))
    cursor.execute("COMMIT")
    cursor.close()
    connection.detach()
    connection.close()


def _copied(table: Table) -> str:
    """The statement that adds the reports again and again, with numbers and codes of their own."""
    report = "id" if table.name == "service_request" else "service_request_id"
    values = {each.name: each.name for each in table.columns if each.computed is None}
    if report != "id":
        values.pop("id", None)
    values[report] = f"{report} + {MADE} * copy"
    if "code" in values:
        values["code"] = "code || '-' || copy"
    order = ", ".join(values[each.name] for each in table.primary_key if each.name in values)
    columns, given = ", ".join(values), ", ".join(values.values())
    rows = f"SELECT {given} FROM {table.name}, copies ORDER BY {order or report}"
    return f"INSERT INTO {table.name} ({columns}) {COPIES} {rows}"


@pytest.fixture
def explained(province: Flask) -> Iterator[Explained]:
    """`explained(act)`: the plan lines of every SELECT that `act` sends."""

    def explain(act: Callable[[], object]) -> list[str]:
        return [line for lines in plans(act) for line in lines]

    yield explain
    db.session.rollback()


def assert_indexed(lines: list[str], may_sort: bool = False) -> None:
    """No line walks the reports or their words without an index, or sorts what it found."""
    assert lines
    # Newest first without a sort, the reports may be walked backwards: a page is soon found.
    allowed = SMALL_TABLES if may_sort else (*SMALL_TABLES, "service_request")
    for line in lines:
        assert may_sort or "TEMP B-TREE" not in line, lines
        if line.startswith("SCAN ") and "USING" not in line:
            assert line.split()[1] in allowed, lines


FILTERS = {
    "everything": lambda: Filters(),
    "next page": lambda: Filters(before=25_000),
    "service": lambda: Filters(service_id=1),
    "status": lambda: Filters(status="closed"),
    "place": lambda: Filters(place_ids=(places.communes()[0].id,)),
    "frequent words": lambda: Filters(text="đèn đường không sáng"),
    "rare word": lambda: Filters(text="99"),
    "words in a place": lambda: Filters(text="rác", place_ids=(places.communes()[0].id,)),
}


@pytest.mark.parametrize("name", FILTERS)
def test_the_public_list_is_walked_by_an_index(name: str, explained: Explained) -> None:
    filters = FILTERS[name]()
    assert_indexed(explained(lambda: lists.public_page(filters)))


def test_the_lists_are_not_empty(province: Flask) -> None:
    assert db.session.query(ServiceRequest).count() == COUNT
    for name in FILTERS:
        assert lists.public_page(FILTERS[name]()).rows, name


def scope(kind: str) -> Scope:
    """Whose inbox: one office's official, a committee's with its offices, the operator."""
    if kind == "operator":
        return Scope(1, True, True, frozenset(), frozenset())
    found = db.session.query(Agency).filter(Agency.code.like("%04252")).order_by(Agency.id)
    ids = [agency.id for agency in found]
    return Scope(1, False, False, frozenset(ids if kind == "committee" else ids[1:2]), frozenset())


@pytest.mark.parametrize("kind", ["office", "committee", "operator"])
@pytest.mark.parametrize(
    "name", [inbox.WAITING, inbox.ASKED, inbox.MINE, inbox.SPOKEN, inbox.QUEUE, inbox.DONE]
)
def test_the_inbox_is_walked_by_an_index(kind: str, name: str, explained: Explained) -> None:
    mine = scope(kind)
    for tab in inbox.tabs(mine):
        if tab.name == name:
            # A page of each agency's first rows is merged and sorted: a few dozen rows.
            lines = explained(lambda tab=tab: inbox.page(tab, mine))
            walked = [line for line in lines if "merged" not in line and "anon" not in line]
            assert_indexed(walked, may_sort=True)


def test_what_the_sender_was_asked_is_counted_by_an_index_of_that_alone(
    explained: Explained,
) -> None:
    mine = scope("office")
    asked = next(each for each in inbox.tabs(mine) if each.name == inbox.ASKED)
    lines = explained(lambda: db.session.scalar(select(inbox.count(asked, mine, 100))))
    assert any("ix_service_request_asked" in line for line in lines), lines


@pytest.mark.parametrize("kind", ["office", "committee", "operator"])
@pytest.mark.parametrize("name", [inbox.WAITING, inbox.ALL])
def test_one_status_of_what_is_open_is_searched_by_an_index(
    kind: str, name: str, explained: Explained
) -> None:
    mine, now = scope(kind), clock.now()
    tab = going_on.listed(mine, name, of_desk.Filters(trang_thai=life.IN_PROGRESS))
    # Which of several indexes it is hangs on SQLite's own statistics.
    for narrowed in ([], due_conditions(LATE, now), due_conditions(TODAY, now)):
        conditions = [ServiceRequest.status == life.IN_PROGRESS, *narrowed]
        counted = select(inbox.count(tab, mine, inbox.MOST_COUNTED, conditions))
        lines = explained(lambda counted=counted: db.session.scalar(counted))
        walks = [line for line in lines if "service_request" in line.split()[:2]]
        assert walks, lines
        assert all(line.startswith("SEARCH") for line in walks), walks


SORTS = ("ma", "viec", "xa", "co_quan", "nguoi", "nhan", "han", "cuoi")


@pytest.mark.parametrize("kind", ["office", "committee", "operator"])
@pytest.mark.parametrize("name", [inbox.WAITING, inbox.ALL, inbox.DONE])
def test_the_inbox_sorted_by_any_column_is_walked_by_an_index(
    kind: str, name: str, explained: Explained
) -> None:
    mine = scope(kind)
    tab = next(each for each in inbox.tabs(mine) if each.name == name)
    for sort in (*SORTS, *(f"-{each}" for each in SORTS)):
        page = table.page(tab, mine, "", [], sort)
        assert len(page.rows) == inbox.PAGE, sort
        after = str(page.after)
        lines = explained(lambda sort=sort, after=after: table.page(tab, mine, after, [], sort))
        walks = [line for line in lines if "service_request" in line.split()[:2]]
        assert walks, sort
        assert all(line.startswith("SEARCH") or "USING" in line for line in walks), (sort, walks)


def test_likely_duplicates_are_found_by_an_index(explained: Explained) -> None:
    wanted = ServiceRequest.is_open & ServiceRequest.lat.is_not(None)
    report = db.session.query(ServiceRequest).filter(wanted).first()
    spot, now = similar.spot_of(report), report.requested_datetime
    found = explained(lambda: similar.public_ones(report.service, spot, None, now))
    desk_found = explained(lambda: likely.for_desk(report, now, everywhere=False))
    villages = explained(lambda: similar.public_ones(report.service, Spot(village_id=1), "x", now))
    for lines, index in ((found, "near"), (desk_found, "near"), (villages, "in_village")):
        assert any(f"ix_service_request_{index}" in line for line in lines), lines
        assert_indexed(lines, may_sort=True)


@pytest.mark.parametrize("kind", ["office", "committee", "operator"])
def test_the_desk_is_searched_by_its_index_of_words(kind: str, explained: Explained) -> None:
    mine = scope(kind)
    lines = explained(lambda: search.by_words(mine, "den duong", "", []))
    walks = [line for line in lines if line.startswith("SEARCH desk_word")]
    own = "ix_desk_word_agency (agency_id=? AND word=?)"
    index = "sqlite_autoindex_desk_word_1 (word=?)" if kind == "operator" else own
    assert walks, lines
    assert all(index in line for line in walks), walks


@pytest.mark.parametrize("right", [permissions.LEAD, permissions.OPERATE])
def test_the_week_asks_the_counters_alone(right: str, explained: Explained) -> None:
    top = db.session.query(Agency).filter(Agency.code == "ubnd-04252").one()
    user = User.register("+84900999999", clock.now())
    user.rights.append(Right(permission=right, agency_id=top.id, granted_at=clock.now()))
    db.session.flush()
    db.session.refresh(user)
    viewer, monday = Viewer(user), clock.monday_of(clock.local(clock.now()).date())
    spans = [week.Span.of(monday - times * week.WEEK, clock.now()) for times in (1, 2)]
    lines = explained(lambda: (week.figures(viewer, spans), week.worst_place(viewer, spans[0])))
    walks = [each for each in lines if each.split()[1] in ("promise", "pause", REPORTS, "figure")]
    key = "figure USING INDEX sqlite_autoindex_figure_1 (kind=? AND scope_id=? AND span=? AND day=?"
    assert len(walks) > len(spans)
    assert [each for each in walks if key not in each] == []


def test_the_worker_looks_at_what_is_due_by_an_index(explained: Explained) -> None:
    lines = explained(lambda: due(clock.now()))
    assert any("ix_service_request_next_step_at" in line for line in lines), lines
