"""The desk's pages of scores: a unit's own, appraised by another, published by the province."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.accounts.permissions import OVERSEE_VILLAGES
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.criteria import counting, points, queries, rights, sampled, scoring
from app.community.criteria.forms import as_tenths, written
from app.community.criteria.models import AGENCY, COMMUNE, SAMPLED, Criterion
from app.community.criteria.scores import LIFE, MAX_WORDS, CriteriaPaper, CriteriaScore
from app.core import clock, codes
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Files, Form, Line, Read, Words, at_most, takes
from app.core.listing import ways
from app.core.text import whole
from app.media import actions as media
from app.media.kinds import PAPER, PHOTO
from app.media.serving import Asked, serve
from app.places import queries as places
from app.places.models import Place
from app.villages.rights import agency_of, headed_villages


class ClaimForm(Form):
    """What a unit says of one criterion."""

    version = Read(whole, name="version")
    tenths = Read(as_tenths, name="diem", empty=None, most=8)
    words = Words(MAX_WORDS + 1, at_most(MAX_WORDS), name="loi")
    source = Line(60, name="nguon")
    photos = Files(name="photos")
    paper = Files(name="paper")


def load_score(viewer: Viewer, code: str) -> CriteriaScore | None:
    """Give a score to whoever scores, appraises or publishes it."""
    found = queries.score_by_code(code)
    return found if found is not None and rights.may_look(viewer, found) else None


def load_criterion(
    viewer: Viewer, code: str, number: int
) -> tuple[CriteriaScore, Criterion] | None:
    score = load_score(viewer, code)
    rows = score.by.criteria if score is not None else []
    found = next((each for each in rows if each.id == number), None)
    return (score, found) if score is not None and found is not None else None


def load_paper(viewer: Viewer, code: str, thing: str) -> tuple[CriteriaScore, CriteriaPaper] | None:
    score = load_score(viewer, code)
    found = queries.paper(score, thing) if score is not None else None
    return (score, found) if score is not None and found is not None else None


def load_file(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    """Give a paper to whoever has a part in the score: what it shows may be private."""
    found = load_paper(viewer, code, thing)
    return Asked(found[1].thing, part, False, found[0].unit_name) if found else None


def may_score_in(viewer: Viewer, of: tuple[CriteriaScore, Any]) -> bool:
    return rights.may_score(viewer, of[0])


def may_open(viewer: Viewer, _asked: Asked) -> bool:
    return rights.works_on_criteria(viewer)


@community.get("/can-bo/tieu-chi")
@access(rights.works_on_criteria)
def criteria_index() -> ResponseReturnValue:
    """List the scores in which one has a part; begin one for one's own unit."""
    return _index()


@community.post("/can-bo/tieu-chi")
@access(rights.works_on_criteria)
@acts(again=lambda **refused: _index(**refused))
@takes(chosen=Line(60, name="bo"), unit=Line(80, name="don_vi"), year=Read(whole, name="nam"))
def begin_score(chosen: str, unit: str, year: int | None) -> str:
    """Begin the score of a year, or go on with the one that is there."""
    mine = {key: each for key, (_name, each) in _units(current_viewer()).items()}
    version = queries.version_by_code(chosen)
    if version is None:
        raise DomainError(_l("Choose a set."), field="bo")
    if unit not in mine:
        raise DomainError(_l("Choose a unit of your own."), field="don_vi")
    made = scoring.begin(version, mine[unit], year or 0, viewer().actor(), clock.now())
    return url_for(".desk_score", code=made.code)


@community.get("/can-bo/tieu-chi/cham/<code>")
@access(rights.may_look, load=load_score)
def desk_score(score: CriteriaScore) -> ResponseReturnValue:
    return page_of(score)


