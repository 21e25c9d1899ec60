"""The officials' front page: one inbox over the rooms, and the way to administration."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.core import navigation
from app.core.navigation import Link
from app.desk.views import desk
from app.service_requests.policies import may_take_in

INBOX = Link("desk.index", _l("Reports"), "flag", order=10, shown_to=may_take_in)


def init_app(app: Flask) -> None:
    """Add the pages and their tabs."""
    app.register_blueprint(desk)
    navigation.add_desk_tab(app, INBOX)
