"""A report's receipt: signed when it comes in, put into its day's tree, checked by anyone.

The signature is over code, day and digest. The digest is salted, so nobody finds out words by
trying them; salt and words stay with the sender.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from app.accounts.actors import Actor
from app.core import clock, personal, signing
from app.core.db import db
from app.service_requests.filing.models import RequestAnswer
from app.service_requests.history import RequestAttachment
from app.service_requests.proving import tree
from app.service_requests.proving.models import ReceiptDay, ReceiptProof
from app.service_requests.record import ServiceRequest

FORMAT, DAY_FORMAT = "cong-dan-so/bien-nhan/1", "cong-dan-so/ngay/1"
NAMES = frozenset({"receipt", "signature", "public_key", "tree", "content"})
DAYS_TOLD = 60
GRACE = timedelta(minutes=10)
"""After midnight, for what was being taken in then."""


def prove(report: ServiceRequest, _actor: Actor, _now: datetime) -> None:
    """Sign the receipt of a report that came in, in the same transaction."""
    salt, sent = secrets.token_hex(16), _sent(report)
    said = {
        "format": FORMAT,
        "code": report.code,
        "day": clock.local(report.requested_datetime).date().isoformat(),
        "digest": digest(salt, sent),
    }
    db.session.add(
        ReceiptProof(
            service_request_id=report.id,
            code=report.code,
            day=date.fromisoformat(said["day"]),
            digest=said["digest"],
            signature=signing.sign(_bytes(said)),
            sealed=personal.encrypt(
                report.person_key, signing.canonical({"salt": salt, "sent": sent})
            ),
        )
    )


def digest(salt: str, sent: Mapping[str, Any]) -> str:
    return sha256(f"{salt}\n{signing.canonical(sent)}".encode()).hexdigest()


def _sent(report: ServiceRequest) -> dict[str, Any]:
    """Give what was sent; a point as text, since numbers with fractions have no one way."""
    answers = db.session.execute(
        select(RequestAnswer.question_id, RequestAnswer.value)
        .where(RequestAnswer.service_request_id == report.id)
        .order_by(RequestAnswer.question_id)
    )
    files = db.session.scalars(
        select(RequestAttachment.kind)
        .where(RequestAttachment.service_request_id == report.id)
        .order_by(RequestAttachment.id)
    )
    return {
        "service": report.service.service_code,
        "words": report.description or "",
        "place": report.place.code,
        "village": report.village.code if report.village else "",
        "lat": str(report.lat) if report.lat is not None else "",
        "long": str(report.long) if report.long is not None else "",
        "address": report.address or "",
        "answers": [list(each) for each in answers],
        "files": list(files),
    }


def proof_of(report: ServiceRequest) -> ReceiptProof | None:
    return db.session.scalar(
        select(ReceiptProof).where(ReceiptProof.service_request_id == report.id)
    )


def said_of(proof: ReceiptProof) -> dict[str, str]:
    """Give what is signed."""
    return {"format": FORMAT, "code": proof.code, "day": proof.day.isoformat(),
            "digest": proof.digest}  # fmt: skip


def file_of(proof: ReceiptProof) -> dict[str, Any]:
    """Give the receipt as a file: nothing personal; the way to the day's root once there is one."""
    found: dict[str, Any] = {
        "receipt": said_of(proof),
        "signature": proof.signature,
        "public_key": signing.public_key(),
    }
    day = db.session.get(ReceiptDay, proof.day)
    if day is not None:
        rows = _of_day(proof.day, day.number)
        at = next((place for place, row in enumerate(rows) if row.id == proof.id), None)
        if at is not None:
            leaves = [_leaf(row) for row in rows]
            found["tree"] = {**_said_of_day(day), "signature": day.signature, "at": at,
                             "path": [each.hex() for each in tree.path(leaves, at)]}  # fmt: skip
    return found


def opened(proof: ReceiptProof) -> dict[str, Any] | None:
    """Give what was sent and its salt; None once the sender was erased."""
    report = proof.service_request
    text = personal.decrypt(report.person_key, proof.sealed) if report else None
    return json.loads(text) if text else None


def forget(report: ServiceRequest) -> None:
    """Forget what was sent: the signed fingerprint stays, and tells nothing any more."""
    mine = update(ReceiptProof).where(ReceiptProof.service_request_id == report.id)
    db.session.execute(mine.values(sealed=None))


