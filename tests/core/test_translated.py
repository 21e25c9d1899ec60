"""Texts by language: the spoken one, else Vietnamese; written and taken away by language."""

import pytest
from flask_babel import force_locale
from sqlalchemy import delete, update
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from app.accounts.models import Agency
from app.accounts.models.agency import AgencyText
from app.core import translated
from tests.factories.accounts import make_agency


@pytest.fixture
def agency(db):
    made = make_agency()
    made.texts = []
    translated.write(made, "vi", {"name": "Ủy ban", "short_name": "UB"})
    translated.write(made, "en", {"name": "Committee", "short_name": ""})
    return made


@pytest.fixture
def saved(db):
    made = make_agency()
    made.call("vi", "Ủy ban", "UB")
    made.call("en", "Committee")
    db.session.commit()
    return made.id


def said(app, language: str, read):
    with app.test_request_context(), force_locale(language):
        return read()


@pytest.mark.parametrize(
    ("language", "name", "short", "row"),
    [("vi", "Ủy ban", "UB", "vi"), ("en", "Committee", "UB", "en")],
)
def test_each_text_is_read_as_spoken_else_in_vietnamese(app, agency, language, name, short, row):
    texts = agency.texts
    assert said(app, language, lambda: translated.text_in(texts, "name", "x")) == name
    assert said(app, language, lambda: translated.text_in(texts, "short_name", "x")) == short
    assert said(app, language, lambda: translated.spoken(texts)).language == row


def test_a_thing_carries_its_words_in_one_column_as_its_rows_say_them(db, app, saved):
    found = db.session.get(Agency, saved)
    assert translated.words_of(found) == {
        "vi": {"name": "Ủy ban", "short_name": "UB"},
        "en": {"name": "Committee", "short_name": ""},
    }
    assert "texts" not in vars(found)
    assert said(app, "en", lambda: (found.name, found.short_name)) == ("Committee", "Committee")
    assert said(app, "vi", lambda: (found.name, found.short_name)) == ("Ủy ban", "UB")


def test_words_are_those_just_written_before_and_after_they_are_saved(db, app, saved):
    found = db.session.get(Agency, saved)
    assert found.words["vi"]["name"] == "Ủy ban"
    found.call("vi", "Ủy ban mới")
    assert said(app, "vi", lambda: found.name) == "Ủy ban mới"
    db.session.commit()
    assert said(app, "vi", lambda: found.name) == "Ủy ban mới"
    assert translated.names_of(found) == {"vi": "Ủy ban mới", "en": "Committee"}


def test_nobody_is_shown_words_of_before(db, app, saved):
    """Whoever changed them: nothing is kept between two requests."""
    db.session.execute(update(AgencyText).values(name="Khác"))
    db.session.commit()
    assert said(app, "vi", lambda: db.session.get(Agency, saved).name) == "Khác"


def test_a_thing_without_any_words_has_its_code(db, app):
    bare = make_agency()
    db.session.execute(delete(AgencyText))
    db.session.commit()
    assert said(app, "en", lambda: db.session.get(Agency, bare.id).name) == bare.code


def test_what_nobody_wrote_falls_back(app):
    assert said(app, "en", lambda: translated.text_in([], "name", "the code")) == "the code"
    assert said(app, "en", lambda: translated.spoken([])) is None


def test_writing_again_changes_the_row_and_an_empty_name_takes_it_away(agency):
    first = translated.exactly(agency.texts, "en")
    translated.write(agency, "en", {"name": "People's Committee"})
    assert translated.exactly(agency.texts, "en") is first
    assert (first.name, first.short_name) == ("People's Committee", "")
    translated.write(agency, "en", {"name": "", "short_name": "PC"})
    assert [row.language for row in agency.texts] == ["vi"]


def test_a_form_gives_and_takes_texts_by_the_ends_of_its_fields(agency):
    names = ("name", "short_name")
    typed = translated.as_typed(agency, names)
    assert typed == {
        "name": "Ủy ban",
        "short_name": "UB",
        "name_en": "Committee",
        "short_name_en": "",
    }
    form = type("Both", (Form,), {name: StringField() for name in typed})(MultiDict(typed))
    assert translated.typed(form, names) == {
        "vi": {"name": "Ủy ban", "short_name": "UB"},
        "en": {"name": "Committee", "short_name": ""},
    }
