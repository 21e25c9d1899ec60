"""The editors' pages: their list, the form, its preview, what is kept while they type."""

from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.db import db
from app.core.errors import Conflict
from app.core.forms import Line, Raw, takes
from app.core.htmx import htmx
from app.core.listing import ways
from app.core.text import whole
from app.news import labels, policies
from app.news.actions import correcting, writing
from app.news.blueprint import news
from app.news.forms import ArticleForm, as_local
from app.news.markdown import to_html
from app.news.models import Article
from app.news.models import article_life as life
from app.news.pasting import LONGEST, to_markdown
from app.news.queries import articles, feeds
from app.news.sections import SECTIONS


@news.get("/can-bo/tin")
@access(policies.works_on_news)
def desk() -> ResponseReturnValue:
    """Show the viewer's articles of one status."""
    viewer = current_viewer()
    asked = request.args.get("trang-thai", "")
    counts = articles.desk_counts(viewer)
    status = asked if asked in life.STATUSES else _first_with(counts)
    page = articles.desk_page(viewer, status, whole(request.args.get("truoc", "")))
    given: dict[str, Any] = {"trang-thai": status}
    return render_template(
        "news/desk/index.html",
        rows=page.rows,
        status=status,
        counts=counts,
        labels=labels.STATUSES,
        **ways(".desk", page, "truoc", **given),
        agency_choices=[(each.code, each.name) for each in _agencies(viewer)],
        may_run_feeds=policies.may_run_feeds(viewer),
    )


@news.post("/can-bo/tin")
@access(policies.works_on_news)
@acts()
@takes(agency=Line())
def begin(agency: str) -> str:
    """Start an empty draft for one of the viewer's agencies."""
    viewer, now = current_viewer(), clock.now()
    agencies = _agencies(viewer)
    chosen = next((each for each in agencies if each.code == agency), agencies[0])
    article = Article.begin(chosen, next(iter(SECTIONS)), viewer.actor(chosen), now)
    return url_for(".edit", code=article.code)


@news.get("/can-bo/tin/<code>")
@access(policies.may_edit, load=articles.edited)
def edit(article: Article) -> ResponseReturnValue:
    """Show the form, with what the viewer had typed and not saved; `?ban-sua` with what the
    source wrote since."""
    viewer = current_viewer()
    offer = feeds.offer_of(article) if "ban-sua" in request.args else None
    if offer is not None:
        return edit_page(article, ArticleForm.offered(article, offer))
    typing = articles.typing_of(article, viewer.user_id or 0)
    form = (
        ArticleForm.restored(typing.values, typing.version) if typing else ArticleForm.of(article)
    )
    return edit_page(article, form, restored=typing.saved_at if typing else None)


@news.post("/can-bo/tin/<code>")
@access(policies.may_edit, load=articles.edited)
def save(article: Article) -> ResponseReturnValue:
    """Save the form; once published as a correction for another person. Searching saves nothing."""
    form = ArticleForm()
    if form.chosen.data.searches or form.previews.data:
        return edit_page(article, form, previewed=form.previews.data)
    answer: ResponseReturnValue = _save(article, form)
    return answer


def _typed_again(article: Article, form: ArticleForm, **refused: Any) -> str:
    article = _anew()
    if isinstance(refused["why"], Conflict):
        form.version.data = f"{article.version}"
    return edit_page(article, form, **refused)


@acts(again=_typed_again)
def _save(article: Article, form: ArticleForm) -> Done:
    writing.save(article, form, current_viewer().actor(article.agency), clock.now())
    waits = article.is_public
    said = _("Sent: somebody else of your office reads it.") if waits else _("Saved.")
    return Done(url_for(".edit", code=article.code), said)


@news.post("/can-bo/tin/<code>/nhap")
@access(policies.may_edit, load=articles.edited)
def keep_typing(article: Article) -> ResponseReturnValue:
    """Keep what is being typed; the page sends it every few seconds."""
    viewer, now = current_viewer(), clock.now()
    writing.keep_typing(article, ArticleForm(), viewer.user_id, now)
    db.session.commit()
    return jsonify(saved=f"{clock.local(now):%H:%M}")


@news.post("/can-bo/tin/<code>/bo-nhap")
@access(policies.may_edit, load=articles.edited)
@acts()
def forget_typing(article: Article) -> str:
    """Drop the viewer's unsaved typing and show what is saved."""
    writing.forget_typing(article, current_viewer().actor(article.agency))
    return url_for(".edit", code=article.code)


@news.post("/can-bo/tin/xem-truoc")
@access(policies.works_on_news)
def preview() -> ResponseReturnValue:
    """Give the preview of what is being typed, as a part of the page."""
    shown = ArticleForm().shown
    return render_template("news/desk/_preview.html", form=shown, html=to_html(shown["body"]))


@news.post("/can-bo/tin/dan")
@access(policies.works_on_news)
@takes(html=Raw())
def paste(html: str) -> ResponseReturnValue:
    """Give Markdown for the HTML of a clipboard."""
    if len(html) > LONGEST * 4:
        abort(413)
    return Response(to_markdown(html), mimetype="text/plain")


def edit_page(
    article: Article,
    form: ArticleForm,
    restored: Any = None,
    previewed: bool = False,
    **refused: Any,
) -> str:
    """Show the editor with ``form`` in it."""
    viewer, now, waits = current_viewer(), clock.now(), correcting.waiting(article)
    return render_template(
        "news/desk/edit.html",
        article=article,
        form=form.shown,
        restored=restored,
        correction=waits,
        is_mine=waits is not None and waits.step.actor_id == viewer.user_id,
        corrected=to_html(waits.form.body.data) if waits else None,
        offer=feeds.offer_of(article),
        html=to_html(form.body.data) if previewed else None,
        sections=SECTIONS,
        labels=labels,
        may_publish=policies.may_publish(viewer, article),
        is_corrected=article.status == life.PUBLISHED,
        soon=as_local(now),
        partial=htmx.partial,
        **{**FRESH, **refused},
    )


def as_it_is(_article: Article, **refused: Any) -> str:
    """Show the editor with the article as it is, where an act on it was refused."""
    article = _anew()
    return edit_page(article, ArticleForm.of(article), **refused)


def _anew() -> Article:
    article = articles.edited(current_viewer(), (request.view_args or {})["code"])
    if article is None:
        abort(404)
    return article


def _agencies(viewer: Viewer) -> list[Agency]:
    held = viewer.agencies(policies.WRITE_NEWS) + viewer.agencies(policies.PUBLISH_NEWS)
    return list({agency.id: agency for agency in held}.values())


def _first_with(counts: dict[str, int]) -> str:
    order = (life.IN_REVIEW, life.DRAFT, life.SCHEDULED, life.PUBLISHED)
    return next((status for status in order if counts.get(status)), life.DRAFT)


@news.get("/can-bo/tin-canh-bao")
@access(policies.works_at_desk)
def home() -> ResponseReturnValue:
    """Open the desk's tab where the viewer works: at news, else at alerts."""
    viewer = current_viewer()
    page = ".desk" if policies.works_on_news(viewer) else ".alert_desk"
    return redirect(url_for(page), 303)
