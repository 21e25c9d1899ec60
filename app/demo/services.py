"""The demonstration's services, classes, and reasons: defaults an operator would start from."""

from dataclasses import dataclass, field

from app.core.db import db
from app.core.promises import CONTINUOUS, WORKING
from app.demo import questions
from app.service_requests.models import (
    Reason,
    ReasonText,
    Service,
    ServiceText,
    UrgencyClass,
    UrgencyClassText,
)

HOUR = 60
WORKING_DAY = 450
"""Minutes: 07:30 to 11:30 and 13:30 to 17:00."""

CLASSES = (
    # code, clock, accept within, answer within, extension, vi, en
    (
        "danger",
        CONTINUOUS,
        4 * HOUR,
        4 * HOUR,
        0,
        "Nguy hiểm, trực cả ngày đêm",
        "Danger, day and night",
    ),
    ("urgent", WORKING, 4 * HOUR, 4 * HOUR, 0, "Khẩn", "Urgent"),
    ("normal", WORKING, 8 * HOUR, 5 * WORKING_DAY, 0, "Thường", "Normal"),
    ("complex", WORKING, 8 * HOUR, 15 * WORKING_DAY, 5 * WORKING_DAY, "Phức tạp", "Complex"),
)


@dataclass(frozen=True)
class Spec:
    """One service: names, group, hint and keywords as (vi, en)."""

    code: str
    icon: str
    name: tuple[str, str]
    group: tuple[str, str]
    hint: tuple[str, str]
    keywords: tuple[str, str]
    urgency: str = "normal"
    urgent: str | None = None
    flags: dict[str, object] = field(default_factory=dict)


STREET = ("Hạ tầng", "Infrastructure")
NETWORK = ("Điện, nước, viễn thông", "Power, water, telecom")
AROUND = ("Môi trường, trật tự", "Environment and order")
LIFE = ("Đời sống", "Daily life")
OFFICE = ("Cơ quan nhà nước", "Public offices")
NEVER = (0, 30)
NEAR: dict[str, tuple[int, int]] = {
    # Metres and days within which two reports may be about one matter.
    "road": (60, 60),
    "street-light": (60, 45),
    "waste": (150, 14),
    "flood": (300, 7),
    "tree": (100, 7),
    "power": (500, 3),
    "water": (500, 3),
    "telecom": (300, 14),
    "urban-order": (80, 30),
    "noise": (150, 14),
    "traffic": (100, 45),
    "building": (80, 60),
}
PRIVATE: dict[str, object] = {"private_by_default": True}

SERVICES = (
    Spec("road", "road", ("Đường sá", "Roads"), STREET,
         ("Ổ gà, sạt lở, nắp cống vỡ", "Potholes, landslips, broken covers"),
         ("ổ gà sạt lở cầu vỉa hè", "pothole bridge pavement"), urgent="urgent",
         flags={"proof_required": True}),
    Spec("street-light", "lamp", ("Đèn đường", "Street lights"), STREET,
         ("Đèn tắt, đèn hỏng, cột nghiêng", "Lamps out, broken, leaning posts"),
         ("đèn tối cột đèn chiếu sáng", "lamp dark post"), urgent="urgent",
         flags={"proof_required": True}),
    Spec("waste", "bin", ("Rác, môi trường", "Waste, environment"), AROUND,
         ("Rác chưa gom, mùi, nước thải", "Waste not collected, smells, sewage"),
         ("rác thải mùi ô nhiễm", "rubbish smell pollution")),
    Spec("flood", "flood", ("Ngập, tắc cống", "Flooding, blocked drains"), STREET,
         ("Nước ngập, cống tràn", "Standing water, overflowing drains"),
         ("ngập cống thoát nước tràn", "drain sewer overflow"), urgent="urgent"),
    Spec("tree", "tree", ("Cây đổ, gãy", "Fallen trees"), AROUND,
         ("Cây đổ, cành gãy, cây sắp đổ", "Fallen trees, broken branches"),
         ("cây cành gãy đổ", "branch tree"), urgency="urgent",
         flags={"emergency_number": "114"}),
    Spec("power", "bolt", ("Điện", "Electricity"), NETWORK,
         ("Mất điện, dây đứt, cột điện nghiêng", "Power cuts, broken wires"),
         ("mất điện dây điện đứt cột điện", "power cut wire"), urgency="danger",
         flags={"emergency_number": "114"}),
    Spec("water", "drop", ("Cấp nước", "Water supply"), NETWORK,
         ("Mất nước, nước đục, vỡ ống", "No water, cloudy water, burst pipes"),
         ("mất nước nước bẩn vỡ ống", "water pipe leak"), urgent="urgent"),
    Spec("telecom", "telecom", ("Viễn thông", "Telecom"), NETWORK,
         ("Mất sóng, dây võng, tủ cáp hở", "No signal, sagging cables"),
         ("mạng sóng internet điện thoại cáp", "signal internet cable")),
    Spec("urban-order", "order", ("Trật tự đô thị", "Public order"), AROUND,
         ("Lấn chiếm vỉa hè, quảng cáo trái phép", "Blocked pavements, illegal signs"),
         ("vỉa hè lấn chiếm quảng cáo rao vặt", "pavement signs")),
    Spec("noise", "noise", ("Tiếng ồn", "Noise"), AROUND,
         ("Hát karaoke, máy móc, công trường", "Karaoke, machines, building sites"),
         ("ồn karaoke loa kéo", "noise karaoke loudspeaker"),
         flags={"ask_days": 4, "on_silence": Service.CLOSE}),
    Spec("traffic", "traffic", ("Giao thông", "Traffic"), STREET,
         ("Biển báo, đèn tín hiệu, chỗ hay xảy ra tai nạn", "Signs, lights, black spots"),
         ("biển báo đèn giao thông tai nạn", "sign signal accident"), urgent="urgent"),
    Spec("building", "building", ("Xây dựng", "Building"), STREET,
         ("Xây không phép, công trình gây nứt nhà", "Building without permit, damage"),
         ("xây dựng không phép nứt nhà", "building permit crack"), urgency="complex"),
    Spec("security", "shield", ("An ninh", "Security"), LIFE,
         ("Mất trật tự, lừa đảo, tệ nạn", "Disorder, fraud, crime"),
         ("an ninh trộm lừa đảo", "theft fraud"), urgency="urgent",
         flags=PRIVATE | {"emergency_number": "113"}),
    Spec("health", "health", ("Y tế", "Health"), LIFE,
         ("Trạm y tế, dịch bệnh, an toàn thực phẩm", "Clinics, disease, food safety"),
         ("y tế bệnh thực phẩm", "clinic disease food"),
         flags=PRIVATE | {"emergency_number": "115"}),
    Spec("education", "school", ("Giáo dục", "Education"), LIFE,
         ("Trường lớp, thu chi, an toàn học sinh", "Schools, fees, pupils' safety"),
         ("trường học học phí", "school fees")),
    Spec("social-care", "care", ("An sinh xã hội", "Social care"), LIFE,
         ("Trợ cấp, hộ nghèo, trẻ em, người già", "Allowances, poverty, children, the old"),
         ("trợ cấp hộ nghèo trẻ em", "allowance poor children"), flags=PRIVATE),
    Spec("attitude", "attitude",
         ("Thái độ phục vụ, thủ tục hành chính", "Officials' conduct, procedures"), OFFICE,
         ("Thái độ cán bộ, hồ sơ chậm, thủ tục khó", "Conduct, slow files, hard procedures"),
         ("cán bộ thủ tục hồ sơ", "official procedure file"),
         flags=PRIVATE | {"about_officials": True}),
)  # fmt: skip

