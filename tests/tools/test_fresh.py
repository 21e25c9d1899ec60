"""What every test begins with: no row, and templates that were compiled for its language."""

import pytest
from sqlalchemy import func, select, text

from app.accounts.models import User
from app.core.db import db
from app.factory import create_app
from tests import compiled, databases
from tests.conftest import test_settings
from tests.factories.accounts import make_official, make_session


@pytest.fixture
def own(tmp_path):
    """A further database, and an app that uses it."""
    database = databases.SqliteDatabase(tmp_path)
    app = create_app(test_settings(tmp_path, DATABASE_URL=database.url), testing=True)
    database.fresh(app)
    yield database, app
    database.disconnect(app)


def _fill(app) -> int:
    with app.app_context():
        person = make_official("handle")
        make_session(person)
        db.session.commit()
        number = person.id
        db.session.remove()
    return number


def _people(app) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(User))
        db.session.remove()
    return found


@pytest.fixture
def before(own, tmp_path):
    """The file as it is now, under a second name."""
    link = tmp_path / "before"
    link.hardlink_to(own[0].file)
    return link


def test_rows_go_and_the_file_stays(own, before):
    database, app = own
    number = _fill(app)
    database.touched = True
    database.fresh(app)
    assert _people(app) == 0
    assert database.file.samefile(before)
    assert _fill(app) == number


def test_who_is_still_at_work_keeps_the_old_file(own, before):
    database, app = own
    _fill(app)
    with app.app_context(), db.engine.connect() as held:
        held.execute(text("DELETE FROM right WHERE false"))
        database.touched = True
        database.fresh(app)
        assert not database.file.samefile(before)
    assert _people(app) == 0


def test_another_schema_is_another_file(own, before):
    database, app = own
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE of_a_test (id INTEGER)"))
    database.altered = True
    database.fresh(app)
    assert not database.file.samefile(before)


def test_what_was_filled_is_kept_whoever_still_reads(own):
    database, app = own
    with app.app_context(), db.engine.connect() as held:
        database.filled(app, "people", lambda: _fill(app))
        reading = held.execute(text("SELECT code FROM user"))
        database.fresh(app)
        assert _people(app) == 0
        database.filled(app, "people", lambda: None)
        assert _people(app) == 1
        reading.close()


def test_a_template_is_kept_for_its_language_and_its_text(app, tmp_path):
    kept = compiled.Compiled(tmp_path)
    vietnamese, english = app.jinja_env.speaking("vi"), app.jinja_env.speaking("en")
    bucket = kept.get_bucket(vietnamese, "a.html", "a.html", "text")
    bucket.code = compile("1", "a.html", "eval")
    kept.set_bucket(bucket)
    assert kept.get_bucket(vietnamese, "a.html", "a.html", "text").code == bucket.code
    assert kept.get_bucket(english, "a.html", "a.html", "text").code is None
    assert kept.get_bucket(vietnamese, "a.html", "a.html", "other").code is None


def test_a_template_without_a_file_is_never_kept(app, tmp_path):
    kept = compiled.Compiled(tmp_path)
    bucket = kept.get_bucket(app.jinja_env.speaking("vi"), "a.html", None, "text")
    bucket.code = compile("1", "a.html", "eval")
    kept.set_bucket(bucket)
    assert list(tmp_path.iterdir()) == []
