"""What everybody reads: the sets that hold, and the scores that were published."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.criteria import counting, points, queries, scoring
from app.community.criteria.forms import written
from app.community.criteria.models import KINDS, CriteriaVersion
from app.community.criteria.scores import PUBLISHED, CriteriaScore
from app.core import clock
from app.core.access import PUBLIC, access
from app.core.listing import ways


def load_published(_viewer: Viewer, code: str) -> CriteriaScore | None:
    found = queries.score_by_code(code)
    return found if found is not None and found.status == PUBLISHED else None


def load_enacted(_viewer: Viewer, code: str) -> CriteriaVersion | None:
    """Give a version once it is enacted, though a newer one holds by now."""
    found = queries.version_by_code(code)
    return found if found is not None and not found.is_draft else None


@community.get("/tieu-chi")
@access(PUBLIC)
def criteria() -> ResponseReturnValue:
    """List the sets that hold today, and what was published."""
    kind = request.args.get("loai", "")
    kind = kind if kind in KINDS else ""
    page = queries.public_page(kind, request.args.get("truoc"))
    return render_template(
        "community/criteria/public.html",
        versions=queries.in_force(clock.local(clock.now()).date()),
        rows=[(each, *scoring.total(each)) for each in page.rows],
        kinds=list(KINDS.items()),
        kind=kind,
        written=written,
        **ways(".criteria", page, "truoc", **({"loai": kind} if kind else {})),
    )


@community.get("/tieu-chi/bo/<code>")
@access(PUBLIC, load=load_enacted)
def criteria_text(found: CriteriaVersion) -> ResponseReturnValue:
    """Show what a version asks, and how each criterion is measured."""
    return render_template(
        "community/criteria/text.html",
        version=found,
        written=written,
        names=dict(counting.measures()),
    )


@community.get("/tieu-chi/<code>")
@access(PUBLIC, load=load_published)
def criteria_result(score: CriteriaScore) -> ResponseReturnValue:
    """Show a published score beside the version it was scored by."""
    reached = scoring.total(score)
    return render_template(
        "community/criteria/result.html",
        score=score,
        rows=[(each, score.mark_of(each)) for each in score.by.criteria],
        total=reached[0],
        reached=reached[1],
        own=points.total(scoring.lines(score, own=True)),
        may_tell=points.may_tell,
        written=written,
        names=dict(counting.measures()),
    )
