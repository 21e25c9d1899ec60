"""What stands in the workbook: its sheets, in the order in which they are done, their columns."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.tables.columns import Field
from app.operation.provisioning.words import as_yes


@dataclass(frozen=True)
class Sheet:
    """A sheet: ``names`` are what it may be called, in slug form; ``key`` tells rows apart."""

    name: str
    title: Any
    names: frozenset[str]
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    about: Any

    def label(self, field: str) -> Any:
        return next((each.label for each in self.fields if each.name == field), field)


def _field(name: str, label: Any, *names: str, required: bool = False, **more: Any) -> Field:
    slug = name.replace("_", "-")
    return Field(name, label, (*names, slug), required=required, **more)


def _yes(name: str, label: Any, *names: str) -> Field:
    return _field(name, label, *names, read=as_yes)


def _sheet(
    name: str, title: Any, names: str, key: tuple[str, ...], about: Any, *fields: Field
) -> Sheet:
    return Sheet(name, title, frozenset({name, *names.split()}), key, fields, about)


NOT_ENGLISH = ("anh", "english", "en")
CODE = _field("code", _l("Code"), "ma", "ma-so", required=True)
NAME = _field("name", _l("Name"), "ten", "ten-goi", required=True, against=(*NOT_ENGLISH, "ngan"))
NAME_EN = _field("name_en", _l("Name in English"), "ten-tieng-anh")
POSITION = _field("position", _l("Place in the list"), "thu-tu", "vi-tri-trong-danh-sach")
ABOUT = _field("about", _l("When to call, or what is there"), "khi-nao-goi-hoac-o-do-co-gi",
               "khi-nao-goi", "mo-ta", against=NOT_ENGLISH)  # fmt: skip
ABOUT_EN = _field("about_en", _l("The same in English"), "nhu-vay-bang-tieng-anh",
                  "mo-ta-tieng-anh")  # fmt: skip
PLACE = _field("place", _l("Commune or village (code or name)"), "xa-phuong-thon-ma-hoac-ten",
               "dia-ban", "xa-phuong", "noi")  # fmt: skip
AGENCY = _field("agency", _l("Code of the agency"), "ma-co-quan", "co-quan", required=True)
BASIS = _field("basis", _l("Where it was found out"), "nguon", "can-cu")

CLASSES = _sheet(
    "deadlines", _l("Deadlines"), "thoi-han muc-do muc-do-khan", ("code",),
    _l("How fast a report must be accepted and answered. Hours such as 4 or 37,5."),
    CODE, NAME, NAME_EN,
    _field("clock", _l("Clock"), "cach-tinh-gio", "gio-tinh", "dong-ho", required=True),
    _field("accept_hours", _l("Accept within, in hours"), "tiep-nhan-trong-gio",
           "gio-tiep-nhan", required=True),
    _field("answer_hours", _l("Answer within, in hours"), "tra-loi-trong-gio",
           "gio-tra-loi", required=True),
    _field("extension_hours", _l("One extension adds, in hours"), "gia-han-them-gio",
           "gio-gia-han"),
)  # fmt: skip
SERVICES = _sheet(
    "services", _l("Topics"), "linh-vuc", ("code",),
    _l("What can be reported. The class is a code of the sheet of deadlines."),
    CODE, NAME, NAME_EN,
    _field("group", _l("Group"), "nhom", against=NOT_ENGLISH),
    _field("group_en", _l("Group in English"), "nhom-tieng-anh"),
    _field("hint", _l("What belongs here"), "gom-nhung-gi", "goi-y", against=NOT_ENGLISH),
    _field("hint_en", _l("What belongs here, in English"), "gom-nhung-gi-tieng-anh"),
    _field("keywords", _l("Words people search by"), "tu-khoa", against=NOT_ENGLISH),
    _field("keywords_en", _l("Words people search by, in English"), "tu-khoa-tieng-anh"),
    _field("icon", _l("Picture"), "hinh", "bieu-tuong"),
    POSITION,
    _yes("active", _l("Can be chosen by citizens"), "nguoi-dan-chon-duoc"),
    _field("urgency_class", _l("Urgency class"), "muc-do-khan", "muc-do", required=True),
    _field("urgent_class", _l("Class when the sender says it is urgent"), "muc-do-khi-bao-khan"),
    _yes("private_by_default", _l("Never shown to the public"), "khong-cong-khai"),
    _yes("about_officials", _l("About officials: goes one level up"), "ve-can-bo"),
    _field("emergency_number", _l("Whom to call first"), "goi-truoc"),
    _yes("proof_required", _l("Closing as fixed needs a photo"), "can-anh-minh-chung"),
    _field("ask_days", _l("Days to wait for the citizen's answer"), "so-ngay-cho"),
    _field("on_silence", _l("When no answer comes"), "khi-khong-tra-loi"),
    _field("near_metres", _l("Likely duplicates: within how many metres"), "trung-trong-met"),
    _field("near_days", _l("Likely duplicates: within how many days"), "trung-trong-ngay"),
)  # fmt: skip
AGENCIES = _sheet(
    "agencies", _l("Agencies"), "co-quan don-vi co-quan-don-vi", ("code",),
    _l("Each stands below another one, by its code. A row that is left out changes nothing."),
    CODE, NAME,
    _field("short_name", _l("Short name"), "ten-ngan", "ten-viet-tat", "ten-goi-tat",
           against=NOT_ENGLISH),
    NAME_EN,
    _field("short_name_en", _l("Short name in English"), "ten-ngan-tieng-anh"),
    _field("kind", _l("Kind"), "loai", required=True),
    _field("parent", _l("Code of the agency above"), "ma-co-quan-cap-tren", "co-quan-cap-tren",
           "truc-thuoc"),
    PLACE,
    _field("phone", _l("Public telephone"), "dien-thoai", "dien-thoai-cong-khai"),
    _yes("sign_off", _l("Answers need approval"), "can-duyet-tra-loi"),
    _yes("is_closed", _l("No longer works"), "da-giai-the", "ngung-hoat-dong"),
)  # fmt: skip
OFFICIALS = _sheet(
    "officials", _l("Officials"), "can-bo", ("phone", "agency"),
    _l("One row for each agency in which somebody works. The row says all rights there: what is"
       " not written is taken away. A row that is left out changes nothing."),
    _field("phone", _l("Mobile phone"), "dien-thoai", "so-dien-thoai", "dien-thoai-di-dong",
           required=True),
    _field("name", _l("Full name"), "ho-va-ten", "ho-ten", "ten", required=True),
    AGENCY,
    _field("permissions", _l("Rights, parted by semicolons"), "quyen",
           "quyen-cach-nhau-bang-dau-cham-phay", required=True),
)  # fmt: skip
ROUTING = _sheet(
    "routing", _l("Routing"), "phan-luong", ("service", "place"),
    _l("Which agency gets what. An empty topic means any, an empty place everywhere."),
    _field("service", _l("Code of the topic"), "ma-linh-vuc", "linh-vuc"),
    PLACE,
    AGENCY,
)  # fmt: skip
HOTLINES = _sheet(
    "hotlines", _l("Hotlines"), "duong-day-nong so-goi", ("code",),
    _l("Numbers to call, of the province or of a commune."),
    CODE,
    _field("value", _l("Hotline number"), "so-goi", "so-dien-thoai", "so", required=True),
    NAME, NAME_EN, ABOUT, ABOUT_EN, PLACE, POSITION, BASIS,
)  # fmt: skip
LINKS = _sheet(
    "links", _l("Links"), "lien-ket duong-dan", ("code",),
    _l("Official pages elsewhere; each address begins with https://."),
    CODE,
    _field("value", _l("Address"), "dia-chi", "duong-dan", required=True),
    NAME, NAME_EN, ABOUT, ABOUT_EN, PLACE, POSITION, BASIS,
)  # fmt: skip
SHEETS = (CLASSES, SERVICES, AGENCIES, OFFICIALS, ROUTING, HOTLINES, LINKS)
"""What refers to something comes after it."""
