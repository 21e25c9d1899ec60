"""A broadcast to many, from its row to the last phone, against the encryption alone.

    python -m bench.broadcast [--phones 50000]

The database is a fresh SQLite file; the push service is a quick sink in another process on this
machine. Both sides of the ratio are messages per second of this process' own CPU, in one run.
What the worker does beside encrypting is in the figures. Sending: reading, counting and deleting
what waits, TLS. Listing: finding people, their inbox rows, what waits for each browser.
"""

import argparse
import json
import os
import secrets
import ssl
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import insert

from app.accounts.models import User
from app.core import clock, codes, outbox
from app.core.config import Config
from app.core.db import db
from app.core.personal import PersonKey
from app.factory import create_app
from app.notifications import broadcasts
from app.notifications.audience import Audience
from app.notifications.broadcast_models import Broadcast
from app.notifications.delivery import push_services
from app.notifications.encryption import Keys
from app.notifications.models import PushBinding, PushSubscription
from app.notifications.vapid import Vapid
from app.notifications.webpush import WebPush
from bench import table
from bench.push import LEAST, per_cpu_second, raw_round, start_sink

CHUNK = 5_000
RAW = 3_000
WORDS = {"code": "abcd-efgh", "level": "Khẩn cấp", "headline": "Lũ lên", "area": "xã Thử",
         "words": "Lên chỗ cao ngay."}  # fmt: skip


def point() -> bytes:
    """Give a fresh public point, as a browser makes one."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def add_phones(count: int, origin: str) -> None:
    """Add ``count`` people with a phone each; a hundred points are shared among them."""
    now, points = clock.now(), [point() for _ in range(100)]
    for start in range(0, count, CHUNK):
        ids = range(start + 1, min(start + CHUNK, count) + 1)
        db.session.execute(insert(PersonKey), [{"id": n} for n in ids])
        db.session.execute(
            insert(User),
            [{"id": n, "person_key_id": n, "created_at": now, "code": f"p{n}"} for n in ids],
        )
        db.session.execute(insert(PushSubscription), [_phone(n, origin, points, now) for n in ids])
        db.session.execute(
            insert(PushBinding),
            [{"subscription_id": n, "user_id": n, "created_at": now} for n in ids],
        )
        db.session.commit()


def _phone(number: int, origin: str, points: list[bytes], now: Any) -> dict[str, Any]:
    endpoint = f"{origin}/push/{number}"
    return {
        "id": number,
        "endpoint": endpoint,
        "endpoint_hash": codes.sha256(endpoint),
        "service": origin.removeprefix("https://"),
        "p256dh": points[number % len(points)],
        "auth": secrets.token_bytes(16),
        "created_at": now,
    }


def send(count: int) -> tuple[float, float, float]:
    """Send to everybody; give the CPU seconds of listing and of sending, and all wall seconds."""
    broadcasts.begin(
        "alert_emergency",
        WORDS,
        "/canh-bao/abcd-efgh",
        Audience(everybody=True),
        level=4,
        now=clock.now(),
    )
    db.session.commit()
    wall = time.monotonic()
    listing = _cpu_of(lambda: outbox.drain(broadcasts.QUEUE))
    sending = _cpu_of(_sweep_all)
    done = db.session.query(Broadcast).one()
    assert (done.state, done.sent) == ("done", count), (done.state, done.sent)
    return listing, sending, time.monotonic() - wall


def _cpu_of(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _sweep_all() -> None:
    while outbox.sweep():
        pass


def main() -> int:
    """Measure and print; 1 below what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=50_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        process, place = start_sink(Path(name))
        try:
            return measure(Path(name), place, options.phones)
        finally:
            process.terminate()
            process.wait()


def measure(folder: Path, place: str, count: int) -> int:
    """Make the app, its phones and the broadcast, print the ratio; 1 where it is too low."""
    os.environ |= {"APP_ENV": "development", "INSTANCE_PATH": str(folder), "PUSH_HOSTS": place}
    app = create_app(Config.from_env())
    settings = app.config["SETTINGS"]
    context = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    vapid = Vapid(settings.vapid_private_key, settings.vapid_subject)
    app.extensions["webpush"] = WebPush(vapid, push_services(settings), context)
    keys = Keys.from_text(**json.loads((folder / "subscription.json").read_text())["keys"])
    with app.app_context():
        db.create_all()
        add_phones(count, f"https://{place}")
        raw = [per_cpu_second(raw_round(keys, RAW), RAW) for _ in range(3)]
        listing, sending, wall = send(count)
        raw += [per_cpu_second(raw_round(keys, RAW), RAW) for _ in range(2)]
    yardstick = sorted(raw)[2]
    print(f"{count} phones told in {timedelta(seconds=round(wall))}")
    print(f"encryption alone    {yardstick:8.0f} a CPU-second")
    for name, cpu in (("sending", sending), ("listing and sending", listing + sending)):
        print(f"{name:19} {count / cpu:8.0f} a CPU-second   ratio {count / cpu / yardstick:.2f}")
    print(f"listing alone takes {1_000_000 * listing / count:.0f} µs a person")
    app.extensions["webpush"].close()
    reached = count / (listing + sending) / yardstick
    return int(not table.at_least("push, listed and sent, over raw", reached, LEAST))


if __name__ == "__main__":
    sys.exit(main())
