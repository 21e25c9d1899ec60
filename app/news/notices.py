"""What stands above every page: the alerts that concern whoever is looking.

What is on is read once in a few seconds for all visitors of a process; who is concerned is then
worked out without asking the database.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.formats import moment
from app.core.navigation import Banner
from app.core.preferences import preferences
from app.news.models import Alert
from app.news.models.alert import DANGER
from app.news.queries import alerts
from app.news.rescue.models import takes_calls
from app.places.models import PROVINCE

FRESH = timedelta(seconds=5)
MOST_SHOWN = 3


@dataclass(frozen=True)
class Notice:
    """What a page needs of an alert that is on, apart from any session."""

    code: str
    mark: str
    level: int
    level_name: Any
    headline: str
    area: str
    tone: str
    icon: str
    starts_at: datetime
    ends_at: datetime
    is_test: bool
    takes_calls: bool
    everywhere: bool
    place_ids: frozenset[int]


class Kept:
    """The notices one process keeps."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._notices: Sequence[Notice] = ()
        self._read_at: datetime | None = None

    def get(self, fresh: timedelta) -> Sequence[Notice]:
        """Give the notices, read anew where they are older than ``fresh``."""
        with self._lock:
            now = clock.now()
            if self._read_at is None or not clock.lasts(self._read_at, fresh, now):
                self._notices = [_notice(alert) for alert in alerts.active(now)]
                self._read_at = now
            return self._notices

    def clear(self) -> None:
        """Read anew next time."""
        with self._lock:
            self._read_at = None


def banners(viewer: Viewer) -> list[Banner]:
    """Give the banners of the alerts that concern the viewer, the gravest first."""
    mine = concerning(viewer, clock.now())
    shown = [_banner(notice) for notice in mine[:MOST_SHOWN]]
    if len(mine) > MOST_SHOWN:
        more = _("%(count)s more alerts for you", count=len(mine) - MOST_SHOWN)
        shown.append(Banner(more, "", url_for("news.alerts_index"), mine[MOST_SHOWN].tone))
    return shown


def concerning(viewer: Viewer, now: datetime) -> list[Notice]:
    """Give the alerts for where the viewer lives; of an unknown place, all grave ones."""
    kept: Kept = current_app.extensions["notices"]
    found = kept.get(FRESH)
    homes = _homes(viewer) if found else frozenset()
    return [each for each in found if each.ends_at > now and _concerns(each, viewer, homes)]


def forget() -> None:
    """Read anew next time: an alert was sent or changed in this process."""
    current_app.extensions["notices"].clear()


def _concerns(notice: Notice, viewer: Viewer, homes: frozenset[int]) -> bool:
    if notice.is_test:
        return viewer.is_official
    if notice.everywhere:
        return True
    if not homes:
        return notice.level >= DANGER
    return bool(notice.place_ids & homes)


def _homes(viewer: Viewer) -> frozenset[int]:
    """Give commune and village: of this browser, else of the account."""
    chosen = preferences()
    ids = {chosen.commune_id, chosen.village_id}
    if viewer.user is not None:
        ids |= {viewer.user.home_commune_id, viewer.user.home_village_id}
    return frozenset(number for number in ids if number is not None)


def _banner(notice: Notice) -> Banner:
    title = f"{notice.level_name}: {notice.headline}"
    if notice.is_test:
        title = _("A TEST, no danger: %(headline)s", headline=notice.headline)
    now = clock.now()
    if notice.starts_at > now:
        when = _("From %(when)s", when=moment(notice.starts_at, now))
    else:
        when = _("Until %(when)s", when=moment(notice.ends_at, now))
    address = url_for("news.alert", code=notice.code)
    said = f"{when} · {notice.area}"
    sos = (url_for("news.sos", code=notice.code), _("Call for rescue"))
    act = sos if notice.takes_calls else None
    return Banner(title, said, address, notice.tone, notice.icon, notice.mark, act)


def _notice(alert: Alert) -> Notice:
    return Notice(
        code=alert.code,
        mark=alert.mark,
        level=alert.level,
        level_name=alert.level_name,
        headline=alert.headline,
        area=alert.area,
        tone=alert.tone,
        icon=alert.icon,
        starts_at=alert.starts_at,
        ends_at=alert.ends_at,
        is_test=alert.is_test,
        takes_calls=takes_calls(alert),
        everywhere=any(row.place.kind == PROVINCE for row in alert.places),
        place_ids=alert.place_ids,
    )
