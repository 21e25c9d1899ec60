"""People, agencies and rights; sessions and signing in."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.accounts import jobs, retention, sessions, sms
from app.accounts.goals import GOALS
from app.accounts.policies import is_official
from app.accounts.provider import joining
from app.accounts.queries import agencies
from app.accounts.views import accounts
from app.accounts.views.limits import LINK
from app.core import naming, navigation
from app.core.navigation import Link

__all__ = ["accounts", "init_app", "jobs", "retention"]

ADMINISTRATION = (
    Link(
        "accounts.agencies", _l("Agencies"), "agency", order=10,
        about=_l("The tree, names, places"),
    ),
    Link(
        "accounts.officials", _l("Officials and rights"), "people", order=20,
        about=_l("Invite, give and take rights, close"),
    ),
)  # fmt: skip
"""What whoever administers some agency finds on the page of administration."""


def init_app(app: Flask) -> None:
    """Set the room up: sessions and the viewer, pages, text messages, commands, tabs."""
    sessions.init_app(app)
    sms.init_app(app)
    app.jinja_env.globals["provider_of"] = joining.provider_of
    app.register_blueprint(accounts)
    naming.lists(_agencies, "agency")
    navigation.add_tab(app, Link("accounts.show", _l("Account"), "person", order=90))
    me = Link("accounts.desk", _l("Me"), "person", order=100, shown_to=is_official)
    navigation.add_desk_tab(app, me)
    navigation.add_desk_tab(app, LINK)
    navigation.add_goals(app, GOALS)
    for card in ADMINISTRATION:
        navigation.add_administration(app, card)


def _agencies() -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in agencies()]
