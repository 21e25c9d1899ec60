"""Words are found once per request, and anew where another language is put in between."""

import pytest
from flask import render_template_string
from flask_babel import force_locale, get_translations, gettext, refresh

from app.core import words

WORD, IN = "Reports", {"vi": "Phản ánh", "en": "Reports"}


@pytest.mark.parametrize(
    "said", [lambda: gettext(WORD), lambda: render_template_string("{{ _('Reports') }}")]
)
def test_each_language_has_its_own_words_within_one_request(app, said):
    with app.test_request_context():
        assert said() == IN["vi"]
        with force_locale("en"):
            assert said() == IN["en"]
            with force_locale("vi"):
                assert said() == IN["vi"]
            assert said() == IN["en"]
        refresh()
        assert said() == IN["vi"]


def test_the_catalogue_is_looked_for_once(app, monkeypatch):
    with app.test_request_context():
        first = get_translations()
        monkeypatch.setattr(words.Domain, "get_translations", lambda _domain: pytest.fail("again"))
        assert get_translations() is first
        assert gettext(WORD) == IN["vi"]
