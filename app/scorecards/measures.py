"""Every figure of the account: what it is called, what it means, and which stand together.

Those that the desk has too are the desk's own (``figures.measures``): defined once.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.scorecards.facts import Facts, rank
from app.service_requests.figures.measures import MEASURES, Measure

Figures = Mapping[str, Any]
"""A row's figures as they are published: numbers by name, hours or None for times."""
RECEIVED, TAKEN, ANSWERS, FACES = "received", "taken", "answers", "faces"
PROMISES, REOPENED, MOVED, DIRECTED = "promises", "reopened", "moved", "directed"
GROUPS: Mapping[str, Any] = {
    RECEIVED: _l("What came in"),
    TAKEN: _l("How long it took"),
    ANSWERS: _l("How it ended"),
    FACES: _l("What senders said"),
    PROMISES: _l("Days that were named"),
    REOPENED: _l("Opened again"),
    MOVED: _l("Passed on"),
    DIRECTED: _l("Directions"),
}
_FEW = {
    RECEIVED: (
        MEASURES["received"],
        Measure(
            "accepted_on_time", _l("Accepted on time"),
            _l("Of these: accepted by the time promised for that, or not accepted with a reason by "
               "then."),
            of="received",
        ),
        *(MEASURES[name] for name in ("on_time", "late", "open", "overdue", "withdrawn")),
    ),
    TAKEN: (
        Measure(
            "accept_half", _l("Half were accepted within"),
            _l("Of those accepted within the period, whenever they had come in: half took no "
               "longer (the median). Nights and holidays count. Rounded up to hours, above two "
               "days to days."),
        ),
        Measure(
            "accept_slow", _l("Slowest tenth: longer than"),
            _l("Nine of ten were accepted within this time, one of ten took longer."),
        ),
        Measure(
            "answer_half", _l("Half were answered within"),
            _l("From receipt to the first answer, of those that had it within the period: half "
               "took no longer (the median). Nights, holidays and the time in which the sender "
               "was asked count."),
        ),
        Measure(
            "answer_slow", _l("Slowest tenth of answers: longer than"),
            _l("Nine of ten had their first answer within this time, one of ten later."),
        ),
    ),
    ANSWERS: (
        MEASURES["answered"],
        Measure(
            "fixed", _l("Fixed"), _l("Of these answers: the agency says that it is done."),
            of="answered",
        ),
        Measure(
            "explained", _l("Explained"),
            _l("Of these answers: why it is so, or who has to do it; nothing was to be mended."),
            of="answered",
        ),
        Measure(
            "scheduled", _l("Scheduled"), _l("Of these answers: a day was named."), of="answered"
        ),
        Measure(
            "not_accepted", _l("Not accepted"),
            _l("Of these answers: refused, with a listed reason."), of="answered",
        ),
        Measure(
            "joined", _l("Answered elsewhere"),
            _l("Of these answers: the same matter was answered under another report."),
            of="answered",
        ),
    ),
    FACES: (
        Measure(
            "answers_satisfied", _l("Satisfied senders"),
            _l("Of the answers given within the period: rated with the satisfied face, whenever."),
            of="answered",
        ),
        Measure(
            "answers_fair", _l("Acceptable to senders"),
            _l("Of the answers given within the period: rated with the middle face."),
            of="answered",
        ),
        Measure(
            "answers_dissatisfied", _l("Senders not satisfied"),
            _l("Of the answers given within the period: rated with the face that is not "
               "satisfied."),
            of="answered",
        ),
        Measure(
            "not_rated", _l("Not rated"),
            _l("Of the answers given within the period: nobody rated them yet."), of="answered",
        ),
    ),
    PROMISES: (
        Measure(
            "kept", _l("Kept"),
            _l("Days named to a sender that were settled within the period: done by the end of "
               "that day. Counted for the agency that named it."),
        ),
        Measure(
            "broken", _l("Broken"),
            _l("Days named to a sender that passed, or were put off, before it was done."),
        ),
    ),
    REOPENED: (
        MEASURES["reopened"],
        Measure(
            "reopened_fixed", _l("Then fixed"), _l("Of these: ended as fixed."), of="reopened"
        ),
        Measure(
            "reopened_otherwise", _l("Then answered otherwise"),
            _l("Of these: ended as explained, scheduled or not accepted."), of="reopened",
        ),
        Measure(
            "reopened_open", _l("Open or withdrawn"),
            _l("Of these: not answered yet, or taken back by the sender."), of="reopened",
        ),
    ),
    MOVED: (MEASURES["transferred"],),
    DIRECTED: (
        Measure(
            "directions", _l("Directions given"),
            _l("Words of a superior to the agency within the period, to be answered by a day. "
               "Those taken back are not counted."),
        ),
        Measure(
            "directions_on_time", _l("Answered by the day"),
            _l("Of these: answered by the end of office hours of that day."), of="directions",
        ),
        Measure(
            "directions_late", _l("Answered after the day"), _l("Of these: answered later."),
            of="directions",
        ),
        Measure(
            "directions_open", _l("Not answered"), _l("Of these: not answered yet."),
            of="directions",
        ),
    ),
}  # fmt: skip
BY_GROUP: Mapping[str, tuple[Measure, ...]] = _FEW
EVERY: Mapping[str, Measure] = {each.name: each for group in _FEW.values() for each in group}
TIMES = tuple(each.name for each in _FEW[TAKEN])
STATES = ("on_time", "late", "open", "overdue", "withdrawn")
"""Of what came in every report is in one of them."""
ENDS = ("fixed", "explained", "scheduled", "not_accepted", "joined")
AGAIN = ("reopened_fixed", "reopened_otherwise", "reopened_open")
FACED = ("answers_satisfied", "answers_fair", "answers_dissatisfied", "not_rated")


