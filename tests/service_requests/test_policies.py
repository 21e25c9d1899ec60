"""Who may see and do what: every role against every kind of report, as one table."""

import pytest

from app.accounts.viewer import NOBODY, Viewer
from app.service_requests.catalogue.rights import may_administer
from app.service_requests.desk import inbox
from app.service_requests.desk.rights import may_see_phone, may_see_sender
from app.service_requests.record import COMPLAINT, HIDDEN
from app.service_requests.rights import may_handle, may_see, may_see_words, may_take_in
from app.service_requests.routing import sealing
from app.service_requests.routing.rights import may_assign, may_route, may_seal
from app.service_requests.scope import scope_of
from tests.factories import service_requests as make
from tests.factories.accounts import make_user, viewer_of

ROLES = (
    "stranger",
    "citizen",
    "owner",
    "handler",
    "lead",
    "commune_handler",
    "neighbour_handler",
    "overseer",
    "operator",
    "receptionist",
    "administrator",
)
NONE = frozenset()
EVERYBODY = frozenset(ROLES)
BRANCH = frozenset({"handler", "lead", "commune_handler"})

SEES = {
    "received": EVERYBODY,
    "public": EVERYBODY,
    "hidden": EVERYBODY,
    "private": BRANCH | {"owner", "operator"},
    "about_officials": frozenset({"owner", "overseer", "operator"}),
    "sealed": frozenset({"owner", "operator", "receptionist"}),
    "unrouted": EVERYBODY,
}
READS = {
    **SEES,
    "received": BRANCH | {"owner", "operator"},
    "hidden": BRANCH | {"owner", "operator"},
    "unrouted": frozenset({"owner", "operator"}),
}
HANDLES = {kind: who - {"owner"} for kind, who in READS.items()} | {"public": BRANCH | {"operator"}}
ASSIGNS = {kind: who & {"lead", "operator"} for kind, who in HANDLES.items()}
ROUTES = {kind: who & {"operator"} for kind, who in HANDLES.items()}
PHONES = {kind: who & {"lead", "operator"} for kind, who in HANDLES.items()}
SENDERS = {kind: frozenset({"operator"}) for kind in HANDLES} | {
    "sealed": frozenset({"operator", "receptionist"})
}


def report_of(kind: str, offices, owner):
    """A report of the office, of a kind."""
    agency = {"unrouted": None, "about_officials": offices.commune}.get(kind, offices.office)
    values = {"agency": agency, "citizen": owner}
    if kind == "private":
        values["service"] = make.service(private_by_default=True)
    if kind == "about_officials":
        values["service"] = make.service(about_officials=True)
    if kind == "hidden":
        values["publicity"] = "public"
    status = "received" if kind in ("received", "unrouted") else "accepted"
    report = make.service_request(status, **values)
    if kind == "hidden":
        report.publicity = HIDDEN
    if kind == "sealed":
        sealing.seal(report, make.official_actor(agency), report.requested_datetime, COMPLAINT)
    return report


def viewer(role: str, offices, owner) -> Viewer:
    if role == "stranger":
        return NOBODY
    if role == "citizen":
        return viewer_of(make_user("Người Khác"))
    return viewer_of(owner if role == "owner" else getattr(offices, role))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", SEES)
def test_s24_each_role_sees_and_does_what_the_table_says(offices, owner, kind, role):
    report, who = report_of(kind, offices, owner), viewer(role, offices, owner)
    asked = {
        may_see: SEES,
        may_see_words: READS,
        may_handle: HANDLES,
        may_assign: ASSIGNS,
        may_route: ROUTES,
        may_seal: HANDLES,
        may_see_phone: PHONES,
        may_see_sender: SENDERS,
    }
    wrong = [
        policy.__name__
        for policy, table in asked.items()
        if policy(who, report) is not (role in table[kind])
    ]
    assert wrong == []


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("stranger", "citizen")])
def test_s27_the_inbox_lists_what_may_be_handled_and_nothing_else(db, offices, owner, role):
    """The inbox's conditions say the same as the policies, report by report."""
    reports = {kind: report_of(kind, offices, owner) for kind in SEES}
    make.service_request(agency=offices.neighbour, service=make.service(about_officials=True))
    db.session.commit()
    who = viewer(role, offices, owner)
    scope = scope_of(who)
    listed = {
        row.service_request.id for tab in inbox.tabs(scope) for row in inbox.page(tab, scope).rows
    }
    own = {report.id for report in reports.values()}
    allowed = {report.id for report in reports.values() if may_handle(who, report)}
    assert listed & own == allowed


def test_a_right_covers_the_branch_below_and_nothing_above(offices, owner):
    above = make.service_request(agency=offices.commune)
    assert may_handle(viewer_of(offices.commune_handler), above)
    assert not may_handle(viewer_of(offices.handler), above)


def test_a_session_without_the_second_factor_carries_no_rights(offices, owner):
    report = make.service_request(agency=offices.office)
    assert not may_handle(Viewer(offices.handler, rights=()), report)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("handler", True),
        ("lead", True),
        ("overseer", True),
        ("operator", True),
        ("receptionist", True),
        ("administrator", False),
        ("citizen", False),
        ("stranger", False),
    ],
)
def test_who_may_open_the_desk(offices, owner, role, allowed):
    assert may_take_in(viewer(role, offices, owner)) is allowed


def test_only_an_administrator_administers(offices, owner):
    may = {role for role in ROLES if may_administer(viewer(role, offices, owner))}
    assert may == {"administrator"}
