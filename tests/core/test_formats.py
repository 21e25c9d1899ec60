"""How numbers, days and spans of time are written."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale
from markupsafe import Markup

from app.core import formats

NOW = datetime(2026, 11, 19, 2, 12, tzinfo=UTC)  # 09:12 on a Thursday in Vietnam


@pytest.fixture(autouse=True, params=["vi", "en"])
def language(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    """Run the test in each language; it says what it expects in both."""
    with app.test_request_context(), force_locale(request.param):
        yield request.param


def spoken(language: str, vi: str, en: str) -> str:
    return vi if language == "vi" else en


def test_money_is_grouped(language: str) -> None:
    assert formats.money(1_234_567) == spoken(language, "1.234.567\u00a0₫", "1,234,567\u00a0₫")
    assert formats.money(0) == "0\u00a0₫"


def test_days_have_a_forced_pattern(language: str) -> None:
    assert formats.day(date(2026, 3, 9)) == spoken(language, "09/03/2026", "9 Mar 2026")


def test_the_day_of_a_moment_is_vietnams(language: str) -> None:
    late = datetime(2026, 3, 8, 23, tzinfo=UTC)
    assert formats.day(late) == spoken(language, "09/03/2026", "9 Mar 2026")


def test_a_moment_names_its_weekday(language: str) -> None:
    expected = spoken(language, "09:12, thứ Năm 19/11", "09:12, Thursday 19 Nov")
    assert formats.moment(NOW, NOW) == expected
    sunday = NOW + timedelta(days=3)
    assert spoken(language, "Chủ nhật", "Sunday") in formats.moment(sunday, NOW)


def test_a_moment_of_another_year_says_the_year(language: str) -> None:
    expected = spoken(language, "09:12, thứ Tư 19/11/2025", "09:12, Wednesday 19 Nov 2025")
    assert formats.moment(NOW - timedelta(days=365), NOW) == expected


@pytest.mark.parametrize(
    ("ahead", "vi", "en"),
    [
        (timedelta(hours=3), "Còn 3 giờ", "3 hours left"),
        (timedelta(hours=2, minutes=58), "Còn 3 giờ", "3 hours left"),
        (timedelta(hours=2, minutes=40), "Còn 2 giờ", "2 hours left"),
        (timedelta(hours=1), "Còn 1 giờ", "1 hour left"),
        (timedelta(minutes=20, seconds=30), "Còn 20 phút", "20 minutes left"),
        (timedelta(days=4, hours=20), "Còn 4 ngày", "4 days left"),
        (timedelta(hours=23, minutes=30), "Còn 1 ngày", "1 day left"),
        (timedelta(seconds=30), "Đến hạn ngay bây giờ", "Due now"),
        (timedelta(0), "Đến hạn ngay bây giờ", "Due now"),
        (timedelta(seconds=-30), "Vừa quá hạn", "Just overdue"),
        (timedelta(minutes=-7), "Quá hạn 7 phút", "7 minutes overdue"),
        (timedelta(hours=-2, minutes=-9), "Quá hạn 2 giờ", "2 hours overdue"),
        (timedelta(days=-3), "Quá hạn 3 ngày", "3 days overdue"),
    ],
)
def test_it_says_how_much_time_is_left(language: str, ahead: timedelta, vi: str, en: str) -> None:
    assert formats.left(NOW + ahead, NOW) == spoken(language, vi, en)


@pytest.mark.parametrize(
    ("past", "vi", "en"),
    [
        (timedelta(seconds=20), "vừa xong", "just now"),
        (timedelta(minutes=5), "5 phút trước", "5 minutes ago"),
        (timedelta(hours=1, minutes=59), "1 giờ trước", "1 hour ago"),
        (timedelta(days=4), "4 ngày trước", "4 days ago"),
        (timedelta(days=9), "10/11/2026", "10 Nov 2026"),
    ],
)
def test_it_says_how_long_ago(language: str, past: timedelta, vi: str, en: str) -> None:
    assert formats.ago(NOW - past, NOW) == spoken(language, vi, en)


def test_f07_a_moment_ahead_of_the_clock_is_just_now(language: str) -> None:
    assert formats.ago(NOW + timedelta(days=2), NOW) == spoken(language, "vừa xong", "just now")


@pytest.mark.parametrize(
    ("share", "written"), [(0, "0%"), (0.125, "13%"), (0.12, "12%"), (1, "100%")]
)
def test_a_share_is_written_as_a_percentage(share: float, written: str) -> None:
    assert formats.percent(share) == written


@pytest.mark.parametrize(
    ("count", "vi", "en"),
    [
        (0, "0\u00a0B", "0\u00a0B"),
        (850, "850\u00a0B", "850\u00a0B"),
        (1_234_567, "1,2\u00a0MB", "1.2\u00a0MB"),
        (300_000, "300\u00a0kB", "300\u00a0kB"),
        (999_999, "1\u00a0MB", "1\u00a0MB"),
    ],
)
def test_bytes_are_rounded(language: str, count: int, vi: str, en: str) -> None:
    assert formats.file_size(count) == spoken(language, vi, en)


def test_templates_have_the_filters(language: str) -> None:
    page = "{{ 5|money }} {{ 0.5|percent }} {{ 10|bytes }} {{ now|left }} {{ now|ago }}"
    assert "5\u00a0₫ 50% 10\u00a0B" in render_template_string(page, now=NOW)


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("Chè xanh 500 g", "Chè xanh 500~g"),
        ("Gạo nếp 5 kg, 10 kg", "Gạo nếp 5~kg, 10~kg"),
        ("20.000 ₫ mỗi con, 3,2 km", "20.000~₫ mỗi con, 3,2~km"),
        ("350 kWh và 12 m³", "350~kWh và 12~m³"),
        ("4 mùa, 3 gói", "4 mùa, 3 gói"),
        ("Tổ 4 (Đồng Tâm)", "Tổ 4 (Đồng Tâm)"),
    ],
)
def test_no_line_ends_between_a_number_and_its_unit(typed: str, held: str) -> None:
    assert formats.unbroken(typed) == held.replace("~", formats.NO_BREAK)
    assert formats.unbroken(Markup("<b>5 kg</b>")) == Markup("<b>5\u00a0kg</b>")


def test_an_amount_without_a_unit_ends_with_itself() -> None:
    assert formats.with_unit(350, "kWh") == "350\u00a0kWh"
    assert formats.with_unit(350, "") == "350"


def test_a_moment_in_html_has_whole_seconds_and_a_day_none() -> None:
    written = datetime(2026, 11, 28, 20, 33, 58, 757143, tzinfo=UTC)
    assert formats.iso(written) == "2026-11-28T20:33:58+00:00"
    assert formats.iso(date(2026, 11, 28)) == "2026-11-28"
