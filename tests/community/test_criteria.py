"""Criteria sets: a version is written, enacted, scored by; what is published stays with it."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from app.community.criteria import deciding, keeping, points, queries, sampled, scoring
from app.community.criteria.forms import as_tenths, written
from app.community.criteria.models import LIFE as VERSION_LIFE
from app.community.criteria.scores import (
    APPRAISED,
    APPRAISER,
    LIFE,
    OPEN,
    PROVINCE,
    PUBLISHED,
    SCORER,
    SENT,
)
from app.core import clock as core_clock
from app.core import outbox
from app.core.db import db
from app.core.errors import DomainError
from app.core.tables.errors import BadValue
from app.places import queries as places
from app.sheets.models import SheetUpload
from tests.factories import community as make
from tests.factories import criteria as give
from tests.factories import villages
from tests.factories.accounts import make_user
from tests.factories.places import make_commune, make_province
from tests.media.pictures import jpeg
from tests.service_requests import citizen


@pytest.fixture
def village(app):
    return villages.place(make_commune("Xã Chấm Điểm", make_province()), "Khe Chấm")


@pytest.fixture
def version(village):
    """Half a point's grain: a document of 2, a counted one of 3 graded at 80, a sample of 1,5."""
    return give.enacted(
        give.said("Có tổ công nghệ số", "paper", 20, is_needed=True),
        give.said("Người được giúp", "counted", 30, measure="helped", target=80, is_graded=True),
        give.said("Biết làm một mình", "survey", 15, target=70),
        needed=50,
    )


@pytest.fixture
def listed(village):
    """Ten on the list, six of them helped."""
    team = make.team(village)
    area = make.area(team)
    helper = make.member(team, area)
    for at in range(10):
        person = make.person(team, area, f"Người {at}")
        if at < 6:
            make.visit(helper, person, "helped")
    db.session.commit()


@pytest.fixture
def told(monkeypatch, village):
    found = sampled.Sampled("KS1:1:0", "Khảo sát: Tự làm được – Có", 74, 61, 84, 40)
    monkeypatch.setattr(sampled, "_offered", [lambda place: [found]])
    return found


# --- points -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "base", "target", "is_graded", "tenths"),
    [
        (8, 10, 80, True, 30), (8, 10, 80, False, 30), (10, 10, 80, True, 30),
        (6, 10, 80, True, 22),  # 3,0 × 60/80 = 2,25: nothing is rounded up
        (6, 10, 80, False, 0), (0, 10, 80, True, 0), (0, 0, 80, True, 0), (799, 1000, 80, False, 0),
        (1, 3, 100, True, 10), (1, 1, 1, False, 30),
    ],
)  # fmt: skip
def test_points_of_a_share(number, base, target, is_graded, tenths):
    assert points.earned(30, number, base, target, is_graded) == tenths


def test_a_set_is_reached_by_enough_points_and_all_that_must_be_full():
    full, part = points.Line(20, 20, True), points.Line(30, 22)
    assert points.is_reached([full, part], 42)
    assert not points.is_reached([full, part], 43)
    assert not points.is_reached([points.Line(20, 19, True), points.Line(30, 30)], 42)
    assert not points.is_reached([], 0)


def test_numbers_about_few_are_not_told_to_everybody():
    told = [(number, points.may_tell(number, 10)) for number in range(11)]
    assert [number for number, may in told if may] == [0, 5, 10]


@pytest.mark.parametrize(("typed", "tenths"), [("2,5", 25), ("2.5", 25), ("10", 100), ("0", 0)])
def test_points_are_typed_with_one_decimal(typed, tenths):
    assert as_tenths(typed) == tenths
    assert as_tenths(written(tenths)) == tenths


@pytest.mark.parametrize("typed", ["2,55", "-1", "nhiều", "", "1001"])
def test_other_points_are_refused(typed):
    with pytest.raises(BadValue):
        as_tenths(typed)


