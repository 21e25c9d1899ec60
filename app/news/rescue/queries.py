"""Finding calls: one's own, those of a house, what waits for duty officers, what lies near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from app.accounts.models import User
from app.accounts.permissions import ALERT
from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.core.listing import Listing, Page, code_of, counted
from app.core.navigation import MOST_WAITING
from app.news.models import Alert
from app.news.rescue.merging import ANOTHER_HOUSE
from app.news.rescue.models import OPEN, TAKEN, WAITING, Rescue, RescueCall
from app.news.rescue.telling import SUBJECT as SUBJECT
from app.places.geometry import METRES_A_DEGREE, metres
from app.places.models import COMMUNE, Place

GRAVEST = Listing(Rescue.urgency, Rescue.id)
LATEST = Listing(Rescue.id, newest_first=True)
MOST_SORTED = 300
"""Of so many, the gravest, the nearest are sought."""
MOST_OWN = 20
MANY_HOUSES = 3
"""A browser that called for more houses is told to the officers: a village head, or a joker."""
RECENT = timedelta(days=2)


@dataclass(frozen=True)
class Line:
    """A house in the officers' list; ``houses``: for how many one of its browsers called."""

    house: Rescue
    metres: float | None
    houses: int

    @property
    def is_many(self) -> bool:
        return self.houses > MANY_HOUSES


def works_on_rescues(viewer: Viewer) -> bool:
    """Tell whether the viewer is a duty officer somewhere."""
    return viewer.has(ALERT)


def may_handle(viewer: Viewer, house: Rescue) -> bool:
    """The duty officers of whoever sent the alert, and of the commune where the house is."""
    if viewer.can(ALERT, house.agency):
        return True
    return any(each.place_id == house.commune_id for each in viewer.agencies(ALERT))


def house_by_code(viewer: Viewer, code: str) -> Rescue | None:
    """Give the house with ``code`` if the viewer may handle it, locked when writing."""
    found: Rescue | None = one(select(Rescue).where(Rescue.code == code), Rescue)
    return found if found is not None and may_handle(viewer, found) else None


def call_by_code(viewer: Viewer, code: str) -> RescueCall | None:
    """Give a call to whoever sent it, by account or by a guest's link; its house is locked."""
    found = db.session.scalar(select(RescueCall).where(RescueCall.code == code))
    if found is None or not is_own(viewer, found):
        return None
    one(select(Rescue).where(Rescue.id == found.rescue_id), Rescue)
    return found


def is_own(viewer: Viewer, call: RescueCall) -> bool:
    mine = call.user_id is not None and call.user_id == viewer.user_id
    return mine or call.id in viewer.subjects(SUBJECT)


def call_by_id(number: int) -> RescueCall | None:
    return db.session.get(RescueCall, number)


def own(viewer: Viewer) -> Sequence[RescueCall]:
    """Give the viewer's newest calls."""
    held = viewer.subjects(SUBJECT)
    if viewer.user_id is None and not held:
        return []
    mine = or_(RescueCall.user_id == (viewer.user_id or 0), RescueCall.id.in_(held))
    found = select(RescueCall).where(mine).order_by(RescueCall.id.desc()).limit(MOST_OWN)
    return db.session.scalars(found).all()


def of_user(user: User) -> Sequence[RescueCall]:
    mine = select(RescueCall).where(RescueCall.user_id == user.id).order_by(RescueCall.id)
    return db.session.scalars(mine).all()


def open_near(call: RescueCall) -> Sequence[Rescue]:
    """Give the open houses that a call may belong to: of its phone, or close by."""
    alike = []
    if call.phone_index:
        alike.append(RescueCall.phone_index == call.phone_index)
    if call.lat is not None and call.long is not None:
        reach = 2 * ANOTHER_HOUSE / METRES_A_DEGREE
        close = func.abs(RescueCall.lat - call.lat), func.abs(RescueCall.long - call.long)
        alike.append(and_(*(each < reach for each in close)))
    if not alike:
        return []
    numbers = select(RescueCall.rescue_id).where(or_(*alike))
    found = select(Rescue).where(Rescue.status.in_(OPEN), Rescue.id.in_(numbers))
    return db.session.scalars(found.order_by(Rescue.id)).all()


