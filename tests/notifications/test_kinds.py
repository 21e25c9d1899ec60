"""What notifications say."""

import pytest
from flask import Flask

from app.notifications import kinds
from app.notifications.kinds import Kind
from tests.factories.notifications import ABOUT

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("name", ["received", "accepted", "replied", "closed", "assigned"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_names_code_and_service(app: Flask, name: str, language: str) -> None:
    said = kinds.words(kinds.kind_named(name), ABOUT, language)
    assert said.title
    assert ABOUT["service"][language] in said.body
    assert ABOUT["code"] in said.body


def test_nothing_else_of_the_parameters_reaches_the_lock_screen(app: Flask) -> None:
    secret = {"name": "Người Dùng Thử Một", "phone": "0900000001", "words": "chồng tôi đánh tôi"}
    for name in ("received", "accepted", "replied", "closed", "assigned"):
        said = kinds.words(kinds.kind_named(name), {**ABOUT, **secret}, "vi")
        assert not any(text in said.title + said.body for text in secret.values())


def test_a_text_missing_in_a_language_falls_back_to_vietnamese(app: Flask) -> None:
    about = {"code": "LC-1", "service": {"vi": "Đèn đường"}}
    assert "Đèn đường" in kinds.words(kinds.REPLIED, about, "en").body


def test_the_words_are_in_the_language_asked_for(app: Flask) -> None:
    english = kinds.words(kinds.REPLIED, ABOUT, "en")
    assert english.title == "There is a reply to your report"


def test_a_long_text_is_cut(app: Flask) -> None:
    about = {"code": "LC-1", "service": "Đ" * 500}
    assert len(kinds.words(kinds.REPLIED, about, "vi").body) == kinds.MAX_BODY


def test_it_rejects_a_second_kind_of_the_same_name() -> None:
    assert kinds.register(kinds.REPLIED) is kinds.REPLIED
    with pytest.raises(ValueError, match="already"):
        kinds.register(Kind("replied", "other", "other"))
