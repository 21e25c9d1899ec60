"""What everybody reads: the register, a plan's newest version, the earlier ones, their files."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock, page_cache, preferences
from app.core.access import PUBLIC, access
from app.core.filters import Filters, among, asks, line
from app.core.listing import Page, ways
from app.media.models import Attachment
from app.media.serving import Asked as AskedFile
from app.media.serving import serve
from app.places import queries as places
from app.places.models import COMMUNE, Place
from app.planning import queries
from app.planning.blueprint import planning
from app.planning.models import KINDS, Plan, PlanVersion
from app.planning.queries import Of

FRESH_SECONDS = 10
TYPED = line(100)


@dataclass(frozen=True)
class Asked(Filters):
    """What the register's address says; ``place`` a commune's code, ``place_name`` its name."""

    text: str = asks("q", TYPED)
    kind: str = asks("loai", among(*KINDS))
    place: str = asks("noi", line(40))
    place_name: str = asks("xa", TYPED)


@planning.get("/quy-hoach")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def index() -> ResponseReturnValue:
    """List what is public, what was published last first."""
    asked = Asked.read(request.args)
    place = place_of(asked.place, asked.place_name)
    unknown = place is None and bool(asked.place_name or asked.place)
    words = queries.search_words(asked.text)
    lost = unknown or (asked.text and not words)
    page: Page[Plan] = Page([])
    if not lost:
        after = request.args.get("sau", "")[:20]
        page = queries.listed(words, asked.kind, place and place.id, after)
    return render_template(
        "planning/index.html",
        rows=page.rows, asked=asked, place=place, unknown=unknown, kinds=list(KINDS.items()),
        kind_name=KINDS.get(asked.kind),
        home=places.get(preferences.preferences().commune_id),
        **ways(".index", page, "sau", **asked.given),
    )  # fmt: skip


@planning.get("/qh/<code>")
@access(PUBLIC, load=queries.public)
def scanned(plan: Plan) -> ResponseReturnValue:
    """Lead on from the board at the site: its code's address never changes."""
    return redirect(url_for(".show", code=plan.code))


@planning.get("/quy-hoach/<code>")
@access(PUBLIC, load=queries.shown)
@page_cache.for_strangers(FRESH_SECONDS)
def show(of: Of) -> ResponseReturnValue:
    """Show the newest version: what holds now."""
    return _show(of)


@planning.get("/quy-hoach/<code>/<int:number>")
@access(PUBLIC, load=queries.shown_version)
@page_cache.for_strangers(FRESH_SECONDS)
def version(of: Of) -> ResponseReturnValue:
    """Show one version, and which one holds now."""
    return _show(of)


def load_paper(_viewer: object, code: str, number: int) -> AskedFile | None:
    """Give the PDF of a version that everybody may open."""
    of = queries.shown_version(None, code, number)
    if of is None or of.version.paper is None:
        return None
    return AskedFile(of.version.paper, "pdf", True, f"{of.plan.title} {of.version.number}")


def load_picture(
    _viewer: object, code: str, number: int, thing: str, size: str
) -> AskedFile | None:
    """Give a picture of a version that everybody may open."""
    of = queries.shown_version(None, code, number)
    found = queries.file_of(of.version, thing) if of is not None else None
    return AskedFile(found, size, True) if found is not None else None


@planning.get("/quy-hoach/<code>/<int:number>/van-ban.pdf")
@access(PUBLIC, load=load_paper)
def paper(asked: AskedFile) -> ResponseReturnValue:
    return serve(asked)


@planning.get("/quy-hoach/<code>/<int:number>/trang/<thing>-<size>.webp")
@access(PUBLIC, load=load_picture)
def picture(asked: AskedFile) -> ResponseReturnValue:
    return serve(asked)


def place_of(code: str, name: str) -> Place | None:
    """Give the commune that is meant, by its name or its code; a former one's successor."""
    if name:
        found = places.search(name, COMMUNE, limit=1)
        return found[0].place if found else None
    chosen = places.by_code(code) if code else None
    if chosen is None or chosen.kind != COMMUNE:
        return None
    return next(iter(places.current(chosen)), None)


def _show(of: Of) -> str:
    plan, version, now = of.plan, of.version, clock.now()
    survey = version.survey if version.survey is not None and version.survey.is_public else None
    return render_template(
        "planning/show.html",
        plan=plan, version=version, newest=plan.newest, proposed=plan.proposed,
        pages=pages(version), before=replaced_by(plan, version),
        file_url=file_url(plan, version), survey=survey,
        is_open=survey is not None and survey.is_open(now),
    )  # fmt: skip


def replaced_by(plan: Plan, version: PlanVersion) -> PlanVersion | None:
    """Give the version that this one replaced, when it was published; None for a first one."""
    earlier = [
        each for each in plan.shown
        if each.position < version.position and each.number and version.number
    ]  # fmt: skip
    return next(iter(earlier), None)


def pages(version: PlanVersion) -> list[tuple[int, Any, list[Any]]]:
    """Give the pages that have a picture: its number, all of it, its quarters."""
    by_page: dict[int, list[Any]] = {}
    for each in version.pictures:
        by_page.setdefault(each.page, []).append(each)
    return [
        (page + 1, next((it.thing for it in parts if it.part == 0), None),
         [it.thing for it in parts if it.part])
        for page, parts in sorted(by_page.items())
    ]  # fmt: skip


def file_url(plan: Plan, version: PlanVersion) -> Any:
    """Give what makes the address of a picture."""

    def url(thing: Attachment, size: str) -> str:
        number = version.position
        return url_for("planning.picture", code=plan.code, number=number, thing=thing.code,
                       size=size)  # fmt: skip

    return url