def listed(viewer: Viewer, is_over: bool, after: str | None) -> Page[Rescue]:
    """Give the open houses, the gravest first; or those that are settled, the newest first."""
    statement = _of_officer(viewer, is_over)
    listing = LATEST if is_over else GRAVEST
    columns = listing.columns
    point = None
    if after:
        point = tuple(
            select(each).where(Rescue.code == after).scalar_subquery() for each in columns
        )
    return listing.page(statement, point, code_of)


def nearest(viewer: Viewer, lat: float, long: float) -> Sequence[Rescue]:
    """Give the gravest open houses, the nearest first; behind them those without a position."""
    found = db.session.scalars(
        _of_officer(viewer, False).order_by(Rescue.urgency, Rescue.id).limit(MOST_SORTED)
    ).all()
    return sorted(found, key=lambda house: (_away(house, (lat, long)) or 1e9, house.id))


def lines(houses: Sequence[Rescue], here: tuple[float, float] | None) -> list[Line]:
    """Give the houses with how far they are from ``here``, and how much one browser called."""
    many = _houses_by_browser({call.browser for house in houses for call in house.calls})
    return [
        Line(house, _away(house, here), max(many.get(call.browser, 1) for call in house.calls))
        for house in houses
    ]


def count_open(viewer: Viewer, _now: datetime) -> Any:
    """Count what waits for the viewer, as a scalar statement; None for who is no duty officer."""
    if not works_on_rescues(viewer):
        return None
    return counted(select(Rescue.id).where(Rescue.status.in_(OPEN), _reach(viewer)), MOST_WAITING)


def figures(viewer: Viewer, since: datetime) -> dict[str, int]:
    """Count the viewer's houses: that wait, that somebody goes to, false ones since a moment."""
    reach = _reach(viewer)
    false = Rescue.outcome == "false", Rescue.ended_at >= since
    row = db.session.execute(
        select(
            select(func.count()).where(Rescue.status == WAITING, reach).scalar_subquery(),
            select(func.count()).where(Rescue.status == TAKEN, reach).scalar_subquery(),
            select(func.count()).where(*false, reach).scalar_subquery(),
        )
    ).one()
    return dict(zip(("waiting", "taken", "false"), row, strict=True))


def open_of(alert: Alert) -> Sequence[Rescue]:
    """Give the houses under an alert that nobody has settled."""
    found = select(Rescue).where(Rescue.alert_id == alert.id, Rescue.status.in_(OPEN))
    return db.session.scalars(found.order_by(Rescue.id)).all()


def communes(houses: Sequence[Rescue]) -> set[int]:
    return {house.commune_id for house in houses}


def office_of(viewer: Viewer) -> Place | None:
    """Give the place of the viewer's duty office, where it is known on the ground."""
    places = [each.place for each in viewer.agencies(ALERT) if each.place is not None]
    known = [each for each in places if each.lat is not None and each.kind == COMMUNE]
    return known[0] if known else None


def _of_officer(viewer: Viewer, is_over: bool) -> Select[Any]:
    status = Rescue.status.not_in(OPEN) if is_over else Rescue.status.in_(OPEN)
    return select(Rescue).where(status, _reach(viewer))


def _reach(viewer: Viewer) -> Any:
    offices = viewer.agencies_below(ALERT)
    places = [each.place_id for each in viewer.agencies(ALERT) if each.place_id is not None]
    return or_(Rescue.agency_id.in_(offices), Rescue.commune_id.in_(places))


def _away(house: Rescue, here: tuple[float, float] | None) -> float | None:
    if here is None or house.lat is None or house.long is None:
        return None
    return metres(*here, house.lat, house.long)


def _houses_by_browser(browsers: set[str | None]) -> dict[str | None, int]:
    known = [each for each in browsers if each]
    counts = (
        select(RescueCall.browser, func.count(RescueCall.rescue_id.distinct()))
        .where(RescueCall.browser.in_(known))
        .group_by(RescueCall.browser)
    )
    return {row[0]: row[1] for row in db.session.execute(counts)} if known else {}
