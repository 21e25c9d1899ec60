"""The pages of the book: the head writes it, the village reads it."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.core.access import SIGNED_IN, access
from app.core.act import FRESH, acts
from app.core.forms import Files, Form, Line, Read, Words, needed, takes
from app.core.tables.values import as_amount, as_date
from app.media import actions as media
from app.media.kinds import PHOTO
from app.media.serving import Asked, serve
from app.places.models import Place
from app.villages.blueprint import villages
from app.villages.books import keeping, queries
from app.villages.books.models import MAX_LINE, MAX_TITLE, MAX_WORDS, WAYS, VillageWork
from app.villages.books.models import VillageWorkLine as BookLine
from app.villages.households import queries as homes
from app.villages.rights import agency_of, load_village, may_head


class WorkForm(Form):
    """A work or a fund that begins."""

    title = Line(MAX_TITLE, needed(_l("Write what it is, in a line.")), name="ten")
    words = Words(MAX_WORDS, name="noi_dung")
    planned = Read(as_amount, name="du_kien", empty=0)


class LineForm(Form):
    """What was collected or spent."""

    way = Line(3, name="loai")
    amount = Read(as_amount, name="so_tien")
    day = Read(as_date, name="ngay")
    words = Line(MAX_LINE, needed(_l("Write what for.")), name="noi_dung")
    photos = Files(name="photos")


def may_keep_book(viewer: Viewer, work: VillageWork) -> bool:
    return may_head(viewer, work.village)


def may_keep_line(viewer: Viewer, line: BookLine) -> bool:
    return may_head(viewer, line.work.village)


@villages.get("/can-bo/thon/<code>/so")
@access(may_head, load=load_village)
def book(village: Place) -> ResponseReturnValue:
    return _book(village, WorkForm(None))


@villages.post("/can-bo/thon/<code>/so")
@access(may_head, load=load_village)
@acts(again=lambda village, form, **_refused: _book(village, form))
@takes(WorkForm)
def begin_work(village: Place, form: WorkForm) -> str:
    by = viewer().actor(agency_of(viewer(), village))
    said = form.title.data, form.words.data, form.planned.data
    made = keeping.begin(village, *said, by, clock.now())
    return url_for(".work", code=made.code)


@villages.get("/can-bo/thon/so/<code>")
@access(may_keep_book, load=queries.headed)
def work(found: VillageWork) -> ResponseReturnValue:
    return _work(found)


@villages.post("/can-bo/thon/so/<code>")
@access(may_keep_book, load=queries.headed)
@acts(again=lambda found, **refused: _work(found, **refused), said=_l("Written down."))
@takes(LineForm)
def write_line(found: VillageWork, form: LineForm) -> str:
    """Look the photo through without the database's write lock, then write all at once."""
    code, now = found.code, clock.now()
    prepared = media.prepare_apart({PHOTO: form.photos.data})
    again = queries.headed(viewer(), code)
    if again is None:
        prepared.drop()
        abort(404)
    photos = media.stage(PHOTO, prepared, codes.random_token(), now)
    said = keeping.Said(form.way.data, form.amount.data, form.day.data, form.words.data)
    keeping.write(again, said, photos[0] if photos else None, _actor(again), now)
    return url_for(".work", code=code)


@villages.post("/can-bo/thon/so/<code>/xong")
@access(may_keep_book, load=queries.headed)
@acts(said=_l("The book of this work is closed. The village goes on reading it."))
def end_work(found: VillageWork) -> str:
    keeping.end(found, _actor(found), clock.now())
    return url_for(".work", code=found.code)


@villages.post("/can-bo/thon/so/<code>/<int:number>/gach")
@access(may_keep_line, load=queries.line)
@acts(
    again=lambda line, **refused: _work(line.work, struck=line.id, **refused),
    said=_l("The line is struck out; it stays readable."),
)
@takes(because=Line(MAX_LINE, name="vi_sao"))
def strike_line(line: BookLine, because: str) -> str:
    keeping.strike(line, because, _actor(line.work), clock.now())
    return url_for(".work", code=line.work.code)


@villages.get("/thon-toi/so")
@access(SIGNED_IN)
def books() -> ResponseReturnValue:
    """Show the works of one's own village."""
    member = homes.of_person(viewer().user_id)
    rows = queries.of_village(member.household.village_id) if member is not None else []
    return render_template(
        "villages/books/mine.html",
        village=member.household.village if member is not None else None,
        rows=rows,
        sums=queries.sums([each.id for each in rows]),
        none=queries.Sums(),
    )


@villages.get("/thon-toi/so/<code>")
@access(SIGNED_IN, load=queries.read)
def read_book(found: VillageWork) -> ResponseReturnValue:
    return render_template(
        "villages/books/read.html",
        work=found,
        sums=queries.sums([found.id]).get(found.id, queries.Sums()),
    )


def load_paper(viewer: Viewer, code: str, photo: str, size: str) -> Asked | None:
    """Give the photo of a line's paper to whoever reads the book."""
    found = queries.read(viewer, code)
    papers = [each.photo for each in found.lines if each.photo is not None] if found else []
    paper = next((each for each in papers if each.code == photo), None)
    return Asked(paper, size, False) if paper is not None else None


@villages.get("/thon-toi/so/<code>/anh/<photo>-<size>.webp")
@access(SIGNED_IN, load=load_paper)
def paper(asked: Asked) -> ResponseReturnValue:
    return serve(asked)


def _actor(work: VillageWork) -> Any:
    return viewer().actor(agency_of(viewer(), work.village))


def _book(village: Place, form: WorkForm) -> str:
    rows = queries.of_village(village.id)
    return render_template(
        "villages/books/list.html",
        village=village,
        rows=rows,
        sums=queries.sums([each.id for each in rows]),
        none=queries.Sums(),
        form=form,
    )


def _work(found: VillageWork, **more: Any) -> str:
    values = {
        "work": found,
        "struck": None,
        "village": found.village,
        "sums": queries.sums([found.id]).get(found.id, queries.Sums()),
        "ways": WAYS,
        "today": clock.local(clock.now()).date(),
        **FRESH,
    }
    return render_template("villages/books/work.html", **{**values, **more})
