"""A biller's sheet and a bank's statement of many rows, beside what another build takes for them.

    python -m bench.bills [--rows 20000] [--before FOLDER]

One thread does what the worker does, on a fresh SQLite file: a sheet of bills is read (checked and
applied), published, and read again, which may change nothing; then a statement is taken in, half of
whose lines name a request and half only a customer's code. FOLDER is another build with its own
`.venv`, for instance a `git worktree`: it is given the same sheet, in a process of its own. What
counts is processor time. The command ends with 1 where a target is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from app.accounts.models import Agency
from app.bills.actions import issuing
from app.bills.models import Biller
from app.bills.sheets import SHEET
from app.core import clock, outbox
from app.core.db import db
from app.payments.models import BankAccount, BankLine, PaymentRequest
from app.payments.owners import AGENCY
from app.payments.sheets import STATEMENT
from app.sheets import uploads
from app.sheets.models import SheetUpload
from bench import table

TARGETS = {"read": 5, "published": 5, "read again": 10}
"""How many times faster than the build before."""
MOST_MB = 200
HEAD = "ma_kh,ten,dia_chi,ky,chi_so_dau,chi_so_cuoi,san_luong,tong,han,trang_thai"
STATEMENT_HEAD = "Ngày giao dịch;Số bút toán;Diễn giải;Ghi nợ;Ghi có"
STEPS = """
import gc, json, os, resource, sys, time
from pathlib import Path
from bench import bills
from app.bills.models import Bill
from app.core.config import Config
from app.core.db import db
from app.factory import create_app

content = sys.stdin.buffer.read()
app, taken = create_app(Config.from_env()), {}

def timed(name, step):
    begun = time.process_time()
    done = step()
    taken[name] = time.process_time() - begun
    return done

with app.app_context():
    db.create_all()
    biller = bills.add_biller()
    if "gc.freeze" in Path("wsgi.py").read_text():  # as this build's worker is
        gc.collect()
        gc.freeze()
    first, _ = timed("read", lambda: bills.bring(biller, content))
    timed("published", lambda: bills.publish(first))
    again, _ = timed("read again", lambda: bills.bring(biller, content))
    taken["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taken["bills"], taken["same"] = db.session.query(Bill).count(), again.result["same"]
    if hasattr(bills, "take_statement"):
        timed("statement", bills.take_statement(biller, taken["bills"]))
print(json.dumps(taken))
"""


def sheet(count: int, day: date) -> bytes:
    """A CSV of ``count`` customers with a bill each for the month of ``day``."""
    month, due = f"{day:%m/%Y}", f"{day.replace(day=28):%d/%m/%Y}"
    rows = [
        f"NU{n:06},Khách Hàng Thử {n},Tổ {n % 40} thôn Thử,{month},"
        f"{n * 7 % 5_000},{n * 7 % 5_000 + n % 45},{n % 45},{90_000 + n},{due},"
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
    upload = uploads.receive(SHEET, biller.id, ("do.csv", content), None, clock.now())
    uploads.check(upload, uploads.typed_of(upload, ()))
    checking = _drained()
    uploads.apply(upload)
    return upload, [("checked", checking), ("applied", _drained())]


def publish(upload: SheetUpload) -> float:
    """Publish the sheet's drafts; give the seconds."""
    outbox.add(uploads.QUEUE, issuing.PUBLISH, {"upload": upload.id})
    return _drained()


def take_statement(biller: Biller, count: int) -> Callable[[], None]:
    """Have ``count`` transfers at hand; what is given takes their statement in."""
    now = clock.now()
    account = BankAccount.open(AGENCY, biller.agency_id, "970418", "0000000012", "TRAM DO", now)
    asked = [(90_000 + n, ("measured", n), f"DO{n:06}") for n in range(count)]
    PaymentRequest.ask_many((AGENCY, biller.agency_id), asked, now)
    found = select(PaymentRequest.reference, PaymentRequest.payer_code, PaymentRequest.amount)
    found = found.where(PaymentRequest.subject_kind == "measured").order_by(PaymentRequest.id)
    day = f"{clock.local(now):%d/%m/%Y}"
    lines = [
        f"{day};FT{n:08};{row.reference if n % 2 else row.payer_code} nop tien;;{row.amount}"
        for n, row in enumerate(db.session.execute(found))
    ]
    content = "\n".join([STATEMENT_HEAD, *lines]).encode()
    db.session.commit()

    def taken() -> None:
        upload = uploads.receive(STATEMENT, account.id, ("do.csv", content), None, clock.now())
        uploads.check(upload, uploads.typed_of(upload, ()))
        _drained()
        paid = db.session.scalar(select(func.count()).where(BankLine.allocated == BankLine.amount))
        if paid != count:
            raise RuntimeError(f"{paid} of {count} lines were matched")

    return taken


def _drained() -> float:
    db.session.commit()
    begun = time.monotonic()
    while outbox.sweep():
        pass
    return time.monotonic() - begun


def run(folder: Path, python: str, content: bytes) -> dict[str, float]:
    """What the build in ``folder`` takes: seconds of processor time, and MB."""
    with tempfile.TemporaryDirectory() as name:
        settings = {**os.environ, "APP_ENV": "development", "INSTANCE_PATH": name}
        command = [python, "-c", STEPS]
        done = subprocess.run(
            command, cwd=folder, env=settings, input=content, stdout=subprocess.PIPE, check=True
        )
    taken: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return taken


def compare(now: dict[str, float], before: dict[str, float] | None, count: int) -> bool:
    """Print both side by side; tell whether every target is met."""
    met = [now["bills"] == now["same"] == count]
    was_peak = before["peak"] if before else None
    met.append(table.at_most("bills: peak of the process", was_peak, now["peak"], "MB", MOST_MB))
    print(f"{count} rows    {'before':>9} {'now':>9} {'times':>6}  target")
    for step, target in TARGETS.items():
        was = before[step] if before else None
        met.append(table.times_less(f"{count} bills {step}", was, now[step], "s", target))
        print(_line(step, was, now[step], f"{target} times faster"))
    room = before["read"] / TARGETS["read"] if before else None
    if room is not None:
        what = f"{count} lines of a statement"
        met.append(table.at_most(what, None, now["statement"], "s", round(room, 1)))
    told = f"{room:.1f} s, as many rows a second as bills" if room else ""
    print(_line("statement", None, now["statement"], told))
    peak = f"{before['peak']:6.0f} MB" if before else " " * 9
    print(f"{'peak':12} {peak} {now['peak']:6.0f} MB         below {MOST_MB} MB")
    print(f"{now['bills']:.0f} bills; read again, {now['same']:.0f} rows were the same")
    return all(met)


def _line(step: str, before: float | None, now: float, target: str) -> str:
    was = f"{before:7.1f} s" if before else " " * 9
    times = f"{before / now:6.1f}" if before else " " * 6
    return f"{step:12} {was} {now:7.1f} s {times}  {target}"


def main() -> int:
    """Measure; 1 where a target is missed or something changed the second time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument(
        "--before",
        type=Path,
        default=table.earlier(),
        help="a folder with another build and its .venv",
    )
    options = parser.parse_args()
    content = sheet(options.rows, clock.local(clock.now()).date())
    before = None
    if options.before:
        folder = options.before.resolve()
        before = run(folder, str(folder / ".venv/bin/python"), content)
    now = run(Path.cwd(), sys.executable, content)
    return int(not compare(now, before, options.rows))


if __name__ == "__main__":
    sys.exit(main())
