"""What each route asks of the session, worked out from the code and compared with a list.

A door is held by the guard itself. On the officials' side every door asks for both factors,
but for those named here; elsewhere the list says what opens to a session that is merely new,
what waits for a proved phone, and what asks for proof anew.
"""

from datetime import timedelta

from flask import Flask, g
from werkzeug.exceptions import HTTPException

from app.accounts.models import Session
from app.accounts.sessions import viewer_in
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import Declaration, access
from tests.architecture.doors import AGAIN, ASSURED, NEW_TO_WRITE, OFFICIALS_OTHERWISE, PROVED
from tests.factories.accounts import make_session, make_user

DESK = "/can-bo"
WITHOUT_A_VIEW = {"static"}


def doors(app: Flask) -> dict[str, str]:
    """The name of the door of each route, by method and address."""
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in WITHOUT_A_VIEW:
            declared: Declaration = vars(app.view_functions[rule.endpoint])["access"]
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                found[f"{method} {rule.rule}"] = declared.door.name
    return found


def of(app: Flask, *names: str) -> set[str]:
    return {route for route, door in doors(app).items() if door in names}


def of_citizens(routes: set[str]) -> set[str]:
    return {route for route in routes if not route.split(" ")[1].startswith(DESK)}


def test_s46_every_door_asks_what_the_list_says(app):
    new, proved, again = (of(app, name) for name in ("new", "proved", "again"))
    assert {each for each in of_citizens(new) if each.startswith("POST")} == NEW_TO_WRITE
    assert of_citizens(proved) == PROVED
    assert again == AGAIN
    assert of(app, "assured") == ASSURED
    assert of_citizens(of(app, "official")) == set()


def test_s46_the_officials_side_asks_for_both_factors_but_at_its_own_entrance(app):
    desk = {route for route in doors(app) if route not in of_citizens({route})}
    assert desk - of(app, "official") - AGAIN == OFFICIALS_OTHERWISE


def asked_of(app: Flask, viewer: Viewer) -> dict[str, int]:
    """What every door answers before its view, with a rule that lets everybody in."""
    answers = {}
    with app.test_request_context("/"):
        g.viewer = viewer
        for rule in app.url_map.iter_rules():
            if rule.endpoint not in WITHOUT_A_VIEW:
                door = vars(app.view_functions[rule.endpoint])["access"].door
                view = access(lambda _viewer: True, None, door)(lambda **_url: "reached")
                url = dict.fromkeys(rule.arguments, "1")
                if "owner_id" in url:
                    url["owner_id"] = 1
                try:
                    answers[rule.endpoint] = view(**url) == "reached"
                except HTTPException:
                    answers[rule.endpoint] = False
    return answers


def test_s46_a_session_that_is_not_proved_passes_no_door_but_the_new_ones(app):
    now = clock.now()
    vouched, _token = Session.begin(now, make_user())
    vouched.unproved_since = now
    idle, _token = make_session(make_user(), now - timedelta(days=60))
    old_proof, _token = make_session(make_user(), now - timedelta(days=1))
    names = {each.endpoint for each in app.url_map.iter_rules()} - WITHOUT_A_VIEW
    by_door = {name: vars(app.view_functions[name])["access"].door.name for name in names}
    opened = {"new": (vouched, idle), "proved": (old_proof,)}
    passes = {"new": {"new"}, "proved": {"new", "proved"}}
    for name, sessions in opened.items():
        for session in sessions:
            reached = asked_of(app, viewer_in(session, now))
            wrong = [e for e, door in by_door.items() if reached[e] != (door in passes[name])]
            assert wrong == []
