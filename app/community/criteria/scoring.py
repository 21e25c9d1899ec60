"""A unit scores itself: documents and samples are claimed, the rest is counted when it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.community.criteria import counting, points, queries, sampled
from app.community.criteria.models import (
    AGENCY,
    COMMUNE,
    COUNTED,
    PAPER,
    SAMPLED,
    CriteriaVersion,
    Criterion,
)
from app.community.criteria.scores import (
    LIFE,
    MOST_PAPERS,
    SCORER,
    CriteriaMark,
    CriteriaPaper,
    CriteriaScore,
)
from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.media import actions as media
from app.media.models import Attachment
from app.places.models import COMMUNE as A_COMMUNE
from app.places.models import Place

YEARS_BACK = 1


@dataclass(frozen=True)
class Claim:
    """What a unit says of one criterion: points in tenths, words, a sample, papers."""

    tenths: int | None = None
    words: str = ""
    source: str = ""
    papers: Sequence[Attachment] = ()


def begin(
    version: CriteriaVersion, unit: Place | Agency, year: int, by: Actor, now: datetime
) -> CriteriaScore:
    """Begin the score of a year; the one that is there, where one is.

    Raises:
        DomainError: the set is not about such a unit, the version does not hold, no such year.
    """
    today = clock.local(now).date()
    if not _fits(version.of.kind, unit):
        raise DomainError(_l("This set is not about such a unit."), field="don_vi")
    if version.is_draft or version.valid_from is None or version.valid_from > today:
        raise DomainError(_l("This version does not hold yet."), field="bo")
    if not today.year - YEARS_BACK <= year <= today.year:
        raise DomainError(_l("Choose this year or the last."), field="nam")
    place_id, agency_id = (unit.id, None) if isinstance(unit, Place) else (None, unit.id)
    there = queries.score_of(version, place_id, agency_id, year)
    if there is not None:
        return there
    made = CriteriaScore(by=version, place_id=place_id, agency_id=agency_id, year=year,
                         created_at=now, version=1, marks=[])  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "criteria.score", made.reference, now=now, after={"year": year})
    return made


def _fits(kind: str, unit: Place | Agency) -> bool:
    if isinstance(unit, Place):
        return kind != AGENCY and (kind == COMMUNE) == (unit.kind == A_COMMUNE)
    return kind == AGENCY


def claim(
    score: CriteriaScore, criterion: Criterion, said: Claim, user_id: int | None, now: datetime
) -> None:
    """Write down what the unit claims; what is counted and drawn is nobody's to type.

    Raises:
        DomainError: too many points or papers, no such sample.
    """
    LIFE.move(score, "write", SCORER)
    mark = score.mark_of(criterion)
    if mark is None:
        mark = CriteriaMark(criterion=criterion, criterion_id=criterion.id, links=[])
        score.marks.append(mark)
    mark.own_words, mark.own_by_id = said.words, user_id
    if criterion.way == PAPER:
        mark.own = within(said.tenths, criterion, "diem")
    elif criterion.way == SAMPLED:
        _take_sample(mark, score.place, said.source, now)
    _add_papers(mark, said.papers)
    db.session.flush()


def within(tenths: int | None, criterion: Criterion, field: str) -> int | None:
    """Give points back; raises ``DomainError`` where they are more than the criterion has."""
    if tenths is not None and tenths > criterion.tenths:
        raise DomainError(_l("This criterion has fewer points."), field=field)
    return tenths


def _take_sample(mark: CriteriaMark, place: Place | None, source: str, now: datetime) -> None:
    if not source:
        mark.own = mark.number = mark.base = mark.low = mark.high = mark.counted_at = None
        mark.source = mark.source_said = ""
        return
    found = next((each for each in sampled.of(place) if each.key == source), None)
    if found is None:
        raise DomainError(_l("Choose a published sample survey of this place."), field="nguon")
    mark.source, mark.source_said, mark.counted_at = found.key, found.said, now
    mark.number, mark.base = found.share, found.answered
    mark.low, mark.high = found.low, found.high
    asked = mark.criterion
    mark.own = points.earned(asked.tenths, found.share, 100, asked.target, asked.is_graded)


def _add_papers(mark: CriteriaMark, papers: Sequence[Attachment]) -> None:
    if len(mark.links) + len(papers) > MOST_PAPERS:
        raise DomainError(_l("At most %(most)s papers to a criterion.", most=MOST_PAPERS),
                          field="photos")  # fmt: skip
    media.attach(papers)
    mark.links += [CriteriaPaper(thing=each, attachment_id=each.id) for each in papers]


def drop_paper(score: CriteriaScore, link: CriteriaPaper) -> None:
    """Take a paper away while the unit is scoring."""
    LIFE.move(score, "write", SCORER)
    thing = link.thing
    mark = next(each for each in score.marks if link in each.links)
    mark.links.remove(link)
    db.session.flush()
    media.erase(thing)


def counts(score: CriteriaScore) -> dict[int, counting.Counted]:
    """Count now what the app counts, by the criterion's number."""
    asked = [each for each in score.by.criteria if each.way == COUNTED]
    return {each.id: counting.count(each.measure, score.place) for each in asked}


def send(score: CriteriaScore, user_id: int | None, by: Actor, now: datetime) -> None:
    """Send the unit's own score: what is counted is counted now and kept.

    Raises:
        DomainError: a criterion has no points yet.
    """
    LIFE.require(score, "send", SCORER)
    found = counts(score)
    for criterion in score.by.criteria:
        mark = score.mark_of(criterion)
        if criterion.id in found:
            if mark is None:
                mark = CriteriaMark(criterion=criterion, criterion_id=criterion.id, links=[])
                score.marks.append(mark)
            _keep_count(mark, found[criterion.id], now)
            mark.own_by_id = user_id
        if mark is None or mark.own is None:
            raise DomainError(_l("“%(title)s” has no points yet.", title=criterion.title))
    score.sent_at, score.said = now, ""
    LIFE.move(score, "send", SCORER)
    audit.record(by.reference, "criteria.send", score.reference, now=now,
                 after={"tenths": total(score)[0]})  # fmt: skip


def _keep_count(mark: CriteriaMark, found: counting.Counted, now: datetime) -> None:
    asked = mark.criterion
    mark.number, mark.base, mark.counted_at = found.number, found.base, now
    mark.own = points.earned(asked.tenths, *found, asked.target, asked.is_graded)


def lines(score: CriteriaScore, *, own: bool = False) -> list[points.Line]:
    """Give the points of each criterion: the appraised ones where there are, else the unit's."""
    return [_line(each, score.mark_of(each), own) for each in score.by.criteria]


def _line(criterion: Criterion, mark: CriteriaMark | None, own: bool) -> points.Line:
    given: Any = None
    if mark is not None:
        given = mark.own if own or mark.appraised is None else mark.appraised
    return points.Line(criterion.tenths, given or 0, criterion.is_needed)


def total(score: CriteriaScore) -> tuple[int, bool]:
    """Give all points together, in tenths, and whether that reaches the set."""
    found = lines(score)
    return points.total(found), points.is_reached(found, score.by.needed)
