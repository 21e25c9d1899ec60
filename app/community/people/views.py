"""The list: the lead's, area by area; the head's; one person with the visits; people added."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community import rights
from app.community.blueprint import community
from app.community.people import keeping, queries
from app.community.people.forms import NewPersonForm, PersonForm
from app.community.people.models import CommunityPerson
from app.community.teams import keeping as teams_keeping
from app.community.teams import queries as teams
from app.community.teams.models import CommunityArea, CommunityTeam
from app.community.teams.own import load_team
from app.community.visits import queries as visits
from app.community.visits.rounds import Part, load_part, may_go_round
from app.core import clock, codes, idempotency, offline, ticks
from app.core.access import PROVED, access
from app.core.act import Done, acts
from app.core.forms import takes
from app.core.listing import ways
from app.core.text import line, whole


def load_list(viewer: Viewer, code: str) -> CommunityTeam | None:
    """Give the team to the head who brings its list in."""
    found = teams.team(code)
    return found if found is not None and rights.may_keep_list(viewer, found) else None


def load_person(viewer: Viewer, code: str) -> CommunityPerson | None:
    found = queries.by_code(code)
    return found if found is not None and may_see(viewer, found) else None


def may_see(viewer: Viewer, person: CommunityPerson) -> bool:
    return rights.sees_area(viewer, person.team, person.area_id)


def may_take_off(viewer: Viewer, person: CommunityPerson) -> bool:
    return rights.leads(viewer, person.team)


@community.get("/to-cong-nghe/<code>/danh-sach")
@access(rights.leads, load=load_team, asks=PROVED)
def people(team: CommunityTeam) -> ResponseReturnValue:
    """List everybody on the list, or those in whose name or address what was typed stands."""
    return _list(team, ".people", "list")


@community.get("/can-bo/to-cong-nghe/<code>/danh-sach")
@access(rights.may_keep_list, load=load_list)
def desk_people(team: CommunityTeam) -> ResponseReturnValue:
    return _list(team, ".desk_people", "desk_list")


@community.post("/can-bo/to-cong-nghe/<code>/tu-so-ho")
@access(rights.may_keep_list, load=load_list)
@acts()
def bring_heads(team: CommunityTeam) -> Done:
    """Bring the heads of the village's households onto the list."""
    made = keeping.bring_heads(team, viewer().reference, clock.now())
    said = _("New on the list: %(num)s. Whoever was there stayed as they are.", num=made)
    return Done(url_for(".desk_people", code=team.code), said)


@community.get("/to-cong-nghe/khu/<code>/nguoi-moi")
@access(may_go_round, load=load_part, asks=PROVED)
def new_person(part: Part) -> ResponseReturnValue:
    """Show the form for somebody who is not on the list: kept on the phone, as nobody is in it."""
    offline.keep()
    return new_page(part, NewPersonForm(None))


@community.post("/to-cong-nghe/khu/<code>/nguoi-moi")
@access(may_go_round, load=load_part, asks=PROVED)
@acts(again=lambda part, form, **_refused: new_page(part, form))
@takes(NewPersonForm)
def add_person(part: Part, form: NewPersonForm) -> Done | Response:
    """Write down, once, somebody who was met at the door and is not on the list."""
    here, said = url_for(".rounds", code=part.area.code), _add(part.area, form)
    return ticks.answered(said, here)


@community.get("/to-cong-nghe/nguoi/<code>")
@access(may_see, load=load_person, asks=PROVED)
def person(found: CommunityPerson) -> ResponseReturnValue:
    form = PersonForm(None)
    form.fill(found)
    return person_page(found, form)


@community.post("/to-cong-nghe/nguoi/<code>")
@access(may_see, load=load_person, asks=PROVED)
@acts(again=lambda found, form, **_refused: person_page(found, form), said=_l("Kept."))
@takes(PersonForm)
def change_person(found: CommunityPerson, form: PersonForm) -> str:
    """Write down what changed; a number that is not shown stays as it is."""
    if not _shows_phone(found):
        form.phone.data = found.opened().phone
    keeping.change(found, _area(found, form), form, viewer().reference, clock.now())
    sees = may_see(viewer(), found)
    return url_for(".person", code=found.code) if sees else url_for(".team", code=found.team.code)


@community.post("/to-cong-nghe/nguoi/<code>/bo")
@access(may_take_off, load=load_person, asks=PROVED)
@acts(said=_l("The person is off the list. What told who it was is deleted."))
def drop_person(found: CommunityPerson) -> str:
    team = found.team
    keeping.take_off(found, viewer().reference, clock.now())
    return url_for(".people", code=team.code)


def _add(area: CommunityArea, form: NewPersonForm) -> str:
    now, by = clock.now(), viewer().reference
    written = [form.name.data, form.born.data, form.number.data, form.address.data, form.phone.data]
    content = idempotency.fingerprint(["community-person", area.team_id, *written])
    claim = idempotency.claim(by, form.key.data, content, now)
    if claim.answer is None:
        made = keeping.add(area.team, area, form, by, now)
        claim.answer = _("Number %(number)s is on the list.", number=made.position)
    return claim.answer


def _area(found: CommunityPerson, form: PersonForm) -> CommunityArea | None:
    """Give the area that the form names: a lead's to choose, else the one it is."""
    if not rights.leads(viewer(), found.team):
        return found.area
    return next((each for each in found.team.areas if each.code == form.area.data), None)


def _shows_phone(found: CommunityPerson) -> bool:
    return not found.phone_sealed or teams.is_open_to(viewer(), found.team_id, clock.now())


def _list(team: CommunityTeam, endpoint: str, template: str) -> str:
    typed, after = line(request.args.get("q", ""), 60), whole(request.args.get("sau", ""))
    page = None if typed else queries.page(team, after)
    rows = queries.matching(team, typed) if page is None else page.rows
    ahead = ways(endpoint, page, "sau", code=team.code) if page is not None else {}
    return render_template(
        f"community/people/{template}.html",
        team=team,
        here=url_for(endpoint, code=team.code),
        on_desk=endpoint == ".desk_people",
        typed=typed,
        rows=[(each, each.opened()) for each in rows],
        count=queries.counts([team.id]).get(team.id, (0, 0, 0)),
        **ahead,
    )


def new_page(part: Part, form: PersonForm, **more: Any) -> str:
    values = {"area": part.area, "form": form, "key": codes.random_token(), "unread": None}
    return render_template("community/people/new.html", **{**values, **more})


def person_page(found: CommunityPerson, form: PersonForm, **more: Any) -> str:
    return render_template(
        "community/people/show.html",
        **{"unread": None, "number": "", "read": False, "why": None, **more},
        reasons=teams_keeping.REASONS,
        person=found,
        it=found.opened(),
        team=found.team,
        form=form,
        leads=rights.leads(viewer(), found.team),
        opened=_shows_phone(found),
        visits=visits.of_person(found.id),
    )
