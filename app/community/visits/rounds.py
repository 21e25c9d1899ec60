"""A round from door to door: the people of one area, a visit written down at each door.

The page is kept on the helper's phone, and every visit goes through its queue (docs/offline.md):
sent once, and known again by its key. What comes from somebody who has left the team meanwhile is
taken as well, for the lead to look at.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.present import person as present_person
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community import rights
from app.community.blueprint import community
from app.community.lessons import queries as lessons
from app.community.people import queries as people
from app.community.people.models import STATES
from app.community.teams import keeping, queries
from app.community.teams.models import CommunityArea
from app.community.visits import skills, writing
from app.community.visits.models import MAX_WORDS
from app.core import clock, codes, idempotency, observing, offline, ticks
from app.core.access import PROVED, access
from app.core.act import FRESH, Done, acts
from app.core.errors import DomainError
from app.core.formats import moment
from app.core.forms import Line, Several, Tick, Words, takes
from app.core.listing import ways


class VisitForm(ticks.TickForm):
    """A tick of somebody visited (``deed`` is the state they are in), and what was done."""

    skills = Several(20, name="ky_nang")
    taps = Several(24, name="tu_lam")
    is_hard = Tick(name="ca_kho")
    words = Words(MAX_WORDS, name="ghi_chu")
    known_until = Line(40, name="trang_luc")
    observed_at = Line(40, name="observed_at")

    def alone(self) -> dict[str, int]:
        """Give by skill how many things were seen done alone: each is tapped once, ``app-3``."""
        return Counter(each.rpartition("-")[0] for each in set(self.taps.data))


@dataclass(frozen=True)
class Part:
    """A part of an area's people: those behind position ``after``."""

    area: CommunityArea
    after: int = 0


def load_part(viewer: Viewer, code: str, after: int = 0) -> Part | None:
    """Give a part of an area to whoever looks after it."""
    found = queries.area(code)
    if found is None or not rights.sees_area(viewer, found.team, found.id):
        return None
    return Part(found, after)


def load_sent(viewer: Viewer, code: str, after: int = 0) -> Part | None:
    """Give it to whoever belongs to the team, or did: what waits on a phone is not lost."""
    found = queries.area(code)
    if found is None or queries.ever_of(viewer, found.team_id) is None:
        return None
    return Part(found, after)


def may_go_round(viewer: Viewer, _part: Part) -> bool:
    """Whoever finds an area looks after it."""
    return viewer.is_signed_in


def may_send(viewer: Viewer, _part: Part) -> bool:
    """Whoever finds an area to send to belongs to its team, or did."""
    return viewer.is_signed_in


@community.get("/to-cong-nghe/khu/<code>")
@community.get("/to-cong-nghe/khu/<code>/<int:after>")
@access(may_go_round, load=load_part, asks=PROVED)
def rounds(part: Part) -> ResponseReturnValue:
    """Show the people of an area. Kept sealed on the phone; with numbers while they are opened."""
    offline.seal()
    return _round(part)


def _again(part: Part, why: DomainError, **refused: Any) -> str:
    """Give the page back to whoever looks after the area still; to others only why not."""
    if not rights.sees_area(viewer(), part.area.team, part.area.id):
        raise why
    return _round(part, taught=VisitForm().skills.data, tapped=VisitForm().taps.data, **refused)


@community.post("/to-cong-nghe/khu/<code>")
@community.post("/to-cong-nghe/khu/<code>/<int:after>")
@access(may_send, load=load_sent, asks=PROVED)
@acts(again=_again)
def visit(part: Part) -> Done | Response:
    """Write one visit down; a phone's queue is given a receipt."""
    sees = rights.sees_area(viewer(), part.area.team, part.area.id)
    area = url_for(".rounds", code=part.area.code, after=part.after or None)
    here = area if sees else url_for(".mine")
    said = _keep(part.area, VisitForm())
    return ticks.answered(said, here)


@community.post("/to-cong-nghe/khu/<code>/so-dien-thoai")
@access(may_go_round, load=load_part, asks=PROVED)
@acts()
@takes(reason=Line(20, name="ly_do"))
def open_phones(part: Part, reason: str) -> Done:
    """Open the phones for an evening's round; the reason is written down."""
    keeping.open_phones(part.area.team, reason, present_person(), clock.now())
    said = _("The phone numbers are shown until tomorrow. That you opened them is written down.")
    return Done(url_for(".rounds", code=part.area.code), said)


def _keep(area: CommunityArea, form: VisitForm) -> str:
    form.check()
    now, number = clock.now(), form.whose
    alone = form.alone()
    member = queries.ever_of(viewer(), area.team_id)
    assert member is not None
    content = idempotency.fingerprint(
        ["community-visit", area.team_id, number, form.deed.data, *sorted(form.skills.data),
         form.is_hard.data, form.words.data, *sorted(form.taps.data)]
    )  # fmt: skip
    claim = idempotency.claim(viewer().reference, form.key.data, content, now)
    if claim.answer is not None:
        return claim.answer
    said = writing.Said(
        number, form.deed.data,
        [each for each in skills.every() if each.code in form.skills.data or alone.get(each.code)],
        form.is_hard.data,
        form.words.data, observing.read(form.observed_at.data, "", now)["observed_at"] or now,
        observing.read(form.known_until.data, "", now)["observed_at"] or now, alone,
    )  # fmt: skip
    claim.answer = _said(writing.write(area, member, said, now))
    return claim.answer


def _said(written: writing.Written) -> str:
    """Say what was written down; of another's visit meanwhile, what it came to."""
    visit = written.visit
    said = _("Number %(number)s: %(what)s", number=visit.person.position, what=visit.label)
    if written.other is not None:
        said = _("%(said)s. Meanwhile another helper was there, %(when)s: %(what)s. Both are kept.",
                 said=said, when=moment(written.other.happened_at),
                 what=written.other.label)  # fmt: skip
    if visit.waits:
        said = _("%(said)s. The lead of the team looks at it first.", said=said)
    return said


def _round(part: Part, **more: Any) -> str:
    area, both = part.area, lessons.taught()
    page = people.of_area(area.id, part.after or None)
    values = {
        "area": area,
        "team": area.team,
        "after": part.after or None,
        "rows": [(each, each.opened()) for each in page.rows],
        "count": people.counts_by_area(area.team_id).get(area.id, (0, 0, 0)),
        "states": STATES.items(),
        "skills": [skill for skill, _card in both],
        "cards": [card for _skill, card in both if card is not None],
        "taught": (),
        "tapped": (),
        "made": clock.now(),
        "opened": queries.is_open_to(viewer(), area.team_id, clock.now()),
        "reasons": keeping.REASONS,
        "key": codes.random_token(),
        **ways(".rounds", page, "after", code=area.code),
        **FRESH,
    }
    return render_template("community/visits/round.html", **{**values, **more})
