"""Being away with a deputy, and leaving an office: everything handed over in one act."""

from collections.abc import Iterable
from typing import Any

from flask import Response, abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from app.accounts import absences, administering, permissions
from app.accounts import policies as accounts
from app.accounts import queries as people
from app.accounts.actors import Actor
from app.accounts.models import Absence, Agency, User
from app.accounts.present import person
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import Done, acts
from app.core.errors import DomainError
from app.core.forms import choices, takes
from app.core.text import words
from app.service_requests.blueprint import service_requests
from app.service_requests.rights import may_take_in
from app.service_requests.routing import absence as queries
from app.service_requests.routing.forms import CLOSES, MOVES, STAYS, AbsenceForm, HandOverForm
from app.service_requests.routing.handing_over import hand_over as hand_everything_over

ABSENCES = "service_requests/routing/absences.html"
HAND_OVER = "service_requests/routing/hand_over.html"
NOBODY = "-"
BACK = _l("Nobody: back to the agency, to be assigned")
MOST_ALIKE = 5


def official(viewer: Viewer, code: str) -> User | None:
    found = people.user_by_code(code)
    return found if found is not None and may_settle(viewer, found) else None


def absence_by_id(viewer: Viewer, absence_id: int) -> Absence | None:
    """Load an absence of the viewer, or of somebody whose office they may settle."""
    found = absences.by_id(absence_id)
    return found if found is not None and may_end(viewer, found) else None


def may_settle(viewer: Viewer, user: User) -> bool:
    """Hands over for ``user``: who leads every agency they work in, or administers them."""
    held = [right for right in user.rights if right.permission in queries.AT_WORK]
    if held and all(viewer.can(permissions.LEAD, right.agency) for right in held):
        return True
    has_work = bool(held) or queries.count_open_of(user) > 0
    return accounts.may_administer_official(viewer, user) and has_work


def may_end(viewer: Viewer, absence: Absence) -> bool:
    """Ends an absence: the person themselves, or who may settle their office."""
    return absence.user_id == viewer.user_id or may_settle(viewer, absence.user)


@service_requests.get("/can-bo/vang-mat")
@access(may_take_in)
def absences_page() -> ResponseReturnValue:
    """Show one's absences and those one stands in for, and the form for a new one."""
    return _absences(_prepared(AbsenceForm(who=person().code)))


@service_requests.post("/can-bo/vang-mat")
@access(may_take_in)
@acts(
    again=lambda form, **_refused: _absences(form),
    said=_l("Noted. What comes in meanwhile goes to the deputy."),
)
@takes(lambda: _prepared(AbsenceForm()))
def begin_absence(form: Any) -> str | Response:
    user, deputy = people.user_by_code(form.who.data), people.user_by_code(form.deputy.data)
    if user is None or deputy is None:
        return make_response(_absences(form), 422)
    absences.begin(user, deputy, (form.first.day, form.to.day), _actor(), clock.now())
    return url_for(".absences_page")


@service_requests.post("/can-bo/vang-mat/<int:absence_id>/ket-thuc")
@access(may_end, load=absence_by_id)
@acts(said=_l("The absence has ended."))
def end_absence(absence: Absence) -> str:
    absences.end(absence, _actor(), clock.now())
    return url_for(".absences_page")


@service_requests.get("/can-bo/ban-giao/<code>")
@access(may_settle, load=official)
def hand_over(user: User) -> ResponseReturnValue:
    """Show what the official has, and ask who takes over."""
    return _hand_over(user, _successors(user))


@service_requests.post("/can-bo/ban-giao/<code>")
@access(may_settle, load=official)
@acts(again=lambda user, form, **_refused: _hand_over(user, form))
@takes(lambda user: _successors(user))
def do_hand_over(user: User, form: HandOverForm) -> Done:
    """Hand everything over; then the person stays, moves, or their account is closed."""
    now, then = clock.now(), form.then.data or STAYS
    named = form.successor.data or ""
    successor = people.user_by_code(named) if named != NOBODY else None
    administers = accounts.may_administer_official(current_viewer(), user)
    if then != STAYS and not (administers and accounts.may_close(current_viewer(), user)):
        abort(403)
    to = _new_agency(form.to.data or "") if then == MOVES else None
    ends = bool(form.end_rights.data) and administers
    count = hand_everything_over(user, successor, _actor(), now, end_rights=ends)
    if to is not None:
        administering.move(user, to, _actor(), now)
    elif then == CLOSES:
        administering.disable(user, _actor(), now)
    said = ngettext("%(num)d report handed over.", "%(num)d reports handed over.", count)
    back = url_for("accounts.show_official", code=user.code) if administers else None
    return Done(back or url_for(".absences_page"), said)


def _new_agency(typed: str) -> Agency:
    """Give the agency that is meant, by its code or, where only one is called so, by its name."""
    within = people.agencies(within=current_viewer().agencies(permissions.ADMINISTER))
    exact = [each for each in within if typed in (each.code, each.name, each.short_name)]
    wanted = words(typed)
    found = exact or [each for each in within if wanted and set(wanted) <= set(words(each.name))]
    if len(found) == 1:
        return found[0]
    if not found:
        raise DomainError(_l("No agency of yours has this code or name."), field="to")
    codes = ", ".join(f"{each.code} ({each.name})" for each in found[:MOST_ALIKE])
    raise DomainError(_l("Several are called so. Write the code: %(codes)s.", codes=codes),
                      field="to")  # fmt: skip


def _actor() -> Actor:
    """Give the viewer as an official of the first office they hold."""
    viewer = current_viewer()
    actor: Actor = viewer.actor(viewer.rights[0].agency)
    return actor


def _named(found: Iterable[User]) -> list[SelectChoice]:
    return choices((each.code, each.name or each.code) for each in found)


def _prepared(form: Any) -> Any:
    me = person()
    led = [each for each in queries.led_people(current_viewer()) if each.id != me.id]
    form.who.choices = _named([me, *led])
    form.deputy.choices = _named(queries.colleagues_of([me, *led]))
    return form


def _absences(form: Any) -> str:
    now, me = clock.now(), person()
    led = [each for each in queries.led_people(current_viewer()) if each.id != me.id]
    return render_template(
        ABSENCES,
        form=form,
        absences=absences.of_all([me, *led], now),
        colleagues=[each for each in led if may_settle(current_viewer(), each)],
        me=me,
    )


def _successors(user: User) -> Any:
    form: Any = HandOverForm()
    found = [each for each in queries.colleagues_of([user]) if each.id != user.id]
    form.successor.choices = [*_named(found), *choices([(NOBODY, BACK)])]
    return form


def _hand_over(user: User, form: Any) -> str:
    may_end_rights = accounts.may_administer_official(current_viewer(), user)
    return render_template(
        HAND_OVER,
        user=user,
        form=form,
        reports=queries.open_reports_of(user),
        may_end_rights=may_end_rights,
        may_close=may_end_rights and accounts.may_close(current_viewer(), user),
    )
