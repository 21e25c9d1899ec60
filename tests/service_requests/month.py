"""A simulated month: 158 reports through the real verbs, and agencies that behave as told.

Every report follows one of the plots below. A plot is a list of (office hours after receipt,
act). The worker's chain runs between the acts, at fixed moments of every day. Nothing is left
to chance, so that a table written by hand can say what must come out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.accounts.actors import GUEST, SYSTEM, Actor
from app.core.clock import VIETNAM
from app.core.working_days import calendar
from app.service_requests import life
from app.service_requests.answering import accepting, closing, refusing
from app.service_requests.clock import asking
from app.service_requests.following import reopening, withdrawing
from app.service_requests.models import Reason, Service, ServiceRequest
from app.service_requests.routing import assigning, giving_back, handing_on
from tests.factories import service_requests as make
from tests.service_requests.offices import Offices

FIRST = date(2026, 10, 5)
LAST = date(2026, 11, 6)
"""A Monday and a Friday five weeks on, without a holiday: 25 days of office."""
END = datetime(2026, 11, 30, 9, 0, tzinfo=VIETNAM)
"""When the month is counted: whatever nobody answered has gone up the whole chain."""
CITIZEN = Actor(GUEST)
RUNS = (time(7, 31), time(10), time(14), time(16, 59), time(20))
PLOTS: dict[str, tuple[int, list[tuple[float, str]]]] = {
    # plot: (how many reports, what happens to them). Promised: accept in 8 hours, answer in 37.5
    "answers in time": (60, [(0.5, "assign"), (2, "accept"), (20, "fix")]),
    "answers late": (18, [(0.5, "assign"), (2, "accept"), (42, "fix")]),
    "accepts late, answers in time": (6, [(0.5, "assign"), (10, "accept"), (30, "explain")]),
    "forgets everything": (12, []),
    "assigns and forgets": (10, [(0.5, "assign"), (2, "accept")]),
    "transfers, then answers": (9, [(1, "transfer"), (3, "accept"), (25, "fix")]),
    "gives back, final answer": (8, [(1, "give back"), (2, "route"), (4, "accept"), (30, "fix")]),
    "gives back, nobody routes": (3, [(1, "give back")]),
    "asks, is answered, answers": (8, [(1, "accept"), (5, "ask"), (20, "respond"), (45, "fix")]),
    "asks, silence runs on, answers": (4, [(1, "accept"), (5, "ask"), (50, "fix")]),
    "asks, silence closes": (4, [(1, "accept"), (5, "ask")]),
    "names a day and keeps it": (5, [(1, "accept"), (5, "name a day"), (33, "fix")]),
    "names a day and breaks it": (3, [(1, "accept"), (5, "name a day")]),
    "reopened, then answered": (4, [(1, "accept"), (9, "fix"), (12, "reopen"), (20, "fix")]),
    "refuses": (2, [(3, "refuse")]),
    "withdrawn": (2, [(3, "withdraw")]),
}
CLOSES_ON_SILENCE = "asks, silence closes"


@dataclass
class Life:
    """One report of the month."""

    plot: str
    report: ServiceRequest
    received: datetime


@dataclass
class Month:
    """The month: its people, services and reports, and the clock that the test moves."""

    offices: Offices
    move_to: Callable[[datetime], None]
    run_chain: Callable[[], Any]
    lives: list[Life] = field(default_factory=list)

    def play(self) -> None:
        """Let everything happen in the order of time."""
        self._make_services()
        for at, act in sorted(self._timetable(), key=lambda each: each[0]):
            self.move_to(at)
            act()
        self.move_to(END)
        self.run_chain()

    def of(self, plot: str) -> list[ServiceRequest]:
        """Give the reports of a plot."""
        return [each.report for each in self.lives if each.plot == plot]

    def _make_services(self) -> None:
        normal = make.urgency_class(accept_minutes=480, answer_minutes=5 * 450)
        self.runs_on = make.service(urgency_class=normal, ask_days=4, on_silence=Service.RUN_ON)
        self.closes = make.service(urgency_class=normal, ask_days=4, on_silence=Service.CLOSE)
        self.why_back = make.reason(Reason.RETURN, "Không thuộc địa bàn")
        self.why_not = make.reason(Reason.NOT_ACCEPTED)

    def _timetable(self) -> Iterator[tuple[datetime, Callable[[], Any]]]:
        for at in _runs():
            yield at, self.run_chain
        number = 0
        for plot, (count, acts) in PLOTS.items():
            for _ in range(count):
                received = _receipt(number)
                yield from self._life(plot, received, acts)
                number += 1

    def _life(
        self, plot: str, received: datetime, acts: list[tuple[float, str]]
    ) -> Iterator[tuple[datetime, Callable[[], Any]]]:
        box: list[ServiceRequest] = []
        yield received, lambda: box.append(self._receive(plot, received))
        for hours, act in acts:
            at = calendar().add(received, timedelta(hours=hours))
            yield at, lambda act=act, at=at: self._act(box[0], act, at)

    def _receive(self, plot: str, received: datetime) -> ServiceRequest:
        service = self.closes if plot == CLOSES_ON_SILENCE else self.runs_on
        report = make.received(service=service, agency=self.offices.office)
        self.lives.append(Life(plot, report, received))
        return report

    def _act(self, report: ServiceRequest, act: str, now: datetime) -> None:
        ACTS[act](self, report, now)

    def office(self, report: ServiceRequest) -> Actor:
        """Give the handler of the agency that has it."""
        return Actor("official", self.offices.handler.id, report.agency_id)


def _receipt(number: int) -> datetime:
    """Spread the receipts evenly over the days of office, ten minutes apart within a day."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    days = [each for each in days if each.weekday() < 5]
    day, place = days[number % len(days)], number // len(days)
    return datetime.combine(day, time(7, 30), VIETNAM) + timedelta(minutes=1 + 10 * place)


