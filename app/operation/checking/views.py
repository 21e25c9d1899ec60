"""The administrator's page: what counts, from when, and when somebody last made sure of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.policies import administers_all
from app.accounts.present import viewer
from app.accounts.queries import administrators
from app.accounts.viewer import Viewer
from app.core import clock, jobs
from app.core.access import access
from app.core.act import acts, runs, said_at
from app.core.db import db
from app.core.errors import DomainError, StaleVersion
from app.core.forms import takes
from app.core.navigation import Link
from app.core.text import whole
from app.notifications import kinds, tell
from app.notifications.groups import DEADLINES
from app.operation.checking import facts
from app.operation.checking.facts import Fact
from app.operation.checking.forms import ContactForm, NewContactForm
from app.places import contacts
from app.places import queries as places
from app.places.contacts import KINDS, Contact, Said
from app.places.models import COMMUNE, Place

checking = Blueprint("checking", __name__)
CARD = Link(
    "checking.listed", _l("Hotlines, links, rates"), "call", order=47, shown_to=administers_all,
    about=_l("What counts, and when it was last checked"),
)  # fmt: skip
SAVED = _l("Saved.")
PAGE = 50
DUE = kinds.register(
    kinds.Kind("facts_due", _l("Hotlines, links or rates are to be checked again"),
               _l("%(count)s rows"), "call", group=DEADLINES)
)  # fmt: skip
HERE = "/can-bo/quan-tri/kiem-tra-lai"


def load_fact(_viewer: Viewer, kind: str, number: int) -> Any:
    return facts.by_number(kind, number)


def load_contact(_viewer: Viewer, number: int) -> Contact | None:
    return contacts.by_id(number)


def may_change(viewer: Viewer, _row: object) -> bool:
    return administers_all(viewer)


@checking.get(HERE)
@access(administers_all)
def listed() -> ResponseReturnValue:
    """List what is due; ``tat_ca=1``: all that counts."""
    every = request.args.get("tat_ca") == "1"
    found = [each for each in facts.all_of(_today()) if every or each.is_due]
    begin = whole(request.args.get("tu", "")) or 0
    more = begin + PAGE if len(found) > begin + PAGE else None
    shown: Sequence[Fact] = found[begin : begin + PAGE]
    return render_template(
        "operation/checking.html", rows=shown, every=every, ended=facts.ended(), kinds=KINDS,
        older=more and url_for(".listed", tu=more, tat_ca="1" if every else None),
    )  # fmt: skip


@checking.post(f"{HERE}/<kind>/<int:number>/da-kiem-tra")
@access(may_change, load=load_fact)
@acts(said=_l("Noted: checked today."))
def look_at(row: Any) -> str:
    facts.look_at(row, _today(), viewer().reference, clock.now())
    return url_for(".listed")


@checking.get(f"{HERE}/moi")
@access(administers_all)
def new_contact() -> ResponseReturnValue:
    return _page(None, NewContactForm(data={"position": 100}))


@checking.post(f"{HERE}/moi")
@access(administers_all)
@acts(again=lambda form, **_refused: _page(None, form), said=SAVED)
@takes(NewContactForm)
def create_contact(form: NewContactForm) -> str:
    kind, code = form.kind.data, form.code.data or ""
    if contacts.by_code(kind, code, _today()) is not None:
        raise DomainError(_l("This code is taken. Choose another one."), field="code")
    contacts.write(kind, code, _said(form), _today(), viewer().reference, clock.now())
    return url_for(".listed", tat_ca="1")


@checking.get(f"{HERE}/so/<int:number>")
@access(may_change, load=load_contact)
def edit_contact(row: Contact) -> ResponseReturnValue:
    plain = {name: getattr(row, name) for name in ("value", *contacts.WORDS)}
    where = row.place.title if row.place else ""
    return _page(row, ContactForm(data={**plain, "where": where}))


@checking.post(f"{HERE}/so/<int:number>")
@access(may_change, load=load_contact)
@acts(again=lambda row, form, **_refused: _page(row, form), said=SAVED)
@takes(lambda _row: ContactForm())
def update_contact(row: Contact, form: ContactForm) -> str:
    """Change one from today on; a number that changes keeps its old row."""
    if row.valid_to is not None:
        raise StaleVersion
    said = _said(form, row.place)
    contacts.write(row.kind, row.code, said, _today(), viewer().reference, clock.now())
    return url_for(".listed", tat_ca="1")


@checking.get(f"{HERE}/so/<int:number>/bo")
@access(may_change, load=load_contact)
def ask_to_end(row: Contact) -> ResponseReturnValue:
    return render_template("operation/end_contact.html", row=row)


@checking.post(f"{HERE}/so/<int:number>/bo")
@access(may_change, load=load_contact)
@acts(said=_l("Removed. It can be put back below."))
def end_contact(row: Contact) -> str:
    contacts.end(row, _today(), viewer().reference, clock.now())
    return url_for(".listed", tat_ca="1")


@checking.post(f"{HERE}/so/<int:number>/dat-lai")
@access(may_change, load=load_contact)
@runs(refused=said_at(lambda _row: url_for(".listed", tat_ca="1")), said=_l("It counts again."))
def put_contact_back(row: Contact) -> str:
    contacts.put_back(row, viewer().reference, clock.now())
    return url_for(".listed", tat_ca="1")


@jobs.every(timedelta(hours=12))
def remind_now() -> None:
    """Tell those who administer the province, once a month, how much is to be looked at."""
    now, today = clock.now(), _today()
    count = facts.due(today)
    if count:
        there = [each for each in administrators() if administers_all(Viewer(each))]
        key = f"facts:due:{today:%Y-%m}"
        tell(there, DUE.name, {"count": count}, HERE, key, now=now)
    db.session.commit()


def _today() -> date:
    return clock.local(clock.now()).date()


def _said(form: ContactForm, before: Place | None = None) -> Said:
    names = ("value", "name", "name_en", "about", "about_en", "basis")
    words = {name: form[name].data or "" for name in names}
    typed = form.where.data or ""
    place = before if before is not None and typed == before.title else _place(typed)
    return Said(place=place, position=form.position.number, **words)


def _place(typed: str) -> Place | None:
    """Give the commune that is meant, by its name or code; raises ``DomainError`` where unclear."""
    if not typed:
        return None
    by_code = places.by_code(typed)
    if by_code is not None and by_code.is_current:
        return contacts.whose(by_code)
    found = places.search(typed, COMMUNE)
    if not found:
        raise DomainError(_l("There is no place of that name."), field="where")
    if len(found) > 1 and found[0].rank == found[1].rank:
        codes = ", ".join(f"{each.place.title} ({each.place.code})" for each in found[:5])
        raise DomainError(_l("Several are called so. Write the code: %(codes)s.", codes=codes),
                          field="where")  # fmt: skip
    return found[0].place


def _page(row: Contact | None, form: Any) -> str:
    return render_template("operation/contact.html", row=row, form=form, kinds=KINDS)
