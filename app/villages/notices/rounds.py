"""The head's round: who was not reached yet, called or told at the door; without a signal too.

The page is kept on the head's phone, and every tick goes through its queue (docs/offline.md): sent
once, and known again by its key.
"""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import clock, codes, offline, ticks
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.errors import DomainError
from app.core.forms import Line
from app.core.listing import ways
from app.villages.blueprint import villages
from app.villages.households import keeping
from app.villages.households import queries as homes
from app.villages.notices import answering, queries
from app.villages.notices.models import (
    ANSWERS,
    BY_HEAD,
    GOING,
    NOT_GOING,
    SENDS,
    VillageNotice,
)
from app.villages.notices.views import acting, may_head_notice

TOLD, CAME, LEFT = "told", "came", "left"
DEEDS = {
    TOLD: _l("Told"),
    GOING: _l("Is coming"),
    NOT_GOING: _l("Is not coming"),
    SENDS: _l("Sends somebody else"),
    CAME: _l("Is there"),
    LEFT: _l("Is not there after all"),
}
"""What a head writes down of a household with one tap."""


class RoundForm(ticks.TickForm):
    """A tick of a household, and who comes instead."""

    delegate = Line(80, name="nguoi_thay")


@dataclass(frozen=True)
class Part:
    """A part of a notice's households: those behind number ``after``."""

    notice: VillageNotice
    after: int = 0


def load_part(viewer: Viewer, code: str, after: int = 0) -> Part | None:
    found = queries.headed(viewer, code)
    return Part(found, after) if found is not None else None


def may_go_round(viewer: Viewer, part: Part) -> bool:
    return may_head_notice(viewer, part.notice)


@villages.get("/can-bo/thon/tin/<code>/di-bao")
@villages.get("/can-bo/thon/tin/<code>/di-bao/<int:after>")
@access(may_go_round, load=load_part)
def rounds(part: Part) -> ResponseReturnValue:
    """Show who was not reached. Kept on the phone; with numbers while they are opened."""
    offline.keep()
    return _round(part)


@villages.post("/can-bo/thon/tin/<code>/di-bao")
@villages.post("/can-bo/thon/tin/<code>/di-bao/<int:after>")
@access(may_go_round, load=load_part)
@acts(again=lambda part, **refused: _round(part, **refused))
def tick(part: Part) -> Done | Response:
    return _tick(part, "villages.rounds")


@villages.get("/can-bo/thon/tin/<code>/diem-danh")
@villages.get("/can-bo/thon/tin/<code>/diem-danh/<int:after>")
@access(may_go_round, load=load_part)
def attendance(part: Part) -> ResponseReturnValue:
    """Show all households of a meeting, those who are there with a tick."""
    offline.keep()
    return _attendance(part)


@villages.post("/can-bo/thon/tin/<code>/diem-danh")
@villages.post("/can-bo/thon/tin/<code>/diem-danh/<int:after>")
@access(may_go_round, load=load_part)
@acts(again=lambda part, **refused: _attendance(part, **refused))
def attend(part: Part) -> Done | Response:
    return _tick(part, "villages.attendance")


def _tick(part: Part, endpoint: str) -> Done | Response:
    """Write one tick down; a phone's queue is given a receipt."""
    here = url_for(endpoint, code=part.notice.code, after=part.after or None)
    return ticks.answered(_keep(part.notice, RoundForm()), here)


def _keep(notice: VillageNotice, form: RoundForm) -> str:
    now, deed, delegate = clock.now(), form.deed.data, form.delegate.data

    def write(number: int | None) -> str:
        reach = queries.reach_of(notice, number)
        if reach is None:
            why = _l("There is no household of this number in this notice.")
            raise DomainError(why, field="so")
        if deed in (CAME, LEFT):
            answering.came(reach, deed == CAME, now)
        else:
            answering.tell_at_door(reach, acting(notice), now)
            if deed != TOLD:
                answering.say(reach, deed, delegate, BY_HEAD, now)
        return _("Household %(number)s: %(what)s", number=number, what=DEEDS[deed])

    content = ["village-tick", notice.id, form.whose, deed, delegate]
    return ticks.tick(form, DEEDS, content, viewer().reference, write, now)


def _round(part: Part, **more: Any) -> str:
    page = queries.left(part.notice, part.after or None)
    meets = part.notice.is_meeting and part.notice.takes_answers(clock.now())
    deeds = [TOLD, GOING, NOT_GOING, SENDS] if meets else [TOLD]
    values = {
        **_common(part, page, "villages.rounds", deeds),
        "opened": homes.is_open_to(viewer(), part.notice.village, clock.now()),
        "reasons": keeping.REASONS,
        "left": queries.sums_of(part.notice).left,
    }
    return render_template("villages/notices/round.html", **{**values, **more})


def _attendance(part: Part, **more: Any) -> str:
    page = queries.reaches(part.notice, part.after or None)
    values = {
        **_common(part, page, "villages.attendance", [CAME, LEFT]),
        "reach": queries.sums_of(part.notice),
        "answers": ANSWERS,
    }
    return render_template("villages/notices/attendance.html", **{**values, **more})


def _common(part: Part, page: Any, endpoint: str, deeds: list[str]) -> dict[str, Any]:
    given = {"code": part.notice.code}
    return {
        "notice": part.notice,
        "after": part.after or None,
        "rows": page.rows,
        "deeds": [(each, DEEDS[each]) for each in deeds],
        "key": codes.random_token(),
        **ways(endpoint, page, "after", **given),
        **FRESH,
    }
