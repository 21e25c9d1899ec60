"""To call for rescue, to be put to the house that one calls from, and to say that one is safe."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import askers, grants, phones, sessions
from app.accounts.viewer import Viewer
from app.core import audit, idempotency, observing, personal, sent, text
from app.core.db import db, one
from app.core.errors import DomainError
from app.news.models import Alert
from app.news.models.alert import CLEARED
from app.news.rescue import merging, queries, telling
from app.news.rescue.models import (
    LIFE,
    MAX_WORDS,
    MOST_PEOPLE,
    SAY_SAFE,
    Rescue,
    RescueCall,
    known,
)
from app.places import whereabouts
from app.places.models import COMMUNE, Place
from app.places.whereabouts import Choice, Located, Whereabouts

LATE = timedelta(days=3)
"""How long a phone's call is taken that was pressed while the alert was on."""
MOST_OFFERED = 12
OVER = _l("This alert is over. In danger now? Call one of the emergency numbers.")


@dataclass(frozen=True)
class SosForm(Located):
    """What a call says. Only where it is has to be said; all else helps."""

    key: str = sent.line("idempotency_key")
    needs: tuple[str, ...] = sent.several("need", most=20)
    people: str = sent.line(most=10)
    phone: str = sent.line(most=phones.MAX_LENGTH)
    words: str = sent.words()
    observed_at: str = sent.line()

    def fingerprint(self) -> str:
        """Give what tells this call from another under the same key."""
        said = (self.place, self.village, self.lat, self.long, *self.needs, self.people)
        return idempotency.fingerprint([*said, self.phone, self.words])


@dataclass(frozen=True)
class Called:
    """The call's code, and a guest's secret where it was made just now."""

    code: str
    token: str = ""


def whereabouts_of(form: SosForm | None, alert: Alert) -> Whereabouts:
    """Judge where it is; the alert's communes are offered."""
    found = whereabouts.find(form) if form is not None else whereabouts.at_start()
    places = [row.place for row in alert.places if row.place.kind == COMMUNE][:MOST_OFFERED]
    if found.chosen is None and not (form and form.searches):
        found.offer(Choice(place) for place in places)
    return found


def call(form: SosForm, alert: Alert, viewer: Viewer, now: datetime) -> Called:
    """Take a call in once, however often it arrives; what is odd in it does not stop it.

    Raises:
        DomainError: nobody can tell where it is, or the alert is over.
    """
    claim = idempotency.claim(viewer.reference, form.key, form.fingerprint(), now)
    if claim.answer:
        return Called(claim.answer)
    one(select(Alert).where(Alert.id == alert.id), Alert)  # see _house
    try:
        pressed_at = _pressed_at(form, alert, now)
        made = _made(form, alert, viewer, pressed_at, now)
    except DomainError:
        db.session.delete(claim)  # a mended form may come back under its key
        raise
    claim.answer = made.code
    token = ""
    if viewer.user is None:
        _grant, token = grants.make(sessions.ensure(now), queries.SUBJECT, made.id, now)
    return Called(made.code, token)


def say_safe(call: RescueCall, by: str, now: datetime) -> None:
    """Note that the sender is safe; the house is, once all who called from it say so."""
    if call.safe_at is not None or not call.rescue.is_open:
        return
    call.safe_at, house = now, call.rescue
    audit.record(by, "rescue.safe", house.reference, now=now)
    handler = house.handler
    if house.safe_calls == len(house.calls):
        LIFE.move(house, SAY_SAFE)
        house.ended_at = now
    else:
        house.version += 1
    telling.safe(call, handler, now)


def forget(call: RescueCall) -> None:
    """Keep no more than that somebody called, what for, and in which commune."""
    personal.destroy(call.person_key)
    call.phone_sealed = call.words_sealed = call.user_id = None
    call.phone_index = call.browser = None
    call.lat = call.long = call.accuracy = None
    call.place_id = call.rescue.commune_id
    call.rescue.gather()


def _made(
    form: SosForm, alert: Alert, viewer: Viewer, pressed_at: datetime, now: datetime
) -> RescueCall:
    where = whereabouts_of(form, alert)
    place = _place(where)
    number, words = _phone(form, viewer)
    point = where.point
    made = RescueCall(
        user=viewer.user, person_key=personal.new_key(), place=place, place_id=place.id,
        browser=askers.sender(), phone_index=phones.index(number) if number else None,
        lat=point.lat if point else None, long=point.long if point else None,
        accuracy=point.accuracy if point else None, needs=known(form.needs),
        people=_people(form.people), called_at=pressed_at, received_at=now,
    )  # fmt: skip
    made.seal(number, words)
    house, was = _house(made, alert, _commune(place))
    db.session.flush()
    after = {"calls": len(house.calls), "alert": alert.code}
    audit.record(viewer.reference, "rescue.call", house.reference, now=now, after=after)
    telling.called(house, was, now)
    return made


def _house(made: RescueCall, alert: Alert, commune: Place) -> tuple[Rescue, int | None]:
    """Put the call to the open house that it comes from, else to a new one; give how grave it was.

    The alert is locked by the caller: of two that call at once one finds what the other made.
    """
    houses = queries.open_near(made)
    number = merging.house_of(made, [(each.id, each.calls) for each in houses])
    house = next((each for each in houses if each.id == number), None)
    was = house.urgency if house is not None else None
    if house is None:
        house = Rescue(
            alert=alert, agency_id=alert.agency_id, commune=commune, commune_id=commune.id
        )
        db.session.add(house)
    else:
        house.version += 1
    house.calls.append(made)
    house.gather()
    return house, was


def _place(where: Whereabouts) -> Place:
    """Give the place, or the likeliest one around the position."""
    if where.place is not None:
        return where.place
    if where.point is not None and where.choices:
        return where.choices[0].place
    raise DomainError(where.error or whereabouts.WHERE, field="place")


def _commune(place: Place) -> Place:
    return whereabouts.commune_of(place) or place


def _phone(form: SosForm, viewer: Viewer) -> tuple[str | None, str]:
    """Give the number and the words; what is no mobile number is kept with the words."""
    words = text.clean(form.words, MAX_WORDS)
    if not form.phone:
        return (viewer.user.phone if viewer.user else None), words
    try:
        return phones.parse(form.phone), words
    except phones.NotAPhone:
        return None, "\n".join(filter(None, (form.phone, words)))


def _people(typed: str) -> int:
    return min(max(text.whole(typed) or 1, 1), MOST_PEOPLE)


def _pressed_at(form: SosForm, alert: Alert, now: datetime) -> datetime:
    """Give when it was pressed; raises ``DomainError`` where the alert was over by then."""
    pressed: datetime = observing.read(form.observed_at, "", now)["observed_at"] or now
    if alert.is_on(now):
        return pressed
    over = alert.cleared_at if alert.status == CLEARED else alert.ends_at
    if over is None or not pressed <= over or now - over > LATE:
        raise DomainError(OVER)
    return pressed