def figures(facts: Facts, directions: Counter[str] | None = None) -> dict[str, Any]:
    """Give a row's figures; directions only of who can be given one."""
    it = Counter(facts.numbers)
    it["open"] = it["received"] - it["on_time"] - it["late"] - it["withdrawn"] - it["overdue"]
    it["joined"] = it["answered"] - sum(it[name] for name in ENDS[:-1])
    it["not_rated"] = it["answered"] - sum(it[name] for name in FACED[:-1])
    it["reopened_open"] = it["reopened"] - it["reopened_fixed"] - it["reopened_otherwise"]
    found: dict[str, Any] = {
        name: it[name] for name in EVERY if name not in TIMES and not name.startswith("direct")
    }
    for name, times in (("accept", facts.accept), ("answer", facts.answer)):
        found[f"{name}_half"], found[f"{name}_slow"] = rank(times, 5), rank(times, 9)
    if directions is not None:
        late, on_time = directions["directions_late"], directions["directions_on_time"]
        whole = directions["directions"]
        found |= {"directions": whole, "directions_on_time": on_time, "directions_late": late,
                  "directions_open": whole - on_time - late}  # fmt: skip
    return found


def whole_shares(parts: Mapping[str, int], whole: int) -> dict[str, int]:
    """Give whole per cents that together are a hundred: the largest rests go up."""
    found = {name: divmod(100 * number, whole) for name, number in parts.items()}
    missing = 100 - sum(each for each, _rest in found.values())
    up = sorted(found, key=lambda name: -found[name][1])[:missing]
    return {name: found[name][0] + (name in up) for name in found}


def shares(of: Figures) -> dict[str, int]:
    """Give the shares of all that is a part of something; parts of one whole make a hundred."""
    found: dict[str, int] = {}
    groups = (
        ("received", STATES), ("received", ("accepted_on_time",)), ("answered", ENDS),
        ("answered", FACED), ("reopened", AGAIN),
        ("directions", ("directions_on_time", "directions_late", "directions_open")),
    )  # fmt: skip
    for whole, names in groups:
        number = of.get(whole) or 0
        if not number:
            continue
        if len(names) > 1:
            found |= whole_shares({name: of[name] for name in names}, number)
        else:
            found[names[0]] = (200 * of[names[0]] + number) // (2 * number)
    return found


def lasting(hours: int | None) -> str:
    """Say how long: hours to two days, days above."""
    if hours is None:
        return _("nothing to tell")
    if hours <= 48:
        return str(ngettext("%(num)d hour", "%(num)d hours", hours))
    return str(ngettext("%(num)d day", "%(num)d days", hours // 24))