# --- lives --------------------------------------------------------------------------------------

STEPS = {
    ("write", OPEN, SCORER), ("send", OPEN, SCORER), ("return", SENT, APPRAISER),
    ("appraise", SENT, APPRAISER), ("refer", APPRAISED, PROVINCE),
    ("publish", APPRAISED, PROVINCE), ("withdraw", PUBLISHED, PROVINCE),
}  # fmt: skip


def test_every_verb_from_every_status_by_every_role():
    class Thing:
        status = ""

    thing, found = Thing(), set()
    for status in (OPEN, SENT, APPRAISED, PUBLISHED):
        thing.status = status
        for verb in LIFE.verbs:
            found |= {(verb, status, role) for role in (SCORER, APPRAISER, PROVINCE)
                      if LIFE.may(thing, verb, role)}  # fmt: skip
    assert found == STEPS
    assert {each.name: each.from_ for each in VERSION_LIFE.verbs.values()} == {
        "write": {"draft"}, "enact": {"draft"},
    }  # fmt: skip


# --- sets ---------------------------------------------------------------------------------------


def test_examples_are_marked_and_are_not_enacted_before_a_decision_says_so(login_as, village):
    office = login_as(give.province_official())
    assert office.post("/can-bo/tieu-chi/bo/vi-du").status_code == 303
    assert office.post("/can-bo/tieu-chi/bo/vi-du").status_code == 303
    rows = queries.sets()
    assert [each.kind for each in rows] == ["citizen", "village", "commune", "agency"]
    assert all(each.versions[0].is_example for each in rows)
    assert len(rows[0].versions[0].criteria) == 6
    page = f"/can-bo/tieu-chi/ban/{rows[0].versions[0].code}"
    assert "chưa phải văn bản" in office.get(page).text
    head = {"so_quyet_dinh": "01/QĐ-THU", "ngay_quyet_dinh": "01/11/2026",
            "ap_dung_tu": "15/11/2026", "diem_dat": "4,8"}  # fmt: skip
    assert office.post(page, data=head).status_code == 303
    assert office.post(f"{page}/ap-dung").status_code == 422
    assert office.post(page, data={**head, "dung_van_ban": "1"}).status_code == 303
    assert office.post(f"{page}/ap-dung").status_code == 303
    assert office.post(page, data=head).status_code == 409  # enacted: it never changes
    public = citizen.words(login_as(make_user()).get("/tieu-chi"))
    assert "01/QĐ-THU" in public


@pytest.mark.parametrize("missing", ["decision", "decided_on", "valid_from"])
def test_a_version_without_its_decision_is_not_enacted(village, missing):
    draft = give.draft(give.said("Một", "paper", 10))
    keeping.describe(draft, give.head(**{missing: "" if missing == "decision" else None}))
    with pytest.raises(DomainError):
        keeping.enact(draft, villages.actor(make_user()), core_clock.now())


def test_a_version_asks_for_no_more_points_than_there_are(village):
    draft = give.draft(give.said("Một", "paper", 10))
    keeping.describe(draft, give.head(needed=11))
    with pytest.raises(DomainError):
        keeping.enact(draft, villages.actor(make_user()), core_clock.now())


