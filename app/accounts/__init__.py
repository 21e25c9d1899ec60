"""People, agencies and rights; sessions and signing in."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.accounts import jobs, sessions, sms
from app.accounts.cli import commands
from app.accounts.policies import is_official
from app.accounts.views import accounts
from app.accounts.views.limits import LINK
from app.core import navigation
from app.core.navigation import Link

__all__ = ["accounts", "init_app", "jobs"]


def init_app(app: Flask) -> None:
    """Set the room up: sessions and the viewer, pages, text messages, commands, tabs."""
    sessions.init_app(app)
    sms.init_app(app)
    app.register_blueprint(accounts)
    app.cli.add_command(commands)
    navigation.add_tab(app, Link("accounts.show", _l("Account"), "person", order=90))
    me = Link("accounts.desk", _l("Me"), "person", order=100, shown_to=is_official)
    navigation.add_desk_tab(app, me)
    navigation.add_desk_tab(app, LINK)
