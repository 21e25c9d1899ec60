"""The migrations make exactly the tables that the models describe, and can be taken back."""

import hashlib
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import insert, inspect, select, text

from app.core.db import db
from app.core.tables.values import as_key
from app.factory import create_app
from tests import released
from tests.conftest import test_settings
from tests.factories import media
from tests.factories import service_requests as make

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = ROOT / "migrations" / "digests.txt"
MERGED = {f"{link}{file}" for link in ("", "request_") for file in ("photo", "recording", "paper")}
"""Tables that 0013 made one of; a test of its own looks for their rows."""


RELEASED = "released"


@contextmanager
def _using(url, run_folder):
    app = create_app(test_settings(run_folder, DATABASE_URL=url), testing=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def bare_app(database, run_folder):
    """An app on a database without a single table."""
    with _using(database.empty("bare"), run_folder) as app:
        yield app


def _differences() -> list:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)


def test_from_nothing_they_arrive_at_the_models(bare_app):
    upgrade()
    assert _differences() == []


@pytest.mark.details
def test_taken_back_they_leave_nothing(bare_app):
    upgrade()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


@pytest.mark.sqlite_first
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
def released_app(database, run_folder):
    """An app on a database that an earlier release filled, a row at least in every table."""
    if RELEASED not in database.saved:
        _release(database, run_folder)
    url = database.further(RELEASED)
    with _using(url, run_folder) as app:
        yield app


def _release(database, run_folder) -> None:
    """Fill it, once a worker: the tests get copies."""
    with _using(database.empty(RELEASED), run_folder):
        upgrade(revision="0001")
        with db.engine.begin() as connection:
            released.load(connection, released.read("0001"))
    database.keep_further(RELEASED)
    database.saved[RELEASED] = True


@pytest.mark.sqlite_first
def test_a_release_kept_a_row_of_every_table(released_app):
    with db.engine.connect() as connection:
        kept = released.dump(connection)
    assert set(kept) == set(released.read("0001"))
    assert all(kept.values())


def test_a_filled_database_upgrades_with_all_its_rows(released_app):
    upgrade()
    with db.engine.connect() as connection:
        now = released.dump(connection)
    kept = released.read("0001")
    assert set(kept) - set(now) == MERGED
    for name, rows in kept.items():
        if name in MERGED:
            continue
        columns = [column for column in rows[0] if column in now[name][0]]
        assert _found(rows, columns) - _found(now[name], columns) == Counter(), name
    assert _differences() == []


@pytest.mark.sqlite_first
def test_a_filled_database_goes_back_to_the_release_it_came_from(released_app):
    upgrade()
    downgrade(revision="0001")
    with db.engine.connect() as connection:
        now = released.dump(connection)
    for name, rows in released.read("0001").items():
        assert _found(rows, [*rows[0]]) == _found(now[name], [*rows[0]]), name


def test_f11_an_older_releases_database_is_upgraded_used_and_taken_back(released_app):
    """Old rows are shown, new ones come in; a step back and forth loses neither."""
    upgrade()
    report = make.service_request("accepted", description="Đèn hỏng sau khi nâng cấp")
    code = report.code
    db.session.commit()
    db.session.remove()
    before = _dump()
    visitor = released_app.test_client()
    pages = ("/", "/phan-anh", f"/phan-anh/{code}", "/tin-tuc", "/cho-so", "/quyen-rieng-tu")
    assert {url: visitor.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)
    db.session.remove()
    db.engine.dispose()
    downgrade(revision="-1")
    back = _dump()
    assert {name: len(rows) for name, rows in back.items()} == {
        name: len(rows) for name, rows in before.items() if name in back
    }
    upgrade()
    assert visitor.get(f"/phan-anh/{code}").status_code == 200


