"""The ranking of a campaign: by the share of each village's own list."""

from hypothesis import given
from hypothesis import strategies as st

from app.community.campaigns.ranking import Standing, rank


def of(name, base, counted, **more):
    return Standing(name, name, base, max(1, base // 2), counted, **more)


def test_a_small_village_that_reached_more_of_its_own_stands_before_a_large_one():
    rows = rank([of("Lớn", 400, 100), of("Nhỏ", 20, 15), of("Vừa", 40, 30), of("Không", 10, 0)])
    assert [(each.name, each.rank) for each in rows] == [
        ("Nhỏ", 1), ("Vừa", 1), ("Lớn", 3), ("Không", 4),
    ]  # fmt: skip
    assert rows[2].share == 25


def test_what_was_entered_by_hand_moves_nobody():
    plain = rank([of("Một", 10, 5), of("Hai", 10, 4)])
    typed = rank([of("Một", 10, 5), of("Hai", 10, 4, by_hand=900)])
    assert [each.rank for each in plain] == [each.rank for each in typed] == [1, 2]


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), max_size=30))
def test_nobody_with_a_smaller_share_stands_before_a_larger_one(sizes):
    rows = rank(of(str(at), base, counted) for at, (base, counted) in enumerate(sizes))
    for one in rows:
        better = sum(other.counted * one.base > one.counted * other.base for other in rows)
        assert one.rank == better + 1
