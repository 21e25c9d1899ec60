"""Anybody asks about land, reads the answer, and what others asked often."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import sending
from app.accounts.viewer import Viewer
from app.core import clock, codes, preferences
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.forms import Tick, takes
from app.core.text import line
from app.enquiries.blueprint import enquiries
from app.enquiries.land import asking, queries
from app.enquiries.land.asking import AskForm
from app.enquiries.land.models import KINDS, LIFE, LandAnswer, LandQuestion
from app.media.models import Attachment
from app.media.saying import came_along
from app.media.serving import Asked, asked_of, serve
from app.places import queries as places


def load_land_file(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    """Give a part of what came along, to whoever sent it and the advisers."""
    row = queries.readable(viewer, code)
    return asked_of(row.links, thing, part) if row is not None else None


@enquiries.get("/dat-dai")
@access(PUBLIC)
def land() -> ResponseReturnValue:
    """Show what is asked often, and one's own questions."""
    typed = line(request.args.get("q", ""), 100)
    return render_template(
        "enquiries/land/index.html", typed=typed, answers=queries.answers(typed)[:50],
        rows=queries.all_own(current_viewer()),
    )  # fmt: skip


@enquiries.get("/dat-dai/thuong-gap/<code>")
@access(PUBLIC, load=queries.answer_of)
def land_answer(row: LandAnswer) -> ResponseReturnValue:
    return render_template("enquiries/land/answer.html", row=row)


@enquiries.get("/dat-dai/hoi")
@access(PUBLIC)
def land_new() -> ResponseReturnValue:
    return _new()


@enquiries.post("/dat-dai/hoi")
@access(PUBLIC)
@acts(again=lambda **refused: _new(AskForm.read(), **refused), counts=True)
def land_ask() -> Done:
    """Take a question in; refused, what came along waits under the form's key."""
    form = AskForm.read()
    sending.spend(sending.LAND_QUESTIONS, clock.now())
    sending.count_files(form.files, form.voices)
    code = asking.ask(form, form.prepare(), current_viewer(), clock.now())
    thanks = _("Thank you. The answer comes to your notifications.")
    return Done(url_for(".land_one", code=code), thanks, code=code)


@enquiries.get("/dat-dai/cau-hoi/<code>")
@access(PUBLIC, load=queries.own)
def land_one(row: LandQuestion) -> ResponseReturnValue:
    """Show what was asked, by when it is answered, and the answer, to whoever asked."""
    return render_template(
        "enquiries/land/one.html", row=row, words=row.words, file_url=land_file_url(row),
        may_withdraw=LIFE.may(row, "withdraw"),
    )  # fmt: skip


@enquiries.post("/dat-dai/cau-hoi/<code>/rut")
@access(PUBLIC, load=queries.own)
@acts(said=_l("Taken back. Your words and photos are deleted."))
def land_withdraw(row: LandQuestion) -> str:
    asking.withdraw(row, current_viewer().reference, clock.now())
    return url_for(".land_one", code=row.code)


@enquiries.post("/dat-dai/cau-hoi/<code>/dang")
@access(PUBLIC, load=queries.own)
@acts(said=_l("Saved."))
@takes(may_publish=Tick(name="dang"))
def land_consent(row: LandQuestion, may_publish: bool) -> str:
    asking.consent(row, may_publish, current_viewer().reference, clock.now())
    return url_for(".land_one", code=row.code)


@enquiries.get("/dat-dai/cau-hoi/<code>/tep/<thing>-<part>")
@access(PUBLIC, load=load_land_file)
def land_file(asked: Asked) -> ResponseReturnValue:
    """Serve a photo or a voice that came along; nobody may keep it."""
    return serve(asked)


def land_file_url(row: LandQuestion) -> Any:
    """Give what makes the address of a part of what came along."""

    def url(thing: Attachment, part: str) -> str:
        return url_for("enquiries.land_file", code=row.code, thing=thing.code, part=part)

    return url


def _new(form: AskForm | None = None, **refused: Any) -> str:
    home = places.get(preferences.preferences().commune_id)
    return render_template(
        "enquiries/land/new.html",
        kinds=KINDS.items(), key=form.key if form and form.key else codes.random_token(),
        communes=[(each.code, each.title) for each in places.communes()], days=asking.DAYS,
        chosen=form.place if form else (home.code if home else ""), given=form,
        **came_along(form), **(refused or FRESH),
    )  # fmt: skip
