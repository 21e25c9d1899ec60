"""Role × route × owner: every route of the URL map, asked by everybody about everybody's things.

What a view does is left out: reaching it is the answer. How the answer is worked out is one
wrapper for all routes (``core.access``), so routes that declare the same rule and the same
loader are one line of the table, and are asked once.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, g
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from app.core.access import NEW, PROVED, Again, Assured, Declaration, access
from tests.architecture.asked_once import asked_once
from tests.architecture.matrix_table import LINES
from tests.architecture.matrix_who import EVERYBODY, SIGNED_IN, WITH_A_LINK, Who
from tests.architecture.matrix_world import World
from tests.factories import providers

REACHED, ASKED = "reached", "asked to sign in"
WITHOUT_A_VIEW = {"static"}
pytestmark = pytest.mark.timeout(600)


def called(thing: Any) -> str:
    """What the table calls a rule or a loader; several lambdas of a module are one."""
    if thing is None:
        return "-"
    if not hasattr(thing, "__qualname__"):
        return type(thing).__name__
    return f"{thing.__module__.removeprefix('app.')}.{thing.__qualname__}"


def line_of(app: Flask, rule: Rule) -> str:
    """The line of the table a route belongs to; a lambda's routes stand alone."""
    declared: Declaration = vars(app.view_functions[rule.endpoint])["access"]
    names = [called(declared.rule), called(declared.load)]
    alone = [rule.endpoint] if any("<lambda>" in name for name in names) else []
    return " | ".join([*names, *alone])


def routes(app: Flask) -> dict[str, Rule]:
    """A route of every line of the URL map, one with no more in its address than the thing."""
    found: dict[str, Rule] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: len(rule.arguments)):
        if rule.endpoint not in WITHOUT_A_VIEW:
            found.setdefault(line_of(app, rule), rule)
    return found


def comes(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    """How far the present viewer comes with a thing."""
    guarded = _with_no_view_behind(app.view_functions[rule.endpoint])
    try:
        answer: Any = guarded(**{name: values[name] for name in rule.arguments})
    except HTTPException as refused:
        return ASKED if refused.code == 401 else str(refused.code)
    return REACHED if answer == REACHED else ASKED


def _with_no_view_behind(guarded: Any) -> Callable[..., Any]:
    """The guard of a view, with nothing behind it."""
    declared: Declaration = guarded.access
    # Who proved a short while ago is asked in test_doors.py.
    door = PROVED if isinstance(declared.door, Again | Assured) else declared.door
    return access(declared.rule, declared.load, door)(lambda *_thing, **_url: REACHED)


def expected(who: Who, role: str, is_loaded: bool, asks_first: bool) -> str:
    """What the table says: those named act, others see, others find nothing."""
    is_known = role not in ("guest", "link", "vouched")
    if _is_among(who.acts, role, is_known):
        return REACHED
    is_refused = not is_loaded or _is_among(who.sees, role, is_known)
    if not is_known and (asks_first or is_refused):
        return ASKED
    return "403" if is_refused else "404"


def _is_among(those: Any, role: str, is_known: bool) -> bool:
    if those in (EVERYBODY, SIGNED_IN, WITH_A_LINK):
        return is_known or those is EVERYBODY or (those is WITH_A_LINK and role == "link")
    return role in those


def _named() -> set[str]:
    """All roles and things that the table names."""
    whos = [(thing, each) for line in LINES.values() for thing, each in line.items()]
    return {thing for thing, _ in whos} | {role for _, each in whos for role in each.named}


def test_s24_every_route_has_its_line_and_every_line_its_route(app: Flask) -> None:
    found = routes(app)
    assert sorted(set(found) - set(LINES)) == [], "routes without a line in matrix_table.py"
    assert sorted(set(LINES) - set(found)) == [], "lines without a route"


def test_s24_s25_s27_everybody_comes_as_far_as_the_table_says(
    app: Flask, media_folder: Any, monkeypatch: Any
) -> None:
    providers.set_up(app, monkeypatch)
    world, wrong = World(), []
    assert sorted(_named() - {*world.roles, *world.things}) == []
    with asked_once():
        for role in world.roles:
            with app.test_request_context("/"):
                g.viewer = world.viewer(role)
                wrong += list(_surprises(app, world, role))
    assert wrong == [], "\n".join(wrong)


def _surprises(app: Flask, world: World, role: str) -> Iterator[str]:
    """What is otherwise than the table says, for one role."""
    for name, rule in routes(app).items():
        declared: Declaration = vars(app.view_functions[rule.endpoint])["access"]
        asks_first = declared.door != NEW or name.startswith("AnybodySignedIn")
        for thing, who in LINES.get(name, {}).items():
            far = comes(app, rule, world.things[thing])
            told = expected(who, role, " | -" not in name, asks_first)
            if far != told:
                yield f"{rule.rule} ({thing}) by {role}: {far}, not {told}"
