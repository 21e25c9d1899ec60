"""Administration: which agency gets what, and trying it out."""

from collections.abc import Sequence
from typing import Any

from flask import abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.accounts.forms import choices
from app.accounts.models import Agency
from app.core import clock
from app.core.access import access
from app.core.act import acts, fills
from app.core.errors import DomainError
from app.core.listing import ways
from app.core.text import whole
from app.places import queries as places
from app.places.models import Place
from app.places.queries import Match
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration
from app.service_requests.catalogue.editable import SAVED, administrator
from app.service_requests.catalogue.editing import add_rule, remove_rule
from app.service_requests.catalogue.forms import RuleForm
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.queries import (
    agencies_to_route,
    responsible_agency,
    service_by_code,
)
from app.service_requests.catalogue.rights import may_administer

TEMPLATE = "service_requests/catalogue/routing.html"
LIST = "service_requests.admin_routing"


@service_requests.get("/can-bo/quan-tri/phan-luong")
@access(may_administer)
def admin_routing() -> ResponseReturnValue:
    """List the rules, with a form for a new one; ``?linh_vuc=&noi=`` asks who receives."""
    return _page(_prepared())


@service_requests.post("/can-bo/quan-tri/phan-luong")
@access(may_administer)
@fills(lambda: _prepared(), again=lambda form: _page(form), said=SAVED, field="service")
def create_rule(form: RuleForm) -> str:
    place, matches = _place(form.where.data or "", request.form.get("place", ""))
    if form.where.data and place is None:
        form.matches = matches
        raise _unclear(matches)
    service = service_by_code(form.service.data)
    agency = people.agency_by_code(form.agency.data)
    assert agency is not None  # it is on the list
    add_rule(service, place, agency, administrator(), clock.now())
    return url_for(LIST)


@service_requests.post("/can-bo/quan-tri/phan-luong/bo")
@access(may_administer)
@acts(again=lambda **_refused: _page(_prepared()), said=_l("The rule is removed."))
def delete_rule() -> str:
    number = whole(request.form.get("rule", ""))
    rule = administration.rule_by_id(number) if number is not None else None
    if rule is None:
        abort(404)
    remove_rule(rule, administrator(), clock.now())
    return url_for(LIST)


def _prepared() -> RuleForm:
    form = RuleForm()
    services = _services()
    form.service.choices = choices([("", _l("Any service")), *services])
    agencies = [(each.code, "\u2003" * each.depth + each.name) for each in agencies_to_route()]
    form.agency.choices = choices(agencies)
    return form


def _values() -> dict[str, Any]:
    page = administration.rules(whole(request.args.get("sau", "")))
    return {
        "rules": page.rows,
        **ways(LIST, page, "sau"),
        "services": _services(),
        **_tried(request.args.get("linh_vuc", ""), request.args.get("noi", "")),
    }


def _tried(code: str, typed: str) -> dict[str, Any]:
    """Find out who would get a report of a service in a place."""
    asked = {"asked": bool(code), "tried": code, "tried_where": typed}
    service = service_by_code(code) if code else None
    place, _matches = _place(typed, "")
    if service is None or (typed and place is None):
        return {**asked, "receiver": None, "understood": not code}
    receiver = _receiver(service, place)
    return {**asked, "receiver": receiver, "understood": True, "tried_place": place}


def _receiver(service: Service, place: Place | None) -> Agency | None:
    return responsible_agency(service, places.path(place) if place else ())


def _place(typed: str, chosen: str) -> tuple[Place | None, Sequence[Match]]:
    """Give the place that was meant, or those it may be; a choice among them decides."""
    if not typed:
        return None, ()
    matches = places.search(typed)
    codes = {match.place.code: match.place for match in matches}
    if chosen in codes:
        return codes[chosen], matches
    alone = len({match.rank for match in matches[:2]}) > 1 or len(matches) == 1
    return (matches[0].place if alone else None), matches


def _unclear(matches: Sequence[Match]) -> DomainError:
    words = _l("Choose which place you mean.") if matches else _l("There is no place of that name.")
    return DomainError(words, field="where")


def _page(form: RuleForm) -> str:
    offered = [
        (each.place.code, each.place.within, each.was and each.was.full_name)
        for each in form.matches
    ]
    return render_template(TEMPLATE, form=form, matches=offered, **_values())


def _services() -> list[tuple[str, str]]:
    """Give codes and names, found once a request."""
    if "service_names" not in g:
        g.service_names = [
            (each.service_code, each.service_name) for each in administration.services()
        ]
    found: list[tuple[str, str]] = g.service_names
    return found
