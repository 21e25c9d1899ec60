"""Up and down the tree, and from former units to present ones."""

from sqlalchemy import select

from app.places import queries
from app.places.models import Place, PlaceSuccession
from tests.factories import places as make


def titles(places) -> list[str]:
    return [place.title for place in places]


def test_the_path_goes_up_from_the_deepest(db) -> None:
    province = make.make_province()
    village = make.make_village(make.make_commune(parent=province))
    assert titles(queries.path(village)) == ["Thôn Thử Một", "Phường Bình Thử", "Tỉnh Thử Nghiệm"]
    assert queries.province() is province


def test_a_place_holds_itself_and_all_below_it(db) -> None:
    province = make.make_province()
    commune = make.make_commune("Đông Thử", province)
    make.make_commune("Ân Thử", province)
    make.make_village(commune)
    make.make_commune("Cũ Thử", province, former=True)
    make.make_commune("Của Tỉnh Khác")
    below = select(Place).where(Place.id.in_(queries.descendant_ids(province.id)))
    present = below.where(Place.valid_to.is_(None)).order_by(Place.sort_key)
    assert titles(db.session.scalars(present)) == [
        "Phường Ân Thử",
        "Phường Đông Thử",
        "Thôn Thử Một",
        "Tỉnh Thử Nghiệm",
    ]


def test_figures_roll_up_to_successors(db) -> None:
    commune = make.make_commune()
    village = make.make_village(commune)
    older = make.make_former("Cũ Hơn")
    former = make.make_former("Cũ Kỹ", commune)
    db.session.add(PlaceSuccession(old_id=older.id, new_id=former.id))
    db.session.flush()
    ids = set(db.session.scalars(queries.descendant_ids(commune.id)))
    assert ids == {commune.id, village.id, former.id, older.id}


def test_a_former_unit_resolves_through_every_change(db) -> None:
    now = make.make_commune("Nay Thử")
    between = make.make_former("Giữa Thử", now)
    first = make.make_former("Đầu Thử", between)
    assert queries.current(first) == [now]
    assert queries.current(now) == [now]
    assert queries.current(make.make_former("Mất Thử")) == []


def test_a_code_given_again_means_the_present_unit(db) -> None:
    former = make.make_former("Cũ Kỹ", code="90999")
    assert queries.by_code("90999") is former
    now = make.make_commune("Mới Thử", code="90999")
    assert queries.by_code("90999") is now
    assert queries.by_code("00000") is None


def test_villages_and_communes_come_in_alphabetical_order(db) -> None:
    commune = make.make_commune("Ơn Thử")
    make.make_commune("Ôn Thử")
    make.make_commune("Om Thử")
    for name in ("Đá", "Dung", "Ấm", "Ăn"):
        make.make_village(commune, name)
    assert [place.name for place in queries.communes()] == ["Om Thử", "Ôn Thử", "Ơn Thử"]
    assert [v.name for v in queries.villages_of(commune)] == ["Ăn", "Ấm", "Dung", "Đá"]


def test_get_gives_the_place_with_its_parent(db, statements) -> None:
    commune = make.make_commune(parent=make.make_province())
    place_id = commune.id
    db.session.commit()
    db.session.expunge_all()
    with statements() as seen:
        assert queries.get(place_id).within == "phường Bình Thử, tỉnh Thử Nghiệm"
    assert len(seen) == 1
    assert queries.get(None) is None


def test_the_boundary_is_not_loaded_with_a_place(db) -> None:
    make.enclose(make.make_commune(), 22.0, 104.0)
    db.session.commit()
    db.session.expunge_all()
    assert "boundary" not in db.session.scalar(select(Place)).__dict__
