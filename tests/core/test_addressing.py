"""Rules compile what writes their addresses when the first one is written, and write the same."""

from unittest.mock import patch

from werkzeug.routing import Map, Rule

from app.core.addressing import LateRule
from tests.core.addresses import fitting


def test_what_writes_an_address_is_compiled_once_and_late() -> None:
    with patch.object(
        Rule, "_compile_builder", autospec=True, side_effect=Rule._compile_builder
    ) as compiling:
        addresses = Map([LateRule("/thon/<name>", endpoint="village")]).bind("localhost")
        assert addresses.match("/thon/a") == ("village", {"name": "a"})
        assert compiling.call_count == 0
        assert addresses.build("village", {"name": "đồi"}) == "/thon/%C4%91%E1%BB%93i"
        assert addresses.build("village", {"name": "b", "trang": 2}) == "/thon/b?trang=2"
        assert addresses.build("village", {"name": "c"}) == "/thon/c"
        assert compiling.call_count == 1


def test_every_address_is_written_as_an_ordinary_rule_writes_it(app) -> None:
    late = list(app.url_map.iter_rules())
    assert {type(rule) for rule in late} == {LateRule}
    ordinary = Map(
        [Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods) for rule in late],
        converters=app.url_map.converters,
    )
    values = {"name": "x"}
    for rule, same in zip(late, ordinary.iter_rules(), strict=True):
        given = {name: values.get(name, fitting(rule, name)) for name in rule.arguments}
        assert rule.build(given, append_unknown=False) == same.build(given, append_unknown=False)
        more = {**given, "q": "a b"}
        assert rule.build(more) == same.build(more)
