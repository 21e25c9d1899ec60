"""The link for the chat group: a household answers without an account.

It says which household it is by its number and the last three digits of its telephone; what else
the list knows of it is not shown.
"""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.askers import network_of
from app.core import clock
from app.core.access import PUBLIC, access
from app.core.act import FRESH, Done, acts
from app.core.forms import Line, Read, takes
from app.core.text import whole
from app.villages.blueprint import villages
from app.villages.notices import answering, queries, wording
from app.villages.notices.models import ANSWERS, BY_LINK, VillageNotice
from app.villages.notices.own import AnswerForm, results
from app.villages.notices.sharing import link_of


class LinkForm(AnswerForm):
    """An answer with which household it is."""

    number = Read(whole, name="so", empty=None)
    last = Line(6, name="duoi")


@villages.get("/m/<token>")
@access(PUBLIC, load=queries.by_token)
def link(notice: VillageNotice) -> ResponseReturnValue:
    return _page(notice)


@villages.post("/m/<token>")
@access(PUBLIC, load=queries.by_token)
@acts(again=lambda notice, form, errors, **_refused: _page(notice, form=form, errors=errors),
      counts=True)  # fmt: skip
@takes(LinkForm)
def answer_by_link(notice: VillageNotice, form: LinkForm) -> Done:
    """Write a household's answer down, once number and digits fit."""
    network = network_of(request.remote_addr)
    reach = answering.known(notice, form.number.data, form.last.data, network, clock.now())
    form.apply(reach, BY_LINK)
    return Done(url_for(".link", token=notice.token), _said(form.number.data))


@villages.get("/m/<token>/cua/<door>")
@access(PUBLIC, load=lambda viewer, token, door: _at_door(viewer, token, door))
def door(notice: VillageNotice) -> ResponseReturnValue:
    """Show the form for whoever is at the meeting's door."""
    return _door(notice)


@villages.post("/m/<token>/cua/<door>")
@access(PUBLIC, load=lambda viewer, token, door: _at_door(viewer, token, door))
@acts(again=lambda notice, **refused: _door(notice, **refused), counts=True)
@takes(number=Read(whole, name="so", empty=None), last=Line(6, name="duoi"))
def be_there(notice: VillageNotice, number: int | None, last: str) -> Done:
    """Write down that somebody of the household is there."""
    answering.refuse_far(notice, clock.now())
    network = network_of(request.remote_addr)
    reach = answering.known(notice, number, last, network, clock.now())
    answering.came(reach, True, clock.now())
    said = _("Household %(number)s is there. Welcome.", number=number)
    return Done(url_for(".link", token=notice.token), said)


def _at_door(viewer: Any, token: str, door: str) -> VillageNotice | None:
    found = queries.by_token(viewer, token)
    if found is None or not found.is_meeting:
        return None
    return found if door == answering.door_code(found) else None


def _said(number: int | None) -> str:
    return _("The answer of household %(number)s is with the village.", number=number)


def _page(notice: VillageNotice, **more: Any) -> str:
    now = clock.now()
    values = {
        "notice": notice,
        "facts": wording.facts(notice),
        "answers": ANSWERS,
        "open": notice.takes_answers(now),
        "results": results(notice, now),
        "picture": link_of(notice) + "/anh.png",
        "form": LinkForm(None),
        **FRESH,
    }
    return render_template("villages/notices/link.html", **{**values, **more})


def _door(notice: VillageNotice, **more: Any) -> str:
    url = url_for(".be_there", token=notice.token, door=answering.door_code(notice))
    values = {"notice": notice, "url": url, **FRESH, **more}
    return render_template("villages/notices/door.html", **values)
