"""A worker killed with -9 in the middle of a biller's sheet: nothing half done, all done once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.bills.models import Bill, CustomerAccount, ImportRow
from app.bills.sheets import SHEET
from app.core import clock as core_clock
from app.core import outbox as core_outbox
from app.core.audit import AuditEntry
from app.sheets import uploads
from tests.factories.bills import make_biller, row, sheet
from tests.faults.worker import Worker

ROWS, CHUNK = 40, 10
STUCK = """
import time
from app.bills.actions import importing
importing.CHUNK = 10
apply_some, turns = importing.apply_some, []
def stuck(*given):
    done = apply_some(*given)
    turns.append(done)
    if len(turns) == 3:
        print("in the middle", flush=True)
        time.sleep(60)
    return done
importing.apply_some = stuck
"""
"""The third turn has written its bills and never commits them."""


@pytest.fixture
def upload(app, db, outbox):
    """A sheet that was checked; applying it waits for the worker."""
    content = sheet(*(row(f"NU{number:04}") for number in range(ROWS)))
    found = uploads.receive(SHEET, make_biller().id, ("nuoc.csv", content), None, core_clock.now())
    typed = {f"column-{name}": str(at) for name, at in found.columns.items()}
    uploads.check(found, typed)
    outbox.drain()
    uploads.apply(found)
    db.session.commit()
    return found


def _count(db, model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


@pytest.mark.details
@pytest.mark.loopback
def test_f02_a_killed_import_leaves_nothing_half_done(app, db, database, upload, clock, outbox):
    worker = Worker(app, database, core_clock.now(), STUCK)
    try:
        assert worker.wait_for_word() == "in the middle"
    finally:
        worker.kill()
    db.session.expire_all()
    assert (upload.state, upload.rows_done) == ("applying", 2 * CHUNK)
    assert _count(db, Bill) == _count(db, CustomerAccount) == 2 * CHUNK
    assert _count(db, ImportRow) == ROWS - 2 * CHUNK
    assert _count(db, Bill, Bill.state != "draft") == 0
    db.session.commit()
    clock.shift(core_outbox.LEASE + timedelta(seconds=1))
    outbox.drain()  # the next worker is this process
    assert (upload.state, upload.rows_done, upload.result["new"]) == ("done", ROWS, ROWS)
    assert _count(db, Bill) == _count(db, CustomerAccount) == ROWS
    assert _count(db, ImportRow) == 0
    assert _count(db, AuditEntry, AuditEntry.verb == "import-bills") == 1
