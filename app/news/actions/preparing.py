"""To prepare alerts beforehand, and the ones every deployment begins with."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit, clock, codes
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import clean, whole
from app.news.models import AlertTemplate
from app.news.models.alert import KINDS, LEVELS, LONGEST_HEADLINE, LONGEST_TEXT
from app.news.queries import alerts

LANGUAGES = ("vi", "en")
MOST_HOURS = 24 * 14
WORDS = ("headline", "description", "instruction")


def read(sent: Mapping[str, str]) -> dict[str, str]:
    names = [f"{word}_{language}" for language in LANGUAGES for word in WORDS]
    lines = ("kind", "level", "hours", "contact_name", "contact_phone")
    return {name: clean(sent.get(name, ""), LONGEST_TEXT) for name in (*names, *lines)}


def values_of(template: AlertTemplate | None) -> dict[str, Any]:
    """Give the form's values of a prepared alert; of a new one the defaults."""
    if template is None:
        return {"hours": "12", "level": "2"}
    values: dict[str, Any] = {
        name: getattr(template, name)
        for name in ("kind", "level", "hours", "contact_name", "contact_phone")
    }
    for text in template.texts:
        values |= {f"{word}_{text.language}": getattr(text, word) for word in WORDS}
    return values


def write(template: AlertTemplate | None, values: Mapping[str, str], actor: Actor) -> None:
    """Write a prepared alert, a new one for None.

    Raises:
        DomainError: kind, level, hours or the Vietnamese headline cannot be.
    """
    _judge(values)
    row = template or AlertTemplate(code=codes.readable_code(2).lower())
    row.kind, row.level, row.hours = values["kind"], int(values["level"]), int(values["hours"])
    row.contact_name, row.contact_phone = values["contact_name"], values["contact_phone"][:30]
    for language in LANGUAGES:
        words = [values.get(f"{word}_{language}", "") for word in WORDS]
        if words[0]:
            row.write(language, *words)
    db.session.add(row)
    db.session.flush()
    audit.record(actor.reference, "prepare", f"alert_template:{row.id}", now=clock.now())


def drop(template: AlertTemplate, actor: Actor) -> None:
    subject = f"alert_template:{template.id}"
    audit.record(actor.reference, "drop_template", subject, now=clock.now())
    db.session.delete(template)


def load_defaults() -> int:
    """Add the prepared alerts of ``DEFAULTS`` that are not there; give how many."""
    known = {template.code for template in alerts.templates()}
    fresh = [row for row in DEFAULTS if row[0] not in known]
    for code, kind, level, hours, *words in fresh:
        row = AlertTemplate(code=code, kind=kind, level=level, hours=hours)
        row.contact_name, row.contact_phone = "Tìm kiếm cứu nạn", "112"
        row.write("vi", *words)
        db.session.add(row)
    return len(fresh)


def _judge(values: Mapping[str, str]) -> None:
    hours = whole(values.get("hours", ""), 6) or 0
    if values.get("kind") not in KINDS:
        raise DomainError(_l("Choose what threatens."), field="kind")
    if values.get("level") not in {str(level) for level in LEVELS}:
        raise DomainError(_l("Choose the level."), field="level")
    if not 1 <= hours <= MOST_HOURS:
        raise DomainError(_l("Give the hours as a number from 1 to 336."), field="hours")
    if not values.get("headline_vi"):
        raise DomainError(_l("Write in one line what threatens."), field="headline_vi")
    if len(values["headline_vi"]) > LONGEST_HEADLINE:
        raise DomainError(
            _l("This is too long: at most %(most)s characters.", most=LONGEST_HEADLINE),
            field="headline_vi",
        )


DEFAULTS: tuple[tuple[Any, ...], ...] = (
    ("lu-quet", "flood", 4, 12, "Nguy cơ lũ quét, ngập sâu trong vài giờ tới",
     "Nước sông, suối đang lên nhanh.",
     "Rời ngay nhà ở ven sông, ven suối, chân đồi lên nơi cao. Không lội qua ngầm, tràn, suối. "
     "Cắt điện trước khi nước vào nhà. Mang theo thuốc, giấy tờ, điện thoại."),
    ("sat-lo", "landslide", 4, 24, "Nguy cơ sạt lở đất",
     "Đất đã no nước sau mưa lớn kéo dài.",
     "Thấy vết nứt, cây nghiêng, nước suối đục bất thường: rời nhà ngay, báo cho hàng xóm. "
     "Không đi dưới chân vách đất, sườn dốc, đường đèo khi trời mưa."),
    ("mua-bao", "storm", 3, 24, "Mưa lớn, gió giật mạnh",
     "Dự báo có mưa rất to kèm dông, lốc và gió giật.",
     "Chằng chống mái nhà, chặt cành cây gần nhà. Không ra đường khi không cần. "
     "Đưa trâu bò, tài sản lên nơi an toàn."),
    ("cam-duong", "road_closed", 2, 8, "Đường tạm thời không đi được",
     "Đoạn đường bị chia cắt.", "Đi theo đường tránh và theo hướng dẫn của người điều tiết."),
    ("cat-dien", "power_cut", 1, 8, "Tạm ngừng cấp điện",
     "Ngừng cấp điện để sửa chữa lưới điện.",
     "Rút phích cắm các thiết bị. Có thể có điện lại sớm hơn dự kiến."),
    ("cat-nuoc", "water_cut", 1, 12, "Tạm ngừng cấp nước",
     "Ngừng cấp nước để sửa chữa đường ống.", "Trữ nước đủ dùng trước giờ ngừng cấp."),
    ("dich-benh", "disease", 2, 72, "Có ca bệnh truyền nhiễm trên địa bàn",
     "Trạm y tế đã ghi nhận ca bệnh.",
     "Rửa tay bằng xà phòng, ăn chín uống sôi, đeo khẩu trang nơi đông người. "
     "Sốt, phát ban, tiêu chảy: đến trạm y tế ngay."),
)  # fmt: skip
