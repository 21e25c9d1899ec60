"""The demonstration's directory: real kinds, invented places, people and numbers nobody has."""

from datetime import datetime, timedelta

from app.accounts import permissions as may
from app.accounts.actors import Actor
from app.accounts.models import Agency, Right, User
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.core.db import db
from app.demo.people import COMMUNE, WARD
from app.demo.villages import VALLEY
from app.directory import faults, keeping, queries, starter
from app.directory.classes import keeping as classes
from app.directory.guides import queries as guide_queries
from app.directory.guides import starter as guides
from app.directory.keeping import Said
from app.directory.models import DirectoryEntry
from app.directory.programmes import keeping as programmes
from app.places import queries as places
from app.places.models import Place

OFFICE_HOURS = "T2-T6 7:30-11:30, 13:30-17:00"
ENTRIES: tuple[tuple[str, str, dict[str, str]], ...] = (
    # kind, name, what is said of it; a commune and the position beside it are added for each
    ("ambulance", "Xe cấp cứu Trạm y tế {name}",
     {"phones": "0900 000 301", "hours": "24/7", "car": "Xe bán tải có cáng"}),
    ("health-station", "Trạm y tế {name}",
     {"phones": "0900 000 302", "hours": f"{OFFICE_HOURS}; T7 7:30-11:30",
      "address": "Khu trung tâm", "about": "Cấp cứu thì gọi bất kể giờ nào."}),
    ("health-staff", "Y Tế Thôn Thử", {"phones": "0900 000 303", "address": "Cạnh nhà văn hóa"}),
    ("pharmacy", "Nhà thuốc Mẫu {name}",
     {"phones": "0900 000 304", "hours": "Hằng ngày 6:30-21:00"}),
    ("police", "Công an {name}", {"phones": "0900 000 305", "hours": "24/7"}),
    ("one-stop", "Bộ phận Một cửa {name}",
     {"phones": "0900 000 306", "hours": OFFICE_HOURS, "bring": "Căn cước hoặc VNeID"}),
    ("shelter", "Điểm tránh lũ: Trường học {name}",
     {"room": "200 người", "key": "Bảo vệ trường, 0900 000 307"}),
    ("school", "Trường Tiểu học và THCS Mẫu {name}", {"phones": "0900 000 308"}),
    ("bank", "ATM Mẫu {name}", {"hours": "24/7", "address": "Trước Bộ phận Một cửa"}),
    ("market", "Chợ phiên Mẫu {name}",
     {"days": "CN", "hours": "CN 5:00-12:00", "goods": "Rau, gà đồi, vải thổ cẩm"}),
)  # fmt: skip
SIGHTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("market", "Chợ phiên Đèo Mẫu",
     {"days": "ngày Thìn, ngày Tuất", "goods": "Ngựa, lợn đen, mật ong"}),
    ("festival", "Lễ hội Xuống đồng Mẫu", {"days": "8-10/1 âm", "by": "UBND xã"}),
    ("sight", "Thác Mẫu",
     {"season": "Tháng 9 đến tháng 11", "there": "Đi bộ 20 phút từ cầu treo"}),
    ("homestay", "Homestay Nhà Sàn Mẫu",
     {"phones": "0900 000 309", "price": "120.000 ₫ một người"}),
    ("trail", "Đường mòn lên Đỉnh Mẫu", {"length": "9 km", "season": "Tháng 10 đến tháng 4"}),
)  # fmt: skip
PROGRAMMES: tuple[tuple[str, str, str, int, str, list[str]], ...] = (
    ("support", "Hỗ trợ máy sấy nông sản (mẫu)", "Hợp tác xã, hộ sản xuất chè, quế", 40, "",
     ["cooperative", "household"]),
    ("training", "Tập huấn bán hàng trên mạng (mẫu)", "Chủ gian hàng trên Chợ số", 12, "", []),
    ("app", "Cổng Dịch vụ công quốc gia", "Mọi người: nộp hồ sơ, theo dõi kết quả", 0,
     "https://dichvucong.gov.vn", []),
)  # fmt: skip
STEP = 0.004


