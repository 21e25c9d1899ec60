"""Which feeds are fetched, how, and how the last fetch went."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.accounts.models import Agency
from app.accounts.permissions import PUBLISH_NEWS
from app.accounts.viewer import Viewer
from app.core import audit, clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.config import settings
from app.core.db import db
from app.core.forms import Form, Read, Tick, Words, needed, takes
from app.news import policies
from app.news.actions import importing
from app.news.blueprint import news
from app.news.fetching import check
from app.news.models import FeedSource
from app.news.models.feed import KINDS, NEWSPAPER
from app.news.queries import feeds
from app.news.sections import PRESS, SECTIONS, known
from app.notifications.endpoints import BadEndpoint


class FeedForm(Form):
    """What was typed of a new feed."""

    name = Words(500, needed(_l("Write whose feed it is.")))
    url = Words(500)
    kind = Read(lambda typed: typed if typed in KINDS else "agency", default="agency")
    section = Read(lambda typed: known(typed) or "thong-bao", default="thong-bao")
    agency = Words(500)
    is_direct = Tick()

    def validate_url(self, field: Any) -> None:
        config = settings()
        try:
            check(field.data, config.feed_hosts, local_allowed=not config.is_production)
        except BadEndpoint as error:
            raise ValidationError(
                _l("Only https addresses of the hosts that the operator listed are fetched.")
            ) from error
        if feeds.by_url(field.data) is not None:
            raise ValidationError(_l("This feed is there already."))


@news.get("/can-bo/nguon-tin")
@access(policies.may_run_feeds)
def feed_desk() -> ResponseReturnValue:
    return _page(FeedForm())


@news.post("/can-bo/nguon-tin")
@access(policies.may_run_feeds)
@acts(
    again=lambda **refused: _page(**refused),
    said=_l("The feed was added and is being fetched."),
)
@takes(FeedForm)
def add_feed(form: FeedForm) -> str:
    """Add a feed; it is fetched at once."""
    viewer, now, kind = current_viewer(), clock.now(), form.kind.data
    own = _agencies(viewer)
    source = FeedSource(
        agency=next((each for each in own if each.code == form.agency.data), own[0]),
        name=form.name.data,
        url=form.url.data,
        kind=kind,
        section=PRESS if kind == NEWSPAPER else form.section.data,
        is_direct=form.is_direct.data,
        next_at=now,
    )
    db.session.add(source)
    db.session.flush()
    importing.ask_for(source)
    audit.record(viewer.reference, "add_feed", f"feed:{source.id}", now=now)
    return url_for(".feed_desk")


@news.post("/can-bo/nguon-tin/<int:source_id>/bat-tat")
@access(policies.may_change_feed, load=feeds.by_id)
@acts()
def switch_feed(source: FeedSource) -> str:
    """Stop fetching a feed, or begin again."""
    now = clock.now()
    source.is_on, source.next_at = not source.is_on, now
    verb = "feed_on" if source.is_on else "feed_off"
    audit.record(current_viewer().reference, verb, f"feed:{source.id}", now=now)
    return url_for(".feed_desk")


def _page(form: FeedForm, **refused: Any) -> str:
    viewer = current_viewer()
    return render_template(
        "news/desk/feeds.html",
        form=form.shown,
        rows=feeds.run_by(viewer),
        sections={code: name for code, name in SECTIONS.items() if code != PRESS},
        agency_choices=[(each.code, each.name) for each in _agencies(viewer)],
        hosts=settings().feed_hosts,
        **{**FRESH, **refused},
    )


def _agencies(viewer: Viewer) -> list[Agency]:
    return list({each.id: each for each in viewer.agencies(PUBLISH_NEWS)}.values())
