"""What is told of answers is about nobody or about five at least."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.core.few import FEWEST, is_safe
from app.surveys import telling

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


@given(COUNTS)
def test_what_is_told_and_what_is_left_are_each_nothing_or_enough(counts):
    told, rest = telling.merged(counts)
    assert is_safe(told.values())
    assert is_safe([rest])
    assert sum(told.values()) + rest in {sum(counts.values()), 0}
    assert all(told[key] == counts[key] for key in told)
    if sum(told.values()) + rest == 0:
        assert sum(counts.values()) < FEWEST


def test_small_choices_are_put_together():
    assert telling.merged({"a": 20, "b": 3, "c": 4}) == ({"a": 20}, 7)
    assert telling.merged({"a": 20, "b": 6, "c": 2}) == ({"a": 20}, 8)
    assert telling.merged({"a": 20, "b": 0}) == ({"a": 20, "b": 0}, 0)
    assert telling.merged({"a": 3, "b": 1}) == ({}, 0)


def test_where_several_are_chosen_neither_the_few_nor_all_but_a_few_are_told():
    assert telling.chosen([3, 10, 18, 0, 20], 20) == [None, 10, None, 0, 20]


VALUES = st.one_of(st.none(), st.integers(0, 2))
BALLOTS = st.lists(st.tuples(st.sampled_from("xyz"), VALUES, VALUES), max_size=60)


@given(BALLOTS)
def test_no_difference_of_places_and_the_whole_is_about_few(drawn):
    ballots = [
        {
            "place": place,
            **({"1": {"stance": first}} if first is not None else {}),
            **({"2": {"stance": second}} if second is not None else {}),
        }
        for place, first, second in drawn
    ]
    found = telling.results([(1, "part", 3), (2, "part", 3)], ballots, by_place=True)
    rows = found["places"]["rows"]
    assert is_safe([row["answered"] for row in rows])
    told_in_all = sum(row["answered"] for row in rows)
    assert is_safe([found["places"]["rest"]])
    if rows:
        assert is_safe([len(ballots) - told_in_all])
    for number in ("1", "2"):
        whole = Counter(each["place"] for each in ballots if number in each)
        told = [sum(row["parts"][number]) for row in rows if row["parts"][number] is not None]
        assert is_safe(told)
        if not found["questions"][number].get("few"):
            assert is_safe([sum(whole.values()) - sum(told)])


def test_a_question_of_few_is_not_told():
    ballots = [{"1": 0}] * 4
    assert telling.results([(1, "one", 2)], ballots, by_place=False)["questions"]["1"] == {
        "few": True
    }
