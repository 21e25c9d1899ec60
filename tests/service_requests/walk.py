"""Random lives of reports: every verb by every role, days passing, the worker at its times."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.actors import OFFICIAL, Actor
from app.accounts.models import Agency, User
from app.accounts.viewer import NOBODY
from app.core.db import db
from app.core.errors import DomainError
from app.core.working_days import calendar
from app.notifications.models import Notification
from app.places.models import Place
from app.service_requests import life, loading
from app.service_requests.answering import accepting, amending, answers, noting, signing
from app.service_requests.answering.answers import Answer
from app.service_requests.asked import WHYS, Wanted
from app.service_requests.clock import asking, chain, escalating, extending, named_days, telling
from app.service_requests.clock.in_charge import InCharge
from app.service_requests.desk import disclosing
from app.service_requests.desk.acts import OFFERED
from app.service_requests.following import adding, public_index, rating, reopening, withdrawing
from app.service_requests.following.models import Follow, RequestWord
from app.service_requests.following.views.public import report_page
from app.service_requests.joining import joining
from app.service_requests.models import Escalation, Reason, Service, ServiceRequest
from app.service_requests.record import EDITED, HIDDEN, OPEN_TO_ALL
from app.service_requests.routing import (
    assigning,
    correcting,
    forwarding,
    giving_back,
    handing_on,
    opening_again,
    sealing,
    supporting,
)
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_user
from tests.service_requests.offices import Offices

PRIVATE = "chuyệnriêng"
"""In all words that no stranger may ever read."""
SAID, NUMBER, REPLIED = "mộttrongnhữngđèntắt", "0912 345 678", "cơquantrảlời"
CITIZENS = (
    "withdraw", "reopen", "add", "mark_read", "settle", "rate", "thank", "respond", "confirm",
    "deny",
)  # fmt: skip
OFFICIALS = (
    "accept", "start", "reply", "close", "refuse", "ask", "resume", "extend", "give_back",
    "correct", "ask_support", "answer_support", "route", "assign", "note", "publish", "seal",
    "disclose_phone", "acknowledge", "return_draft", "take_back_draft", "discard_draft",
    "approve", "join", "split", "open_again", "receive_again", "reroute", "amend",
    "change_result", "forward",
)  # fmt: skip
DEEPER = ("accept", "start", "close", "ask", "respond", "reopen", "join", "deny")
"""Done oftener: what leads into the middle of a life."""
VERB = {"approve": "submit_draft"}
"""Approving is the verb that was drafted."""
WAITS = (timedelta(minutes=7), timedelta(hours=5), timedelta(days=1), timedelta(days=6))
WAIT = "wait"
Step = tuple[int, int, int]
"""Which of what is possible, for which of the two reports, and which of what it lets choose."""


def steps() -> st.SearchStrategy[list[Step]]:
    one = st.tuples(st.integers(0, 99), st.integers(0, 1), st.integers(0, 5))
    return st.lists(one, min_size=4, max_size=16)


@dataclass
class World:
    """Two reports about one matter, the offices, and what they do."""

    app: Flask
    offices: Offices
    now: datetime
    sender: User
    empty: Agency
    """An office with nobody in it."""
    signs: Agency
    """An office whose leads approve first."""
    services: list[Service]
    """Plain, closing on silence, private, about officials."""
    reasons: dict[str, Reason]
    reports: list[ServiceRequest]
    log: list[str] = field(default_factory=list)
    """What was done, for whoever reads a failure."""
    seen: dict[int, int] = field(default_factory=dict)
    """The version in which the page of each was looked at last."""

    # --- doing

    def take(self, step: Step) -> None:
        """Do one step; what is refused leaves nothing behind, as a view rolls it back."""
        which_act, which, choice = step
        possible = self._possible(self.reports[which])
        name = possible[which_act % len(possible)]
        if name == WAIT:
            self.now += WAITS[choice % len(WAITS)]
        else:
            self._try(name, self.reports[which], choice)
        self.log.append(f"{name} {which} {choice}")
        self.work()

    def _possible(self, report: ServiceRequest) -> list[str]:
        """Give what may be done now; waiting is every fourth."""
        without = set()
        if signing.submitted(report) is None:
            without |= {"approve", "return_draft", "take_back_draft"}
        if _draft(report) is None:
            without.add("discard_draft")
        if not any(part.done_at is None for part in report.supports):
            without.add("answer_support")
        if not report.is_joined:
            without.add("split")
        names = [each for each in (*CITIZENS, *OFFICIALS)
                 if each not in without and report.may(VERB.get(each, each))]  # fmt: skip
        deeper = [each for each in names if each in DEEPER]
        return [*names, *deeper * 4, *[WAIT] * (1 + len(names) // 3)]

    def _try(self, name: str, report: ServiceRequest, choice: int) -> None:
        with suppress(DomainError), db.session.begin_nested():
            self._do(name, report, choice)
            db.session.flush()

    def _do(self, name: str, report: ServiceRequest, choice: int) -> None:
        act = OFFERED.get(name)
        if act and ((report.sealed_kind and not act.when_sealed)
                    or not act.has_a_point(report, self.now)):  # fmt: skip
            raise DomainError("not offered")
        (self._citizens() if name in CITIZENS else self._officials())[name](report, choice)

    def work(self) -> None:
        """Let the worker run until nothing is due; a further run tells nobody anything."""
        for _ in range(50):
            if not escalating.look_at_due(self.now, calendar()):
                break
            db.session.flush()
        else:
            raise AssertionError("the worker never comes to an end")
        telling.tell_untold(self.now)
        db.session.flush()

    def _citizens(self) -> dict[str, Callable[[ServiceRequest, int], object]]:
        who, now, words = Actor("citizen", self.sender.id), self.now, f"{PRIVATE} {NUMBER}"
        return {
            "withdraw": lambda it, _: withdrawing.withdraw(it, who, now, calendar()),
            "reopen": lambda it, n: self._reopen(it, who, WHYS[n % 4], words),
            "add": lambda it, _: adding.add(it, who, now, words),
            "mark_read": lambda it, _: rating.mark_read(it, who, now),
            "settle": lambda it, _: rating.settle(it, who, now),
            "rate": lambda it, _: rating.rate(it, who, now, "fair", words),
            "thank": lambda it, _: rating.thank(it, who, now),
            "respond": lambda it, _: asking.respond(it, who, now, calendar(), words),
            "confirm": lambda it, _: named_days.confirm(it, who, now, words),
            "deny": lambda it, _: named_days.deny(it, who, now, words),
        }

    def _reopen(self, it: ServiceRequest, who: Actor, why: str, words: str) -> None:
        reopening.reopen(it, who, self.now, calendar(), words, why=why)
        reopening.climb(it, self.now)

    def _officials(self) -> dict[str, Callable[[ServiceRequest, int], object]]:
        now, private = self.now, f"{PRIVATE} nội bộ"

        def by(it: ServiceRequest) -> Actor:
            who = it.assignee or self.offices.handler
            return Actor(OFFICIAL, who.id, it.agency_id or self.offices.centre.id)

        return {
            "accept": lambda it, n: accepting.accept(it, by(it), now, **self._publicity(n)),
            "publish": lambda it, n: accepting.publish(it, by(it), now, **self._publicity(n)),
            "start": lambda it, _: noting.start(it, by(it), now),
            "reply": lambda it, n: self._answer(it, by(it), "reply", n),
            "close": lambda it, n: self._answer(it, by(it), "close", n),
            "refuse": lambda it, n: self._answer(it, by(it), "refuse", n),
            "ask": lambda it, _: asking.ask(it, by(it), now, f"{PRIVATE} ở đâu?", Wanted()),
            "resume": lambda it, _: asking.resume(it, by(it), now, calendar()),
            "extend": lambda it, _: extending.extend(it, by(it), now, calendar(), "Chờ vật tư về"),
            "give_back": lambda it, _: giving_back.give_back(
                it, by(it), now, calendar(), reason=self.reasons[Reason.RETURN]
            ),
            "correct": lambda it, n: correcting.correct(
                it, by(it), now, service=self.services[n % 4]
            ),
            "ask_support": lambda it, _: supporting.ask_support(
                it, by(it), now, self.offices.neighbour, private
            ),
            "answer_support": lambda it, _: supporting.answer_support(
                it, by(it), now, _waiting_part(it), private
            ),
            "route": lambda it, n: handing_on.route(it, by(it), now, self._agencies()[n % 4]),
            "assign": lambda it, n: assigning.assign(it, by(it), now, self._people()[n % 3]),
            "note": lambda it, _: noting.note(it, by(it), now, private),
            "seal": lambda it, n: sealing.seal(it, by(it), now, ("complaint", "x")[n % 2]),
            "disclose_phone": lambda it, _: disclosing.disclose_phone(it, by(it), now, private),
            "acknowledge": lambda it, _: noting.acknowledge(it, by(it), now),
            "approve": lambda it, _: answers.approve(
                it, signing.submitted(it), Actor(OFFICIAL, self.offices.lead.id, it.agency_id), now
            ),
            "return_draft": lambda it, _: signing.send_back(
                it, signing.submitted(it), private, Actor(OFFICIAL, self.offices.lead.id), now
            ),
            "take_back_draft": lambda it, _: signing.take_back(
                it, signing.submitted(it), by(it), now
            ),
            "discard_draft": lambda it, _: signing.discard(it, _draft(it), by(it), now),
            "open_again": lambda it, _: self._open_again(it, by(it)),
            "receive_again": lambda it, _: self._open_again(it, by(it)),
            "reroute": lambda it, n: opening_again.reroute(
                it, by(it), now, calendar(), self._agencies()[n % 4], f"{REPLIED} {NUMBER}"
            ),
            "amend": lambda it, n: self._amend(it, by(it), n),
            "change_result": lambda it, n: self._change_result(it, by(it), n),
            "forward": lambda it, _: forwarding.forward(
                it, by(it), now, f"{PRIVATE} Chủ tịch", f"{PRIVATE} căn cứ", "1"
            ),
            "join": lambda it, _: joining.join(it, self._other(it), by(it), now),
            "split": lambda it, _: joining.split(it, by(it), now),
        }

    def _publicity(self, choice: int) -> dict[str, Any]:
        chosen = (OPEN_TO_ALL, EDITED, HIDDEN)[choice % 3]
        return {
            "publicity": chosen,
            "public_description": f"Biên tập, gọi {NUMBER}",
            "reason": self.reasons[Reason.NOT_PUBLIC],
        }

    def _answer(self, it: ServiceRequest, who: Actor, verb: str, choice: int) -> object:
        result = life.ANSWERS[choice % 3] if verb == "close" else ""
        day = (self.now + timedelta(days=3)).date() if result == life.SCHEDULED else None
        answer = Answer(
            verb=verb, text=f"{REPLIED} {NUMBER}", resolution=result, scheduled_on=day,
            reason=self.reasons[Reason.NOT_ACCEPTED] if verb == "refuse" else None,
            insisted=True, has_proof=True,
        )  # fmt: skip
        return answers.publish_or_submit(it, answer, who, self.now)

    def _open_again(self, it: ServiceRequest, who: Actor) -> object:
        return opening_again.open_again(it, who, self.now, calendar(), f"{REPLIED} {NUMBER}")

    def _amend(self, it: ServiceRequest, who: Actor, choice: int) -> object:
        """Every second time the words before told something private."""
        said = amending.answers_of(it)
        if not said:
            raise DomainError("nothing was said")
        hides = choice % 2 == 1
        if hides:
            said[0].status_notes = f"{REPLIED} {PRIVATE}"
        text = f"{REPLIED} {NUMBER} {choice} {self.now}"
        return amending.amend(it, who, self.now, said[0], text, hides_old=hides)

    def _change_result(self, it: ServiceRequest, who: Actor, choice: int) -> object:
        result = life.ANSWERS[choice % 3]
        day = (self.now + timedelta(days=3)).date() if result == life.SCHEDULED else None
        return amending.change_result(
            it, who, self.now, calendar(), resolution=result, text=f"{REPLIED} {NUMBER}",
            scheduled_on=day,
        )  # fmt: skip

    def _agencies(self) -> list[Agency]:
        return [self.offices.office, self.empty, self.signs, self.offices.neighbour]

    def _people(self) -> list[User | None]:
        return [self.offices.handler, self.offices.colleague, None]

    def _other(self, it: ServiceRequest) -> ServiceRequest:
        return self.reports[1 - self.reports.index(it)]

    # --- what must hold, whatever was done

    def faults(self) -> Iterator[str]:
        people = InCharge(self.now)
        for number, it in enumerate(self.reports):
            for fault in (*self._left(it, people), *_clock(it), *self._shown(it)):
                yield f"report {number} ({it.status}): {fault}"
        yield from _told_twice()

    def _left(self, it: ServiceRequest, people: InCharge) -> Iterator[str]:
        """Whether an open report has somebody who is due, and a moment at which that shows."""
        if not it.is_open:
            if it.commitment is not None and it.next_step_at is None:
                yield "a named day that nobody watches"
            return
        if it.is_joined:
            main = self._other(it)
            if main.is_joined or not main.is_open:
                yield "waits under a report that does nothing"
            return
        if not people.of(it, chain.OVERDUE) or not people.of(it, chain.HALF):
            yield "nobody is due to act"
        if it.next_step_at is None and not _warned_to_the_end(it):
            yield "nobody will be reminded"
        if it.next_step_at is not None and it.next_step_at <= self.now:
            yield "the worker has left it behind"

    def _shown(self, it: ServiceRequest) -> Iterator[str]:
        """Whether a stranger reads what is not for all: on the page, in a title, by searching."""
        if self.seen.get(it.id) == it.version:
            return
        self.seen[it.id] = it.version
        indexed = set(db.session.scalars(
            select(RequestWord.word).where(RequestWord.service_request_id == it.id)
        ))  # fmt: skip
        if indexed != public_index.public_words(it):
            yield "the public's search is not in step"
        if loading.by_code(NOBODY, it.code) is None:
            return
        page = self.page(it)
        secrets = {PRIVATE, NUMBER}
        if it.publicity != OPEN_TO_ALL:
            secrets.add(SAID)
        if not it.words_are_public:
            secrets.add(REPLIED)
        for secret in secrets:
            if secret in page or secret in " ".join(indexed):
                yield f"everybody reads {secret}"

    def page(self, it: ServiceRequest) -> str:
        """The report's page as a stranger gets it."""
        with self.app.test_request_context(f"/phan-anh/{it.code}"):
            self.app.preprocess_request()
            shown: Any = report_page(it)
            return str(shown[0])