def close_days(now: datetime) -> int:
    """Sign the root of each day that is over; give how many. The caller commits."""
    today = clock.local(now - GRACE).date()
    after = db.session.scalar(select(func.max(ReceiptDay.day)))
    days = select(ReceiptProof.day).where(ReceiptProof.day < today).distinct()
    if after is not None:
        days = days.where(ReceiptProof.day > after)
    closed = 0
    for day in db.session.scalars(days.order_by(ReceiptProof.day)).all():
        rows = _of_day(day)
        made = ReceiptDay(
            day=day, number=len(rows), root=tree.root([_leaf(row) for row in rows]).hex(), at=now
        )
        made.signature = signing.sign(_bytes(_said_of_day(made)))
        db.session.add(made)
        closed += 1
    return closed


def days(number: int = DAYS_TOLD) -> Sequence[ReceiptDay]:
    """Give the newest days' roots."""
    newest = select(ReceiptDay).order_by(ReceiptDay.day.desc()).limit(number)
    return db.session.scalars(newest).all()


@dataclass(frozen=True)
class Verdict:
    """``holds``: received as it says, unaltered. ``said`` is why, or why not."""

    holds: bool
    said: Any
    code: str = ""
    day: str = ""


ALTERED = _l("This is not our receipt: a letter of it was changed, or somebody else made it.")
DROPPED = _l(
    "Signed by us when it came in, but not in the published tree of its day: the report was "
    "dropped or changed since. Keep this file, and tell the operator."
)
NOT_YET = _l(
    "Signed by us. The tree of its day is published after midnight: fetch the receipt again then, "
    "to prove that it was not dropped."
)
HOLDS = _l("Received on that day, unaltered, and in the published tree of the day.")
UNREADABLE = _l("This is no receipt. Paste the whole file.")


def verify(text: str, key: str, root: str | None = None) -> Verdict:
    """Say whether a receipt's file holds, by the public ``key`` alone.

    ``root``: the root of its day as it was published elsewhere, such as in the feed.
    """
    try:
        file = json.loads(text)
        said, signature = dict(file["receipt"]), str(file["signature"])
        code, day = str(said["code"]), str(said["day"])
        good = set(said) == {"format", "code", "day", "digest"} and said["format"] == FORMAT
        good = good and file["public_key"] == key and set(file) <= NAMES
        leaf = _bytes(said)
    except (ValueError, KeyError, TypeError):
        return Verdict(False, UNREADABLE)
    if not good or not signing.holds(leaf, signature, key):
        return Verdict(False, ALTERED, code, day)
    if "tree" not in file:
        return Verdict(True, NOT_YET, code, day)
    return _in_tree(file["tree"], leaf, key, root, code, day)


def verify_here(text: str) -> Verdict:
    """Say whether it holds, and whether the report is still among what this deployment published.

    A file of before midnight has no way to the root: the day's receipts are looked through.
    """
    verdict = verify(text, signing.public_key())
    day = db.session.get(ReceiptDay, date.fromisoformat(verdict.day)) if verdict.holds else None
    if day is None:
        return verdict
    kept = db.session.scalar(select(ReceiptProof).where(ReceiptProof.code == verdict.code))
    if kept is None or said_of(kept) != json.loads(text)["receipt"]:
        return Verdict(False, DROPPED, verdict.code, verdict.day)
    return verify(json.dumps(file_of(kept)), signing.public_key(), day.root)


def _in_tree(found: Any, leaf: bytes, key: str, root: str | None, code: str, day: str) -> Verdict:
    try:
        told = {name: found[name] for name in ("format", "day", "number", "root")}
        beside = [bytes.fromhex(each) for each in found["path"]]
        climbed = tree.climbs_to(tree.leaf(leaf), int(found["at"]), int(found["number"]), beside)
        signed = signing.holds(_bytes(told), str(found["signature"]), key)
    except (ValueError, KeyError, TypeError):
        return Verdict(False, ALTERED, code, day)
    if not signed or told["day"] != day or told["format"] != DAY_FORMAT:
        return Verdict(False, ALTERED, code, day)
    if climbed is None or climbed.hex() != told["root"] or root not in (None, told["root"]):
        return Verdict(False, DROPPED, code, day)
    return Verdict(True, HOLDS, code, day)


def _of_day(day: date, number: int | None = None) -> Sequence[ReceiptProof]:
    """Give the day's receipts in the order in which they were taken in."""
    rows = select(ReceiptProof).where(ReceiptProof.day == day).order_by(ReceiptProof.id)
    return db.session.scalars(rows.limit(number)).all()


def _leaf(proof: ReceiptProof) -> tree.Hash:
    return tree.leaf(_bytes(said_of(proof)))


def _said_of_day(day: ReceiptDay) -> dict[str, Any]:
    return {"format": DAY_FORMAT, "day": day.day.isoformat(), "number": day.number,
            "root": day.root}  # fmt: skip


def _bytes(said: Any) -> bytes:
    return signing.canonical(said).encode()
