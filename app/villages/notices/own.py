"""A notice as a household's account reads it: seen, answered; the minutes afterwards."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import SIGNED_IN, access, current_viewer
from app.core.act import FRESH, acts
from app.core.forms import Form, Line, Named, takes
from app.core.offline import kept_offline
from app.core.text import whole
from app.notifications.actions import read_all
from app.villages.blueprint import villages
from app.villages.notices import answering, queries, wording
from app.villages.notices.models import ANSWERS, BY_APP, VillageNotice, VillageReach

EACH = "so-"
"""How the names of the fields begin in which a household says how many chose each."""


class AnswerForm(Form):
    """Whether somebody comes; or what is chosen, by one or by each."""

    answer = Line(12, name="tra_loi")
    delegate = Line(80, name="nguoi_thay")
    chosen = Line(2, name="chon")
    counts = Named(EACH, lambda typed: whole(typed) or 0, 3)

    def votes(self, notice: VillageNotice) -> list[int]:
        """Give how many chose each of the notice's choices."""
        if notice.by_person:
            return [self.counts.data.get(str(at), 0) for at in range(len(notice.choices))]
        chosen = whole(self.chosen.data)
        return [1 if at == chosen else 0 for at in range(len(notice.choices))]

    def apply(self, reach: VillageReach, by: str) -> None:
        """Write down what the form says of its notice."""
        now = clock.now()
        if reach.notice.is_question:
            answering.vote(reach, self.votes(reach.notice), by, now)
        else:
            answering.say(reach, self.answer.data, self.delegate.data, by, now)


@villages.get("/thon-toi/tin/<code>")
@access(SIGNED_IN, load=queries.received)
@kept_offline
def received(reach: VillageReach) -> ResponseReturnValue:
    return _page(reach)


@villages.post("/thon-toi/tin/<code>")
@access(SIGNED_IN, load=queries.received)
@acts(
    again=lambda reach, form, errors, **_refused: _page(reach, form=form, errors=errors),
    said=_l("Your household's answer is with the village. You may change it until then."),
)
@takes(AnswerForm)
def answer(reach: VillageReach, form: AnswerForm) -> str:
    form.apply(reach, BY_APP)
    return url_for(".received", code=reach.notice.code)


@villages.post("/thon-toi/tin/<code>/da-xem")
@access(SIGNED_IN, load=queries.received)
@acts()
def seen(reach: VillageReach) -> str:
    """Note that somebody of the household read it: the head goes to fewer doors."""
    reach.seen_at = reach.seen_at or clock.now()
    here = url_for(".received", code=reach.notice.code)
    read_all(current_viewer(), clock.now(), here)
    return here


def _page(reach: VillageReach, **more: Any) -> str:
    notice, now = reach.notice, clock.now()
    values = {
        "reach": reach,
        "notice": notice,
        "facts": wording.facts(notice),
        "answers": ANSWERS,
        "open": notice.takes_answers(now),
        "results": results(notice, now),
        "now": now,
        "form": AnswerForm(None),
        **FRESH,
    }
    return render_template("villages/notices/received.html", **{**values, **more})


def results(notice: VillageNotice, now: Any) -> Any:
    """Give a question's result once nobody answers it any more: choices, and out of how many."""
    if not notice.is_question or notice.takes_answers(now) or notice.is_off:
        return None
    votes = list(zip(notice.choices, queries.votes(notice), strict=True))
    return {"votes": votes, "reach": queries.sums_of(notice)}
