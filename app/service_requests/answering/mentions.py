"""Who is meant by “@Name” in a note, and whom one most likely means."""

import re
from collections.abc import Callable, Iterable, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import OFFICIAL
from app.accounts.models import User
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import fold
from app.service_requests.history import StatusChange
from app.service_requests.people import who_work_on
from app.service_requests.record import ServiceRequest

NAMES = re.compile(r"(?:^|(?<=[\s(]))@(\S[^@\n]{0,80})")
"""What follows a sign that begins a word: an address of e-mail is none."""
LIKELIEST, NAMED = 3, 5


def named_in(text: str, people: Sequence[User]) -> list[User]:
    """Give the colleagues whom ``text`` names: by the whole name, or what people call them.

    Raises:
        DomainError: nobody who works on the report is called so, or several are.
    """
    return [_one(words, people) for words in NAMES.findall(text)]


def likeliest(report: ServiceRequest) -> list[User]:
    """Give whom a note most likely is for: who has it, who did something with it, the leads."""
    steps = (
        select(StatusChange.actor_id)
        .where(StatusChange.service_request_id == report.id, StatusChange.actor_kind == OFFICIAL)
        .order_by(StatusChange.id.desc())
    )
    may = {each.id: each for each in who_work_on(report)}
    wanted = [report.assignee_id, *db.session.scalars(steps), *may]
    known = dict.fromkeys(may[each] for each in wanted if each in may)
    return list(known)[:LIKELIEST]


def _one(words: str, people: Sequence[User]) -> User:
    said = [each.strip(".,;:!?()") for each in fold(words).split()]
    whole = _fitting(said, people, lambda name: name)
    fits = whole or _fitting(said, people, lambda name: name[-1:])
    called = " ".join(words.split()[:3])
    if not fits:
        raise DomainError(
            _l("Nobody who works on this report is called “%(name)s”.", name=called), field="text"
        )
    if len(fits) > 1:
        some = ", ".join(each.name or each.code for each in fits[:NAMED])
        raise DomainError(_l("Several are called so. Write the whole name: %(some)s.", some=some),
                          field="text")  # fmt: skip
    return fits[0]


def _fitting(
    said: Sequence[str], people: Iterable[User], part: Callable[[list[str]], list[str]]
) -> list[User]:
    """Give whose name (or that ``part`` of it, or code) ``said`` begins with, the longest ones."""
    found: dict[int, list[User]] = {}
    for each in people:
        for name in (part(fold(each.name or "").split()), [fold(each.code)]):
            if name and list(said[: len(name)]) == name:
                found.setdefault(len(name), []).append(each)
    return list(dict.fromkeys(found[max(found)])) if found else []
