"""Our Flask writes addresses and calls views as Flask does."""

import inspect

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

from tests.core.addresses import fitting


def both(app, endpoint: str, **given: object) -> tuple[str, str]:
    return app.url_for(endpoint, **given), Flask.url_for(app, endpoint, **given)


@pytest.mark.parametrize("script", ["", "/lao-cai"])
def test_every_address_is_the_one_that_flask_writes(app, script):
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": script}):
        for rule in app.url_map.iter_rules():
            given = {name: fitting(rule, name) for name in rule.arguments}
            given |= {"chủ đề": "a b", "none": None}
            ours, flasks = both(app, rule.endpoint, **given)
            assert ours == flasks


@pytest.mark.parametrize(
    "given",
    [
        {"code": "LC-1"},
        {"code": "đồi/núi ?&"},
        {"code": "LC-1", "trang": [1, 2]},
        {"code": "LC-1", "_anchor": "cuối"},
        {"code": "LC-1", "_external": True},
        {"code": "LC-1", "_external": True, "_scheme": "https"},
    ],
)
def test_what_else_may_be_given_is_written_as_flask_writes_it(app, given):
    with app.test_request_context("/"):
        ours, flasks = both(app, "service_requests.show", **given)
        assert ours == flasks


@pytest.mark.parametrize("given", [{}, {"code": None}, {"other": 1}])
def test_an_address_without_its_parts_is_refused(app, given):
    with app.test_request_context("/"), pytest.raises(BuildError):
        app.url_for("service_requests.show", **given)


def test_an_address_within_its_room(app):
    with app.test_request_context("/phan-anh"):
        app.preprocess_request()
        assert url_for(".index") == "/phan-anh"


def test_no_view_is_a_coroutine(app):
    """So they are called without asking each time."""
    handlers = [*app.view_functions.values(), *app.before_request_funcs[None]]
    assert not [each for each in handlers if inspect.iscoroutinefunction(each)]
