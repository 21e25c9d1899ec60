"""From a point to its commune."""

import pytest

from app.core.errors import DomainError
from app.places import forms, points
from app.places.geometry import metres, read_area
from tests.factories import places as make

HERE = (22.0, 104.0)
LAOS = (19.9, 102.1)


@pytest.fixture
def four(db) -> list:
    """Four communes in a row, centres 0.1 degrees of longitude apart, without boundaries."""
    return [
        make.make_commune(f"Thử {n}", lat=22.0, long=104.0 + n / 10, code=f"9000{n}")
        for n in range(4)
    ]


def names(answer: points.Answer) -> list[str]:
    return [place.name for place in answer.places]


def test_without_boundaries_the_nearest_three_are_offered(four: list) -> None:
    answer = points.at_point(22.01, 104.19)
    assert names(answer) == ["Thử 2", "Thử 1", "Thử 3"]
    assert not answer.certain
    assert answer.near[0].metres == round(metres(22.01, 104.19, 22.0, 104.2))


def test_inside_a_boundary_it_is_certain(four: list) -> None:
    for n, commune in enumerate(four):
        make.enclose(commune, 22.0, 104.0 + n / 10)
    answer = points.at_point(22.01, 104.19, accuracy=30)
    assert (names(answer), answer.certain) == (["Thử 2"], True)
    assert answer.near[0].metres == 0


def test_near_an_edge_the_neighbour_is_offered_too(four: list) -> None:
    for n, commune in enumerate(four):
        make.enclose(commune, 22.0, 104.0 + n / 10)
    answer = points.at_point(22.0, 104.149, accuracy=500)
    assert (names(answer), answer.certain) == (["Thử 1", "Thử 2"], False)
    assert 50 < answer.near[1].metres < 200


def test_outside_every_boundary_the_nearest_are_offered(four: list) -> None:
    make.enclose(four[0], 22.0, 104.0)
    answer = points.at_point(22.0, 104.2)
    assert (names(answer)[0], answer.certain) == ("Thử 2", False)


def test_a_point_just_over_a_border_is_said_to_be(four: list, client) -> None:
    make.enclose(four[0], 22.0, 104.0)
    inside, over = points.at_point(22.0, 104.0), points.at_point(22.0, 104.051)
    assert (inside.beside, over.beside, over.certain) == (False, True, False)
    answer = client.get("/dia-danh/gan?lat=22.0&long=104.051&accuracy=20").json
    assert (answer["inside"], answer["certain"]) == (True, False)
    assert answer["places"], "it may be on this side all the same"
    assert "biên giới" in answer["message"]
    assert client.get("/dia-danh/gan?lat=22.0&long=104.0&accuracy=20").json["message"] == ""


def test_former_communes_are_never_an_answer(four: list) -> None:
    make.make_former("Cũ Kỹ", four[0], lat=22.0, long=104.0)
    assert names(points.at_point(*HERE)) == ["Thử 0", "Thử 1", "Thử 2"]


@pytest.mark.parametrize("bounded", [False, True])
def test_the_province_has_an_inside_and_an_outside(four: list, bounded: bool) -> None:
    if bounded:
        for n, commune in enumerate(four):
            make.enclose(commune, 22.0, 104.0 + n / 10)
    assert points.at_point(*HERE).inside
    for elsewhere in (LAOS, (0.0, 0.0), (91.0, 104.0), (float("nan"), 104.0), (22.0, float("inf"))):
        assert not points.at_point(*elsewhere).inside
    # 20 km to the north: near enough to a centre, far outside the boundaries.
    assert points.at_point(22.18, 104.0).inside is not bounded


def test_a_commune_without_boundary_takes_what_lies_far_from_all_boundaries(four: list) -> None:
    """It is the fourth nearest centre, so it is looked for by itself."""
    for n, commune in enumerate(four[:3]):
        make.enclose(commune, 22.0, 104.0 + n / 10)
    near = points.at_point(22.12, 104.1)
    assert four[3] not in near.places
    assert near.inside  # 24.6 km from its centre
    assert not points.at_point(22.15, 104.1).inside  # 26.5 km


def test_a_point_takes_two_statements_at_most(four: list, statements) -> None:
    with statements() as seen:
        points.at_point(*HERE)
    assert len(seen) <= 2


def test_with_no_places_nothing_is_near(db) -> None:
    assert points.at_point(*HERE).places == []
    assert points.at_point(float("nan"), 500).places == []
    assert not points.at_point(*HERE).inside


@pytest.mark.parametrize(
    ("lat", "long", "accuracy"),
    [
        ("", "", ""),
        ("abc", "104", ""),
        ("22", "nan", ""),
        ("inf", "104", ""),
        ("22", "181", ""),
        ("22", "104", "-5"),
        ("22" + "0" * 40, "104", ""),
        ("22;DROP", "104", "x"),
    ],
)
def test_it_refuses_what_is_no_position(db, lat: str, long: str, accuracy: str) -> None:
    with pytest.raises(DomainError):
        forms.coordinates(lat, long, accuracy)


def test_it_takes_a_chosen_code_and_refuses_the_rest(four: list) -> None:
    make.make_former("Cũ Kỹ", four[0], code="80001")
    make.make_former("Chia Đôi", four[0], four[1], code="80002")
    make.make_province(code="80003")
    assert forms.chosen_place(" 90000 ") is four[0]
    assert forms.chosen_place("80001") is four[0]
    for code in ("80002", "80003", "", "12345", "x" * 500):
        with pytest.raises(DomainError):
            forms.chosen_place(code)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        "text",
        {"type": "Point", "coordinates": [104, 22]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4], ["a", "b"]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[104, 200], [105, 200], [105, 201], [104, 200]]]},
        {"type": "Polygon", "coordinates": [[[104, 22], [105, 22]]]},
    ],
)
def test_it_refuses_what_is_no_area(geometry: object) -> None:
    with pytest.raises(ValueError, match="."):
        read_area(geometry)
