"""Each decision has a number of its own, and the index names them all."""

from collections import Counter

from tools import decisions


def test_no_number_is_used_twice():
    numbers = Counter(number for number, _title, _name in decisions.titles())
    assert [number for number, count in numbers.items() if count > 1] == []


def test_the_index_names_them_all():
    written = decisions.INDEX.read_text(encoding="utf-8")
    assert written == decisions.index(), "run: python -m tools.decisions"
