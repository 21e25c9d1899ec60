"""Searching the desk: by words without accents, and by a sender's phone number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, false, select, true, union_all

from app.accounts import phones
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.listing import Listing, Page
from app.core.text import whole
from app.service_requests.desk.models import DeskWord
from app.service_requests.desk.rights import may_see_phone
from app.service_requests.desk.rows import Row, rows_of, shown
from app.service_requests.following.lists import search_words
from app.service_requests.record import ServiceRequest
from app.service_requests.scope import Scope

NEWEST = Listing(DeskWord.service_request_id, newest_first=True)
MOST_OF_A_PHONE = 50
Also = DeskWord.__table__.alias("also").c


def by_words(
    scope: Scope, typed: str, after: str, narrowed: Sequence[Any], most: int | None = None
) -> Page[Row]:
    """Give a page of what the official works on, open or closed, with those words, newest first.

    ``after`` is the cursor of the page before; one that was tampered with counts as none. ``most``:
    rows of a page that is longer or shorter than usual.
    """
    newest = NEWEST if most is None else NEWEST.at_most(most)
    words = search_words(typed)
    if not words or scope.is_empty:
        return Page([])
    branches = zip(scope.branches(), scope.branch_agencies(), strict=True)
    parts = [_walk(words, [branch, *narrowed], agency, after, newest).subquery()
             for branch, agency in branches]  # fmt: skip
    merged = union_all(*(select(each.c.id) for each in parts)).subquery()
    ids = newest.over(merged.c.id).part(select(merged.c.id, merged.c.id.label("key")))
    return newest.cut(rows_of(ids, newest_first=True), lambda row: row.service_request.id)


def having(words: Sequence[str]) -> list[Any]:
    """Give the conditions of a report to have all of ``words``; of none, nothing has them."""
    word, number = DeskWord.word, DeskWord.service_request_id
    found = [ServiceRequest.id.in_(select(number).where(word == each)) for each in words]
    return found or [false()]


def by_phone(viewer: Viewer, e164: str) -> list[ServiceRequest]:
    """Give the newest reports of whoever has that number, where the viewer may see numbers.

    Found by the blind index: no number is opened.
    """
    index = phones.index(e164)
    account = select(User.id).where(User.phone_index == index).scalar_subquery()
    report = ServiceRequest
    left = select(report.id).where(report.contact_phone_index == index)
    sent = select(report.id).where(report.citizen_id == account)
    statement = (
        select(report)
        .where(report.id.in_(union_all(left, sent)))
        .options(*shown()[:-1])
        .order_by(report.id.desc())
        .limit(MOST_OF_A_PHONE)
    )
    found = db.session.scalars(statement).unique()
    return [each for each in found if may_see_phone(viewer, each)]


def _walk(
    words: list[str], conditions: list[Any], agency: int | None, after: str, newest: Listing
) -> Select[Any]:
    """Walk the index by the first word, newest first, and look the others up."""
    number = DeskWord.service_request_id
    first, *others = words
    statement = (
        select(number.label("id"))
        .join(ServiceRequest, ServiceRequest.id == number)
        .where(DeskWord.word == first, ServiceRequest.sealed_kind.is_(None), *conditions)
        .where(DeskWord.agency_id == agency if agency is not None else true())
    )
    for word in others:
        also = select(Also.word).where(Also.word == word, Also.service_request_id == number)
        statement = statement.where(also.exists())
    return newest.part(statement, whole(after, 15))
