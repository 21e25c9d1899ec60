"""Forms: read by declaration, refused as a whole, given back as typed; and nothing reads beside."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField

from app.core import sent as sending
from app.core.act import acts
from app.core.cards import IDENTITY, CardShown
from app.core.errors import Conflict
from app.core.forms import (
    Form,
    Line,
    Named,
    Raw,
    Read,
    Several,
    Tick,
    Unfit,
    Words,
    choices,
    needed,
    takes,
)
from app.core.tables.values import as_amount, as_date

APP = Path(__file__).parents[2] / "app"
READ_WHOLE = {"sheets/views.py"}
"""It hands on which sheet and column of somebody's file means what, letter by letter: a sheet may
be called with two spaces, and a field would read one."""


def shows_a_card(typed):
    raise CardShown(IDENTITY)


class ChoosingForm(Form):
    """A form whose choices WTForms checks."""

    one = SelectField(choices=choices([("a", "A")]))
    several = SelectMultipleField(choices=choices([("a", "A")]))


class OfferForm(Form):
    """A form with fields of every kind."""

    name = Line(5, needed("Còn thiếu."))
    price = Read(as_amount, empty=None)
    until = Read(as_date, when=lambda form: form.ends.data)
    ends = Tick()


@pytest.fixture
def sent(app):
    def send(**fields):
        return app.test_request_context("/", method="POST", data=fields)

    return send


@acts(again=lambda **refused: refused)
@takes(OfferForm)
def offer(form):
    if form.name.data == "Chanh":
        raise Conflict("Có rồi.", field="name")
    if form.name.data == "Ổi":
        raise Conflict("Hôm nay thì không.")
    return f"/{form.name.data}/{form.price.data}"


def test_an_act_is_called_with_what_was_meant(sent, db):
    with sent(name="  Cam \n sành ngọt ", price="1.500"):
        assert offer().location == "/Cam s/1500"


def test_all_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(sent, db):
    typed = {"name": " ", "price": "nhiều", "until": "mai", "ends": "1"}
    with sent(**typed):
        refused, status = offer()
    assert (status, [name for name, _why in refused["errors"]]) == (422, ["name", "price", "until"])
    assert refused["error"]["name"] == "Còn thiếu."
    assert refused["typed"] == typed
    shown = refused["form"].shown
    assert (shown["price"], shown["until"], shown["ends"]) == ("nhiều", "mai", True)
    assert shown["error"] == refused["error"]


def test_a_field_that_does_not_count_is_not_read(sent, db):
    with sent(name="Cam", until="mai"):
        assert offer().location == "/Cam/None"


@pytest.mark.parametrize(("name", "at"), [("Chanh", "name"), ("Ổi", None)])
def test_what_the_act_refuses_stands_at_its_field_else_over_the_form(sent, db, name, at):
    with sent(name=name):
        refused, status = offer()
    assert (status, refused["form"].wrong) == (409, [(at, str(refused["why"]))])


def test_an_empty_request_is_a_form_with_nothing_in_it(app):
    act = takes(on=Read(as_date))(lambda on: on)
    with app.test_request_context("/", method="POST"), pytest.raises(Unfit):
        act()


def test_a_form_that_is_only_filled_shows_what_is_meant(app):
    with app.test_request_context("/"):
        shown = OfferForm(None, name="Cam", price=0).shown
    assert (shown["name"], shown["price"], shown["until"]) == ("Cam", "0", "")


def test_nothing_is_given_back_of_a_card_whatever_else_is_wrong(sent, db):
    @acts(again=lambda **refused: refused)
    @takes(name=Line(9, needed("Còn thiếu.")), code=Read(shows_a_card))
    def follow(name, code):
        raise AssertionError("refused before")

    with sent(name="", code="079012345678|..."):
        refused, _status = follow()
    assert (refused["typed"], len(refused["errors"])) == ({"name": ""}, 2)


def test_small_forms_give_their_values(sent):
    @takes(words=Words(4), secret=Raw(), rows=Named("so_", int), ticked=Several(2, name="o"))
    def act(**values):
        return values

    with sent(words="một hai", secret=" x ", so_b="2", so_a="1", o=["abc", "d"]):
        assert act() == {
            "words": "một",
            "secret": " x ",
            "rows": {"b": 2, "a": 1},
            "ticked": ("ab", "d"),
        }


@dataclass(frozen=True)
class Note(sending.Value):
    """What travels."""

    key: str = sending.line("idempotency_key")
    said: str = sending.words()
    removed: tuple[str, ...] = sending.several("photo", "voice", most=3)


def test_a_form_that_travels_is_read_by_its_fields(sent):
    with sent(idempotency_key=" a b ", said=" một\r\nhai ", voice="vvvv", photo=["p", "q"]):
        assert Note.read() == Note("a b", "một\nhai", ("p", "q", "vvv"))
    assert Note() == Note("", "", ())


def readers():
    """Name the files of rooms that read a request's form themselves."""
    for path in APP.rglob("*.py"):
        tree = ast.parse(path.read_text())
        reads = (
            isinstance(n, ast.Attribute)
            and n.attr == "form"
            and isinstance(n.value, ast.Name)
            and n.value.id == "request"
            for n in ast.walk(tree)
        )
        if any(reads):
            yield path.relative_to(APP).as_posix()


def test_no_room_reads_a_form_but_by_its_declaration():
    assert {each for each in readers() if not each.startswith("core/")} == READ_WHOLE


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "Hãy chọn một mục trong danh sách."), ("en", "Choose one from the list.")],
)
def test_what_is_not_on_a_list_is_refused_in_the_reader_s_language(app, language, said):
    with app.test_request_context(), force_locale(language):
        form = ChoosingForm(MultiDict([("one", "b"), ("several", "a"), ("several", "c")]))
        assert not form.validate()
        assert [str(sentence) for _name, sentence in form.wrong] == [said, said]
