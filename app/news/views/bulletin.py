"""Bản tin truyền thanh: choose what is to be read, get the text as it is spoken."""

from datetime import timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import access, current_viewer
from app.core.downloads import download
from app.core.text import whole
from app.news import policies
from app.news.blueprint import news
from app.news.bulletin_text import Bulletin, Item, compose
from app.news.markdown import to_text
from app.news.models import Alert
from app.news.queries import alerts, articles

DAYS = 14
MOST_ITEMS = 30
LAST = 99


@news.get("/can-bo/ban-tin")
@access(policies.works_on_news)
def bulletin() -> ResponseReturnValue:
    """Show what may be read, and the bulletin of what was chosen, in the order chosen."""
    now = clock.now()
    chosen = _chosen()
    on = _on()
    return render_template(
        "news/desk/bulletin.html",
        on=on,
        rows=articles.recent(now - timedelta(days=DAYS)),
        chosen=chosen,
        short="ngan" in request.args,
        bulletin=_composed(chosen, on) if chosen else None,
    )


@news.get("/can-bo/ban-tin/van-ban.txt")
@access(policies.works_on_news)
def bulletin_text() -> ResponseReturnValue:
    text = _composed(_chosen(), _on()).text.replace("\n", "\r\n")
    return download(text, "ban-tin.txt", "text/plain; charset=utf-8")


def _chosen() -> list[str]:
    """Give the codes in reading order: by their numbers where given, else as listed."""
    codes = list(dict.fromkeys(request.args.getlist("tin")))[:MOST_ITEMS]
    return sorted(codes, key=lambda code: whole(request.args.get(f"thu-tu-{code}", ""), 2) or LAST)


def _on() -> list[Alert]:
    return [each for each in alerts.active(clock.now()) if not each.is_test]


def _composed(codes: list[str], on: list[Alert]) -> Bulletin:
    viewer, now, short = current_viewer(), clock.now(), "ngan" in request.args
    items = {
        article.code: Item(
            article.title,
            article.summary if short and article.summary else to_text(article.body),
        )
        for article in articles.by_codes(codes)
    }
    for alert in on:
        if alert.code in codes:
            words = f"{alert.description}\n{alert.instruction}"
            items[alert.code] = Item(f"{alert.level_name}: {alert.headline}, {alert.area}", words)
    held = viewer.agencies(policies.WRITE_NEWS) + viewer.agencies(policies.PUBLISH_NEWS)
    day = clock.local(now).date()
    return compose([items[code] for code in codes if code in items], held[0].name, day)
