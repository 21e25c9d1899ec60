"""A digital team's sheet of many people, taken in as the worker does it.

    python -m bench.people [--rows 60000] [--url ADDRESS]

One thread, a fresh SQLite file or the empty database at ADDRESS, processor time of this process.
The command ends with 1 where the limit is missed.
"""

import argparse
import os
import resource
import tempfile
import time

from bench import table

LIMIT_SECONDS = 60
ROWS = 60_000
HEAD = "so_ho,ho_ten,nam_sinh,dia_chi"


def sheet(many: int) -> bytes:
    """Make a CSV of so many people, three to a household."""
    rows = [f"{1 + n // 3},Lò Thị Thử {n},{1940 + n % 65},Cuối suối {n % 40}" for n in range(many)]
    return "\n".join([HEAD, *rows]).encode()


def taken(many: int) -> dict[str, float]:
    """Take the sheet in, and the same once more; give the seconds of each."""
    from app.community.people import queries
    from app.community.people.sheet import SHEET
    from app.core import clock, outbox
    from app.core.config import Config
    from app.core.db import db
    from app.factory import create_app
    from app.sheets import uploads
    from tests.factories import community

    found, content = {}, sheet(many)
    with create_app(Config.from_env()).app_context():
        db.create_all()
        team = community.team()
        db.session.commit()
        for step in ("new", "again"):
            begun = time.process_time()
            upload = uploads.receive(SHEET, team.id, ("do.csv", content), None, clock.now())
            uploads.check(upload, uploads.typed_of(upload, ()))
            db.session.commit()
            while outbox.sweep():
                pass
            db.session.refresh(upload)
            print(upload.state, upload.problems[:2], upload.result)
            if upload.state == "checked":
                uploads.apply(upload)
            db.session.commit()
            while outbox.sweep():
                pass
            found[step] = time.process_time() - begun
        if queries.counts([team.id])[team.id][0] != many:
            raise RuntimeError("not everybody is on the list")
    return found


def main() -> int:
    """Take it in; 1 where it took longer than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--url", default="")
    options = parser.parse_args()
    many = options.rows
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(APP_ENV="development", INSTANCE_PATH=folder)
        os.environ.update({"DATABASE_URL": options.url} if options.url else {})
        found = taken(many)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak of the process: {peak} MB")
    room = LIMIT_SECONDS * many / ROWS
    for step, seconds in found.items():
        print(f"{many} people, {step}: {seconds:.1f} s of the processor (≤ {room:.1f})")
    return int(not table.at_most(f"{many} people of a list", None, found["new"], "s", room))


if __name__ == "__main__":
    raise SystemExit(main())
