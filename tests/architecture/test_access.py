"""Every route says who may call it, once."""

import ast

from app.core.access import Declaration
from tests.architecture import sources

# Flask's own route for static files; they are public.
WITHOUT_A_VIEW = {"static"}
ROUTING = {"route", "get", "post", "put", "patch", "delete"}


def test_every_route_declares_its_access(app):
    silent = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if not isinstance(getattr(view, "access", None), Declaration)
    }
    assert silent - WITHOUT_A_VIEW == set()


def test_every_view_declares_it_exactly_once_right_under_its_routes():
    wrong = [
        f"{sources.named(path)}:{function.lineno} {function.name}"
        for path in sources.modules()
        for function in sources.functions(path)
        if _is_view(function) and not _is_well_decorated(function)
    ]
    assert wrong == []


def _words(function: sources.Function) -> list[str]:
    found = []
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        found.append(
            target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
        )
    return found


def _is_view(function: sources.Function) -> bool:
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in ROUTING
        and bool(each.args)
        and isinstance(each.args[0], ast.Constant)
        and str(each.args[0].value).startswith("/")
        for each in function.decorator_list
    )


def _is_well_decorated(function: sources.Function) -> bool:
    words = _words(function)
    routes = [place for place, word in enumerate(words) if word in ROUTING]
    return words.count("access") == 1 and words.index("access") == routes[-1] + 1
