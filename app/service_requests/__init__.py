"""Reports: sent by citizens, answered by officials within a promised time.

Laid out by what people do: a folder for each feature, and in the room itself what they share.
`docs/architecture.md` draws which may use which.
"""

from flask import Flask

from app.core import naming, navigation
from app.service_requests import front, pages, verbs
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue.queries import all_services
from app.service_requests.clock import jobs
from app.service_requests.desk import saved_filters
from app.service_requests.desk.views.inbox import INBOX
from app.service_requests.directing.waiting import WAITING
from app.service_requests.figures import jobs as figure_jobs
from app.service_requests.following import communes, follows, tasks
from app.service_requests.mapping import counting as map_jobs
from app.service_requests.privacy import claiming, erasing, retention
from app.service_requests.proving import jobs as proving_jobs

RECEIVERS = (claiming, communes, erasing, follows, saved_filters)
"""Importing them connects them to the events they wait for."""
KEPT = retention
"""Importing it says how long a report's sender is known."""
AFTER = verbs
"""Importing it sets what follows a report's step, and in which order."""
CLOCKWORK = (jobs, figure_jobs, map_jobs, proving_jobs)
"""Importing them gives the worker the chain, figures, the map's counts, the days' trees."""
PAGES = pages
"""Importing it adds the routes to the blueprint."""


def init_app(app: Flask) -> None:
    """Add the pages, the tile and tabs, the inbox, and what the front pages show and search."""
    app.register_blueprint(service_requests)
    naming.lists(_services, "service", "linh_vuc")
    app.jinja_env.globals.update(front.TEMPLATE_FUNCTIONS)
    navigation.add_tile(app, front.LINK)
    navigation.add_tab(app, front.LINK)
    for desk_tab in front.DESK_TABS:
        navigation.add_desk_tab(app, desk_tab)
    navigation.add_inbox(app, INBOX)
    navigation.add_waiting(app, WAITING)
    for card in front.ADMINISTRATION:
        navigation.add_administration(app, card)
    navigation.add_mine(app, tasks.tasks)
    navigation.add_mine(app, front.my_cards)
    navigation.add_front(app, front.just_mended)
    navigation.add_goals(app, front.GOALS, front.services)
    for source in front.SOURCES:
        navigation.add_search(app, source)


def _services() -> list[tuple[str, str]]:
    return [(each.service_code, each.service_name) for each in all_services()]
