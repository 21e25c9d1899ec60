"""A class on two phones: signed up on one, there by the code on the other; ticked off-line."""

import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from app.community.models import Training, TrainingPlace
from app.core import clock
from app.core.db import db as rows
from tests.factories import community as teams
from tests.factories import training as make
from tests.factories import villages
from tests.factories.accounts import make_user

pytestmark = [pytest.mark.one_database, pytest.mark.details]


@pytest.fixture
def two(settle, queue_phone, sign_in):
    """A citizen's phone and that of the lead who keeps a class; its address."""
    village, citizen = villages.place(), make_user(name="Bà Học")
    lead = teams.member(teams.team(village), leads=True)
    training = make.opened(village, places=1)
    lead_user, page = lead.user, f"/tap-huan/{training.code}"
    settle()
    pupil, keeper = queue_phone(), queue_phone()
    sign_in(pupil.page, citizen)
    sign_in(keeper.page, lead_user)
    return pupil, keeper, page


def _begins(settle) -> None:
    """Let the class begin now."""
    training = rows.session.scalars(select(Training)).one()
    training.starts_at = clock.now() - timedelta(minutes=5)
    settle()


def _there() -> list[bool]:
    rows.session.rollback()
    found = rows.session.scalars(select(TrainingPlace).order_by(TrainingPlace.number)).all()
    there = [each.came_at is not None for each in found]
    rows.session.rollback()
    return there


def test_signed_up_on_one_phone_and_there_by_the_code_on_the_other(two, settle):
    pupil, keeper, page = two
    pupil.page.goto(page)
    pupil.page.get_by_role("button", name="Giữ chỗ cho tôi").click()
    expect(pupil.page.get_by_text("Bạn đã có chỗ. Hẹn gặp bạn ở lớp.")).to_be_visible()
    keeper.page.goto(f"{page}/ghi-ho")
    keeper.page.fill("[name=ten]", "Cụ Không Máy")
    keeper.page.get_by_role("button", name="Ghi tên").click()
    expect(keeper.page.get_by_text("ở danh sách chờ")).to_be_visible()
    _begins(settle)
    keeper.ready(f"{page}/giu")
    keeper.page.goto(f"{page}/ma-cua")
    expect(keeper.page.get_by_text("Có mặt: 0 trên 1")).to_be_visible()
    pupil.page.goto(_scanned(keeper.page))
    pupil.page.get_by_role("button", name="Tôi có mặt").click()
    expect(pupil.page.get_by_text("Chào mừng bạn")).to_be_visible()
    assert _there() == [True, False]
    keeper.page.goto(f"{page}/diem-danh")
    keeper.holds(keeper.page.url)
    keeper.offline()
    keeper.page.reload()
    keeper.page.click("button[name=ho][value='2']")
    expect(keeper.page.get_by_text("✓ Có mặt")).to_be_visible()
    assert _there() == [True, False]
    keeper.offline(False)
    expect(keeper.page.get_by_text("Đã gửi, mã")).to_have_count(1)
    assert _there() == [True, True]


def _scanned(page) -> str:
    """Read the code off the screen as a camera does; give the path that it leads to."""
    shot = Image.open(io.BytesIO(page.locator("svg.qr").screenshot()))
    (found,) = zxingcpp.read_barcodes(shot)
    return urlsplit(found.text).path
