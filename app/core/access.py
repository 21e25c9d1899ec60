"""Who may call a route: exactly one ``@access(...)`` on every view, checked by a test."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import once
from app.core.db import READING

View = Callable[..., ResponseReturnValue]
SIGN_IN = "accounts.sign_in"
_provider: Callable[[], Any] | None = None


@dataclass(frozen=True)
class Everybody:
    """A route that anybody may call."""


@dataclass(frozen=True)
class AnybodySignedIn:
    """A route for whoever is signed in."""


PUBLIC = Everybody()
SIGNED_IN = AnybodySignedIn()
Policy = Callable[..., bool]
Rule = Everybody | AnybodySignedIn | Policy


@dataclass(frozen=True)
class Declaration:
    """What a view declares of its access; the test that walks the URL map reads it."""

    rule: Rule
    load: Callable[..., Any] | None


def provide_viewer(provider: Callable[[], Any]) -> None:
    """Set the function that gives the present request's viewer; the accounts room does."""
    global _provider
    _provider = provider


def current_viewer() -> Any:
    """Give who is looking, found once a request."""
    if "viewer" not in g:
        assert _provider is not None, "no room provides a viewer"
        g.viewer = _provider()
    return g.viewer


def access(rule: Rule, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Guard a view.

    ``load(viewer, **url)`` gives the thing or None: 404 where the viewer may not see it. A
    policy then takes (viewer, thing), or the viewer alone without ``load``: 403 where the
    viewer may not act. A view with ``load`` is called with the thing, else with the URL's parts.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> ResponseReturnValue:
            viewer = current_viewer()
            if isinstance(rule, AnybodySignedIn) and not viewer.is_signed_in:
                return ask_to_sign_in()

            def act() -> ResponseReturnValue:
                thing = _loaded(load, viewer, url)
                if not _allows(rule, viewer, thing, load is not None):
                    return refuse(viewer)
                return view(thing) if load is not None else view(**url)

            return once.run(act, viewer.reference)

        guarded.access = Declaration(rule, load)  # type: ignore[attr-defined]
        return guarded

    return decorate


def refuse(viewer: Any) -> ResponseReturnValue:
    """Say no: to a stranger by asking who they are, to a known person with 403."""
    if not viewer.is_signed_in:
        return ask_to_sign_in()
    abort(403)


def ask_to_sign_in() -> ResponseReturnValue:
    """Send a reader to the sign-in page and back; whoever was sending something gets 401."""
    if request.method not in READING:
        abort(401)
    return redirect(url_for(SIGN_IN, next=request.full_path.rstrip("?")), 303)


def _loaded(load: Callable[..., Any] | None, viewer: Any, url: dict[str, Any]) -> Any:
    if load is None:
        return None
    thing = load(viewer, **url)
    if thing is None:
        abort(404)
    return thing


def _allows(rule: Rule, viewer: Any, thing: Any, has_thing: bool) -> bool:
    if isinstance(rule, Everybody | AnybodySignedIn):
        return True
    return rule(viewer, thing) if has_thing else rule(viewer)
