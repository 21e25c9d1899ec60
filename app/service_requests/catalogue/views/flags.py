"""Administration: words that make an official look twice."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import flag_words, listing_words
from app.service_requests.catalogue.editable import SAVED, administrator
from app.service_requests.catalogue.flag_words import FlagWord
from app.service_requests.catalogue.rights import may_administer, may_change

LIST = "service_requests.admin_flags"


def _page(**refused: Any) -> str:
    values = {"words": flag_words.all_words(), **FRESH, **refused}
    return render_template("service_requests/catalogue/flag_words.html", **values)


@service_requests.get("/can-bo/quan-tri/tu-can-xem")
@access(may_administer)
def admin_flags() -> ResponseReturnValue:
    """List the phrases, with a form for a new one."""
    return _page()


@service_requests.post("/can-bo/quan-tri/tu-can-xem")
@access(may_administer)
@acts(again=_page, said=SAVED)
def add_flag() -> str:
    phrase, reason, exact = (
        request.form.get(name, "")[:400] for name in ("phrase", "reason", "exact")
    )
    by, now = administrator(), clock.now()
    listing_words.add(phrase, reason, exact=bool(exact), actor=by, now=now)
    return url_for(LIST)


@service_requests.post("/can-bo/quan-tri/tu-can-xem/<int:word_id>")
@access(may_change, load=flag_words.word)
@acts(again=lambda _word, **refused: _page(**refused), said=SAVED)
def switch_flag(word: FlagWord) -> str:
    """Retire a phrase, or use it again."""
    listing_words.switch(word, administrator(), clock.now())
    return url_for(LIST)
