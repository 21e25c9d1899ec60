"""Administration: which agency gets what, and trying it out."""

from collections.abc import Sequence
from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from app.accounts import queries as people
from app.accounts.models import Agency
from app.core import clock
from app.core.access import access
from app.core.act import acts, runs, said_at
from app.core.errors import DomainError
from app.core.forms import SAID, choices, takes
from app.core.listing import ways
from app.core.text import fold, whole
from app.places import queries as places
from app.places.models import Place
from app.places.queries import Match
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration
from app.service_requests.catalogue.administration import Rule
from app.service_requests.catalogue.editable import SAVED, administrator
from app.service_requests.catalogue.editing import add_rule, put_back, remove_rule
from app.service_requests.catalogue.forms import RuleForm
from app.service_requests.catalogue.models import RemovedRule, RoutingRule, Service
from app.service_requests.catalogue.queries import (
    Ruled,
    active_services,
    agencies_to_route,
    receiver_among,
    responsible_agency,
    rules_in,
    service_by_code,
)
from app.service_requests.catalogue.rights import may_administer, may_change

TEMPLATE = "service_requests/catalogue/routing.html"
LIST = "service_requests.admin_routing"
COMMUNES = 25
"""On a page of the matrix."""


@service_requests.get("/can-bo/quan-tri/phan-luong")
@access(may_administer)
def admin_routing() -> ResponseReturnValue:
    """List the rules, with a form for a new one; ``?linh_vuc=&noi=`` asks who receives."""
    asked = {name: request.args.get(name, "")[:200] for name in ("service", "where")}
    return _page(_prepared(MultiDict(asked)))


@service_requests.post("/can-bo/quan-tri/phan-luong")
@access(may_administer)
@acts(again=lambda form, **_refused: _page(form), said=SAVED)
@takes(lambda: _prepared())
def create_rule(form: RuleForm) -> str:
    place, matches = _place(form.where.data or "", form.place.data)
    if form.where.data and place is None:
        form.matches = matches
        raise _unclear(matches)
    service = service_by_code(form.service.data)
    agency = people.agency_by_code(form.agency.data)
    assert agency is not None  # it is on the list
    add_rule(service, place, agency, administrator(), clock.now())
    return url_for(LIST)


@service_requests.get("/can-bo/quan-tri/phan-luong/<int:number>/bo")
@access(may_change, load=administration.named_rule)
def ask_to_remove(found: Rule) -> ResponseReturnValue:
    """Ask whether the rule is to go, and say who would receive then."""
    services = [found.service] if found.service else active_services()
    path = [each.id for each in places.path(found.place)] if found.place else []
    rules = [each for each in rules_in(path) if each[0].id != found.rule.id]
    then = dict.fromkeys(receiver_among(rules, each, path) for each in services)
    return render_template("service_requests/catalogue/remove_rule.html", found=found, then=then)


@service_requests.post("/can-bo/quan-tri/phan-luong/<int:number>/bo")
@access(may_change, load=administration.named_rule)
@acts(said=_l("The rule is removed. It can be put back below."))
def delete_rule(found: Rule) -> str:
    assert isinstance(found.rule, RoutingRule)
    remove_rule(found.rule, administrator(), clock.now())
    return url_for(LIST)


@service_requests.post("/can-bo/quan-tri/phan-luong/da-bo/<int:number>/dat-lai")
@access(may_change, load=administration.removed_by_id)
@runs(refused=said_at(lambda _removed: url_for(LIST)), said=_l("The rule holds again."))
def restore_rule(removed: RemovedRule) -> str:
    put_back(removed, administrator(), clock.now())
    return url_for(LIST)


@service_requests.get("/can-bo/quan-tri/phan-luong/bang")
@access(may_administer)
def routing_matrix() -> ResponseReturnValue:
    """Show who gets what in each commune; ``?thieu=1``: only communes with a gap."""
    gaps = request.args.get("thieu", "") == "1"
    typed = request.args.get("tim", "").strip()[:80]
    chosen = service_by_code(request.args.get("linh_vuc", ""))
    services = [chosen] if chosen else active_services()
    rows, more = _matrix(services, gaps, typed, request.args.get("sau", ""))
    return render_template(
        "service_requests/catalogue/routing_matrix.html",
        services=services,
        names=_services(),
        chosen=chosen.service_code if chosen else "",
        gaps=gaps,
        typed=typed,
        rows=rows,
        older=more and url_for(".routing_matrix", sau=more, thieu="1" if gaps else None,
                               tim=typed or None, linh_vuc=chosen and chosen.service_code),
    )  # fmt: skip


def _matrix(
    services: Sequence[Service], gaps: bool, typed: str, after: str
) -> tuple[list[tuple[Place, list[Agency | None]]], str | None]:
    """Give a page of communes with who gets each service there, and where the next page begins."""
    province, wanted = places.province(), fold(typed)
    communes = [each for each in places.communes() if wanted in fold(each.title)]
    above = [province.id] if province else []
    rules = rules_in([each.id for each in communes] + above)
    common = [rule for rule in rules if rule[0].place_id in (None, *above)]
    by_place: dict[int, list[Ruled]] = {}
    for rule in rules:
        by_place.setdefault(rule[0].place_id or 0, []).append(rule)
    rows = []
    for commune in communes:
        own = [*by_place.get(commune.id, ()), *common]
        found = [receiver_among(own, each, [commune.id, *above]) for each in services]
        if not gaps or None in found:
            rows.append((commune, found))
    start = next((at + 1 for at, row in enumerate(rows) if row[0].code == after), 0)
    shown = rows[start : start + COMMUNES]
    return shown, shown[-1][0].code if len(rows) > start + COMMUNES else None


def _prepared(sent: Any = SAID) -> RuleForm:
    form = RuleForm(sent)
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
        "removed": administration.removed(),
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
