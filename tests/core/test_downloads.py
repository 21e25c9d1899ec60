"""A file that is handed over: kept, not shown, under its name, of one kind."""

import pytest

from app.core.downloads import download
from app.core.tables.writing import TYPES


@pytest.mark.parametrize(
    ("kind", "said"),
    [("csv", "text/csv; charset=utf-8"), ("json", "application/json")],
)
def test_a_file_is_kept_under_its_name_and_says_its_charset_once(kind, said):
    answer = download("Thôn Bản, 3 hộ", f"danh-sach.{kind}", TYPES[kind])
    assert answer.headers["Content-Type"] == said
    assert answer.headers["Content-Disposition"] == f"attachment; filename=danh-sach.{kind}"
    assert answer.get_data(as_text=True) == "Thôn Bản, 3 hộ"