@pytest.mark.sqlite_first
def test_what_was_stored_under_a_letter_that_looks_like_d_is_found_under_d(released_app):
    upgrade(revision="0010")
    with db.engine.begin() as connection:
        report, product, place, account = (
            connection.scalar(text(f"SELECT max(id) FROM {table}"))
            for table in ("service_request", "product", "place", "customer_account")
        )
        for word in ("ðienbien", "dienbien", "ðuongda"):
            connection.execute(text("INSERT INTO request_word VALUES (:w, :r)"),
                               {"w": word, "r": report})  # fmt: skip
        connection.execute(text("INSERT INTO product_word VALUES ('ðuongda', :p, 5)"),
                           {"p": product})  # fmt: skip
        connection.execute(
            text("UPDATE place SET name_folded = 'ðong ðang', sort_key = 'ðoc' WHERE id = :p"),
            {"p": place},
        )
        connection.execute(
            text("UPDATE customer_account SET code = 'ÐB-ð0O1', code_key = 'B001' WHERE id = :a"),
            {"a": account},
        )
    upgrade()
    with db.engine.connect() as connection:
        words = "SELECT word FROM request_word WHERE service_request_id = :r AND word LIKE :like"
        found = connection.scalars(text(words), {"r": report, "like": "_ienbien"}).all()
        assert found == ["dienbien"]
        assert connection.scalar(text(words), {"r": report, "like": "_uongda"}) == "duongda"
        sold = text("SELECT unit_price FROM product_word WHERE word = 'duongda'")
        assert connection.scalar(sold) == 5
        named = text("SELECT name_folded, sort_key FROM place WHERE id = :p")
        assert connection.execute(named, {"p": place}).one() == ("dong dang", "goc")
        key = text("SELECT code_key FROM customer_account WHERE id = :a")
        assert connection.scalar(key, {"a": account}) == as_key("ÐB-ð0O1") == "DBD001"


BESIDE = (
    ("photo", {"id": 900, "code": "a9", "file_key": "k9", "state": "failed", "staged_by": "me"}),
    ("recording", {"id": 5, "code": "r5", "file_key": "r5", "seconds": 11, "staged_token": None}),
    ("recording", {"id": 9, "code": "r9", "file_key": "r9", "seconds": 12}),
    ("paper", {"id": 3, "code": "p3", "file_key": "p3", "pages": 7, "staged_until": None}),
    ("request_photo", {"id": 800, "photo_id": 900, "role": "draft", "status_change_id": 2}),
    ("request_recording", {"id": 6, "recording_id": 5, "role": "reply", "status_change_id": 2}),
    ("request_paper", {"id": 4, "paper_id": None, "role": "reply", "status_change_id": 2}),
    ("request_paper", {"id": 7, "paper_id": 3, "is_public": False, "status_change_id": 3}),
)
"""Rows beside the release's, as busy years leave them: gaps, a voice that waits, a paper erased."""
KINDS = {"photo": "photo", "recording": "voice", "paper": "paper"}


@pytest.fixture
def merging_app(released_app):
    """A database just before 0013, with such rows."""
    upgrade(revision="0012")
    with db.engine.begin() as connection:
        tables = released.tables(connection)
        for name, changes in BESIDE:
            row = connection.execute(select(tables[name]).order_by("id")).first()
            connection.execute(insert(tables[name]).values({**row._mapping, **changes}))
    return released_app


def test_every_photo_recording_and_paper_arrives_in_the_one_table(merging_app):
    before = _dump()
    upgrade(revision="0013")
    now = _dump()
    assert not MERGED & set(now)
    files = {row["id"]: row["code"] for row in now["attachment"]}
    for name, kind in KINDS.items():
        codes = {row["id"]: row["code"] for row in before[name]}
        there = [{"state": "ready", **row, "kind": kind} for row in before[name]]
        _are_the_same(there, now["attachment"], kind)
        hung = [{**row, "code": codes.get(row[f"{name}_id"])} for row in before[f"request_{name}"]]
        links = [{**row, "code": files.get(row["attachment_id"])}
                 for row in now["request_attachment"]]  # fmt: skip
        _are_the_same(hung, links, kind)
    for name, merged in (("photo", "attachment"), ("request_photo", "request_attachment")):
        # Jobs that wait and pictures of other rooms name a photo by its id.
        ids = {row["id"]: row for row in now[merged] if row["kind"] == "photo"}
        assert set(ids) == {row["id"] for row in before[name]}


def _are_the_same(rows, merged, kind) -> None:
    """But for ids: a recording and a paper come behind the photos."""
    columns = [column for column in rows[0] if column in merged[0] and column != "id"]
    assert _found(rows, columns) == _found([r for r in merged if r["kind"] == kind], columns)


@pytest.mark.sqlite_first
def test_what_comes_after_the_merge_gets_an_id_of_its_own(merging_app):
    upgrade()
    taken = {row["id"] for row in _dump()["attachment"]}
    assert media.paper().id not in taken


@pytest.mark.sqlite_first
def test_taken_apart_again_every_row_is_what_it_was(merging_app):
    before = _dump()
    upgrade(revision="0013")
    downgrade(revision="0012")
    now = _dump()
    for name in (*MERGED, "article_photo", "alert_photo", "product_photo"):
        columns = [*before[name][0]]
        assert _found(before[name], columns) == _found(now[name], columns), name


def _dump() -> released.Rows:
    with db.engine.connect() as connection:
        return released.dump(connection)


def _found(rows, columns) -> Counter:
    return Counter(repr([row[column] for column in columns]) for row in rows)
