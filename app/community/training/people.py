"""A class as its teacher sees it: who signed up, who came; others written down; the door's code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import person, viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.rights import runs_teams
from app.community.training import attending, queries, rights, signing_up
from app.community.training.forms import JoinForm
from app.community.training.life import LIFE
from app.community.training.models import HAS, Training, TrainingPlace
from app.core import clock, codes, offline, ticks
from app.core.access import PROVED, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.config import settings
from app.core.errors import DomainError
from app.core.forms import takes
from app.core.listing import ways
from app.core.text import whole
from app.payments.qr_image import svg

CAME, LEFT = "came", "left"
DEEDS = {CAME: _l("Is there"), LEFT: _l("Is not there after all")}
EVERY = 60
"""Seconds after which the page of the door's code is fetched anew."""


@dataclass(frozen=True)
class Part:
    """A part of those who signed up: those behind number ``after``."""

    training: Training
    after: int = 0


def load_attended(viewer: Viewer, code: str) -> Training | None:
    """Give a class to whoever is at it as a teacher."""
    found = queries.by_code(code)
    return found if found is not None and rights.may_attend(viewer, found) else None


def load_part(viewer: Viewer, code: str, after: int = 0) -> Part | None:
    found = load_attended(viewer, code)
    return Part(found, after) if found is not None else None


def load_helped(viewer: Viewer, code: str) -> Training | None:
    """Give a class to whoever signs others up for it."""
    found = queries.by_code(code)
    return found if found is not None and rights.may_help(viewer, found) else None


def load_row(viewer: Viewer, code: str, number: int) -> TrainingPlace | None:
    found = load_attended(viewer, code)
    return queries.numbered(found, number) if found is not None else None


def may_go_through(viewer: Viewer, part: Part) -> bool:
    return rights.may_attend(viewer, part.training)


def may_take_off(viewer: Viewer, row: TrainingPlace) -> bool:
    return rights.may_keep(viewer, row.training)


@community.get("/tap-huan/<code>/giu")
@access(rights.may_attend, load=load_attended, asks=PROVED)
def keep_training(found: Training) -> ResponseReturnValue:
    """Show a class to whoever keeps or teaches it, with what may be done next."""
    return kept_page(found)


def kept_page(found: Training, **refused: Any) -> str:
    """The page of ``keep_training``, also where calling the class off was ``refused``."""
    page = queries.rows(found, whole(request.args.get("sau", "")))
    now = clock.now()
    return render_template(
        "community/training/keep.html",
        training=found, rows=page.rows, now=now, back=_back(found),
        keeps=rights.may_keep(viewer(), found),
        may=[each for each in LIFE.verbs if LIFE.may(found, each)],
        has_begun=now >= found.starts_at, is_near=attending.is_near(found, now),
        **{**FRESH, **refused}, **ways(".keep_training", page, "sau", code=found.code),
    )  # fmt: skip


@community.get("/tap-huan/<code>/ghi-ho")
@access(rights.may_help, load=load_helped, asks=PROVED)
def sign_up_another(found: Training) -> ResponseReturnValue:
    return _another(found, JoinForm(None))


@community.post("/tap-huan/<code>/ghi-ho")
@access(rights.may_help, load=load_helped, asks=PROVED)
@acts(again=lambda found, form, **refused: _another(found, form, **refused))
@takes(JoinForm)
def sign_up_for(found: Training, form: JoinForm) -> Done:
    """Sign up somebody without a phone; whoever teaches also writes down who just came in."""
    who, now = signing_up.for_another(form.name.data, person()), clock.now()
    if _comes_in(found, now):
        row = signing_up.put_on(found, who, HAS, now)
        attending.came(row, True, now)
        return Done(
            url_for(".attendance_of", code=found.code), _("They are written down as there.")
        )
    row = signing_up.sign_up(found, who, now)
    has, waits = (
        _("%(name)s has a place.", name=row.name),
        _("%(name)s is on the waiting list. You are told when a place is free.", name=row.name),
    )
    return Done(url_for(".sign_up_another", code=found.code), has if row.has_place else waits)