def load(agencies: dict[str, Agency], people: dict[str, User], now: datetime) -> None:
    """Give three communes their entries, an ambulance its turns, one entry a wrong number."""
    starter.load()
    keeper = people["village-office"]
    for number, code in enumerate((WARD, COMMUNE, VALLEY)):
        agency, place = agencies[f"ubnd-{code}"], places.by_code(code)
        assert place is not None, code
        right = Right(user=keeper, permission=may.KEEP_DIRECTORY, agency=agency, granted_at=now)
        db.session.add(right)
        by = Actor("official", keeper.id, agency.id)
        said = ENTRIES + (SIGHTS if code == VALLEY else ())
        made = [_add(agency, place, row, at, by, now) for at, row in enumerate(said)]
        _turns(made[0], by, now)
        if number == 0:
            faults.say(made[3], "phone", now)
    guides.load(agencies["province"], now)
    right = Right(
        user=people["administrator"], permission=may.KEEP_DIRECTORY, agency=agencies["province"],
        granted_at=now,
    )  # fmt: skip
    db.session.add(right)
    _class_list(people, now)
    _programmes(agencies["province"], now)
    db.session.flush()


def _class_list(people: dict[str, User], now: datetime) -> None:
    """Let a citizen teach a class: two parents are on its list, one of them done."""
    guide = guide_queries.by_code("cho-con-vao-lop-1")
    assert guide is not None
    found = classes.open_list(
        classes.Of(guide), people["citizen"], "Lớp 1A Mẫu", "Cô Thử Nghiệm", now
    )
    parents = (("citizen-2", "Mẹ bé An", now), ("village-head", "Bố bé Bình", None))
    for who, name, done in parents:
        said = classes.Joining(name, agrees=True, key=codes.random_token())
        classes.join(found, Viewer(people[who]), said, now)
        classes.set_done(found.members[-1], done)


def _programmes(agency: Agency, now: datetime) -> None:
    """Write down a call, a training, the national portal."""
    by, today = Actor("system", None, agency.id), clock.local(now).date()
    for kind, title, who, days, link, fits in PROGRAMMES:
        until = today + timedelta(days=days) if days else None
        said = {"kind": kind, "title": title, "who": who, "about": "", "phones": "0900 000 311",
                "until": until, "link": link, "fits": fits}  # fmt: skip
        programmes.add(agency, said, by, now)


def _add(
    agency: Agency, place: Place, row: tuple[str, str, dict[str, str]], at: int, by: Actor,
    now: datetime,
) -> DirectoryEntry:  # fmt: skip
    code, name, said = row
    kind = queries.kind_by_code(code)
    assert kind is not None, code
    own = {each["name"] for each in kind.fields}
    whole = Said(
        name.format(name=place.label), commune=place, point=_beside(place, at),
        phones=said.get("phones", ""), address=said.get("address", ""),
        hours=said.get("hours", ""), days=said.get("days", ""), about=said.get("about", ""),
        values={key: value for key, value in said.items() if key in own},
    )  # fmt: skip
    return keeping.add(agency, kind, whole, by, now - timedelta(days=at * 3))


def _beside(place: Place, at: int) -> tuple[float, float] | None:
    if place.lat is None or place.long is None:
        return None
    return round(place.lat + at % 4 * STEP, 5), round(place.long + at // 4 * STEP, 5)


def _turns(entry: DirectoryEntry, by: Actor, now: datetime) -> None:
    """Let three drivers take turns of twelve hours, from seven in the morning."""
    morning = clock.local(now).replace(hour=7, minute=0, second=0, microsecond=0)
    for number, name in enumerate(("Lái Xe Thử Một", "Lái Xe Thử Hai", "Lái Xe Thử Ba") * 2):
        begins = morning + timedelta(hours=12 * number - 12)
        span = begins, begins + timedelta(hours=12)
        if span[1] > now:
            keeping.take_turn(entry, name, f"0900 000 31{number % 3}", span, by, now)