def make_world(app: Flask, offices: Offices, now: datetime) -> World:
    """Make the offices' surroundings and two reports that came in just now."""
    urgency = make.urgency_class(extension_minutes=450)
    kinds: list[dict[str, Any]] = [
        {}, {"ask_days": 2, "on_silence": Service.CLOSE},
        {"private_by_default": True}, {"about_officials": True},
    ]  # fmt: skip
    services = [make.service(urgency_class=urgency, **kind) for kind in kinds]
    listed = (Reason.NOT_ACCEPTED, Reason.RETURN, Reason.NOT_PUBLIC)
    sender, place = make_user("Người Gửi Thử"), make.place()
    reports = [_report(service, place, offices, sender, now) for service in services[:2]]
    signs = make_agency("Phòng Có Ký", "office", offices.commune)
    signs.sign_off = True
    empty = make_agency("Phòng Trống", "office", offices.commune)
    reasons = {kind: make.reason(kind) for kind in listed}
    return World(app, offices, now, sender, empty, signs, services, reasons, reports)


def _report(
    service: Service, place: Place, offices: Offices, sender: User, now: datetime
) -> ServiceRequest:
    report = make.received(
        service=service, place=place, agency=offices.office, citizen=sender,
        description=f"{SAID}, gọi {NUMBER}", contact_name=f"Ông {PRIVATE} Ba",
    )  # fmt: skip
    for follower in (offices.handler, make_user()):
        db.session.add(Follow(service_request=report, user=follower, at=now))
    report.followers = 2
    return report


