"""A person's devices are told when the account's number changes."""

from sqlalchemy import select

from app.core import clock as core_clock
from app.core import events
from app.notifications.models import Notification
from tests.factories.accounts import make_user


def test_a_new_number_is_told_to_the_persons_devices(db):
    user = make_user()
    make_user()
    events.phone_changed.send(user, now=core_clock.now())
    told = db.session.scalars(select(Notification)).one()
    assert (told.user_id, told.kind, told.url) == (user.id, "phone_changed", "/tai-khoan")
