"""Making and changing agencies from what an administrator typed."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import queries
from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.accounts.permissions import GRAVE, HANDLE, LEAD, OPERATE
from app.core import audit, events
from app.core.errors import DomainError
from app.places import queries as places
from app.places.models import VILLAGE, Place

GROWS = _l(
    "Rights above its new place would then reach it: yours, or one to sealed matters, phone"
    " numbers or administration. Take those away first; afterwards they are given anew."
)
ALONE = _l("You have rights in it: another administrator ends that two people sign.")
ENGLISH = "en"


def create(form: Any, parent: Agency, actor: Actor, now: datetime) -> Agency:
    """Make an agency below ``parent`` from a ``NewAgencyForm``.

    Raises:
        DomainError: its code is taken, or the village is not there.
    """
    if queries.agency_by_code(form.code.data) is not None:
        raise DomainError(_l("Another agency has this code."), field="code")
    place = _place(form)
    agency = Agency.found(form.code.data, form.kind.data, form.name.data.strip(), parent)
    _write(agency, form, place)
    audit.record(actor.reference, "agency.create", agency.reference, now=now, after=facts(agency))
    return agency


def update(agency: Agency, form: Any, parent: Agency | None, actor: Actor, now: datetime) -> None:
    """Change an agency by an ``EditAgencyForm``; under another ``parent`` its branch moves too.

    Raises:
        DomainError: it would stand below itself, or the village is not there.
    """
    before, place = facts(agency), _place(form)
    _check_rights(agency, form, parent, actor)
    if parent is not agency.parent:
        agency.move_to(parent, queries.branch_of(agency))
    _write(agency, form, place)
    agency.kind, agency.is_closed = form.kind.data, form.is_closed.data
    after = facts(agency)
    if after != before:
        audit.record(
            actor.reference, "agency.update", agency.reference, now=now, before=before, after=after
        )
    if before["sign_off"] and not agency.sign_off:
        events.sign_off_ended.send(agency, by_id=actor.user_id, now=now)


def _check_rights(agency: Agency, form: Any, parent: Agency | None, actor: Actor) -> None:
    """Refuse a change by which rights would grow without those who must agree to them.

    A right reaches what stands below its agency, and sleeps while that is closed: moving or
    opening an agency would give rights by one person's word, even to that person.
    """
    if parent is not None and parent is not agency.parent:
        gained = [r for r in queries.rights_on(parent) if not r.agency.covers(agency)]
        if any(r.user_id == actor.user_id or r.permission in GRAVE for r in gained):
            raise DomainError(GROWS, field="parent")
    opens = agency.is_closed and not form.is_closed.data
    if opens and any(r.user_id == actor.user_id for r in queries.rights_in(agency)):
        sentence = _l("You have rights in it: another administrator opens it again.")
        raise DomainError(sentence, field="is_closed")
    if agency.sign_off and not form.sign_off.data and _answers_there(agency, actor):
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


def _write(agency: Agency, form: Any, place: Place | None) -> None:
    agency.call("vi", form.name.data.strip(), (form.short_name.data or "").strip())
    agency.call(ENGLISH, (form.name_en.data or "").strip(), (form.short_name_en.data or "").strip())
    agency.place = place
    agency.place_id = place.id if place else None
    agency.phone = (form.phone.data or "").strip()
    agency.sign_off = form.sign_off.data


def _place(form: Any) -> Place | None:
    village = (form.village.data or "").strip()
    place = places.by_code(village or form.place.data) if village or form.place.data else None
    if village and (place is None or place.kind != VILLAGE):
        raise DomainError(_l("There is no village with this code."), field="village")
    return place
