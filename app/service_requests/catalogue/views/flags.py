"""Administration: words that make an official look twice."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import flag_words, listing_words
from app.service_requests.catalogue.flag_words import FlagWord
from app.service_requests.catalogue.rights import may_administer, may_change
from app.service_requests.catalogue.views.common import administrator, saved

TEMPLATE = "service_requests/catalogue/flag_words.html"
LIST = "service_requests.admin_flags"


@service_requests.get("/can-bo/quan-tri/tu-can-xem")
@access(may_administer)
def admin_flags() -> ResponseReturnValue:
    """List the phrases, with a form for a new one."""
    return render_template(TEMPLATE, words=flag_words.all_words(), typed={}, error=None)


@service_requests.post("/can-bo/quan-tri/tu-can-xem")
@access(may_administer)
def add_flag() -> ResponseReturnValue:
    """Put a phrase on the list."""
    sent = {name: request.form.get(name, "")[:400] for name in ("phrase", "reason", "exact")}
    try:
        listing_words.add(
            sent["phrase"], sent["reason"], exact=bool(sent["exact"]),
            actor=administrator(), now=clock.now(),
        )  # fmt: skip
    except DomainError as error:
        db.session.rollback()
        page = render_template(TEMPLATE, words=flag_words.all_words(), typed=sent, error=error)
        return page, error.status
    return saved(LIST)


@service_requests.post("/can-bo/quan-tri/tu-can-xem/<int:word_id>")
@access(may_change, load=flag_words.word)
def switch_flag(word: FlagWord) -> ResponseReturnValue:
    """Retire a phrase, or use it again."""
    listing_words.switch(word, administrator(), clock.now())
    db.session.commit()
    flash(_("Saved."), "ok")
    return redirect(url_for(LIST), 303)