def _clock(it: ServiceRequest) -> Iterator[str]:
    lasting = [each for each in it.pauses if each.ended_at is None]
    if (it.status == life.AWAITING_CITIZEN) != (len(lasting) == 1):
        yield f"{len(lasting)} pauses last"
    if lasting and it.next_step_at is None:
        yield "a paused clock without an end"


def _warned_to_the_end(it: ServiceRequest) -> bool:
    mine = (Escalation.service_request_id == it.id, Escalation.promise_number == it.promise.number)
    names = db.session.scalars(select(Escalation.step).where(*mine)).all()
    return chain.TWICE in {chain.plain(name) for name in names}


def _told_twice() -> Iterator[str]:
    """Whether somebody was told twice of one step of one report."""
    db.session.flush()
    rows = db.session.execute(
        select(Notification.user_id, Notification.dedupe_key, Notification.kind)
        .where(Notification.dedupe_key.startswith("service_request:"))
    ).all()  # fmt: skip
    heard = Counter(
        (user, key.removesuffix(":follower").replace("desk:", "")) for user, key, _ in rows
    )
    for (user, key), times in heard.items():
        if times > 1:
            kinds = [kind for who, k, kind in rows if who == user and key.split(":")[-1] in k]
            yield f"person {user} was told {times} times of {key}: {kinds}"


def _draft(it: ServiceRequest) -> Any:
    return signing.unsent(it, "reply") or signing.unsent(it, "close")


def _waiting_part(it: ServiceRequest) -> Any:
    return next(each for each in it.supports if each.done_at is None)
