"""Plans for tests: kept by an office, published, replaced."""

from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfWriter

from app.accounts import permissions as may
from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.core import clock
from app.core.db import db
from app.places.models import Place
from app.planning import keeping
from app.planning.keeping import Head, Said
from app.planning.models import ZONE, Plan, PlanVersion
from tests.factories.accounts import make_official
from tests.factories.media import paper

A4, A1 = (595, 842), (2384, 1684)
NUMBER, DAY = "12/QĐ-UBND", date(2026, 3, 2)


def pdf(*sizes: tuple[int, int]) -> bytes:
    """Give a PDF of blank pages of those sizes in points."""
    writer, written = PdfWriter(), BytesIO()
    for wide, high in sizes or (A4,):
        writer.add_blank_page(wide, high)
    writer.write(written)
    return written.getvalue()


def keeper(agency: Agency) -> User:
    return make_official(may.KEEP_PLANNING, agency=agency)


def by(agency: Agency) -> Actor:
    return Actor("official", None, agency.id)


def prepared(agency: Agency, title: str = "Khu dân cư trung tâm", place: Place | None = None,
             kind: str = ZONE, **said: Any) -> Plan:  # fmt: skip
    """Write a plan down with a version that nobody reads yet."""
    whole = {"number": NUMBER, "decided_on": DAY, **said}
    head = Head(kind, title, place or agency.place)
    made = keeping.begin(agency, head, Said(**whole), paper(), by(agency), clock.now())
    db.session.flush()
    return made


def published(agency: Agency, title: str = "Khu dân cư trung tâm", **more: Any) -> Plan:
    made = prepared(agency, title, **more)
    keeping.publish(made.versions[0], by(agency), clock.now())
    db.session.flush()
    return made


def replaced(plan: Plan, number: str = "45/QĐ-UBND") -> PlanVersion:
    """Publish a newer version of a plan."""
    now, said = clock.now(), Said(number, clock.local(clock.now()).date())
    made = keeping.add_version(plan, said, paper(), by(plan.agency), now)
    keeping.publish(made, by(plan.agency), now)
    db.session.flush()
    return made
