"""Another person appraises what a unit scored; the province publishes it, or takes it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.community.criteria import scoring
from app.community.criteria.scores import APPRAISER, LIFE, PROVINCE, CriteriaScore
from app.core import audit
from app.core.errors import DomainError


def _refuse_own(score: CriteriaScore, user_id: int | None) -> None:
    """Raise where somebody decides on what they scored themselves."""
    if user_id in {each.own_by_id for each in score.marks}:
        raise DomainError(_l("You scored this yourself: another person has to decide."))


def appraise(
    score: CriteriaScore,
    given: Mapping[int, tuple[int, str]],
    user_id: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Appraise: ``given`` has points in tenths and words, by the criterion's number.

    Raises:
        DomainError: by whoever scored it, too many points, a difference without a reason.
    """
    LIFE.require(score, "appraise", APPRAISER)
    _refuse_own(score, user_id)
    for mark in score.marks:
        tenths, words = given[mark.criterion_id]
        field = f"diem-{mark.criterion_id}"
        if tenths != mark.own and not words:
            raise DomainError(_l("Write why the points differ: %(title)s",
                                 title=mark.criterion.title),
                              field=f"ly_do-{mark.criterion_id}")  # fmt: skip
        mark.appraised, mark.appraised_words = scoring.within(tenths, mark.criterion, field), words
    score.appraised_at, score.appraised_by_id = now, user_id
    LIFE.move(score, "appraise", APPRAISER)
    audit.record(by.reference, "criteria.appraise", score.reference, now=now,
                 after={"tenths": scoring.total(score)[0]})  # fmt: skip


def send_back(
    score: CriteriaScore, why: str, roles: Sequence[str], by: Actor, now: datetime
) -> None:
    """Give it back a step: to the unit, or to whoever appraised it.

    Raises:
        DomainError: nothing says why.
    """
    verb, role = ("refer", PROVINCE) if LIFE.may(score, "refer", PROVINCE) else (
        "return", APPRAISER)  # fmt: skip
    LIFE.require(score, verb, role if role in roles else "")
    if not why:
        raise DomainError(_l("Write what is missing."), field="vi_sao")
    LIFE.move(score, verb, role)
    score.said = why
    audit.record(by.reference, f"criteria.{verb}", score.reference, now=now)


def publish(score: CriteriaScore, user_id: int | None, by: Actor, now: datetime) -> None:
    """Publish it: everybody reads it, beside the version it was scored by.

    Raises:
        DomainError: by whoever scored it.
    """
    LIFE.require(score, "publish", PROVINCE)
    _refuse_own(score, user_id)
    LIFE.move(score, "publish", PROVINCE)
    score.published_at, score.said = now, ""
    audit.record(by.reference, "criteria.publish", score.reference, now=now,
                 after={"tenths": scoring.total(score)[0]})  # fmt: skip


def withdraw(score: CriteriaScore, why: str, by: Actor, now: datetime) -> None:
    """Take a published score back that was wrong.

    Raises:
        DomainError: nothing says why.
    """
    LIFE.require(score, "withdraw", PROVINCE)
    if not why:
        raise DomainError(_l("Write why it is taken back."), field="vi_sao")
    LIFE.move(score, "withdraw", PROVINCE)
    score.said, score.published_at = why, None
    audit.record(by.reference, "criteria.withdraw", score.reference, now=now, after={"why": why})
