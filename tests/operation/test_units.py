"""Units are renamed, merged and split from a day on; old names are found, theirs goes along."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts.actors import SYSTEM
from app.accounts.permissions import ADMINISTER
from app.core import clock as core_clock
from app.core.db import db as the_db
from app.core.errors import DomainError
from app.news.models.alert import AlertPlace
from app.operation.units import moving, planning
from app.places import queries
from app.places.changes import UnitChange
from app.service_requests.catalogue.queries import responsible_agency
from app.service_requests.mapping import blanks
from app.service_requests.models import RoutingRule
from tests.clocks import NOW
from tests.factories import news, places
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.market import make_shop, shop_facts

TODAY = core_clock.local(NOW).date()
HERE = "/can-bo/quan-tri/don-vi"
STAYS = frozenset({
    "service_request.place_id", "service_request.village_id", "place.parent_id",
    "place_succession.old_id", "place_succession.new_id", "install_count.place_id",
    "user.home_village_id", "shop.village_id",
    "product.origin_id", "removed_rule.place_id", "household.village_id",
    "village_group.village_id", "village_notice.village_id", "village_phone_look.village_id",
    "village_text.village_id", "village_work.village_id", "community_team.place_id",
    "survey_drawn.place_id", "community_campaign.place_id", "community_target.place_id",
    "community_pledge.place_id", "community_figure.place_id", "community_training.place_id",
    "directory_entry.village_id", "criteria_score.place_id",
})  # fmt: skip
"""What was so on its day (lists roll it up to the successors), and what names a village."""


@pytest.fixture
def province(db):
    return places.make_province()


def rename(commune, day=TODAY, unit_type="Phường", name="Hoa Sen"):
    return planning.plan_rename(
        commune.code, unit_type, name, day, "NQ 1", "user:1", core_clock.now()
    )


def merge(*communes, day=TODAY):
    codes = [each.code for each in communes]
    return planning.plan_merge(codes, "Xã", "Chung", day, "NQ 2", "user:1", core_clock.now())


def found(typed: str) -> list[tuple[str, str | None]]:
    return [(each.place.title, each.was.title if each.was else None)
            for each in queries.search(typed)]  # fmt: skip


def test_a_commune_that_becomes_a_ward_is_found_by_both_names(db, province):
    commune = places.make_commune("Hoa Ban", province, "Xã")
    village = places.make_village(commune)
    report, home = make.service_request(place=commune), make_user(home_commune_id=commune.id)
    rename(commune)
    assert commune.title == "Phường Hoa Sen" and commune.valid_from == TODAY
    assert found("hoa sen")[0] == ("Phường Hoa Sen", None)
    assert found("xa hoa ban")[0] == ("Phường Hoa Sen", "Xã Hoa Ban")
    assert (report.place.id, home.home_commune_id) == (commune.id, commune.id)
    assert "sen" in village.search_text, "a village is found by its new commune"
    assert report.id in {each for each in the_db.session.scalars(
        select(type(report).id).where(type(report).place_id.in_(
            queries.descendant_ids(province.id))))}  # fmt: skip


def test_what_was_renamed_twice_is_found_by_all_its_names(db, province, clock):
    commune = places.make_commune("Hoa Ban", province, "Xã")
    rename(commune)
    clock.shift(timedelta(days=40))
    rename(commune, core_clock.local(core_clock.now()).date(), name="Hoa Mai")
    assert [title for title, _ in found("hoa ban")] == ["Phường Hoa Mai"]
    assert [title for title, _ in found("hoa sen")] == ["Phường Hoa Mai"]


def test_a_province_becomes_a_city(db, province):
    commune = places.make_commune("Hoa Ban", province)
    rename(province, unit_type="Thành phố", name="Thử Nghiệm")
    assert queries.province().title == "Thành phố Thử Nghiệm"
    assert commune.parent.title == "Thành phố Thử Nghiệm"


def test_merged_communes_take_along_what_is_theirs(db, province):
    first, second = places.make_commune("Một", province), places.make_commune("Hai", province)
    village = places.make_village(second)
    old = make.service_request(place=second)
    agency = make_agency(place_id=second.id)
    service = make.service()
    make.routing_rule(agency, service=service, place=second)
    user, shop = make_user(home_commune_id=second.id), make_shop(commune=second)
    merge(first, second)
    db.session.expire_all()
    assert (village.parent_id, user.home_commune_id, shop.commune_id) == (first.id,) * 3
    assert agency.place_id == first.id and second.valid_to == TODAY
    assert responsible_agency(service, queries.path(first)) == agency
    assert old.place_id == second.id, "an old report stays where it was"
    assert old.place_id in set(db.session.scalars(queries.descendant_ids(first.id)))
    assert {was for _, was in found("hai") + found("mot")} >= {"Phường Hai", "Phường Một"}


def test_the_rule_of_the_one_that_goes_on_holds_where_both_had_one(db, province):
    first, second = places.make_commune("Một", province), places.make_commune("Hai", province)
    service, mine = make.service(), make_agency()
    make.routing_rule(mine, service=service, place=first)
    make.routing_rule(make_agency(), service=service, place=second)
    merge(first, second)
    db.session.flush()
    (rule,) = db.session.scalars(select(RoutingRule).where(RoutingRule.service_id == service.id))
    assert (rule.place_id, rule.agency_id) == (first.id, mine.id)


def test_a_warning_to_both_of_them_reaches_the_merged_one_once(db, province):
    first, second = places.make_commune("Một", province), places.make_commune("Hai", province)
    both, one = news.alert(first, second), news.alert(second)
    merge(first, second)
    db.session.expire_all()
    rows = db.session.execute(select(AlertPlace.alert_id, AlertPlace.place_id)).all()
    assert sorted(rows) == [(both.id, first.id), (one.id, first.id)]


def test_what_the_public_map_leaves_out_it_leaves_out_of_the_merged_one_too(db, province):
    first, second = places.make_commune("Một", province), places.make_commune("Hai", province)
    blanks.mark_place(second, "Nơi che chở", SYSTEM, NOW)
    merge(first, second)
    assert blanks.hidden().places == {first.id, second.id}, "old reports lie in the old one"


def test_a_split_commune_gives_villages_and_who_lives_there(db, province):
    commune = places.make_commune("Lớn", province, "Xã")
    stays, goes = places.make_village(commune, "Trên"), places.make_village(commune, "Dưới")
    there = make_user(home_commune_id=commune.id, home_village_id=goes.id)
    here = make_user(home_commune_id=commune.id)
    parts = [["Xã", "Lớn Trên"], ["Xã", "Lớn Dưới", "99001", goes.code]]
    planning.plan_split(commune.code, parts, TODAY, "NQ 3", "user:1", core_clock.now())
    db.session.expire_all()
    new = queries.by_code("99001")
    assert (stays.parent_id, goes.parent_id) == (commune.id, new.id)
    assert (here.home_commune_id, there.home_commune_id) == (commune.id, new.id)
    assert sorted(title for title, was in found("xa lon") if was == "Xã Lớn") == [
        "Xã Lớn Dưới", "Xã Lớn Trên",
    ]  # fmt: skip


def test_what_counts_later_waits_for_its_day(db, province, clock):
    commune = places.make_commune("Hoa Ban", province, "Xã")
    rename(commune, TODAY + timedelta(days=3))
    dropped = rename(commune, TODAY + timedelta(days=2), name="Bỏ")
    planning.drop(dropped, "user:1", core_clock.now())
    db.session.commit()
    clock.shift(timedelta(days=2))
    planning.apply_due_now()
    assert commune.title == "Xã Hoa Ban"
    clock.shift(timedelta(days=1))
    planning.apply_due_now()
    assert commune.title == "Phường Hoa Sen"
    planning.apply_due_now()
    assert commune.valid_from == TODAY + timedelta(days=3)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda c: planning.plan_rename("00000", "Xã", "A", TODAY, "x", "u", NOW),
        lambda c: planning.plan_rename(c.code, "Xã", "", TODAY, "x", "u", NOW),
        lambda c: planning.plan_rename(c.code, "Xã", "A", TODAY, "", "u", NOW),
        lambda c: planning.plan_rename(c.code, "Xã", "A", date(2020, 1, 1), "x", "u", NOW),
        lambda c: planning.plan_merge([c.code], "Xã", "A", TODAY, "x", "u", NOW),
        lambda c: planning.plan_merge([c.code, c.code], "Xã", "A", TODAY, "x", "u", NOW),
        lambda c: planning.plan_split(c.code, [["Xã", "A"]], TODAY, "x", "u", NOW),
        lambda c: planning.plan_split(c.code, [["Xã", "A"], ["Xã", "B", "9", "?"]], TODAY, "x",
                                      "u", NOW),
        lambda c: planning.plan_split(c.code, [["Xã"], []], TODAY, "x", "u", NOW),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_a_sentence(db, province, wrong):
    with pytest.raises(DomainError):
        wrong(places.make_commune("Hoa Ban", province))


def test_every_column_that_names_a_place_is_thought_of(app):
    named = {
        f"{column.table.name}.{column.name}"
        for table in the_db.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "place"
    }
    moved = {f"{each.class_.__tablename__}.{each.key}" for each in (*moving.MOVES, *moving.APART)}
    assert named == moved | STAYS


def test_the_page_and_the_command_do_it(app, db, province, login_as):
    commune = places.make_commune("Hoa Ban", province, "Xã")
    other = places.make_commune("Hoa Mai", province, "Xã")
    desk = login_as(make_official(ADMINISTER, agency=make_agency()))
    data = {"code": commune.code, "unit_type": "Phường", "name": "Hoa Sen", "day": f"{TODAY}",
            "basis": "NQ 1"}  # fmt: skip
    assert desk.post(f"{HERE}/doi-ten", data=data).status_code == 303
    assert "Phường Hoa Sen" in desk.get(HERE).text
    again = desk.post(f"{HERE}/doi-ten", data=data)
    assert again.status_code == 422 and 'value="Hoa Sen"' in again.text
    later = {**data, "code": other.code, "day": f"{TODAY + timedelta(days=9)}"}
    desk.post(f"{HERE}/doi-ten", data=later)
    waiting = db.session.scalars(select(UnitChange).where(UnitChange.applied_at.is_(None))).one()
    assert desk.post(f"{HERE}/{waiting.id}/bo").status_code == 303
    said = app.test_cli_runner().invoke(
        args=["places", "rename", other.code, "--type", "Phường", "--name", "Hoa Cúc",
              "--on", f"{TODAY}", "--basis", "NQ 4"]
    )  # fmt: skip
    assert (said.exit_code, said.output) == (0, "done\n")
    assert login_as(make_user()).get(HERE).status_code == 403


def test_a_shop_in_a_village_that_goes_elsewhere_goes_along(db, province):
    commune = places.make_commune("Lớn", province, "Xã")
    village = places.make_village(commune, "Dưới")
    shop = make_shop(make_user(), commune=commune)
    shop.describe(shop_facts(commune=commune, village=village), shop.version, core_clock.now())
    parts = [["Xã", "Lớn Trên"], ["Xã", "Lớn Dưới", "99002", "Dưới"]]
    planning.plan_split(commune.code, parts, TODAY, "NQ 3", "user:1", core_clock.now())
    db.session.expire_all()
    assert shop.commune.title == "Xã Lớn Dưới"


def split(commune, *parts: str, day=TODAY):
    read = [each.split(";") for each in parts]
    return planning.plan_split(commune.code, read, day, "NQ 3", "user:1", core_clock.now())


def test_two_parts_with_one_code_or_one_village_are_refused(db, province):
    commune = places.make_commune("Lớn", province, "Xã")
    village = places.make_village(commune, "Dưới")
    with pytest.raises(DomainError, match="99003"):
        split(commune, "Xã;A", "Xã;B;99003", "Xã;C;99003")
    with pytest.raises(DomainError, match=village.code):
        split(commune, "Xã;A", "Xã;B;99004;Dưới", "Xã;C;99005;Dưới")


def test_a_code_that_is_taken_by_its_day_stops_no_other_change(db, province, clock):
    first, second = (places.make_commune(each, province, "Xã") for each in ("Một", "Hai"))
    third = places.make_commune("Ba", province, "Xã")
    day = TODAY + timedelta(days=1)
    for each in (first, second):
        split(each, "Xã;A", "Xã;B;99006", day=day)
    rename(third, day, name="Hoa Cúc")
    db.session.commit()
    clock.shift(timedelta(days=1))
    planning.apply_due_now()
    assert third.title == "Phường Hoa Cúc"
    waiting = db.session.scalars(select(UnitChange).where(UnitChange.applied_at.is_(None))).one()
    assert waiting.what["code"] == second.code
