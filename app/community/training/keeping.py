"""A class is announced, changed, opened, closed, held, called off; its files come and go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.community.teams import queries as teams
from app.community.training import hours, kinds, queries, signing_up
from app.community.training.life import LIFE
from app.community.training.models import (
    LONGEST,
    MOST_FILES,
    MOST_PLACES,
    TEAMS,
    Training,
    TrainingFile,
    TrainingHelper,
    TrainingSkill,
)
from app.community.visits.models import CommunitySkill
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.media import actions as media
from app.media.models import Attachment
from app.places.models import Place


@dataclass(frozen=True)
class Said:
    """What the form says of a class; ``members`` are ids of members who teach or help."""

    title: str
    words: str
    venue: str
    taught_by: str
    audience: str
    starts_at: datetime
    ends_at: datetime
    places: int
    skills: Sequence[CommunitySkill] = ()
    members: frozenset[int] = frozenset()

    def check(self) -> None:
        """Raise ``DomainError`` for hours the wrong way round or too long, too many places."""
        if self.ends_at <= self.starts_at:
            raise DomainError(_l("The class ends before it begins."), field="den_gio")
        if self.ends_at - self.starts_at > LONGEST:
            raise DomainError(_l("A class takes twelve hours at most."), field="den_gio")
        if not 1 <= self.places <= MOST_PLACES:
            raise DomainError(_l("From 1 to %(most)s places.", most=MOST_PLACES), field="so_cho")


def announce(place: Place, said: Said, by: Actor, now: datetime) -> Training:
    """Announce a class; nobody can sign up before it is opened.

    Raises:
        DomainError: what is said cannot be, or it begins before now.
    """
    said.check()
    if said.starts_at <= now:
        raise DomainError(_l("This day or hour is over. Choose a later one."), field="ngay")
    made = Training(place=place, created_at=now, version=1, skill_rows=[], files=[], helpers=[])
    _describe(made, said)
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "community.training", made.reference, now=now,
                 after={"place": place.code, "places": said.places})  # fmt: skip
    return made


def change(training: Training, said: Said, by: Actor, now: datetime) -> None:
    """Change a class; all who signed up are told of another time or place, more places are given.

    Raises:
        DomainError: what is said cannot be, or fewer places than were taken.
    """
    said.check()
    LIFE.move(training, "change")
    if said.places < training.taken:
        raise DomainError(
            _l("%(taken)s people have a place already: no fewer places than that.",
               taken=training.taken), field="so_cho",
        )  # fmt: skip
    before = training.starts_at, training.ends_at, training.venue
    _describe(training, said)
    db.session.flush()
    if (training.starts_at, training.ends_at, training.venue) != before:
        training.reminded_at = None
        kinds.told(training, queries.everybody(training), kinds.CHANGED, now)
    signing_up.move_up(training, now)
    audit.record(by.reference, "community.training", training.reference, now=now,
                 after={"places": said.places})  # fmt: skip


def open_up(training: Training, by: Actor, now: datetime) -> None:
    """Open it for sign-up; members of the teams near by hear of a class that is for them."""
    if now >= training.starts_at:
        raise Conflict(_l("The class has begun: nobody signs up any more."))
    LIFE.move(training, "open")
    if training.audience == TEAMS:
        kinds.told_teams(training, queries.members_near(training.place), now)
    audit.record(by.reference, "community.training-open", training.reference, now=now)


def close(training: Training, by: Actor, now: datetime) -> None:
    LIFE.move(training, "close")
    audit.record(by.reference, "community.training-close", training.reference, now=now)


def hold(training: Training, by: Actor, now: datetime) -> None:
    """Say that it took place; the hours of those who taught and helped wait to be approved.

    Raises:
        Conflict: it has not begun.
    """
    if now < training.starts_at:
        raise Conflict(_l("The class has not begun yet."))
    LIFE.move(training, "hold")
    hours.of_class(training, by, now)
    audit.record(by.reference, "community.training-held", training.reference, now=now,
                 after={"came": training.came})  # fmt: skip


def call_off(training: Training, reason: str, by: Actor, now: datetime) -> None:
    """Call it off; all who signed up are told, and read why.

    Raises:
        DomainError: no reason.
    """
    if not reason:
        raise DomainError(_l("Write why: whoever signed up reads it."), field="ly_do")
    LIFE.move(training, "call_off")
    training.reason = reason
    kinds.told(training, queries.everybody(training), kinds.OFF, now)
    audit.record(by.reference, "community.training-off", training.reference, now=now)


def add_file(training: Training, title: str, thing: Attachment) -> None:
    """Hand a document or a picture out, afterwards too.

    Raises:
        DomainError: too many already.
    """
    LIFE.require(training, "give")
    if len(training.files) >= MOST_FILES:
        raise DomainError(_l("At most %(most)s files. Remove one first.", most=MOST_FILES))
    media.attach([thing])
    training.files.append(TrainingFile(thing=thing, attachment_id=thing.id, title=title))


def drop_file(training: Training, link: TrainingFile) -> None:
    training.files.remove(link)
    db.session.flush()
    media.erase(link.thing)


def _describe(training: Training, said: Said) -> None:
    for name in ("title", "words", "venue", "taught_by", "audience", "starts_at", "ends_at",
                 "places"):  # fmt: skip
        setattr(training, name, getattr(said, name))
    _teach(training, said.skills)
    team = teams.of_place(training.place.id)
    known = {each.id for each in teams.members(team.id)} if team is not None else set()
    helping = {each.member_id: each for each in training.helpers}
    training.helpers = [
        helping.get(each) or TrainingHelper(member_id=each)
        for each in sorted(said.members & (known | set(helping)))
    ]


def _teach(training: Training, skills: Sequence[CommunitySkill]) -> None:
    taught = {each.skill_id: each for each in training.skill_rows}
    training.skill_rows = [
        taught.get(each.id) or TrainingSkill(skill=each, skill_id=each.id) for each in skills
    ]
