"""A business says what its entry is to say; the office takes it over or says why not.

What stands in the directory stays as it is until then.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.accounts import businesses
from app.accounts.actors import Actor
from app.accounts.businesses import Business
from app.accounts.models import Agency
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.directory import keeping
from app.directory.keeping import PLAIN, Said
from app.directory.models import DirectoryEntry, DirectoryKind
from app.directory.owners import kinds, queries
from app.directory.owners.models import CHANGE, CLAIM, LIFE, NEW, WAITING, DirectoryProposal
from app.directory.rights import commune_of, keepers
from app.notifications import tell
from app.places import queries as places
from app.places.models import Place

SAME = _l("Nothing of it is different.")


def propose_new(
    business: Business, kind: DirectoryKind, said: Said, by: Actor, now: datetime
) -> DirectoryProposal:
    """Ask the office of the business's commune for a new entry.

    Raises:
        DomainError: no office keeps a directory there. Conflict: there is such an entry already.
    """
    agency = queries.agency_for(business.commune)
    if agency is None:
        raise DomainError(_l("No office keeps the directory of this commune yet."))
    key = keeping.key_of(kind, said)
    if key in queries.keys_of(agency, [key]):
        raise Conflict(_l("There is an entry of this kind, name and place already. Open it and "
                          "say that it is yours."), field="ten")  # fmt: skip
    found = _about(business, f"new:{key}", NEW, kind, agency, now)
    return _send(found, as_kept(said), by, now)


def claim(business: Business, entry: DirectoryEntry, by: Actor, now: datetime) -> DirectoryProposal:
    """Say that an entry is this business's own; from the office's yes on it keeps the entry.

    Raises:
        DomainError: somebody keeps it already, or businesses keep none of its kind.
    """
    if not queries.is_free(entry):
        raise DomainError(_l("This entry is kept by somebody else."))
    found = _about(business, f"entry:{entry.id}", CLAIM, entry.kind, entry.agency, now, entry)
    return _send(found, {}, by, now)


def propose_change(
    business: Business, entry: DirectoryEntry, said: Said, by: Actor, now: datetime
) -> DirectoryProposal:
    """Ask for other words; sent again before the office looked, the later ones count.

    Raises:
        DomainError: nothing of it is different from what stands there.
    """
    if keeping.is_as_said(entry, said):
        raise DomainError(SAME, field="ten")
    found = _about(business, f"entry:{entry.id}", CHANGE, entry.kind, entry.agency, now, entry)
    return _send(found, as_kept(said), by, now)


def withdraw(found: DirectoryProposal, by: Actor, now: datetime) -> None:
    """Take it back before the office decided."""
    LIFE.move(found, "withdraw")
    found.decided_at = now
    audit.record(by.reference, "proposal.withdraw", found.reference, now=now)


def _about(
    business: Business, subject: str, what: str, kind: DirectoryKind, agency: Agency,
    now: datetime, entry: DirectoryEntry | None = None,
) -> DirectoryProposal:  # fmt: skip
    found = queries.about(business, subject)
    if found is None:
        found = DirectoryProposal(
            business_code=business.code, subject=subject, status=WAITING, version=1, sent_at=now,
            kind_id=kind.id, kind=kind, agency_id=agency.id, agency=agency, what=what,
            business_name=business.name,
        )  # fmt: skip
        db.session.add(found)
    found.what, found.entry, found.business_name = what, entry, business.name
    found.agency, found.agency_id = agency, agency.id
    return found


def _send(
    found: DirectoryProposal, said: Mapping[str, Any], by: Actor, now: datetime
) -> DirectoryProposal:
    LIFE.move(found, "send")
    found.said, found.sent_at, found.decided_at, found.why = dict(said), now, None, ""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_l("This was sent already. Open the page anew.")) from error
    after = {"what": found.what, **found.said}
    audit.record(by.reference, "proposal.send", found.reference, now=now, after=after)
    url = f"/can-bo/danh-ba/de-nghi/{found.code}"
    key = f"{found.reference}:{found.version}"
    about = {"business": found.business_name, "name": found.title}
    tell(keepers(found.agency), kinds.PROPOSED.name, about, url, key, now=now)
    return found


# --- the office


def accept(found: DirectoryProposal, version: int | None, by: Actor, now: datetime) -> None:
    """Take over what was proposed: it stands in the directory now, kept by the business.

    Raises:
        StaleVersion: the business sent other words meanwhile. DomainError: it is confirmed no
        longer, or the entry is gone or another's. Conflict: there is such an entry already.
    """
    found.check_version(version)
    business = businesses.load(found.business_code)
    if business is None:
        raise DomainError(_l("This business is not confirmed any more. Say so in your answer."))
    _take_over(found, business, by, now)
    LIFE.move(found, "accept")
    found.decided_at = now
    audit.record(by.reference, "proposal.accept", found.reference, now=now)
    _tell(found, now)


def refuse(
    found: DirectoryProposal, version: int | None, why: str, by: Actor, now: datetime
) -> None:
    """Leave the directory as it is, and say why.

    Raises:
        StaleVersion: the business sent other words meanwhile. DomainError: no reason is given.
    """
    found.check_version(version)
    if not why:
        raise DomainError(_l("Write why, so that they can put it right."), field="vi_sao")
    LIFE.move(found, "refuse")
    found.why, found.decided_at = why, now
    audit.record(by.reference, "proposal.refuse", found.reference, now=now, after={"why": why})
    _tell(found, now)


def release(entry: DirectoryEntry, by: Actor, now: datetime) -> None:
    """Let the office alone keep the entry again."""
    before, entry.business_code, entry.checked_by_owner = entry.business_code, None, False
    audit.record(by.reference, "proposal.release", entry.reference, now=now,
                 before={"business": before})  # fmt: skip


def _take_over(found: DirectoryProposal, business: Business, by: Actor, now: datetime) -> None:
    entry = found.entry
    if found.what == NEW:
        said = as_said(found.said, commune_of(found.agency) or business.commune)
        entry = found.entry = keeping.add(found.agency, found.kind, said, by, now)
    if entry is None or not entry.is_open:
        raise DomainError(_l("This entry is no longer in the directory."))
    if found.what == CLAIM and not queries.is_free(entry):
        raise DomainError(_l("This entry is kept by somebody else."))
    if found.what == CHANGE:
        if entry.business_code != business.code:
            raise DomainError(_l("This business does not keep the entry any more."))
        said = as_said(found.said, commune_of(entry.agency))
        keeping.change(entry, said, entry.version, by, now)
    entry.business_code = business.code
    entry.checked_by_owner = found.what != CLAIM


def _tell(found: DirectoryProposal, now: datetime) -> None:
    about = {"name": found.title}
    key = f"{found.reference}:{found.version}"
    people = businesses.managers(found.business_code)
    tell(people, kinds.DECIDED.name, about, "/danh-ba/cua-toi", key, now=now)


# --- what is kept of it


def as_kept(said: Said) -> dict[str, Any]:
    """Give what is said so that a row can keep it: places by their codes."""
    return {
        **{name: getattr(said, name) for name in PLAIN}, "values": dict(said.values),
        "point": list(said.point) if said.point else None,
        "commune": said.commune.code if said.commune else "",
        "village": said.village.code if said.village else "",
    }  # fmt: skip


def as_said(kept: Mapping[str, Any], fixed: Place | None) -> Said:
    """Give back what was said, in the units of today; ``fixed``: where all of the office's lies."""
    commune, village = fixed or _now(kept["commune"]), _now(kept["village"])
    if village is not None and (commune is None or village.parent_id != commune.id):
        village = None
    plain = {name: kept[name] for name in PLAIN}
    point = tuple(kept["point"]) if kept["point"] else None
    return Said(commune=commune, village=village, values=kept["values"], point=point, **plain)


def _now(code: str) -> Place | None:
    place = places.by_code(code) if code else None
    return next(iter(places.current(place)), None) if place is not None else None
