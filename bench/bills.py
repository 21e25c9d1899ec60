"""A biller's sheet of many rows: checked, applied and published by the worker, then once more.

    python -m bench.bills [--rows 20000]

One thread does what the worker does, on a fresh SQLite file. The second round takes the same
sheet again, of bills that are published by then: it may change nothing.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from app.accounts.models import Agency
from app.bills import jobs
from app.bills.bill_rows import FIELDS
from app.bills.models import Bill, Biller
from app.core import clock, outbox
from app.core.config import Config
from app.core.db import db
from app.factory import create_app
from app.payments import uploads
from app.payments.models import SheetUpload

MOST_SECONDS = 120
HEAD = "ma_kh,ten,dia_chi,ky,chi_so_dau,chi_so_cuoi,san_luong,tong,han,trang_thai"


def sheet(count: int, day: date) -> bytes:
    """Give a CSV of ``count`` customers with a bill each for the month of ``day``."""
    month, due = f"{day:%m/%Y}", f"{day.replace(day=28):%d/%m/%Y}"
    rows = [
        f"NU{n:06},Khách Hàng Thử {n},Tổ {n % 40} thôn Thử,{month},100,110,10,{90_000 + n},{due},"
        for n in range(count)
    ]
    return "\n".join([HEAD, *rows]).encode()


def add_biller() -> Biller:
    """Add a water station and its agency."""
    agency = Agency.found("tram-do", "biller", "Trạm nước Đo Thử")
    biller = Biller(code="tram-do", agency=agency, kind="water", adapter="file")
    db.session.add(biller)
    db.session.commit()
    return biller


def bring(biller: Biller, content: bytes) -> tuple[SheetUpload, list[tuple[str, float]]]:
    """Send, check and apply a sheet; give it, and the seconds of each step."""
    upload = uploads.receive(jobs.SHEET, biller.id, FIELDS, ("do.csv", content), None, clock.now())
    typed = {f"column-{name}": str(at) for name, at in upload.columns.items()}
    uploads.check(upload, FIELDS, typed)
    checking = _drained()
    upload.go("apply")
    upload.rows_done = 0
    uploads.work(upload, "apply")
    return upload, [("checked", checking), ("applied", _drained())]


def publish(upload: SheetUpload) -> float:
    """Publish the sheet's drafts; give the seconds."""
    outbox.add(uploads.QUEUE, f"{jobs.SHEET}.publish", {"upload": upload.id})
    return _drained()


def _drained() -> float:
    db.session.commit()
    begun = time.monotonic()
    while outbox.sweep():
        pass
    return time.monotonic() - begun


def measure(count: int) -> bool:
    """Import twice and print; tell whether both held the limit and the second changed nothing."""
    biller, content = add_biller(), sheet(count, clock.local(clock.now()).date())
    first, steps = bring(biller, content)
    fast = _told("first time", first, steps)
    print(f"{'published':12} {publish(first):6.1f} s")
    again, steps = bring(biller, content)
    fast &= _told("once more", again, steps)
    bills = db.session.scalar(select(func.count(Bill.id)))
    whole = first.result.get("new") == again.result.get("same") == bills == count
    print(f"{bills} bills; the second time {again.result.get('same')} rows were the same")
    return fast and whole


def _told(name: str, upload: SheetUpload, steps: list[tuple[str, float]]) -> bool:
    taken = sum(seconds for _step, seconds in steps)
    said = ", ".join(f"{step} in {seconds:.1f} s" for step, seconds in steps)
    print(f"{name:12} {taken:6.1f} s of {MOST_SECONDS} for {upload.rows_done} rows ({said})")
    return taken < MOST_SECONDS


def main() -> int:
    """Measure; 1 where it took too long or something changed the second time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"APP_ENV": "development", "INSTANCE_PATH": str(Path(name))}
        app = create_app(Config.from_env())
        with app.app_context():
            db.create_all()
            return int(not measure(options.rows))


if __name__ == "__main__":
    sys.exit(main())
