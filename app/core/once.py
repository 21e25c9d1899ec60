"""Every form acts once: a second tap gets the first one's answer, and does nothing.

A form's token (the one against forged requests) is signed anew whenever the form is shown, and
no form is taken without one. So the token, the address and what was sent make a key that every
form has by itself, without a script and without a field that could be forgotten. ``@access``
runs every act through ``run``: the key is claimed before the thing is loaded, and its row
commits with what the act did and with where its answer is. A repeat waits for that commit.

Left alone are acts that change what the browser keeps (signing in, a language): the browser may
have thrown the first answer away, so the repeat runs as a try of its own. So are forms with an
``idempotency_key`` of their own (``core/idempotency``: sent again by the phone's queue, days
later and with a fresh token), and answers that are no redirect, unless the view says with
``repeats_go_to`` where a repeat finds what was done.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Response, g, make_response, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, select, update
from werkzeug.exceptions import HTTPException

from app.core import clock, jobs
from app.core.db import READING, db, one_commit
from app.core.errors import DomainError
from app.core.htmx import go
from app.core.idempotency import Submission, fingerprint
from app.core.inserting import insert

SENDER = "form"
REPEATS = timedelta(minutes=10)
"""A tap this much later is meant: a page may be opened again by "back" and sent once more."""
KEPT = timedelta(days=1)
TOKEN_HEADER = "X-CSRFToken"  # noqa: S105 - a header's name

Act = Callable[[], ResponseReturnValue]


def run(act: Act, sender: str) -> ResponseReturnValue:
    """Do ``act`` and give its answer; where ``sender`` sent this form just now, the first one."""
    key = _key(sender)
    if key is None:
        return act()
    now = clock.now()
    if not _is_claimed(key, now):
        return _repeated(key)
    return _done_once(act, key, now)


def repeats_go_to(url: str) -> None:
    """Say where a repeat of this act is sent: for an act that answers with a page of its own."""
    g.repeats_go_to = url


def _done_once(act: Act, key: str, now: datetime) -> ResponseReturnValue:
    browser = _kept_in_browser()
    with one_commit() as commit:
        try:
            response = make_response(act())
        except (DomainError, HTTPException):
            _forget(key)
            raise
        url = _place_of(response)
        if not url or _kept_in_browser() != browser:
            _forget(key)
        elif commit.is_wanted:
            # The view may have let go of its transaction meanwhile, and of the claim with it.
            if not (_is_held(key) or _is_claimed(key, now)):
                commit.is_wanted = False
                return _repeated(key)
            _answer_with(key, url)
    return response


def _key(sender: str) -> str | None:
    if request.method in READING:
        return None
    token = request.headers.get(TOKEN_HEADER, "") or request.form.get("csrf_token", "")
    if not token:
        return None
    if "idempotency_key" in request.form:
        return None
    return fingerprint([sender, token, request.full_path, *_content()])


def _content() -> list[object]:
    fields: list[object] = [part for pair in request.form.items(multi=True) for part in pair]
    for name, file in request.files.items(multi=True):
        fields += [name, file.filename, hashlib.file_digest(file.stream, "sha256").digest()]  # type: ignore[arg-type]
        file.stream.seek(0)
    return fields


def _is_claimed(key: str, now: datetime) -> bool:
    """Claim the key: False where it was claimed a short while ago. Waits for another's commit."""
    claim = insert(Submission).values(sender=SENDER, key=key, fingerprint=key, created_at=now)
    claim = claim.on_conflict_do_update(
        index_elements=[Submission.sender, Submission.key],
        set_={"created_at": now, "answer": None},
        where=Submission.created_at < now - REPEATS,
    )
    return db.session.execute(claim.returning(Submission.id)).first() is not None


def _is_held(key: str) -> bool:
    return _answer(key) == ""


def _answer(key: str) -> str | None:
    row = db.session.execute(select(Submission.answer).where(*_mine(key))).first()
    return (row.answer or "") if row else None


def _answer_with(key: str, url: str) -> None:
    db.session.execute(update(Submission).where(*_mine(key)).values(answer=url))


def _forget(key: str) -> None:
    db.session.execute(delete(Submission).where(*_mine(key)))


def _mine(key: str) -> tuple[Any, Any]:
    return Submission.sender == SENDER, Submission.key == key


def _kept_in_browser() -> tuple[dict[str, Any], bool]:
    """Give what the browser is to keep: what an act put there, a repeat has to put there too."""
    kept = {name: value for name, value in session.items() if name != "_flashes"}
    return kept, "preferences_changed" in g


def _place_of(response: Response) -> str:
    if response.status_code >= 400:
        return ""
    headers = response.headers
    return headers.get("Location") or headers.get("HX-Location") or g.get("repeats_go_to", "")


def _repeated(key: str) -> ResponseReturnValue:
    url = _answer(key) or "/"
    db.session.rollback()
    # Nothing is written into the cookie: the first answer's may hold more (who signed in).
    return go(url)


@jobs.every(timedelta(hours=6))
def forget_old() -> None:
    """Drop keys of forms that nobody sends again."""
    old = (Submission.sender == SENDER, Submission.created_at < clock.now() - KEPT)
    db.session.execute(delete(Submission).where(*old))
    db.session.commit()