def test_criteria_are_added_changed_and_taken_out(login_as, village):
    office = login_as(give.province_official())
    begun = office.post("/can-bo/tieu-chi/bo", data={"ten": "Thôn số thử", "loai": "village"})
    page = begun.headers["Location"]
    sent = {"noi_dung": "Hộ có tài khoản", "cach_do": "counted", "so_lieu": "homes",
            "ty_le": "80%", "diem": "2,5", "theo_ty_le": "1"}  # fmt: skip
    assert office.post(f"{page}/tieu-chi", data=sent).status_code == 303
    for wrong in ({"diem": "nhiều"}, {"ty_le": ""}, {"so_lieu": "x"}, {"cach_do": ""},
                  {"noi_dung": ""}, {"ty_le": "120"}, {"diem": "0"}):  # fmt: skip
        assert office.post(f"{page}/tieu-chi", data={**sent, **wrong}).status_code == 422, wrong
    version = queries.version_by_code(page.rpartition("/")[2])
    (row,) = version.criteria
    assert (row.measure, row.target, row.tenths, row.is_graded) == ("homes", 80, 25, True)
    at = f"{page}/tieu-chi/{row.id}"
    assert office.post(at, data={**sent, "cach_do": "paper", "diem": "3"}).status_code == 303
    db.session.expire_all()
    assert (row.measure, row.target, row.tenths, row.is_graded) == ("", 0, 30, False)
    assert office.post(f"{at}/bo").status_code == 303
    db.session.expire_all()
    assert version.criteria == []
    same = office.post("/can-bo/tieu-chi/bo", data={"ten": "thôn số THỬ", "loai": "village"})
    assert same.status_code == 422


def test_a_newer_version_holds_from_its_day_and_scores_stay_with_theirs(
    login_as, village, version, listed, told, clock
):
    score = give.published(village, version)
    by = villages.actor(make_user())
    later = keeping.begin_version(version.of, by, core_clock.now())
    assert keeping.begin_version(version.of, by, core_clock.now()) is later  # one draft at a time
    assert [each.title for each in later.criteria] == [each.title for each in version.criteria]
    keeping.change(later, later.criteria[0], give.said("Câu chữ mới", "paper", 40))
    holds = core_clock.local(core_clock.now()).date() + timedelta(days=10)
    keeping.describe(later, give.head("02/QĐ-MOI", valid_from=holds, needed=50))
    keeping.enact(later, by, core_clock.now())
    db.session.commit()
    today = core_clock.local(core_clock.now()).date()
    assert queries.in_force(today) == [version]
    assert queries.in_force(holds) == [later]
    clock.shift(timedelta(days=11))
    page = citizen.words(login_as(make_user()).get(f"/tieu-chi/{score.code}"))
    assert "01/QĐ-THU" in page and "Có tổ công nghệ số" in page
    assert "Câu chữ mới" not in page
    assert "02/QĐ-MOI" in login_as(make_user()).get("/tieu-chi").text


# --- scores -------------------------------------------------------------------------------------


