"""The migrations make exactly the tables that the models describe, and can be taken back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.core.db import db
from app.factory import create_app
from tests.conftest import test_settings


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
