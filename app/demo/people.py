"""The demonstration's people: obviously fictitious, on numbers nobody has (0900 000 0xx)."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts import passwords, terms
from app.accounts import permissions as may
from app.accounts.models import Agency, Right, User
from app.core.db import db
from app.places import queries as places

PASSWORD = "hoa-ban-trang-2026"  # noqa: S105 - of the demonstration alone
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of the demonstration alone
WARD, COMMUNE = "04252", "04375"


@dataclass(frozen=True)
class Person:
    """One sign-in: ``rights`` are (permission, agency code) pairs; none for a citizen."""

    key: str
    role: str
    name: str
    phone: str
    rights: tuple[tuple[str, str], ...] = ()
    home: str = ""


PEOPLE = (
    Person("citizen", "Người dân", "Người Dùng Thử Một", "+84900000001", home=WARD),
    Person("citizen-2", "Người dân", "Người Dùng Thử Hai", "+84900000002", home=COMMUNE),
    Person("village-head", "Tổ trưởng tổ dân phố", "Tổ Trưởng Thử", "+84900000003",
           ((may.ISSUE_HELPER_CODE, f"ubnd-{WARD}"),), WARD),
    Person("village-head-2", "Trưởng thôn", "Trưởng Thôn Thử", "+84900000027",
           ((may.ISSUE_HELPER_CODE, "ubnd-04387"), (may.INTAKE, "ubnd-04387")), "04387"),
    Person("village-office", "Cán bộ phụ trách thôn, tổ dân phố", "Cán Bộ Xã Thử", "+84900000028",
           ((may.OVERSEE_VILLAGES, "ubnd-04387"), (may.OVERSEE_VILLAGES, f"ubnd-{WARD}"))),
    Person("province-villages", "Cán bộ tỉnh phụ trách chuyển đổi số", "Cán Bộ Tỉnh Thử",
           "+84900000029", ((may.OVERSEE_VILLAGES, "province"),)),
    Person("receiver", "Cán bộ tiếp nhận", "Cán Bộ Tiếp Nhận Thử", "+84900000010",
           ((may.HANDLE, f"ubnd-{WARD}"), (may.ISSUE_HELPER_CODE, f"ubnd-{WARD}"),
            (may.INTAKE, f"ubnd-{WARD}"))),
    Person("handler", "Cán bộ xử lý", "Cán Bộ Xử Lý Thử", "+84900000011",
           ((may.HANDLE, f"kt-{WARD}"), (may.SEE_PHONE, f"kt-{WARD}"))),
    Person("lead", "Lãnh đạo cơ quan", "Lãnh Đạo Phòng Thử", "+84900000012",
           ((may.LEAD, f"kt-{WARD}"), (may.HANDLE, f"kt-{WARD}"))),
    Person("head", "Lãnh đạo tỉnh", "Lãnh Đạo Tỉnh Thử", "+84900000013",
           ((may.LEAD, "province"), (may.OVERSEE_OFFICIALS, "province"))),
    Person("operator", "Trung tâm điều hành", "Điều Hành Viên Thử", "+84900000014",
           ((may.OPERATE, "province"), (may.CHANGE_PHONE, "province"),
            (may.ISSUE_HELPER_CODE, "province"), (may.INTAKE, "province"))),
    Person("reception", "Ban Tiếp công dân", "Cán Bộ Tiếp Dân Thử", "+84900000015",
           ((may.RECEPTION, "reception"), (may.INTAKE, "reception"))),
    Person("writer", "Cộng tác viên tin", "Người Viết Tin Thử", "+84900000022",
           ((may.WRITE_NEWS, "province"),)),
    Person("editor", "Biên tập viên", "Biên Tập Viên Thử", "+84900000018",
           ((may.WRITE_NEWS, "province"), (may.PUBLISH_NEWS, "province"))),
    Person("duty-officer", "Cán bộ trực ban", "Trực Ban Thử Một", "+84900000019",
           ((may.ALERT, "province"),)),
    Person("duty-officer-2", "Cán bộ trực ban", "Trực Ban Thử Hai", "+84900000020",
           ((may.ALERT, "province"),)),
    Person("protector", "Bảo vệ dữ liệu cá nhân", "Cán Bộ Dữ Liệu Thử", "+84900000023",
           ((may.PROTECT, "province"),)),
    Person("administrator", "Quản trị", "Quản Trị Viên Thử", "+84900000016",
           ((may.ADMINISTER, "province"),)),
)  # fmt: skip


def load(agencies: dict[str, Agency], now: datetime) -> dict[str, User]:
    """Register everybody; give them by key."""
    hashed = passwords.hashed(PASSWORD)
    made = {}
    for person in PEOPLE:
        user = User.register(person.phone, now, person.name)
        user.agree(terms.VERSION, now)
        _settle(user, person.home)
        for permission, code in person.rights:
            agency = agencies[code]
            db.session.add(Right(user=user, permission=permission, agency=agency, granted_at=now))
        if person.rights:
            user.password_hash = hashed
            user.set_totp_secret(TOTP_SECRET)
            user.totp_confirmed_at = now
        made[person.key] = user
    db.session.flush()
    return made


def _settle(user: User, code: str) -> None:
    home = places.by_code(code) if code else None
    user.home_commune_id = home.id if home else None
