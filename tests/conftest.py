"""What every test can ask for: app, client, db, clock, outbox, statements, media_folder."""

import gc
import inspect
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import Context
from pathlib import Path
from typing import Any, TypeVar

import pytest
import time_machine
from flask import Flask
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy import Engine, event, select

from app.accounts.models import Session, User
from app.core import clock as core_clock
from app.core import db as database_module
from app.core import outbox as outbox_module
from app.core.config import Config
from app.core.keys import generate_data_key, generate_vapid_key
from app.factory import create_app
from tests import clocks, compiled, databases, late, postgres, rewritten, scratch
from tests.client import Visitor
from tests.clocks import NOW as NOW
from tests.factories.accounts import make_session, make_user
from tests.service_requests.offices import Offices, make_offices
from tools import bootstrap

T = TypeVar("T")
LONGEST_ID = 18
USUAL_SECONDS = 180
"""What a test may take unless it says more (`timeout` in pyproject.toml)."""
LOOPBACK = ["127.0.0.1", "localhost", "::1"]

WAYS_TO_A_PAGE = {"client", "login_as"}
WHOLE_FOLDERS = {"core", "flows", "faults"}

hypothesis_settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("house")


# Almost all objects live as long as the run: looking for dead ones seldom pays.
gc.set_threshold(50_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--postgres`: run every database test on a private PostgreSQL too."""
    parser.addoption("--postgres", action="store_true", help="run on PostgreSQL too")
    parser.addoption(
        "--every-case", action="store_true", help="run whole tables of cases on PostgreSQL too"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the private PostgreSQL, once a run, where it is asked for and can be found."""
    if not hasattr(config, "workerinput"):
        signal.signal(signal.SIGTERM, _end)
        scratch.sweep()
        config.add_cleanup(scratch.remove)
        bootstrap.compile_catalogues()
        if config.getoption("numprocesses", None):
            rewritten.make_ready(config)
    compiled.share()
    wanted = config.getoption("--postgres") and not hasattr(config, "workerinput")
    programs = postgres.programs() if wanted else None
    if programs is not None:
        cluster = postgres.Cluster(programs)
        config.add_cleanup(cluster.stop)
        os.environ["TEST_POSTGRES_URL"] = cluster.url
    elif wanted:
        print("No PostgreSQL programs found: the tests run on SQLite only.")


def _end(number: int, frame: object) -> None:
    """Told to stop: end as on Ctrl-C, with everything put away."""
    raise KeyboardInterrupt


def pytest_report_header() -> str:
    """Say which databases the run covers, and at which moment."""
    moment = f"{NOW.astimezone(clocks.VIETNAM):%Y-%m-%d %H:%M}"
    return f"databases: {', '.join(_database_names())}; the clock stands at {moment} in Viet Nam"


def _database_names() -> list[str]:
    return ["sqlite", *(["postgresql"] if os.environ.get("TEST_POSTGRES_URL") else [])]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that uses the database once for each database."""
    if "database" in metafunc.fixturenames:
        names = _databases_for(metafunc.definition)
        metafunc.parametrize("database", names, indirect=True, scope="function")


def _databases_for(item: pytest.Item) -> list[str]:
    names = _database_names()
    if item.get_closest_marker("postgresql"):
        return [name for name in names if name == "postgresql"]
    only_sqlite = item.get_closest_marker("sqlite") or item.get_closest_marker("one_database")
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return ["sqlite"] if only_sqlite or folder in ("architecture", "browser") else names


def _one_case_on_postgresql(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a table of cases, run the first alone on PostgreSQL: the statements are the same.

    The database's own tests run whole, as does what is marked for PostgreSQL.
    """
    seen: set[str] = set()
    kept: list[pytest.Item] = []
    spared: list[pytest.Item] = []
    for item in items:
        (spared if _was_tried(item, seen) else kept).append(item)
    config.hook.pytest_deselected(items=spared)
    items[:] = kept


def _was_tried(item: pytest.Item, seen: set[str]) -> bool:
    spec = getattr(item, "callspec", None)
    if spec is None or spec.params.get("database") != "postgresql":
        return False
    if "core" in item.path.parts or item.get_closest_marker("postgresql"):
        return False
    function = item.nodeid.split("[")[0]
    tried = function in seen
    seen.add(function)
    return tried


def _is_a_page_on_postgresql(item: pytest.Item) -> bool:
    """Whether it asks for pages that SQLite was asked for too: for `make details`.

    That each page opens on PostgreSQL, `tests/architecture/test_budgets.py` tells.
    """
    spec = getattr(item, "callspec", None)
    if spec is None or spec.params.get("database") != "postgresql":
        return False
    if any(map(item.get_closest_marker, ("postgresql", "both_databases"))):
        return False
    asks_for_pages = bool(WAYS_TO_A_PAGE & set(item.fixturenames))  # type: ignore[attr-defined]
    return asks_for_pages and not WHOLE_FOLDERS & set(item.path.parts)


def _comes_second(item: pytest.Item) -> bool:
    """Whether this is the turn, on one of the databases, that the test leaves to the details."""
    spec = getattr(item, "callspec", None)
    name = spec.params.get("database") if spec else None
    first = {"sqlite": "postgresql_first", "postgresql": "sqlite_first"}.get(name or "")
    return bool(first and item.get_closest_marker(first))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long values by their argument: keys made at random would differ between workers."""
    long = isinstance(val, str | bytes) and len(val) > LONGEST_ID
    return argname if long else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let tests marked `loopback`, and all browser tests, reach 127.0.0.1 and nothing else."""
    if not config.getoption("--every-case"):
        _one_case_on_postgresql(config, items)
    for item in items:
        if item.get_closest_marker("loopback") or "browser" in item.path.parts:
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
        if _is_a_page_on_postgresql(item) or _comes_second(item):
            item.add_marker(pytest.mark.details)
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.time_runs)
        if "browser" in item.path.parts or "faults" in item.path.parts:
            # Real browsers and servers on a busy machine: one more chance, and it is reported.
            item.add_marker(pytest.mark.flaky(reruns=2))
    # What waits for servers and browsers, or takes long, comes first: the rest fills the gaps.
    items.sort(key=lambda item: (not _is_slow(item), "browser" not in item.path.parts))


def pytest_collection_finish() -> None:
    """Pass over what collecting left whenever dead objects are looked for: it stays to the end."""
    gc.freeze()


def _is_slow(item: pytest.Item) -> bool:
    is_long = item.get_closest_marker("slow") or _may_take(item) > USUAL_SECONDS
    return bool(is_long or {"faults", "flows"} & set(item.path.parts))


def _may_take(item: pytest.Item) -> float:
    """The seconds that a test asks for itself; 0 where it asks for none."""
    asked = item.get_closest_marker("timeout")
    return float(asked.args[0]) if asked and asked.args else 0.0


# --- the app and its database


@pytest.fixture(scope="session")
def run_folder() -> Iterator[Path]:
    """A folder for this worker's run, in memory where the machine offers that."""
    folder = scratch.make("run")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def all_databases(run_folder: Path, worker_id: str) -> Iterator[dict[str, databases.TestDatabase]]:
    """This worker's databases by name."""
    found = databases.available(run_folder, worker_id)
    for each in found.values():
        databases.watch(each)
    late.watch()
    yield found
    for each in found.values():
        each.release()


@pytest.fixture(scope="session")
def apps(run_folder: Path) -> Iterator[Callable[[databases.TestDatabase], Flask]]:
    """The one app of this worker for a database, made when first asked for."""
    made: dict[str, Flask] = {}

    def app_for(database: databases.TestDatabase) -> Flask:
        if database.name not in made:
            settings = test_settings(run_folder, DATABASE_URL=database.url)
            made[database.name] = create_app(settings, testing=True)
            made[database.name].test_client_class = Visitor
            late.mark_answers(made[database.name])
            databases.keep_statements(made[database.name])
        return made[database.name]

    yield app_for
    for app in made.values():
        with app.app_context():
            database_module.db.engine.dispose()


def test_settings(folder: Path, **changes: str) -> Config:
    """Settings for a test app that keeps all it writes in `folder`."""
    values = {
        "APP_ENV": "test",
        "SECRET_KEY": "a key for tests only, 32 letters or more",
        "DATA_KEY": _DATA_KEY,
        "VAPID_PRIVATE_KEY": _VAPID_KEY,
        "VAPID_SUBJECT": "mailto:operator@example.invalid",
        "BASE_URL": "http://localhost",
        "SMS_GATEWAY_URL": "",
        "SMS_GATEWAY_TOKEN": "",
        "PROVINCE_CODE": "15",
        "OPERATOR_NAME": "Đơn vị Thử Nghiệm",
        "OPERATOR_ADDRESS": "Số 1, phường Thử",
        "OPERATOR_PHONE": "0900 000 000",
        "INSTANCE_PATH": str(folder),
        "MEDIA_URL": f"file:{folder / 'media'}",
    }
    return Config.from_env({**values, **changes})


test_settings.__test__ = False  # type: ignore[attr-defined]
_DATA_KEY, _VAPID_KEY = generate_data_key(), generate_vapid_key()


@pytest.fixture
def database(
    request: pytest.FixtureRequest, all_databases: dict[str, databases.TestDatabase]
) -> Iterator[databases.TestDatabase]:
    """The database of this test; its name and url tell which.

    A test that names it may let other processes write, which is not noticed here; on SQLite it
    may look at the file itself.
    """
    found = all_databases[request.param]
    is_named = "database" in inspect.signature(request.function).parameters
    found.altered |= is_named and found.name == "sqlite"
    yield found
    found.touched |= is_named
    found.altered |= is_named and found.name == "sqlite"


@pytest.fixture
def app(
    database: databases.TestDatabase,
    apps: Callable[[databases.TestDatabase], Flask],
    clock: time_machine.Traveller,
) -> Iterator[Flask]:
    """The app with a database of its own, inside an app context."""
    made = apps(database)
    _begin(made, database)
    made.config["WTF_CSRF_ENABLED"] = False
    with made.app_context():
        yield made
        database_module.db.session.remove()


def _begin(app: Flask, database: databases.TestDatabase) -> None:
    """Empty the database, and what was read of it."""
    database.fresh(app)
    app.extensions["notices"].clear()  # what is on was read from another test's database
    app.extensions["front"].clear()


@pytest.fixture
def begin_again(app: Flask, database: databases.TestDatabase) -> Callable[[], None]:
    """`begin_again()`: an empty database once more, as the test began with."""

    def begin() -> None:
        database_module.db.session.remove()
        _begin(app, database)

    return begin


@pytest.fixture
def db(app: Flask):
    """Flask-SQLAlchemy's `db`; commits are real, the next test starts empty again."""
    return database_module.db


@pytest.fixture
def filled(app: Flask, database: databases.TestDatabase) -> Callable[[str, Callable[[], T]], T]:
    """`filled("province", import_it)`: begin with many rows, added once and copied afterwards."""
    return lambda name, fill: database.filled(app, name, fill)


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A visitor nobody knows; `app.test_client()` makes further ones."""
    return app.test_client()


@pytest.fixture
def login_as(app: Flask) -> Callable[[User], Visitor]:
    """`login_as(user)`: a visitor on a browser of their own, with all the rights they hold.

    An official's session counts as opened with both factors; `second_factor=False` makes it
    one of a citizen.
    """

    def sign_in(user: User, *, second_factor: bool = True) -> Visitor:
        now = core_clock.now()
        session, token = Session.begin(now, user, "Test")
        session.proved_at = session.pin_passed_at = now
        if second_factor and user.rights:
            session.become_official(now)
        database_module.db.session.commit()
        visitor: Visitor = app.test_client()
        with visitor.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return visitor

    return sign_in


@pytest.fixture
def kept(app: Flask) -> Iterator[Any]:
    """Switch the cache of strangers' pages on, empty, for one test; give it."""
    app.config["PAGE_CACHE"] = True
    app.extensions["pages"].clear()
    yield app.extensions["pages"]
    app.config["PAGE_CACHE"] = False
    app.extensions["pages"].clear()


@pytest.fixture
def csrf(app: Flask) -> None:
    """Forms must carry their token, as in production (off in tests unless asked for)."""
    app.config["WTF_CSRF_ENABLED"] = True


@pytest.fixture
def media_folder(run_folder: Path) -> Path:
    """Where photos are kept, empty."""
    folder = run_folder / "media"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


# --- time, work that waits, counting


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    """Time stands still at NOW; `clock.shift(timedelta(...))` and `clock.move_to(...)`.

    It runs from NOW on where a browser or another process looks at it too (`time_runs`), and
    begins at the usual moment in a test whose words or working hours are that day's (`own_day`).
    """
    runs = request.node.get_closest_marker("time_runs") is not None
    own_day = request.node.get_closest_marker("own_day") is not None
    with time_machine.travel(clocks.USUAL if own_day else NOW, tick=runs) as traveller:
        yield traveller


class Outbox:
    """The work that waits for the worker."""

    def __init__(self, app: Flask) -> None:
        """Look at the outbox of `app`."""
        self.app = app

    def jobs(self) -> list[outbox_module.Job]:
        """The rows that wait or have failed, oldest first."""
        statement = select(outbox_module.Job).order_by(outbox_module.Job.id)
        return list(database_module.db.session.scalars(statement))

    def drain(self, *, failing: bool = False) -> int:
        """Do all that is due, as the worker would; give how many were taken.

        A handler's exception fails the test unless `failing`.
        """
        database_module.db.session.commit()
        taken = Context().run(self._work)
        database_module.db.session.expire_all()
        errors = [f"{job.kind}: {job.last_error}" for job in self.jobs() if job.last_error]
        assert failing or not errors, errors
        return taken

    def _work(self) -> int:
        with self.app.app_context():
            taken = 0
            while more := outbox_module.sweep():
                taken += more
            return taken


@pytest.fixture
def outbox(app: Flask) -> Outbox:
    """The work that waits for the worker: `outbox.jobs()`, `outbox.drain()`."""
    return Outbox(app)


NO_STATEMENT = re.compile(r"\s*(PRAGMA|BEGIN|SET TRANSACTION|SET LOCAL|SAVEPOINT|RELEASE|ROLLBACK)")
Counter = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements() -> Counter:
    """`with statements() as seen: client.get(…)`: the SQL that ran, without BEGIN and PRAGMA."""
    return _recorded


@contextmanager
def _recorded() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(conn, cursor, statement, parameters, context, executemany) -> None:
        if not NO_STATEMENT.match(statement):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    """What drives the browsers of this worker: there may be one in a process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def offices(db: Any) -> Offices:
    """A province's committee, a commune's, its office and one beside it, with who works there."""
    return make_offices()


@pytest.fixture
def owner(db: Any) -> User:
    """Who sent the report that a test is about."""
    return make_user("Người Gửi")


@pytest.fixture
def reachable(db: Any) -> User:
    """A person who proved their number once, and has no quiet hours."""
    person = make_user(quiet_from=0, quiet_to=0)
    make_session(person)
    return person


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What reached phones as text messages: number and words."""
    found: list[tuple[str, str]] = []
    monkeypatch.setattr("app.accounts.sms.tell_terminal", lambda *each: found.append(each))
    return found
