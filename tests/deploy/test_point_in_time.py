"""Back to a moment before a mistake, from a copy of the whole and what was kept of the log."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app.core import audit, clock
from app.core.config import ROOT
from app.core.db import db
from app.factory import create_app
from tests import conftest, postgres, scratch
from tests.databases import create_all
from tests.factories import service_requests as make

PROGRAMS = postgres.system()
FOLDER = "/var/backups/postgresql/wal"
ARCHIVE = (ROOT / "deploy" / "postgresql" / "archive.conf").read_text()
GUIDE = (ROOT / "docs" / "growing.md").read_text()

pytestmark = [
    pytest.mark.details,
    pytest.mark.slow,
    pytest.mark.skipif(
        PROGRAMS is None, reason="PostgreSQL is not here: apt-get install postgresql"
    ),
]


def settings_of(text_: str) -> dict[str, str]:
    """What a file in PostgreSQL's way of writing sets."""
    lines = (line.partition(" = ") for line in text_.splitlines() if line and line[0] != "#")
    return {name: value.strip("'") for name, _, value in lines}


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """A server that keeps what it writes, as deploy/ says, in a folder of this test."""
    said = settings_of(ARCHIVE)
    folder = scratch.make("wal")
    command = said["archive_command"].replace(FOLDER, str(folder))
    made = postgres.Cluster(
        PROGRAMS, **(said | {"archive_command": command, "max_wal_senders": "4"})
    )
    made.wal = folder
    if made.account is not None:
        shutil.chown(folder, made.account.pw_uid, made.account.pw_gid)
    yield made
    made.stop()
    shutil.rmtree(folder)


def site(cluster: postgres.Cluster, folder: Path, port: int):
    """The product on the server at that port."""
    url = f"{cluster.url}&port={port}"
    return create_app(conftest.test_settings(folder, DATABASE_URL=url), testing=True)


def report() -> str:
    """One report more, which is in the log of acts too; give its code."""
    made = make.service_request()
    audit.record("system", "tested", f"report:{made.code}", now=clock.now())
    audit.seal(clock.now() + 2 * audit.SETTLED)
    db.session.commit()
    code: str = made.code
    return code


def test_all_from_before_the_mistake_is_there_and_nothing_after(cluster, tmp_path):
    with site(cluster, tmp_path, 5432).app_context():
        create_all()
        before_the_copy = report()
        copy = ["pg_basebackup", "-D", "copy", "-h", str(cluster.folder), "-U", postgres.USER]
        cluster.call([*copy, "-X", "none", "--checkpoint=fast"])
        after_the_copy = report()
        moment = db.session.scalar(text("SELECT clock_timestamp()::text"))
        db.session.rollback()
        mistake = report()
        db.session.execute(text("UPDATE service_request SET description = 'overwritten'"))
        db.session.commit()
        db.session.execute(text("SELECT pg_switch_wal()"))
        db.session.rollback()
        db.engine.dispose()
    cluster.server.send_signal(signal.SIGINT)  # the last of the log is kept before the end
    cluster.server.wait(60)

    go_back(cluster, moment)
    with site(cluster, tmp_path, 5433).app_context():
        codes = set(db.session.scalars(text("SELECT code FROM service_request")))
        words = set(db.session.scalars(text("SELECT description FROM service_request")))
        assert {before_the_copy, after_the_copy} <= codes
        assert mistake not in codes
        assert "overwritten" not in words
        assert audit.broken_seal() is None
        db.session.rollback()
        db.engine.dispose()


def go_back(cluster: postgres.Cluster, moment: str) -> None:
    """What the guide says, in this test's folders."""
    (words,) = [part.split("END\n")[0] for part in GUIDE.split("<<'END'\n")[1:]]
    words = words.replace(FOLDER, str(cluster.wal))
    words = words.replace(settings_of(words)["recovery_target_time"], moment)
    copy = cluster.folder / "copy"
    with (copy / "postgresql.auto.conf").open("a") as file:
        file.write(words)
    (copy / "recovery.signal").touch()
    cluster.settings = cluster.settings | {"archive_mode": "off"}
    cluster.server = cluster.start("copy", 5433)
    engine = create_engine(f"{cluster.url}&port=5433", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        while connection.scalar(text("SELECT pg_is_in_recovery()")):
            pass
    engine.dispose()
