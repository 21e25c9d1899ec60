"""Which feeds are fetched, how, and how the last fetch went."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.accounts.permissions import PUBLISH_NEWS
from app.accounts.viewer import Viewer
from app.core import audit, clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.config import settings
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import clean
from app.news import policies
from app.news.actions import importing
from app.news.blueprint import news
from app.news.fetching import check
from app.news.models import FeedSource
from app.news.models.feed import KINDS, NEWSPAPER
from app.news.queries import feeds
from app.news.sections import PRESS, SECTIONS, known
from app.notifications.endpoints import BadEndpoint


@dataclass(frozen=True)
class FeedForm:
    """What was typed of a new feed."""

    name: str = ""
    url: str = ""
    kind: str = "agency"
    section: str = "thong-bao"
    agency: str = ""
    is_direct: bool = False

    @classmethod
    def read(cls) -> "FeedForm":
        sent = request.form
        words = {name: clean(sent.get(name, ""), 500) for name in ("name", "url", "agency")}
        kind = sent.get("kind", "")
        section = known(sent.get("section", "")) or "thong-bao"
        return cls(
            kind=kind if kind in KINDS else "agency",
            section=section,
            is_direct="is_direct" in sent,
            **words,
        )


@news.get("/can-bo/nguon-tin")
@access(policies.may_run_feeds)
def feed_desk() -> ResponseReturnValue:
    return _page(FeedForm())


@news.post("/can-bo/nguon-tin")
@access(policies.may_run_feeds)
@acts(
    again=lambda **refused: _page(FeedForm.read(), **refused),
    said=_l("The feed was added and is being fetched."),
)
def add_feed() -> str:
    """Add a feed; it is fetched at once."""
    form, viewer, now = FeedForm.read(), current_viewer(), clock.now()
    _judge(form)
    source = FeedSource(
        agency=_agency(viewer, form),
        name=form.name,
        url=form.url,
        kind=form.kind,
        section=PRESS if form.kind == NEWSPAPER else form.section,
        is_direct=form.is_direct,
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
        form=form,
        rows=feeds.run_by(viewer),
        sections={code: name for code, name in SECTIONS.items() if code != PRESS},
        agency_choices=[(each.code, each.name) for each in _agencies(viewer)],
        hosts=settings().feed_hosts,
        **{**FRESH, **refused},
    )


def _judge(form: FeedForm) -> None:
    config = settings()
    if not form.name:
        raise DomainError(_l("Write whose feed it is."), field="name")
    try:
        check(form.url, config.feed_hosts, local_allowed=not config.is_production)
    except BadEndpoint as error:
        raise DomainError(
            _l("Only https addresses of the hosts that the operator listed are fetched."),
            field="url",
        ) from error
    if feeds.by_url(form.url) is not None:
        raise DomainError(_l("This feed is there already."), field="url")


def _agencies(viewer: Viewer) -> list[Agency]:
    return list({each.id: each for each in viewer.agencies(PUBLISH_NEWS)}.values())


def _agency(viewer: Viewer, form: FeedForm) -> Agency:
    own = _agencies(viewer)
    return next((each for each in own if each.code == form.agency), own[0])
