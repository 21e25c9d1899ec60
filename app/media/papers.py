"""What the owning rooms do with papers: keep for a form, remove, attach, erase.

A form has one paper: a new one takes the place of the one that waited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from app.core import codes
from app.core.db import db
from app.media import actions
from app.media.paper_intake import FIELD, PaperRefused, PreparedPaper, prepare
from app.media.paper_models import Paper
from app.media.queries import AT_ONCE
from app.media.uploads import digest_of

__all__ = [
    "FIELD", "PaperRefused", "attach", "erase", "keys_among", "prepare", "remove_staged", "stage",
    "staged", "sweep",
]  # fmt: skip


def staged(token: str) -> list[Paper]:
    """The papers that wait for the form with `token`: one, as `stage` keeps it."""
    if not token:
        return []
    waiting = select(Paper).where(Paper.staged_token == codes.sha256(token))
    return list(db.session.scalars(waiting.order_by(Paper.id)))


def stage(prepared: PreparedPaper | None, token: str, now: datetime) -> list[Paper]:
    """Let the prepared paper wait for the form with `token`, and give what waits now.

    The same file sent again under the same token is taken once.
    """
    waiting = staged(token)
    if prepared is None:
        return waiting
    digest = digest_of(prepared, token)
    if any(paper.upload_digest == digest for paper in waiting):
        prepared.drop()
        return waiting
    for paper in waiting:
        erase(paper)
    return [_stage_one(prepared, digest, token, now)]


def remove_staged(token: str, code: str) -> None:
    """Erase the paper with `code` if it waits for the form with `token`; else do nothing."""
    for paper in staged(token):
        if paper.code == code:
            erase(paper)


def attach(papers: Iterable[Paper]) -> None:
    """End the papers' waiting: the caller's link rows own them now. Safe to repeat."""
    for paper in papers:
        paper.attach()


def erase(paper: Paper) -> None:
    """Delete the paper's row now and its file after the commit.

    The owner has removed its own link row before.
    """
    actions.remove_files([paper.file])
    db.session.delete(paper)
    db.session.flush()


def sweep(now: datetime) -> int:
    """Erase papers whose form never came; give how many. The caller commits."""
    count = 0
    while papers := _stale(now):
        for paper in papers:
            erase(paper)
        count += len(papers)
    return count


def keys_among(file_keys: Sequence[str]) -> Sequence[str]:
    """Those of `file_keys` that a paper has."""
    return db.session.scalars(select(Paper.file_key).where(Paper.file_key.in_(file_keys))).all()


def _stale(now: datetime) -> Sequence[Paper]:
    over = select(Paper).where(Paper.staged_until <= now).order_by(Paper.id).limit(AT_ONCE)
    return db.session.scalars(over).all()


def _stage_one(prepared: PreparedPaper, digest: str, token: str, now: datetime) -> Paper:
    paper = Paper.stage(prepared.file_key, prepared.pages, prepared.byte_size, digest, now)
    paper.hold(token, now)
    db.session.add(paper)
    db.session.flush()
    return paper
