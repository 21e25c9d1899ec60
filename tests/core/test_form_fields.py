"""What is read from a form's field: one line or several, clean and no longer than asked."""

import pytest

from app.core.forms import Line, Words, takes


@pytest.fixture
def typed(app):
    def typed(text):
        return app.test_request_context("/", method="POST", data={"name": text})

    return typed


def read(name="name", most=200, kind=Line):
    @takes(read=kind(most, name=name))
    def act(read):
        return read

    return act()


def words(name="name", most=2000):
    return read(name, most, Words)


def test_a_line_has_single_spaces_and_no_hidden_characters(typed):
    with typed("  Bà\u200b  Hai\r\nsông\u00a0Lô "):
        assert read("name") == "Bà Hai sông Lô"


def test_words_keep_their_lines(typed):
    with typed(" Một.\r\n\r\nHai.\x00 "):
        assert words("name") == "Một.\n\nHai."


def test_no_more_is_read_than_was_asked_for(typed):
    with typed("ă" * 300):
        assert (len(read("name")), len(read("name", 5)), len(words("name", 7))) == (200, 5, 7)


def test_a_field_that_was_not_sent_is_empty(typed):
    with typed(""):
        assert (read("other"), words("other")) == ("", "")
