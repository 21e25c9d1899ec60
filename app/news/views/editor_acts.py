"""What editors do with an article beside writing: review, publish, schedule, withdraw, pictures."""

from flask import abort, request, url_for
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import acts
from app.core.db import release
from app.core.text import clean
from app.media import actions as media
from app.media.kinds import PHOTO
from app.news import policies
from app.news.actions import correcting, publishing, writing
from app.news.blueprint import news
from app.news.forms import LONGEST_NOTE, moment
from app.news.models import Article
from app.news.queries import articles
from app.news.views.editor import as_it_is


@news.post("/can-bo/tin/<code>/gui-duyet")
@access(policies.may_edit, load=articles.edited)
@acts(again=as_it_is, said=_l("Sent for review."))
def submit(article: Article) -> str:
    publishing.submit(article, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/tra-lai")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Sent back."))
def send_back(article: Article) -> str:
    publishing.send_back(article, _note(), _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/hen-gio")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Scheduled."))
def schedule(article: Article) -> str:
    at = moment(request.form.get("at", ""), "at")
    publishing.schedule(article, at, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/dang")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Published."))
def publish(article: Article) -> str:
    publishing.publish(article, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/rut")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Withdrawn."))
def withdraw(article: Article) -> str:
    """Withdraw it; its address keeps saying so."""
    publishing.withdraw(article, _note(), _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/dinh-chinh")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("Corrected: readers see the note."))
def accept_correction(article: Article) -> str:
    """Let the correction that waits out, as it was read."""
    correcting.accept(article, request.form.get("seen", ""), _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/bo-dinh-chinh")
@access(policies.may_publish, load=articles.edited)
@acts(again=as_it_is, said=_l("The correction was not taken."))
def drop_correction(article: Article) -> str:
    correcting.drop(article, _actor(article), clock.now())
    return _editor(article)


@news.post("/can-bo/tin/<code>/anh")
@access(policies.may_edit, load=articles.edited)
@acts(again=as_it_is, said=_l("The picture was added."))
def add_photos(article: Article) -> str:
    """Add pictures with their caption and description."""
    code, words = article.code, (_words("caption"), _words("description"))
    _may_change_pictures(article)
    release()  # pictures are decoded without the write lock
    prepared = media.prepare({PHOTO: request.files.getlist(PHOTO.field)})
    again = articles.edited(current_viewer(), code)
    if again is None:
        abort(404)
    writing.add_photos(again, prepared, *words, clock.now())
    _note_pictures(again)
    return _editor(again)


@news.post("/can-bo/tin/<code>/anh/<photo>")
@access(policies.may_edit, load=lambda viewer, code, photo: articles.edited(viewer, code))
@acts()
def change_photo(article: Article) -> str:
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
    return _editor(article)


def _actor(article: Article) -> Actor:
    actor: Actor = current_viewer().actor(article.agency)
    return actor


def _editor(article: Article) -> str:
    return url_for(".edit", code=article.code)


def _may_change_pictures(article: Article) -> None:
    if article.is_public and not policies.may_publish(current_viewer(), article):
        abort(403)


def _note_pictures(article: Article) -> None:
    correcting.note_pictures(article, current_viewer().actor(article.agency), clock.now())


def _note() -> str:
    return clean(request.form.get("note", ""), LONGEST_NOTE)


def _words(name: str) -> str:
    return clean(request.form.get(name, ""), writing.LONGEST_CAPTION)