def test_from_a_units_own_score_to_the_public_page(
    login_as, village, version, listed, told, media_folder
):
    """The head scores, the commune appraises, the province publishes; figures are counted."""
    head, commune = villages.head(village), villages.overseer(village)
    province = give.province_official()
    visitor = login_as(head)
    year = core_clock.local(core_clock.now()).date().year
    sent = {"bo": version.code, "don_vi": village.code, "nam": str(year)}
    begun = visitor.post("/can-bo/tieu-chi", data=sent)
    page = begun.headers["Location"]
    assert visitor.post("/can-bo/tieu-chi", data=sent).headers["Location"] == page
    code = page.rpartition("/")[2]
    paper, counted, survey = version.criteria
    assert "6 trên 10" in citizen.words(visitor.get(page))
    assert visitor.post(f"{page}/gui").status_code == 422  # two have no points yet

    def claim(criterion, **said):
        number = queries.score_by_code(code).version
        db.session.rollback()
        return visitor.post(f"{page}/{criterion.id}", data={"version": str(number), **said})

    assert claim(paper, diem="2,5").status_code == 422  # it has 2
    kept = claim(paper, diem="2", loi="Quyết định thành lập tổ", photos=(BytesIO(jpeg()), "to.jpg"))
    assert kept.status_code == 303
    assert claim(survey, nguon="khong-co").status_code == 422
    assert claim(survey, nguon=told.key).status_code == 303
    stale = visitor.post(f"{page}/{paper.id}", data={"version": "1", "diem": "1"})
    assert stale.status_code == 409
    assert visitor.post(f"{page}/gui").status_code == 303
    assert claim(paper, diem="1").status_code == 409  # sent: nothing changes

    score = queries.score_by_code(code)
    mark = score.mark_of(counted)
    assert (mark.number, mark.base, mark.own) == (6, 10, 22)
    assert scoring.total(score) == (20 + 22 + 15, True)
    points_of = {f"diem-{each.criterion_id}": written(each.own) for each in score.marks}
    (link,) = score.mark_of(paper).links
    at_photo = f"{page}/giay/{link.thing.code}-thumb"
    db.session.rollback()

    office = login_as(commune)
    assert office.get(at_photo).status_code in (200, 404)  # its sizes are the worker's
    lower = {**points_of, f"diem-{paper.id}": "1"}
    assert office.post(f"{page}/tham-dinh", data=lower).status_code == 422  # no reason
    why = {**lower, f"ly_do-{paper.id}": "Quyết định đã hết hiệu lực"}
    assert office.post(f"{page}/tham-dinh", data=why).status_code == 303
    assert office.post(f"{page}/cong-bo").status_code == 403
    stranger = login_as(make_user())
    assert stranger.get(f"/tieu-chi/{code}").status_code == 404
    assert login_as(province).post(f"{page}/cong-bo").status_code == 303
    public = citizen.words(login_as(make_user()).get(f"/tieu-chi/{code}"))
    assert "4,7 trên 6,5" in public  # 1 + 2,2 + 1,5
    assert "Chưa đạt" in public  # the compulsory one is not full
    assert "Trong mẫu 74% (61–84%), 40 người trả lời" in public
    assert "6 trên 10" not in public and "không nêu" in public  # four were not: that is few
    assert "Quyết định đã hết hiệu lực" in public
    assert "1 giấy tờ" in public and link.thing.code not in public
    assert stranger.get(at_photo).status_code in (401, 403, 404, 303)


def test_nobody_appraises_or_publishes_what_they_scored(village, version, listed, told):
    score = give.sent(village, version, user_id=make_user().id)
    by, now = villages.actor(make_user()), core_clock.now()
    own = score.marks[0].own_by_id
    given = {each.criterion_id: (each.own, "") for each in score.marks}
    with pytest.raises(DomainError):
        deciding.appraise(score, given, own, by, now)
    deciding.appraise(score, given, make_user().id, by, now)
    with pytest.raises(DomainError):
        deciding.publish(score, own, by, now)
    deciding.publish(score, make_user().id, by, now)
    assert score.status == PUBLISHED


def test_a_score_is_given_back_and_taken_back_with_a_reason(
    login_as, village, version, listed, told
):
    score = give.sent(village, version)
    page = f"/can-bo/tieu-chi/cham/{score.code}"
    commune, province = villages.overseer(village), give.province_official()
    assert login_as(commune).post(f"{page}/tra-lai", data={"vi_sao": ""}).status_code == 422
    back = login_as(commune).post(f"{page}/tra-lai", data={"vi_sao": "Thiếu quyết định"})
    assert back.status_code == 303
    assert "Thiếu quyết định" in login_as(villages.head(village)).get(page).text
    db.session.expire_all()
    assert score.status == OPEN
    give.publish(score)
    assert login_as(province).post(f"{page}/go", data={"vi_sao": "Nhầm số"}).status_code == 303
    assert login_as(make_user()).get(f"/tieu-chi/{score.code}").status_code == 404
    assert login_as(commune).post(f"{page}/tra-lai", data={"vi_sao": "x"}).status_code == 409
    assert login_as(province).post(f"{page}/tra-lai", data={"vi_sao": "Xem lại"}).status_code == 303
    db.session.expire_all()
    assert score.status == SENT


