"""A backup is made while people report, with photos, and a worker works; restored, all is there."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import outbox
from app.core.db import db
from app.media.models import Photo
from app.media.storage import store
from app.service_requests.models import RequestPhoto, ServiceRequest, StatusChange
from tests.faults.phone import Item, ModelPhone
from tests.faults.site import standing
from tests.operation.places import Place, key

AN_HOUR = timedelta(hours=1)
BEFORE, BACKUPS, PATIENCE_SECONDS = 2, 3, 60
"""Fewer reports in all than one guest may send in an hour."""

pytestmark = [pytest.mark.time_runs, pytest.mark.loopback, pytest.mark.slow]


@contextmanager
def _again_and_again(do: Callable[[], object], pause: float) -> Iterator[None]:
    """Do it in a thread until the end, with pauses (seconds); what it raises is raised there."""
    stop, failed = threading.Event(), list[Exception]()

    def work() -> None:
        try:
            while not stop.wait(pause):
                do()
        except Exception as error:  # noqa: BLE001  raised again where the test looks
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE_SECONDS)
    assert failed == []


def _wait_for(phone: ModelPhone, count: int) -> list[Item]:
    """Wait until `count` reports are acknowledged; give those that are."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while len(found := [item for item in phone.items if item.code]) < count:
        assert time.monotonic() < give_up
        time.sleep(0.02)
    return found


def _works(place: Place) -> Callable[[], None]:
    def sweep() -> None:
        with place.app.app_context():
            outbox.sweep()
            db.session.remove()

    return sweep


def _writes(phone: ModelPhone) -> Callable[[], None]:
    def write() -> None:
        phone.write(f"Việc số {len(phone.items)}", len(phone.items))
        phone.flush()

    return write


@pytest.mark.timeout(300)
def test_f10_every_acknowledged_report_is_in_the_backup_and_none_is_half_there(
    app, database, clock, tmp_path
):
    private, public = key(tmp_path)
    folder, target = tmp_path / "here", tmp_path / "target"
    with standing(folder, database.url) as site:
        data_key = (folder / "data_key").read_text()
        with closing(Place(folder, database.url, DATA_KEY=data_key)) as here:
            phone = ModelPhone(site.proxy.port)
            with _again_and_again(_writes(phone), 0.4), _again_and_again(_works(here), 0.02):
                for number in range(BACKUPS):
                    acknowledged = _wait_for(phone, (number + 1) * BEFORE)
                    done = here.run("backup", "--to", target, "--recipient", public)
                    assert done.exit_code == 0, done.output
                    clock.shift(timedelta(seconds=1))  # a backup is named by its second
                _wait_for(phone, len(acknowledged) + 1)
    restored = database.empty("restored")
    with closing(Place(tmp_path / "elsewhere", restored, DATA_KEY=data_key)) as elsewhere:
        done = elsewhere.run("restore", "--from", target, "--identity", private)
        assert done.exit_code == 0, done.output
        with elsewhere.app.app_context():
            _check(acknowledged)
            clock.shift(AN_HOUR)  # what the worker had in hand, or was to try again, is taken up
            assert all(_is_served(photo) for photo in _photos_after_work())


def _check(acknowledged: list[Item]) -> None:
    rows = db.session.scalars(select(ServiceRequest)).unique().all()
    codes = {row.code: row.description for row in rows}
    assert {item.code: item.words for item in acknowledged}.items() <= codes.items()
    whole = sorted(row.id for row in rows)
    assert sorted(db.session.scalars(select(RequestPhoto.service_request_id))) == whole
    assert set(db.session.scalars(select(StatusChange.service_request_id))) == set(whole)
    db.session.remove()


def _photos_after_work() -> list[Photo]:
    """The photos once the restored worker did what waited in the backup."""
    while outbox.sweep():
        pass
    return list(db.session.scalars(select(Photo)))


def _is_served(photo: Photo) -> bool:
    return photo.is_ready and all(store().read(photo.name(part)) for part in photo.PARTS)
