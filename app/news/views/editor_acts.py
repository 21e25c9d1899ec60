"""What editors do with an article beside writing: review, publish, schedule, withdraw, pictures."""

from collections.abc import Callable

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.access import access, current_viewer
from app.core.db import db, release
from app.core.errors import DomainError
from app.core.htmx import go
from app.core.text import clean
from app.media import actions as media
from app.media.kinds import PHOTO
from app.news import policies
from app.news.actions import correcting, publishing, writing
from app.news.blueprint import news
from app.news.forms import LONGEST_NOTE, ArticleForm, moment
from app.news.models import Article
from app.news.queries import articles
from app.news.views.editor import refused

Act = Callable[[Article, Actor], None]


@news.post("/can-bo/tin/<code>/gui-duyet")
@access(policies.may_edit, load=articles.edited)
def submit(article: Article) -> ResponseReturnValue:
    """Send it to review."""
    now = clock.now()
    return _perform(article, lambda it, by: publishing.submit(it, by, now), _l("Sent for review."))


@news.post("/can-bo/tin/<code>/tra-lai")
@access(policies.may_publish, load=articles.edited)
def send_back(article: Article) -> ResponseReturnValue:
    """Give it back to its author with a word."""
    note, now = _note(), clock.now()
    return _perform(
        article, lambda it, by: publishing.send_back(it, note, by, now), _l("Sent back.")
    )


@news.post("/can-bo/tin/<code>/hen-gio")
@access(policies.may_publish, load=articles.edited)
def schedule(article: Article) -> ResponseReturnValue:
    """Have it published at a time."""
    typed, now = request.form.get("at", ""), clock.now()
    return _perform(
        article,
        lambda it, by: publishing.schedule(it, moment(typed, "at"), by, now),
        _l("Scheduled."),
    )


@news.post("/can-bo/tin/<code>/dang")
@access(policies.may_publish, load=articles.edited)
def publish(article: Article) -> ResponseReturnValue:
    """Publish it now."""
    now = clock.now()
    return _perform(article, lambda it, by: publishing.publish(it, by, now), _l("Published."))


@news.post("/can-bo/tin/<code>/rut")
@access(policies.may_publish, load=articles.edited)
def withdraw(article: Article) -> ResponseReturnValue:
    """Withdraw it; its address keeps saying so."""
    note, now = _note(), clock.now()
    return _perform(
        article, lambda it, by: publishing.withdraw(it, note, by, now), _l("Withdrawn.")
    )


@news.post("/can-bo/tin/<code>/dinh-chinh")
@access(policies.may_publish, load=articles.edited)
def accept_correction(article: Article) -> ResponseReturnValue:
    """Let the correction that waits out, as it was read."""
    seen, now = request.form.get("seen", ""), clock.now()
    said = _l("Corrected: readers see the note.")
    return _perform(article, lambda it, by: correcting.accept(it, seen, by, now), said)


@news.post("/can-bo/tin/<code>/bo-dinh-chinh")
@access(policies.may_publish, load=articles.edited)
def drop_correction(article: Article) -> ResponseReturnValue:
    """Do not take the correction that waits."""
    now, said = clock.now(), _l("The correction was not taken.")
    return _perform(article, lambda it, by: correcting.drop(it, by, now), said)


@news.post("/can-bo/tin/<code>/anh")
@access(policies.may_edit, load=articles.edited)
def add_photos(article: Article) -> ResponseReturnValue:
    """Add pictures with their caption and description."""
    code, form = article.code, ArticleForm.of(article)
    caption, description = _words("caption"), _words("description")
    _may_change_pictures(article)
    release()  # pictures are decoded without the write lock
    try:
        prepared = media.prepare({PHOTO: request.files.getlist(PHOTO.field)})
        again = articles.edited(current_viewer(), code)
        if again is None:
            abort(404)
        writing.add_photos(again, prepared, caption, description, clock.now())
        _note_pictures(again)
    except DomainError as error:
        return refused(code, form, error)
    db.session.commit()
    flash(_("The picture was added."), "ok")
    return go(url_for(".edit", code=code))


@news.post("/can-bo/tin/<code>/anh/<photo>")
@access(policies.may_edit, load=lambda viewer, code, photo: articles.edited(viewer, code))
def change_photo(article: Article) -> ResponseReturnValue:
    """Change a picture's words, or take it out."""
    _may_change_pictures(article)
    link = articles.photo_of(article, (request.view_args or {})["photo"])
    if link is None:
        abort(404)
    if "remove" in request.form:
        writing.remove_photo(article, link)
    else:
        writing.describe_photo(link, _words("caption"), _words("description"))
    _note_pictures(article)
    db.session.commit()
    return go(url_for(".edit", code=article.code))


def _perform(article: Article, act: Act, said: object) -> ResponseReturnValue:
    viewer, code, form = current_viewer(), article.code, ArticleForm.of(article)
    try:
        act(article, viewer.actor(article.agency))
    except DomainError as error:
        return refused(code, form, error)
    db.session.commit()
    flash(str(said), "ok")
    return go(url_for(".edit", code=code))


def _may_change_pictures(article: Article) -> None:
    if article.is_public and not policies.may_publish(current_viewer(), article):
        abort(403)


def _note_pictures(article: Article) -> None:
    correcting.note_pictures(article, current_viewer().actor(article.agency), clock.now())


def _note() -> str:
    return clean(request.form.get("note", ""), LONGEST_NOTE)


def _words(name: str) -> str:
    return clean(request.form.get(name, ""), writing.LONGEST_CAPTION)
