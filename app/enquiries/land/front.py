"""What questions about land show elsewhere."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from app.core.navigation import Goal, Link, Waiting
from app.enquiries.land import queries

TAB = Link(
    "enquiries.land_desk", _l("Land questions"), "question", order=57, shown_to=queries.advises
)
WAITING = Waiting(
    "enquiries.land_desk",
    lambda number, count: ngettext(
        "%(count)s question about land", "%(count)s questions about land", number, count=count
    ),
    queries.count_waiting, order=63,
)  # fmt: skip
GOALS = (
    Goal(
        "enquiries.land", _l("Ask about land"), "question",
        lazy_pgettext(
            "typed",
            "land question, land-use certificate, red book, split a plot, transfer land, inherit "
            "land, boundary dispute, compensation for land, land adviser",
        ),
    ),
)  # fmt: skip
SOURCE = queries.SOURCE
