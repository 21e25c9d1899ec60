"""Scanned at the door: whoever signed up is there with one tap, others while a place is free."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.training import attending, queries, signing_up
from app.community.training.forms import JoinForm
from app.community.training.models import Training
from app.community.training.views import load_read, who_signs_up
from app.core import clock
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.errors import Conflict
from app.core.forms import takes


@dataclass(frozen=True)
class Door:
    """A class, and the code by which somebody says that they are there."""

    training: Training
    code: str

    @property
    def fits(self) -> bool:
        return attending.fits(self.training, self.code, clock.now())


def load_door(viewer: Viewer, code: str, door: str) -> Door | None:
    found = load_read(viewer, code)
    return Door(found, door) if found is not None else None


@community.get("/tap-huan/<code>/cua/<door>")
@access(PUBLIC, load=load_door)
def training_door(at: Door) -> ResponseReturnValue:
    return _page(at)


@community.post("/tap-huan/<code>/cua/<door>")
@access(PUBLIC, load=load_door)
@acts(again=lambda at, form, **refused: _page(at, form, **refused))
@takes(JoinForm)
def be_at_training(at: Door, form: JoinForm) -> Done:
    """Write down that whoever scanned is there; who had not signed up takes a free place."""
    found, who, now = at.training, viewer(), clock.now()
    attending.refuse_far(found, now)
    if not at.fits:
        raise Conflict(_l("The code at the door has changed since. Scan it again."))
    row = queries.place_of(who, found)
    if row is None:
        person = signing_up.of_viewer(who, form.name.data, form.phone.data)
        row = queries.by_who(found, person.who(found)) or attending.walk_in(found, person, now)
        signing_up.held_by(who, row, now)
    attending.came(row, True, now)
    return Done(url_for(".training", code=found.code), _("Welcome: it is written down that you "
                                                          "are there."))  # fmt: skip


def _page(at: Door, form: JoinForm | None = None, **refused: Any) -> str:
    who, found = current_viewer(), at.training
    row = queries.place_of(who, found)
    here = url_for(".training_door", code=found.code, door=at.code)
    return render_template(
        "community/training/door.html",
        training=found, row=row, here=here, fits=at.fits, form=form or JoinForm(None),
        is_near=attending.is_near(found, clock.now()),
        **who_signs_up(who), **{**FRESH, **refused},
    )  # fmt: skip