def _runs() -> Iterator[datetime]:
    day = FIRST
    while day < END.date():
        for moment in RUNS:
            yield datetime.combine(day, moment, VIETNAM)
        day += timedelta(days=1)


def _close(resolution: str) -> Callable[[Month, ServiceRequest, datetime], object]:
    def act(month: Month, report: ServiceRequest, now: datetime) -> None:
        closing.close(
            report,
            month.office(report),
            now,
            resolution=resolution,
            text="Đã xử lý xong, mời xem ảnh.",
        )

    return act


def _name_day(month: Month, report: ServiceRequest, now: datetime) -> None:
    day = calendar().add(report.requested_datetime, timedelta(hours=31)).astimezone(VIETNAM).date()
    closing.close(report,
        month.office(report), now, resolution=life.SCHEDULED, text="Hẹn làm xong trong tuần.",
        scheduled_on=day, calendar=calendar(),
    )  # fmt: skip


def _reopen(month: Month, report: ServiceRequest, now: datetime) -> None:
    reopening.reopen(report, CITIZEN, now, calendar(), "Vẫn chưa được")
    reopening.climb(report, now)


ACTS: dict[str, Callable[[Month, ServiceRequest, datetime], object]] = {
    "assign": lambda m, r, now: assigning.assign(r, SYSTEM, now, m.offices.handler),
    "accept": lambda m, r, now: accepting.accept(r, m.office(r), now, publicity="public"),
    "fix": _close(life.FIXED),
    "explain": _close(life.EXPLAINED),
    "name a day": _name_day,
    "transfer": lambda m, r, now: handing_on.route(r, m.office(r), now, m.offices.neighbour),
    "route": lambda m, r, now: handing_on.route(r, m.office(r), now, m.offices.neighbour),
    "give back": lambda m, r, now: giving_back.give_back(
        r, m.office(r), now, calendar(), reason=m.why_back
    ),
    "ask": lambda m, r, now: asking.ask(r, m.office(r), now, "Ở đoạn nào, bà con cho biết thêm?"),
    "respond": lambda m, r, now: asking.respond(r, CITIZEN, now, calendar(), "Trước cổng chợ"),
    "reopen": _reopen,
    "refuse": lambda m, r, now: refusing.refuse(r, m.office(r), now, reason=m.why_not),
    "withdraw": lambda m, r, now: withdrawing.withdraw(r, CITIZEN, now, calendar()),
}