@community.post("/can-bo/tieu-chi/cham/<code>/<int:number>")
@access(may_score_in, load=load_criterion)
@acts(again=lambda of, **refused: page_of(of[0], at=of[1].id, **refused), said=_l("Kept."))
@takes(ClaimForm)
def claim_points(of: tuple[CriteriaScore, Criterion], form: ClaimForm) -> str:
    """Look the papers through without the database's write lock, then write all at once."""
    code, number, now = of[0].code, of[1].id, clock.now()
    sent = {PHOTO: form.photos.data, PAPER: form.paper.data}
    prepared = media.prepare_apart(sent)
    again = load_criterion(viewer(), code, number)
    if again is None:
        prepared.drop()
        abort(404)
    score, criterion = again
    score.check_version(form.version.data)
    photos, papers = media.stage_all((PHOTO, PAPER), prepared, codes.random_token(), now)
    said = scoring.Claim(form.tenths.data, form.words.data, form.source.data, [*photos, *papers])
    scoring.claim(score, criterion, said, viewer().user_id, now)
    return url_for(".desk_score", code=code, _anchor=f"t{number}")


@community.get("/can-bo/tieu-chi/cham/<code>/giay/<thing>-<part>")
@access(may_open, load=load_file)
def score_paper(asked: Asked) -> ResponseReturnValue:
    return serve(asked)


@community.post("/can-bo/tieu-chi/cham/<code>/giay/<thing>/bo")
@access(may_score_in, load=load_paper)
@acts(said=_l("The paper is taken away."))
def drop_score_paper(of: tuple[CriteriaScore, CriteriaPaper]) -> str:
    scoring.drop_paper(*of)
    return url_for(".desk_score", code=of[0].code)


@community.post("/can-bo/tieu-chi/cham/<code>/gui")
@access(rights.may_score, load=load_score)
@acts(again=lambda score, **refused: page_of(score, **refused),
      said=_l("Sent. Another person appraises it."))  # fmt: skip
def send_score(score: CriteriaScore) -> str:
    scoring.send(score, viewer().user_id, actor_for(score), clock.now())
    return url_for(".desk_score", code=score.code)


def actor_for(score: CriteriaScore) -> Any:
    return viewer().actor(agency_of(viewer(), score.place) if score.place else score.agency)


def _units(viewer: Viewer) -> dict[str, tuple[str, Place | Agency]]:
    """Give the units that the viewer scores, by what the form calls them."""
    found: dict[str, tuple[str, Place | Agency]] = {
        each.code: (each.title, each) for each in headed_villages(viewer)
    }
    for agency in viewer.agencies(OVERSEE_VILLAGES):
        place = places.get(agency.place_id)
        if place is not None and place.kind == COMMUNE:
            found[place.code] = (place.title, place)
    found |= {f"{AGENCY}-{each.code}": (each.name, each) for each in rights.led(viewer)}
    return found


def _index(**refused: Any) -> str:
    page = queries.desk_page(viewer(), request.args.get("truoc"))
    today = clock.local(clock.now()).date()
    return render_template(
        "community/criteria/index.html",
        rows=[(each, *scoring.total(each)) for each in page.rows],
        written=written,
        units=[(key, name) for key, (name, _unit) in _units(viewer()).items()],
        sets=[(each.code, each.of.title) for each in queries.in_force(today)],
        years=[(str(year), str(year)) for year in (today.year, today.year - 1)],
        keeps=rights.keeps_criteria(viewer()),
        **{**FRESH, **refused},
        **ways(".criteria_index", page, "truoc"),
    )


def page_of(score: CriteriaScore, **more: Any) -> str:
    roles = rights.roles(viewer(), score)
    may = [verb for verb in LIFE.verbs if any(LIFE.may(score, verb, role) for role in roles)]
    now_counted = scoring.counts(score) if "write" in may else {}
    asks_sample = "write" in may and any(each.way == SAMPLED for each in score.by.criteria)
    rows = [(each, score.mark_of(each), now_counted.get(each.id)) for each in score.by.criteria]
    own = scoring.lines(score, own=True)
    reached = scoring.total(score)
    values = {
        "score": score, "rows": rows, "may": may, "written": written, "at": None,
        "own": points.total(own), "total": reached[0], "reached": reached[1],
        "earned": points.earned, "names": dict(counting.measures()),
        "samples": [(each.key, each.said) for each in sampled.of(score.place)]
        if asks_sample else [],
        **FRESH,
    }  # fmt: skip
    return render_template("community/criteria/score.html", **{**values, **more})
