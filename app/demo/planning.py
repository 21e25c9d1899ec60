"""The demonstration's land: a plan that replaced one, questions, an answer that is asked often."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from app.accounts import permissions as may
from app.accounts.actors import Actor
from app.accounts.models import Agency, Right, User
from app.accounts.viewer import Viewer
from app.core import codes
from app.core.db import db
from app.core.lazy import lazy
from app.demo.people import WARD
from app.enquiries.land import answering, asking, queries
from app.enquiries.land.answering import Told
from app.media import actions as media
from app.media.intake import Prepared, repainted
from app.media.kinds import PAPER
from app.media.models import Paper
from app.media.preview import FONT
from app.planning import keeping
from app.planning.keeping import Head, Said
from app.planning.models import LAND, ZONE

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont
else:
    Image = lazy("PIL.Image")
    ImageDraw = lazy("PIL.ImageDraw")
    ImageFont = lazy("PIL.ImageFont")

SIZE, MARGIN = (1_240, 1_754), 90
LOTS = (("ODT", "#f4b6c2"), ("CX", "#b7dca5"), ("GD", "#f6c177"), ("TM", "#e58a7b"))
LEGEND = "ODT: Đất ở tại đô thị\nCX: Cây xanh, mặt nước\nGD: Trường học\nTM: Thương mại, dịch vụ"
TITLE = "Quy hoạch chi tiết khu dân cư trung tâm (mẫu)"
ASKED = (
    ("transfer", "Nhà tôi có thửa 200 m², muốn tách cho con một nửa thì cần những gì?",
     "Tách được nếu mỗi thửa sau khi tách đủ diện tích tối thiểu của tỉnh và có lối đi. Mang giấy "
     "chứng nhận đến Bộ phận Một cửa để đo đạc trước.",
     "Tách thửa cho con cần những gì?"),
    ("use", "Đất vườn liền nhà có được xây thêm nhà ở không?", "", ""),
)  # fmt: skip


def load(agencies: dict[str, Agency], people: dict[str, User], now: datetime) -> None:
    """Give a ward its plans, its board and its questions about land."""
    office, keeper = agencies[f"ubnd-{WARD}"], people["village-office"]
    for permission in (may.KEEP_PLANNING, may.ADVISE_LAND):
        db.session.add(Right(user=keeper, permission=permission, agency=office, granted_at=now))
    by = Actor("official", keeper.id, office.id)
    _plans(office, by, now)
    _questions(office, people["citizen"], by, now)


def _plans(office: Agency, by: Actor, now: datetime) -> None:
    before, since = now - timedelta(days=200), now - timedelta(days=12)
    first = Said("Mẫu 08/QĐ-UBND", date(before.year, before.month, 1), "Bản đầu tiên.", LEGEND)
    plan = keeping.begin(office, Head(ZONE, TITLE, office.place), first, _paper(TITLE, 3, before),
                         by, before)  # fmt: skip
    keeping.publish(plan.versions[0], by, before)
    second = Said("Mẫu 31/QĐ-UBND", date(since.year, since.month, 1),
                  "Thêm trường mầm non, giữ lại hồ nước.", LEGEND)  # fmt: skip
    newer = keeping.add_version(plan, second, _paper(TITLE, 4, since), by, since)
    keeping.publish(newer, by, since)
    title = "Kế hoạch sử dụng đất hằng năm (mẫu)"
    said = Said("Mẫu 02/QĐ-UBND", date(now.year, 1, 15), "Danh mục công trình trong năm.", LEGEND)
    other = keeping.begin(office, Head(LAND, title, office.place), said, _paper(title, 2, before),
                          by, before)  # fmt: skip
    keeping.publish(other.versions[0], by, before)


def _questions(office: Agency, person: User, by: Actor, now: datetime) -> None:
    assert office.place is not None
    for kind, words, answer, title in ASKED:
        at = now - timedelta(days=6 if answer else 1)
        form = asking.AskForm(key=codes.random_token(), words=words, kind=kind,
                              place=office.place.code, may_publish="1")  # fmt: skip
        row = queries.any_of(Viewer(person), asking.ask(form, Prepared(), Viewer(person), at))
        assert row is not None
        if answer:
            answering.answer(row, answer, by, at + timedelta(days=2))
            answering.publish(row, Told(title, answer), by, at + timedelta(days=3))


def _paper(title: str, lots: int, now: datetime) -> Paper:
    """Draw a plan that nobody could take for a real one, and keep it as a PDF."""
    sheet = Image.new("RGB", SIZE, "white")
    pen, large = ImageDraw.Draw(sheet), ImageFont.truetype(str(FONT), 44)
    pen.text((MARGIN, MARGIN), title, font=ImageFont.truetype(str(FONT), 38), fill="black")
    pen.rectangle((MARGIN, 240, SIZE[0] - MARGIN, 1_500), outline="black", width=4)
    for at in range(lots * 2):
        name, colour = LOTS[at % lots]
        left, top = MARGIN + 40 + at % 2 * 520, 290 + at // 2 * 300
        pen.rectangle((left, top, left + 470, top + 250), fill=colour, outline="black", width=3)
        pen.text((left + 180, top + 95), name, font=large, fill="black")
    pen.text((MARGIN, 1_560), "BẢN VẼ MẪU, không có giá trị pháp lý", font=large, fill="#b00020")
    written = BytesIO()
    sheet.save(written, "PDF", resolution=150)
    copy = repainted(PAPER, written.getvalue(), PAPER.check)
    return media.keep(PAPER, copy, now)
