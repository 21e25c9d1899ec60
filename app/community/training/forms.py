"""What is typed of a class, of somebody who signs up, of hours."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.community.teams.models import CommunityMember
from app.community.training.hours import Said as HoursSaid
from app.community.training.hours_models import MAX_WHAT
from app.community.training.keeping import Said
from app.community.training.models import (
    AUDIENCES,
    MAX_NAME,
    MAX_TITLE,
    MAX_WHERE,
    MAX_WORDS,
    MOST_PLACES,
    Training,
)
from app.community.visits.models import CommunitySkill
from app.core import clock
from app.core.errors import DomainError
from app.core.forms import Files, Form, Line, Read, Several, Words, among, at_most, needed
from app.core.tables.errors import BadValue
from app.core.tables.values import as_date, as_quantity
from app.core.text import whole
from app.villages.notices.forms import as_time


def as_places(typed: str) -> int:
    """Read how many places there are; raises ``BadValue``."""
    found = whole(typed)
    if not found or found > MOST_PLACES:
        raise BadValue(_l("From 1 to %(most)s places.", most=MOST_PLACES))
    return found


def as_minutes(typed: str) -> int:
    """Read hours, 2 or 2,5, as minutes; raises ``BadValue``."""
    minutes = int(as_quantity(typed) * 60)
    if not 15 <= minutes <= 16 * 60:
        raise BadValue(_l("From a quarter of an hour to sixteen hours, such as 2 or 2,5."))
    return minutes


class TrainingForm(Form):
    """A class as it is announced; hours are those of Viet Nam."""

    title = Line(MAX_TITLE + 1, needed(_l("Write what the class is called.")), at_most(MAX_TITLE),
                 name="ten")  # fmt: skip
    words = Words(MAX_WORDS + 1, at_most(MAX_WORDS), name="noi_dung")
    venue = Line(MAX_WHERE + 1, needed(_l("Write where it takes place.")), at_most(MAX_WHERE),
                 name="noi")  # fmt: skip
    taught_by = Line(MAX_NAME + 1, needed(_l("Write who teaches.")), at_most(MAX_NAME),
                     name="nguoi_day")  # fmt: skip
    audience = Line(10, among(AUDIENCES, _l("Choose whom it is for.")), name="cho_ai")
    day = Read(as_date, needed(_l("Choose the day.")), name="ngay", empty=None)
    begins = Read(as_time, name="tu_gio", most=12)
    ends = Read(as_time, name="den_gio", most=12)
    places = Read(as_places, name="so_cho", most=8)
    skills = Several(40, name="ky_nang")
    members = Several(12, name="nguoi_giup")
    version = Read(whole, name="version", empty=None)

    def said(self, taught: Sequence[CommunitySkill]) -> Said:
        """Give what is said; ``taught`` are the skills that may be chosen."""
        at = [self._at(each.data) for each in (self.begins, self.ends)]
        skills = [each for each in taught if each.code in self.skills.data]
        members = frozenset(found for each in self.members.data if (found := whole(each)))
        return Said(
            self.title.data, self.words.data, self.venue.data, self.taught_by.data,
            self.audience.data, at[0], at[1], self.places.data, skills, members,
        )  # fmt: skip

    def _at(self, hour: Any) -> datetime:
        return clock.at(self.day.data, hour)

    def fill(self, training: Training) -> None:
        """Show a class as it is."""
        begins, ends = clock.local(training.starts_at), clock.local(training.ends_at)
        for name in ("title", "words", "venue", "taught_by", "audience", "places", "version"):
            getattr(self, name).data = getattr(training, name)
        self.day.data, self.begins.data, self.ends.data = begins.date(), begins.time(), ends.time()
        self.skills.data = tuple(each.skill.code for each in training.skill_rows)
        self.members.data = tuple(str(each.member_id) for each in training.helpers)

    @property
    def shown(self) -> dict[str, Any]:
        """What stands in the form; hours and day as their fields want them."""
        found = super().shown
        for name in ("begins", "ends"):
            field = getattr(self, name)
            if field.typed is None and field.data is not None:
                found[name] = f"{field.data:%H:%M}"
        if self.day.typed is None and self.day.data is not None:
            found["day"] = f"{self.day.data:%Y-%m-%d}"
        found["skills"], found["members"] = self.skills.data, self.members.data
        return found


class JoinForm(Form):
    """Who comes; a guest types the number that they proved."""

    name = Line(MAX_NAME, name="ten")
    phone = Line(20, name="phone")


class FileForm(Form):
    """One file to be handed out, and what it is called."""

    title = Line(MAX_NAME, needed(_l("Write what the file is called.")), name="ten")
    photos = Files(name="photos")
    paper = Files(name="paper")


class HoursForm(Form):
    """Hours that a lead enters: whose, when, how many, doing what."""

    member = Read(whole, needed(_l("Choose who it was.")), name="ai", empty=None, most=12)
    day = Read(as_date, needed(_l("Choose the day.")), name="ngay", empty=None)
    minutes = Read(as_minutes, name="so_gio", most=8)
    what = Line(MAX_WHAT + 1, needed(_l("Write what they did.")), at_most(MAX_WHAT), name="viec")

    def said(self, members: list[CommunityMember]) -> HoursSaid:
        """Give what is entered; raises ``DomainError`` for somebody of another team."""
        found = next((each for each in members if each.id == self.member.data), None)
        if found is None:
            raise DomainError(_l("Choose who it was."), field="ai")
        return HoursSaid(found, self.day.data, self.minutes.data, self.what.data)


def soon(now: datetime) -> TrainingForm:
    """Give an empty form: in a week, in the evening."""
    form = TrainingForm(None)
    form.day.data = clock.local(now).date() + timedelta(days=7)
    form.places.data = 20
    return form
