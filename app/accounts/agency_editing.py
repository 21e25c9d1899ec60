"""Making and changing agencies from what an administrator typed, or a workbook says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import queries
from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.accounts.permissions import GRAVE, HANDLE, LEAD, OPERATE
from app.core import audit, events
from app.core.db import db
from app.core.errors import DomainError
from app.places import queries as places
from app.places.models import VILLAGE, Place

GROWS = _l(
    "Rights above its new place would then reach it: yours, or one to sealed matters, phone"
    " numbers or administration. Take those away first; afterwards they are given anew."
)
ALONE = _l("You have rights in it: another administrator ends that two people sign.")
ENGLISH = "en"


@dataclass(frozen=True)
class Said:
    """What somebody says of an agency, beside its code and what it stands below."""

    name: str
    kind: str
    short_name: str = ""
    name_en: str = ""
    short_name_en: str = ""
    place: Place | None = None
    phone: str = ""
    sign_off: bool = False
    is_closed: bool = False


def said(form: Any) -> Said:
    """Read an ``AgencyForm``; raises ``DomainError`` where the village is not there."""
    texts = ("name", "short_name", "name_en", "short_name_en", "phone")
    words = {each: (form[each].data or "").strip() for each in texts}
    closed = "is_closed" in form and form.is_closed.data
    return Said(
        kind=form.kind.data, place=_place(form), sign_off=form.sign_off.data, is_closed=closed,
        **words,
    )  # fmt: skip


def create(code: str, said: Said, parent: Agency | None, actor: Actor, now: datetime) -> Agency:
    """Make an agency below ``parent``; raises ``DomainError`` where its code is taken."""
    if queries.agency_by_code(code) is not None:
        raise DomainError(_l("Another agency has this code."), field="code")
    return create_all([(code, said, parent)], actor, now)[0]


def create_all(
    several: Sequence[tuple[str, Said, Agency | None]], actor: Actor, now: datetime
) -> list[Agency]:
    """Make agencies (code, what they are, what they stand below) whose codes nobody has."""
    made = [(Agency(code=code, kind=said.kind, parent=above), said, above)
            for code, said, above in several]  # fmt: skip
    for agency, said, _above in made:
        agency.texts = []
        _write(agency, said)
        db.session.add(agency)
    db.session.flush()  # the path is made of the numbers
    for agency, _said, above in made:
        agency.path = f"{above.path if above else '/'}{agency.id}/"
    db.session.flush()
    for agency, _said, _above in made:
        after = facts(agency)
        audit.record(actor.reference, "agency.create", agency.reference, now=now, after=after)
    return [agency for agency, _said, _above in made]


def update(agency: Agency, said: Said, parent: Agency | None, actor: Actor, now: datetime) -> None:
    """Change an agency; under another ``parent`` its branch moves too.

    Raises:
        DomainError: it would stand below itself, or rights would grow by one person's word.
    """
    before = facts(agency)
    check(agency, said, parent, actor)
    if parent is not agency.parent:
        agency.move_to(parent, queries.branch_of(agency))
    _write(agency, said)
    after = facts(agency)
    if after != before:
        audit.record(
            actor.reference, "agency.update", agency.reference, now=now, before=before, after=after
        )
    if before["sign_off"] and not agency.sign_off:
        events.sign_off_ended.send(agency, by_id=actor.user_id, now=now)


def check(agency: Agency, said: Said, parent: Agency | None, actor: Actor) -> None:
    """Refuse a change by which rights would grow without those who must agree to them.

    A right reaches what stands below its agency, and sleeps while that is closed: moving or
    opening an agency would give rights by one person's word, even to that person.
    """
    if parent is not None and parent is not agency.parent:
        gained = [r for r in queries.rights_on(parent) if not r.agency.covers(agency)]
        if any(r.user_id == actor.user_id or r.permission in GRAVE for r in gained):
            raise DomainError(GROWS, field="parent")
    opens = agency.is_closed and not said.is_closed
    if opens and any(r.user_id == actor.user_id for r in queries.rights_in(agency)):
        sentence = _l("You have rights in it: another administrator opens it again.")
        raise DomainError(sentence, field="is_closed")
    if agency.sign_off and not said.sign_off and _answers_there(agency, actor):
        raise DomainError(ALONE, field="sign_off")


def _answers_there(agency: Agency, actor: Actor) -> bool:
    """Tell whether the person's own answers, by a right held or lent, could go out there."""
    user = queries.user_by_id(actor.user_id) if actor.user_id else None
    return user is not None and any(
        right.permission == OPERATE
        or (right.permission in (HANDLE, LEAD) and right.agency.covers(agency))
        for right in queries.rights_of(user)
    )


def typed(agency: Agency) -> dict[str, Any]:
    name, short_name = agency.names_in("vi")
    name_en, short_name_en = agency.names_in(ENGLISH)
    is_village = agency.place is not None and agency.place.kind == VILLAGE
    code = agency.place.code if agency.place else ""
    return {
        "name": name,
        "short_name": short_name,
        "name_en": name_en,
        "short_name_en": short_name_en,
        "kind": agency.kind,
        "parent": agency.parent.code if agency.parent else "",
        "place": "" if is_village else code,
        "village": code if is_village else "",
        "phone": agency.phone,
        "is_closed": agency.is_closed,
        "sign_off": agency.sign_off,
    }


def facts(agency: Agency) -> dict[str, Any]:
    """Give what the audit log keeps of an agency."""
    names = {text.language: text.name for text in agency.texts}
    plain = ("code", "path", "kind", "place_id", "phone", "is_closed", "sign_off")
    return {"names": names, **{name: getattr(agency, name) for name in plain}}


def _write(agency: Agency, said: Said) -> None:
    agency.call("vi", said.name, said.short_name)
    agency.call(ENGLISH, said.name_en, said.short_name_en)
    agency.place = said.place
    agency.place_id = said.place.id if said.place else None
    agency.kind, agency.phone = said.kind, said.phone
    agency.sign_off, agency.is_closed = said.sign_off, said.is_closed


def _place(form: Any) -> Place | None:
    village = (form.village.data or "").strip()
    place = places.by_code(village or form.place.data) if village or form.place.data else None
    if village and (place is None or place.kind != VILLAGE):
        raise DomainError(_l("There is no village with this code."), field="village")
    return place