def test_a_head_scores_no_other_village_and_no_wrong_set(login_as, village, version):
    other = villages.place(places.get(village.parent_id), "Khe Khác")
    visitor, year = login_as(villages.head(village)), core_clock.now().year
    sent = {"bo": version.code, "don_vi": village.code, "nam": str(year)}
    agency = give.enacted(give.said("Ký số", "paper", 10), kind="agency", title="Cơ quan")
    db.session.commit()
    for wrong in ({"don_vi": other.code}, {"bo": "x"}, {"bo": agency.code}, {"nam": "2020"}):
        assert visitor.post("/can-bo/tieu-chi", data={**sent, **wrong}).status_code == 422, wrong
    score = give.begun(other, version)
    db.session.commit()
    assert visitor.get(f"/can-bo/tieu-chi/cham/{score.code}").status_code == 404
    assert score.code not in visitor.get("/can-bo/tieu-chi").text


def test_a_commune_and_an_agency_score_themselves(login_as, village):
    from app.accounts.permissions import LEAD
    from tests.factories.accounts import make_agency, make_official

    whole = give.enacted(
        give.said("Hộ có tài khoản", "counted", 40, measure="homes", target=50), kind="commune",
        title="Xã số",
    )  # fmt: skip
    own = give.enacted(give.said("Ký số", "paper", 10), kind="agency", title="Cơ quan số")
    for at in range(4):
        home = villages.household(village, at + 1)
        if at < 2:
            villages.belongs(make_user(), home)
    db.session.commit()
    office, year = villages.overseer(village), str(core_clock.now().year)
    unit = places.get(village.parent_id).code
    begun = login_as(office).post(
        "/can-bo/tieu-chi", data={"bo": whole.code, "don_vi": unit, "nam": year}
    )
    assert "2 trên 4" in citizen.words(login_as(office).get(begun.headers["Location"]))
    agency = make_agency("Sở Thử")
    lead = login_as(make_official(LEAD, agency=agency))
    sent = {"bo": own.code, "don_vi": f"agency-{agency.code}", "nam": year}
    page = lead.post("/can-bo/tieu-chi", data=sent).headers["Location"]
    assert lead.get(page).status_code == 200
    assert login_as(office).get(page).status_code == 404
    assert login_as(give.province_official()).get(page).status_code == 200


# --- sheets -------------------------------------------------------------------------------------

ROWS = """nhom,tieu_chi,cach_do,so_lieu,ty_le,theo_ty_le,diem,bat_buoc
Tổ chức,Có tổ công nghệ số,văn bản,,,,"2,5",có
Người dân,Hộ có tài khoản,đếm,homes,80,có,5,
,Hài lòng,khảo sát,,70%,không,1,
"""


def brought(office, draft, rows):
    page = office.post(
        f"/can-bo/tieu-chi/ban/{draft.code}/nhap", data={"file": (BytesIO(rows.encode()), "a.csv")}
    ).headers["Location"]
    upload = db.session.scalars(select(SheetUpload).order_by(SheetUpload.id.desc())).first()
    office.post(page, data={f"column-{name}": str(at) for name, at in upload.columns.items()})
    outbox.drain("sheets")
    return citizen.words(office.get(page))


def test_criteria_come_from_a_sheet_and_the_same_again_changes_nothing(login_as, village):
    draft = give.draft(title="Bộ từ tệp")
    db.session.commit()
    office = login_as(give.province_official())
    assert "Tiêu chí mới 3" in brought(office, draft, ROWS)
    assert "Giữ nguyên như đã có 3" in brought(office, draft, ROWS)
    db.session.expire_all()
    assert [(each.title, each.way, each.measure, each.target, each.tenths) for each in
            draft.criteria] == [
        ("Có tổ công nghệ số", "paper", "", 0, 25),
        ("Hộ có tài khoản", "counted", "homes", 80, 50),
        ("Hài lòng", "survey", "", 70, 10),
    ]  # fmt: skip
    assert [each.is_needed for each in draft.criteria] == [True, False, False]
