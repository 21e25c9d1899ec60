"""A card at the door: read from a photo into the form; its number, where it was agreed to, opened
or deleted. A phone's camera reads it without asking us (``static/js/card.js``)."""

from typing import Any

from flask import Response, make_response, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.accounts.present import viewer
from app.community.blueprint import community
from app.community.people import card, keeping, views
from app.community.people.forms import NewPersonForm, PersonForm
from app.community.people.models import CommunityPerson
from app.community.people.views import load_person, may_see
from app.community.visits.rounds import Part, load_part, may_go_round
from app.core import clock
from app.core.access import PROVED, access
from app.core.act import acts
from app.core.errors import DomainError
from app.core.forms import Files, Line, takes


def _unread_new(part: Part, why: DomainError, **_refused: Any) -> str:
    return views.new_page(part, NewPersonForm(None), unread=why.message)


def _unread(found: CommunityPerson, why: DomainError, **_refused: Any) -> str:
    return _filled(found, PersonForm(None), unread=why.message)


@community.post("/to-cong-nghe/khu/<code>/nguoi-moi/the")
@access(may_go_round, load=load_part, asks=PROVED)
@acts(again=_unread_new)
@takes(photos=Files(name="anh"))
def read_card(part: Part, photos: tuple[FileStorage, ...]) -> Response:
    """Fill the form in from a photo of a card; nothing is kept, the number is not even shown."""
    form = NewPersonForm(None)
    form.take(_read(photos))
    return make_response(views.new_page(part, form))


@community.post("/to-cong-nghe/nguoi/<code>/the")
@access(may_see, load=load_person, asks=PROVED)
@acts(again=_unread)
@takes(photos=Files(name="anh"))
def read_card_of(found: CommunityPerson, photos: tuple[FileStorage, ...]) -> Response:
    """Fill in what a card says of somebody on the list; kept once the form is sent."""
    form = PersonForm(None)
    form.fill(found)
    form.take(_read(photos))
    return make_response(views.person_page(found, form, read=True))


@community.post("/to-cong-nghe/nguoi/<code>/so-can-cuoc")
@access(may_see, load=load_person, asks=PROVED)
@acts(again=lambda found, **refused: _filled(found, PersonForm(None), **refused))
@takes(reason=Line(20, name="ly_do"))
def open_card(found: CommunityPerson, reason: str) -> Response:
    """Show the card's number this once; who looked and what for is written down."""
    number = keeping.open_card(found, reason, viewer().reference, clock.now())
    return make_response(_filled(found, PersonForm(None), number=number))


@community.post("/to-cong-nghe/nguoi/<code>/so-can-cuoc/bo")
@access(may_see, load=load_person, asks=PROVED)
@acts(said=_l("The number is deleted."))
def drop_card(found: CommunityPerson) -> str:
    """Delete the number: the person changed their mind, or it is needed no more."""
    keeping.drop_card(found, viewer().reference, clock.now())
    return url_for(".person", code=found.code)


def _read(photos: tuple[FileStorage, ...]) -> card.Card:
    return card.read_photo(photos[0].read(card.MAX_BYTES + 1) if photos else b"")


def _filled(found: CommunityPerson, form: PersonForm, **more: Any) -> str:
    form.fill(found)
    return views.person_page(found, form, **more)
