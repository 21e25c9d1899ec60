"""The table of every message: whole, and as the code has it."""

import re

import pytest

from app.notifications import kinds
from app.notifications.kinds import Kind
from tools import messages, translations


@pytest.mark.one_database
def test_every_message_has_its_row(app):
    assert messages.missing() == [], "add when and to whom in tools/messages.py"
    known = {kind.name for kind in kinds.all_kinds()}
    assert sorted(set(messages.EVENTS) - known) == [], "no room has these any more"


@pytest.mark.one_database
def test_a_message_without_its_row_is_missed(app, monkeypatch):
    monkeypatch.setitem(kinds._kinds, "unheard", Kind("unheard", "x", "y"))
    assert messages.missing() == ["unheard"]


@pytest.mark.one_database
def test_the_page_is_as_the_code_has_it(app):
    written = messages.PAGE.read_text(encoding="utf-8")
    assert written == messages.page(app), "run: python -m tools.messages"


@pytest.mark.one_database
def test_text_messages_are_sentences_of_the_code():
    sentences = {str(each.id) for each in translations.messages(translations.read("vi"))}
    assert sorted(set(messages.TEXTS) - sentences) == []
    assert not re.search(r"\| +\|", messages.PAGE.read_text(encoding="utf-8")), "an empty cell"
