"""The migrations make exactly the tables that the models describe, and can be taken back."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.core.db import db
from app.factory import create_app
from tests import released
from tests.conftest import test_settings

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = ROOT / "migrations" / "digests.txt"


@pytest.fixture
def bare_app(database, run_folder):
    """An app on a database without a single table."""
    app = create_app(test_settings(run_folder, DATABASE_URL=database.empty("bare")), testing=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _differences() -> list:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)


def test_from_nothing_they_arrive_at_the_models(bare_app):
    upgrade()
    assert _differences() == []


def test_taken_back_they_leave_nothing(bare_app):
    upgrade()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


def test_up_down_and_up_again(bare_app):
    upgrade()
    downgrade(revision="base")
    upgrade()
    assert _differences() == []


def test_one_that_landed_never_changes():
    """An earlier release's database never runs it again: what is added later would not arrive."""
    noted = {name: digest for digest, name in map(str.split, DIGESTS.read_text().splitlines())}
    there = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (ROOT / "migrations" / "versions").glob("*.py")
    }
    new = sorted(set(there) - set(noted))
    assert not new, f"not noted yet: cd migrations/versions; sha256sum {new[0]} >> ../digests.txt"
    assert there == noted


@pytest.fixture
def released_app(bare_app):
    """An app on a database that an earlier release filled, a row at least in every table."""
    upgrade(revision="0001")
    with db.engine.begin() as connection:
        released.load(connection, released.read("0001"))
    db.engine.dispose()  # on PostgreSQL: a session that checks keys again
    return bare_app


def test_a_release_kept_a_row_of_every_table(released_app):
    with db.engine.connect() as connection:
        kept = released.dump(connection)
    assert set(kept) == set(released.read("0001"))
    assert all(kept.values())


def test_a_filled_database_upgrades_with_all_its_rows(released_app):
    upgrade()
    with db.engine.connect() as connection:
        now = released.dump(connection)
    for name, rows in released.read("0001").items():
        columns = [column for column in rows[0] if column in now[name][0]]
        assert _found(rows, columns) - _found(now[name], columns) == Counter(), name
    assert _differences() == []


def test_a_filled_database_goes_back_to_the_release_it_came_from(released_app):
    upgrade()
    downgrade(revision="0001")
    with db.engine.connect() as connection:
        now = released.dump(connection)
    for name, rows in released.read("0001").items():
        assert _found(rows, [*rows[0]]) == _found(now[name], [*rows[0]]), name


def _found(rows, columns) -> Counter:
    return Counter(repr([row[column] for column in columns]) for row in rows)
