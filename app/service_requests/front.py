"""What the room shows on the front page, and what the front page's search finds in it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.accounts.viewer import Viewer
from app.core import codes
from app.core.formats import day
from app.core.navigation import Card, Found, Goal, Link, Source
from app.places import queries as places
from app.places.models import COMMUNE
from app.places.ranking import EXACT
from app.service_requests import loading
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.queries import active_services
from app.service_requests.catalogue.rights import may_administer
from app.service_requests.clock.rights import may_see_promises
from app.service_requests.desk.table import shown_to_viewer
from app.service_requests.following import finding, lists, mended
from app.service_requests.following.lines import lines
from app.service_requests.following.lists import Filters
from app.service_requests.following.story import tone
from app.service_requests.intake.rights import may_take_for_others
from app.service_requests.leading.rights import may_lead
from app.service_requests.listed import ListedService
from app.service_requests.rights import may_take_in
from app.service_requests.showing.rights import may_blank
from app.service_requests.wording import channel, standing, standing_label

TEMPLATE_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "standing": standing,
    "standing_label": standing_label,
    "tone_of": tone,
    "channel_of": channel,
    "inbox_columns": shown_to_viewer,
}
"""What the template of a report in a list is written with, on whatever page it stands."""
LINK = Link("service_requests.index", _l("Reports"), "flag", order=10)
DESK_TABS = (
    Link("desk.index", _l("Reports"), "flag", order=10, shown_to=may_take_in),
    Link(
        "service_requests.intake",
        _l("Take in"),
        "plus",
        order=15,
        shown_to=may_take_for_others,
    ),
    Link("service_requests.lead", _l("Lead"), "chart", order=15, shown_to=may_lead),
    Link(
        "service_requests.promises",
        _l("Promises"),
        "clock",
        order=20,
        shown_to=may_see_promises,
    ),
)
ADMINISTRATION = (
    Link(
        "service_requests.answer_templates", _l("Answer templates"), "reply", order=30,
        about=_l("Answers kept ready for the desk"),
    ),
    Link(
        "service_requests.admin_services", _l("Services"), "flag", order=40,
        shown_to=may_administer, about=_l("What can be reported"),
    ),
    Link(
        "service_requests.admin_routing", _l("Who gets what"), "send", order=50,
        shown_to=may_administer, about=_l("Services, places, agencies"),
    ),
    Link(
        "service_requests.admin_classes", _l("Urgency classes"), "clock", order=60,
        shown_to=may_administer, about=_l("How fast to accept and answer"),
    ),
    Link(
        "service_requests.admin_calendar", _l("Working days and days off"), "clock", order=70,
        shown_to=may_administer, about=_l("Holidays, make-up days, what they would move"),
    ),
    Link(
        "service_requests.admin_reasons", _l("Listed reasons"), "list", order=80,
        shown_to=may_administer, about=_l("For not accepting, for not making public"),
    ),
    Link(
        "service_requests.admin_flags", _l("Words to look at twice"), "flag", order=90,
        shown_to=may_administer, about=_l("Before a report's words become public"),
    ),
    Link(
        "service_requests.map_blanks", _l("Areas left out of the map"), "pin", order=95,
        shown_to=may_blank, about=_l("Where the public map shows nothing"),
    ),
)  # fmt: skip
CARDS = lists.NEWEST.at_most(3)


def my_cards(viewer: Viewer, now: datetime) -> list[Card | Goal]:
    """Give the cards of the viewer's newest reports, and the service they used last."""
    template = "service_requests/following/_service_request.html"
    rows = lists.mine(viewer, order=CARDS).rows
    cards = [Card(template, row) for row in lines(rows, now, own=True)]
    return [*cards, *(_again(row.service) for row in rows[:1] if row.service.active)]


def just_mended(_now: datetime) -> list[Card]:
    """Give what was mended lately where the viewer lives, else in the province; none for none."""
    found = mended.lately(finding.home())
    return [Card("service_requests/following/_mended.html", found)] if found.rows else []


def services(_viewer: Viewer) -> list[Goal]:
    """Give each service that can be reported."""
    return [_goal_of(service) for service in active_services()]


def _again(service: ListedService) -> Goal:
    name, values = service.service_name, {"service": service.service_code}
    return Goal("service_requests.new", name, service.icon, "", values=values)


def _goal_of(service: Service) -> Goal:
    name, hint = service.service_name, service.hint
    return Goal(
        "service_requests.new", _("Report: %(service)s", service=name), service.icon,
        f"{name}, {hint}, {service.keywords}", hint, {"service": service.service_code},
    )  # fmt: skip


GOALS = (
    Goal(
        "service_requests.new", _l("Send a report"), "camera",
        lazy_pgettext(
            "typed",
            "send a report, complain, take a photo, "
            "something is broken, tell the commune",
        ),
    ),
    Goal(
        "service_requests.mine", _l("My reports"), "flag",
        lazy_pgettext(
            "typed",
            "my reports, was it answered, "
            "follow my report, reports I sent, my answer",
        ),
    ),
    Goal(
        "service_requests.index", _l("What others reported"), "flag",
        lazy_pgettext("typed", "reports of others, reports of my commune, look at reports"),
    ),
    Goal(
        "service_requests.public_map", _l("Reports on the map"), "pin",
        lazy_pgettext("typed", "map of reports, reports near me, where things are broken"),
    ),
    Goal(
        "service_requests.repairs", _l("Before and after: what was fixed"), "photo",
        lazy_pgettext("typed", "before and after, photos of repairs, what the office fixed"),
    ),
)  # fmt: skip


def find_reports(viewer: Viewer, typed: str, limit: int) -> list[Found]:
    """Find a report the viewer may see by its code, else public ones by their words."""
    exact = loading.by_code(viewer, _as_code(typed))
    rows = [exact] if exact is not None else lists.public_page(Filters(text=typed)).rows
    return [
        Found(
            row.public_title,
            f"{row.code} · {row.place.title} · {day(row.requested_datetime)} · "
            f"{standing_label(row)}",
            url_for("service_requests.show", code=row.code),
            row.service.icon,
            sure=exact is not None,
        )
        for row in rows[:limit]
    ]


def find_places(viewer: Viewer, typed: str, limit: int) -> list[Found]:
    """Find communes by new and old names: their reports."""
    return [
        Found(
            match.place.title,
            _("formerly %(was)s", was=match.was.full_name) if match.was else "",
            url_for("service_requests.index", place=match.place.code),
            "pin",
            sure=match.rank == EXACT,
        )
        for match in places.search(typed, COMMUNE, limit)
    ]


SOURCES: Sequence[Source] = (
    Source("reports", _l("Reports"), find_reports, order=20),
    Source("places", _l("Reports by place"), find_places, order=30),
)


def _as_code(typed: str) -> str:
    """Give a code as it is stored, however it was typed: lc7k3m9qxf, LC 7K3M 9QXF."""
    letters = codes.letters_of(typed)
    return f"{letters[:-8]}-{letters[-8:-4]}-{letters[-4:]}"
