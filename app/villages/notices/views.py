"""A notice is written and sent; its page: how far it reached, and what else can be done."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.forms import Line, takes
from app.core.text import whole
from app.places.models import Place
from app.villages.blueprint import villages
from app.villages.households import queries as homes
from app.villages.notices import queries, sending, starter
from app.villages.notices.forms import OF_GROUP, NoticeForm
from app.villages.notices.models import ALL, KINDS, MEETING, ONE_EACH, VillageNotice, VillageText
from app.villages.notices.sending import From
from app.villages.rights import agency_of, load_village, may_head, may_post


def may_post_notice(viewer: Viewer, notice: VillageNotice) -> bool:
    return may_post(viewer, notice.village)


def may_head_notice(viewer: Viewer, notice: VillageNotice) -> bool:
    return may_head(viewer, notice.village)


def may_head_text(viewer: Viewer, _row: VillageText) -> bool:
    """Whoever finds a kept text leads its village."""
    return viewer.is_signed_in


def acting(notice: VillageNotice) -> Actor:
    """Give who acts on a notice of that village."""
    return viewer().actor(agency_of(viewer(), notice.village))


@villages.get("/can-bo/thon/<code>/gui")
@access(may_post, load=load_village)
def new_notice(village: Place) -> ResponseReturnValue:
    """Show the form; the address may name what it is (``loai``) or a text (``mau``, ``cua``)."""
    form = NoticeForm(None)
    kind = request.args.get("loai", MEETING)
    form.kind.data = kind if kind in KINDS else MEETING
    chosen = _text(village)
    if chosen is not None:
        form.kind.data, form.title.data = chosen.kind, chosen.title
        form.words.data, form.place.data = chosen.words, chosen.place
    return _new(village, form)


@villages.post("/can-bo/thon/<code>/gui")
@access(may_post, load=load_village)
@acts(
    again=lambda village, form, **_refused: _new(village, form),
    said=_l("Sent to the households that use the app. Now the chat group, and the doors."),
)
@takes(NoticeForm)
def send_notice(village: Place, form: NoticeForm) -> str:
    said = form.said([each for each, _count in queries.groups(village)])
    sender = From(
        viewer().actor(agency_of(viewer(), village)), for_head=not may_head(viewer(), village)
    )
    made = sending.send(village, said, sender, clock.now())
    return url_for(".notice", code=made.code)


@villages.get("/can-bo/thon/tin/<code>")
@access(may_post_notice, load=queries.posted)
def notice(found: VillageNotice) -> ResponseReturnValue:
    """Show how far it reached; the head has the ways to households besides."""
    return show(found)


@villages.post("/can-bo/thon/tin/<code>/huy")
@access(may_post_notice, load=queries.posted)
@acts(again=lambda found, **refused: show(found, **refused), said=_l("It is called off."))
@takes(reason=Line(200, name="ly_do"))
def call_off(found: VillageNotice, reason: str) -> str:
    sending.call_off(found, reason, acting(found), clock.now())
    return url_for(".notice", code=found.code)


@villages.post("/can-bo/thon/mau/<int:number>/bo")
@access(may_head_text, load=queries.text)
@acts(said=_l("The text is deleted."))
def drop_text(row: VillageText) -> str:
    code = sending.drop_text(row)
    return url_for(".new_notice", code=code)


def show(found: VillageNotice, **more: Any) -> str:
    """Give a notice's page; what a refused act of it needs stands in ``more``."""
    now = clock.now()
    values = {
        "notice": found,
        "village": found.village,
        "heads": may_head(viewer(), found.village),
        "reach": queries.sums_of(found),
        "votes": list(zip(found.choices, queries.votes(found), strict=True)),
        "now": now,
        "begun": found.starts_at is not None and found.starts_at <= now,
        **FRESH,
    }
    return render_template("villages/notices/show.html", **{**values, **more})


def _new(village: Place, form: NoticeForm) -> str:
    groups = queries.groups(village)
    everybody = [(ALL, _l("All people of the village")), (ONE_EACH, _l("One of each household"))]
    return render_template(
        "villages/notices/new.html",
        village=village,
        form=form,
        kinds=KINDS,
        heads=may_head(viewer(), village),
        count=homes.counts([village.id]).get(village.id, (0, 0, 0)),
        who=[*everybody, *((f"{OF_GROUP}{each.id}", each.name) for each, _count in groups)],
        texts=starter.texts(),
        own_texts=queries.texts(village),
    )


def _text(village: Place) -> Any:
    """Give the text that the address names: one that comes along, or the village's own."""
    number, own = whole(request.args.get("mau", "")), whole(request.args.get("cua", ""))
    if own is not None:
        return next((each for each in queries.texts(village) if each.id == own), None)
    known = starter.texts()
    return known[number] if number is not None and number < len(known) else None