REASONS = (
    # code, kind, vi, en
    ("not-competent", Reason.NOT_ACCEPTED, "Không thuộc thẩm quyền của cơ quan nhà nước",
     "Not a matter for public agencies"),
    ("competent-elsewhere", Reason.NOT_ACCEPTED, "Thuộc thẩm quyền của cơ quan khác",
     "Another agency is competent"),
    ("no-content", Reason.NOT_ACCEPTED, "Không đủ thông tin để xử lý",
     "Not enough information to act on"),
    ("already-answered", Reason.NOT_ACCEPTED, "Việc đã được trả lời trước đó",
     "Already answered before"),
    ("in-court", Reason.NOT_ACCEPTED, "Việc đang được tòa án giải quyết",
     "The matter is before a court"),
    ("abusive", Reason.NOT_ACCEPTED, "Nội dung xúc phạm, không có việc cần giải quyết",
     "Abuse, with no matter to settle"),
    ("personal-data", Reason.NOT_PUBLIC, "Có thông tin riêng của người khác",
     "Holds personal information of others"),
    ("being-checked", Reason.NOT_PUBLIC, "Đang xác minh, công khai có thể gây hại",
     "Being verified; publishing could do harm"),
    ("other-area", Reason.RETURN, "Không thuộc địa bàn quản lý",
     "Outside the area this agency manages"),
    ("other-agency", Reason.RETURN, "Thuộc thẩm quyền của cơ quan khác",
     "A matter for another agency"),
    ("state-secret", Reason.NOT_PUBLIC, "Liên quan bí mật nhà nước", "Touches a state secret"),
)  # fmt: skip


def load() -> dict[str, Service]:
    """Add classes, services and reasons; give the services by code."""
    classes = {row[0]: _urgency_class(row) for row in CLASSES}
    for position, reason in enumerate(REASONS):
        _reason(position, *reason)
    made = {spec.code: _service(i, spec, classes) for i, spec in enumerate(SERVICES)}
    db.session.flush()
    questions.load(made)
    return made


def _urgency_class(row: tuple[str, str, int, int, int, str, str]) -> UrgencyClass:
    code, clock, accept, answer, extension, vi, en = row
    urgency = UrgencyClass(
        code=code,
        clock=clock,
        accept_minutes=accept,
        answer_minutes=answer,
        extension_minutes=extension,
        texts=[UrgencyClassText(language="vi", name=vi), UrgencyClassText(language="en", name=en)],
    )
    db.session.add(urgency)
    return urgency


def _reason(position: int, code: str, kind: str, vi: str, en: str) -> None:
    texts = [ReasonText(language="vi", name=vi), ReasonText(language="en", name=en)]
    db.session.add(Reason(code=code, kind=kind, position=position, texts=texts))


def _service(position: int, spec: Spec, classes: dict[str, UrgencyClass]) -> Service:
    service = Service(
        service_code=spec.code,
        icon=spec.icon,
        position=position,
        urgency_class=classes[spec.urgency],
        urgent_class=classes[spec.urgent] if spec.urgent else None,
        texts=[_text(spec, 0, "vi"), _text(spec, 1, "en")],
        near_metres=NEAR.get(spec.code, NEVER)[0],
        near_days=NEAR.get(spec.code, NEVER)[1],
        **spec.flags,
    )
    db.session.add(service)
    return service


def _text(spec: Spec, index: int, language: str) -> ServiceText:
    return ServiceText(
        language=language,
        name=spec.name[index],
        group=spec.group[index],
        hint=spec.hint[index],
        keywords=spec.keywords[index],
    )
