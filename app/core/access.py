"""Who may call a route: exactly one ``@access(...)`` on every view, checked by a test.

Beside who, a route says what it asks of the session (its door): nothing, a proved phone, proof
given anew, a provider's word of a level, or an official's second factor. The guard holds it
whatever the rule would allow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import once, standby
from app.core.db import READING

View = Callable[..., ResponseReturnValue]
SIGN_IN = "accounts.sign_in"
PROVE_AGAIN = "accounts.prove_again"
RAISE_LEVEL = "accounts.raise_level"
_provider: Callable[[], Any] | None = None


@dataclass(frozen=True)
class Everybody:
    """A route that anybody may call."""


@dataclass(frozen=True)
class AnybodySignedIn:
    """A route for whoever is signed in."""


@dataclass(frozen=True)
class Door:
    """What a route asks of the session, by name."""

    name: str


@dataclass(frozen=True)
class Again(Door):
    """Proof a short while ago; who gave none goes to prove, and from there to ``back``."""

    back: str


@dataclass(frozen=True)
class Assured(Door):
    """A sign-in for which a provider vouches at ``level`` or above, a short while ago.

    Who has less goes to the provider, and from there to ``back``.
    """

    level: int
    back: str


PUBLIC = Everybody()
SIGNED_IN = AnybodySignedIn()
NEW = Door("new")
"""Nothing: a session whose phone is not proved sees what all see and what it sent itself."""
PROVED = Door("proved")
"""The phone was proved, not too long ago, and the PIN was given where one is set."""
OFFICIAL = Door("official")
"""Password and second factor."""
Policy = Callable[..., bool]
Rule = Everybody | AnybodySignedIn | Policy


@dataclass(frozen=True)
class Declaration:
    """What a view declares of its access; the test that walks the URL map reads it."""

    rule: Rule
    load: Callable[..., Any] | None
    door: Door


def again(back: str) -> Again:
    """Give the door that asks for proof anew; ``back`` is the endpoint to begin at then."""
    return Again("again", back)


def assured(level: int, back: str) -> Assured:
    """Give the door that asks for an assurance level; ``back`` is the endpoint to begin at then."""
    return Assured("assured", level, back)


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


def access(
    rule: Rule, load: Callable[..., Any] | None = None, asks: Door | None = None
) -> Callable[[View], View]:
    """Guard a view.

    Where something is asked of the session (``asks``), whoever is not signed in is asked to sign
    in first. ``load(viewer, **url)`` gives the thing or None: 404 where the viewer may not see
    it. A policy then takes (viewer, thing), or the viewer alone without ``load``: 403 where the
    viewer may not act. A view with ``load`` is called with the thing, else with the URL's parts.

    ``asks`` is what the session must have; unless said, nothing of a public route, a proved
    phone of one for whoever is signed in, and the second factor of one with a policy.
    """
    door = asks or _usual_door(rule)
    asks_first = door != NEW or isinstance(rule, AnybodySignedIn)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> ResponseReturnValue:
            viewer = current_viewer()
            if asks_first and not viewer.is_signed_in:
                return ask_to_sign_in()  # whatever the address names: it tells nothing

            def act() -> ResponseReturnValue:
                thing = _loaded(load, viewer, url)
                if not _allows(rule, viewer, thing, load is not None):
                    return refuse(viewer)
                if not _opens(door, viewer):
                    return _refuse_at(door, viewer, url)
                if load is not None:
                    return view(thing)
                standby.may_be_asked()
                return view(**url)

            return once.run(act, viewer.reference)

        guarded.access = Declaration(rule, load, door)  # type: ignore[attr-defined]
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
    return ask_to_read_after(request.full_path.rstrip("?"))


def ask_to_read_after(path: str) -> ResponseReturnValue:
    """Send somebody to the sign-in page, and from there to ``path``."""
    return redirect(url_for(SIGN_IN, next=path), 303)


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


def _usual_door(rule: Rule) -> Door:
    if isinstance(rule, Everybody):
        return NEW
    return PROVED if isinstance(rule, AnybodySignedIn) else OFFICIAL


def _opens(door: Door, viewer: Any) -> bool:
    if door == NEW:
        return True
    if door == OFFICIAL:
        return bool(viewer.is_official)
    if isinstance(door, Assured):
        return bool(viewer.is_proved_again and viewer.assurance >= door.level)
    return bool(viewer.is_signed_in and (door == PROVED or viewer.is_proved_again))


def _refuse_at(door: Door, viewer: Any, url: dict[str, Any]) -> ResponseReturnValue:
    if isinstance(door, Again) and viewer.is_signed_in:
        return redirect(url_for(PROVE_AGAIN, next=url_for(door.back, **url)), 303)
    if isinstance(door, Assured) and viewer.is_signed_in:
        back = url_for(door.back, **url)
        return redirect(url_for(RAISE_LEVEL, level=door.level, next=back), 303)
    return refuse(viewer)