@community.post("/tap-huan/<code>/nguoi/<int:number>/bo")
@access(may_take_off, load=load_row, asks=PROVED)
@acts(said=_l("Taken off. The place is free, and who waited has it now."))
def drop_from_training(row: TrainingPlace) -> str:
    training = row.training
    LIFE.require(training, "leave")
    signing_up.take_off(row)
    signing_up.move_up(training, clock.now())
    return url_for(".keep_training", code=training.code)


@community.get("/tap-huan/<code>/ma-cua")
@access(rights.may_attend, load=load_attended, asks=PROVED)
def training_qr(found: Training) -> ResponseReturnValue:
    """Show the code at the door, large; the page is fetched anew by itself, for it changes."""
    now = clock.now()
    door = url_for(".training_door", code=found.code, door=attending.door_code(found, now))
    link = settings().base_url.rstrip("/") + door
    return render_template(
        "community/training/qr.html",
        training=found, now=now, every=EVERY, stands="tu-doi" not in request.args,
        is_near=attending.is_near(found, now), qr=svg(link, _("QR code for whoever is there")),
    )  # fmt: skip


@community.get("/tap-huan/<code>/diem-danh")
@community.get("/tap-huan/<code>/diem-danh/<int:after>")
@access(may_go_through, load=load_part, asks=PROVED)
def attendance_of(part: Part) -> ResponseReturnValue:
    """Show who signed up, with a tick for who is there. Kept on the phone of whoever teaches."""
    offline.keep()
    return _attendance(part)


@community.post("/tap-huan/<code>/diem-danh")
@community.post("/tap-huan/<code>/diem-danh/<int:after>")
@access(may_go_through, load=load_part, asks=PROVED)
@acts(again=lambda part, **refused: _attendance(part, **refused))
def tick_attendance(part: Part) -> Done | Response:
    """Write one tick down; a phone's queue is given a receipt."""
    here = url_for(".attendance_of", code=part.training.code, after=part.after or None)
    return ticks.answered(_ticked(part.training, ticks.TickForm()), here)


def _ticked(found: Training, form: ticks.TickForm) -> str:
    now, deed = clock.now(), form.deed.data

    def write(number: int | None) -> str:
        row = queries.numbered(found, number)
        if row is None:
            raise DomainError(_l("Nobody of this number signed up."), field="so")
        attending.came(row, deed == CAME, now)
        return _("Number %(number)s: %(what)s", number=number, what=DEEDS[deed])

    content = ["training-tick", found.id, form.whose, deed]
    return ticks.tick(form, DEEDS, content, viewer().reference, write, now)


def _comes_in(found: Training, now: datetime) -> bool:
    """Tell whether the class is going on, and the viewer is at it as a teacher."""
    near = attending.is_near(found, now) and not found.takes(now)
    return near and rights.may_attend(current_viewer(), found)


def _back(found: Training) -> str:
    """Give the list that the viewer came from: the desk's, the lead's, or the class itself."""
    who = viewer()
    if runs_teams(who):
        commune = found.place.parent or found.place
        return url_for(".desk_trainings", xa=commune.code)
    own = [each.team for each in rights.members_of(who) if each.leads]
    team = next((each for each in own if each.place_id == found.place_id), None)
    if team is not None:
        return url_for(".team_trainings", code=team.code)
    return url_for(".training", code=found.code)


def _another(found: Training, form: JoinForm, **refused: Any) -> str:
    return render_template(
        "community/training/another.html",
        training=found, form=form, comes_in=_comes_in(found, clock.now()),
        attends=rights.may_attend(viewer(), found), **{**FRESH, **refused},
    )  # fmt: skip


def _attendance(part: Part, **refused: Any) -> str:
    page = queries.rows(part.training, part.after or None)
    values = {
        "training": part.training, "after": part.after or None, "rows": page.rows,
        "deeds": list(DEEDS.items()), "key": codes.random_token(),
        "is_near": attending.is_near(part.training, clock.now()),
        **ways(".attendance_of", page, "after", code=part.training.code), **FRESH,
    }  # fmt: skip
    return render_template("community/training/attendance.html", **{**values, **refused})
