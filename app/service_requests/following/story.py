"""What a viewer is told of a report's life: its steps, words and photos, and its promises.

Before acceptance the public is told the service, the commune, the date and the status alone.
After it, the agency's words; a citizen's later words are never the public's, since nobody
looked through them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.accounts import queries as accounts
from app.accounts.viewer import Viewer
from app.media.models import Photo, Recording
from app.service_requests import history, life, loading, wording
from app.service_requests.asked import Wanted
from app.service_requests.catalogue.question_models import STRING, TEXT
from app.service_requests.enclosures.queries import every_photo
from app.service_requests.enclosures.rights import is_public
from app.service_requests.filing import answers
from app.service_requests.filing.answers import Answered
from app.service_requests.filing.models import RequestAnswer
from app.service_requests.following.possible import is_answered
from app.service_requests.history import RequestPaper, RequestPhoto, StatusChange
from app.service_requests.listed import Told
from app.service_requests.record import EDITED, ServiceRequest
from app.service_requests.rights import is_owner, may_handle, may_see_office, may_see_words
from app.service_requests.rows import Promise

SOON = timedelta(hours=24)
Names = dict[int, str]


@dataclass
class Step:
    """One step as it is shown; ``by`` is an agency's name, ``on`` the day promised."""

    title: Any
    at: datetime
    text: str | None = None
    by: str | None = None
    photos: list[Photo] = field(default_factory=list)
    on: date | None = None
    voice: Recording | None = None
    paper: RequestPaper | None = None
    ends: bool = False
    """Whether it gave the report its result."""
    corrected_at: datetime | None = None
    """When other words took its place."""
    is_hidden: bool = False
    """Whether its words are not shown any more: they told something private."""
    puts_right: "Step | None" = None
    """The answer that it corrects."""

    @property
    def says(self) -> bool:
        return bool(self.text or self.photos or self.voice or self.paper)


@dataclass(frozen=True)
class Story:
    """Everything a page shows of a report to one viewer."""

    request: ServiceRequest
    is_mine: bool
    shows_office: bool
    """Whether the office that has it, and what it promised, may be read."""
    shows_words: bool
    title: str
    text: str | None
    photos: list[Photo]
    voice: Recording | None
    steps: list[Step]
    agency: str | None
    main: str | None
    """The code of the report it was joined under."""
    answers: list[Answered]
    """What was answered to the service's own questions, where it may be read."""
    wanted: Wanted
    """What kind of answer the question asked last wants."""
    answer: Step | None = None
    """The agency's last word: the result where there is one."""

    @property
    def is_answered(self) -> bool:
        """Whether the page is about the answer: it ended, and there is something to read."""
        return self.answer is not None and is_answered(self.request)


def tell(viewer: Viewer, service_request: ServiceRequest) -> Story:
    """Give what ``viewer`` may read of the report."""
    is_mine = is_owner(viewer, service_request)
    sight = Sight(
        service_request,
        whole=is_mine or may_handle(viewer, service_request),
        words=may_see_words(viewer, service_request),
        is_mine=is_mine,
        office=may_see_office(viewer, service_request),
    )
    changes, links = sight.changes(), sight.photos()
    names = _agency_names(service_request, changes) if sight.office else {}
    steps = [sight.step(change, links, names) for change in changes]
    _mark_corrected(changes, steps)
    return Story(
        request=service_request,
        is_mine=is_mine,
        shows_office=sight.office,
        shows_words=sight.words,
        title=service_request.title if sight.whole else service_request.public_title,
        text=service_request.description if sight.whole else service_request.public_text,
        photos=[link.photo for link in links if link.role == RequestPhoto.REPORT],
        voice=sight.voice_of(changes[-1]) if changes else None,
        steps=steps,
        agency=names.get(service_request.agency_id or 0) if sight.knows_steps else None,
        main=_main_code(service_request, changes),
        answers=sight.answers(changes),
        wanted=Wanted.of(next((each.details for each in changes if each.verb == "ask"), None)),
        answer=_answer(steps),
    )


def _answer(steps: Sequence[Step]) -> Step | None:
    """Give the agency's last word: the newest result that says something, else what it said."""
    said = [each for each in steps if each.by and each.says and not each.corrected_at]
    return next((each for each in said if each.ends), said[0] if said else None)


def _mark_corrected(changes: Sequence[StatusChange], steps: Sequence[Step]) -> None:
    """Tie answers and what put them right: a correction stands where the answer stood.

    It has the answer's photos, and its day and result where it names none.
    """
    shown = {change.id: step for change, step in zip(changes, steps, strict=True)}
    rights = history.corrected(changes)
    for number in sorted(rights):
        step, right = shown.get(number), shown[rights[number].id]
        if step is None:
            continue
        step.corrected_at, right.puts_right = right.at, step
        right.photos = right.photos or step.photos
        if not right.ends:
            right.ends, right.on = step.ends, step.on


def _main_code(service_request: ServiceRequest, changes: Sequence[StatusChange]) -> str | None:
    """Give the code of the main report: from the step of joining, where that one is shown."""
    if not service_request.is_joined:
        return None
    for change in changes:
        if change.verb == "join":
            return str((change.details or {}).get("main"))
    main = loading.main_of(service_request)
    return main.code if main else None


@dataclass(frozen=True)
class Sight:
    """How much one viewer sees: the whole, or what is public, with or without words.

    ``office``: which office has it, and what that one promised.
    """

    request: ServiceRequest
    whole: bool
    words: bool
    is_mine: bool = False
    office: bool = True

    @property
    def knows_steps(self) -> bool:
        """Tell whether agency and steps are shown: to everybody once it was accepted."""
        return self.whole or self.request.accepted_at is not None

    def changes(self) -> Sequence[StatusChange]:
        """Give the steps that are shown, the newest first."""
        if not self.knows_steps:
            return []
        visible = (life.PUBLIC_STEP, life.CITIZEN_STEP) if self.whole else (life.PUBLIC_STEP,)
        steps = loading.steps(self.request, visible)
        return [
            each
            for each in steps
            if self.office or not life.REPORT.has(each.verb, life.OF_THE_OFFICE)
        ]

    def photos(self) -> list[RequestPhoto]:
        if not self.words:
            return []
        links = every_photo(self.request)
        if self.whole:
            return [link for link in links if link.covers_id is None]
        return [link for link in links if is_public(self.request, link)]

    def answers(self, changes: Sequence[StatusChange]) -> list[Answered]:
        """Give the answers that are shown: all to the sender, the public ones with the words.

        The first step says whether there are any, so that most pages need not ask.
        """
        if not (self.words and changes and (changes[-1].details or {}).get("answers")):
            return []
        rows = answers.answers_of(self.request)
        seen = [row for row in rows if self.whole or self._is_public(row)]
        return [Answered(row.question, self._for_viewer(row.value)) for row in seen]

    def _for_viewer(self, words: str) -> str:
        return words if self.whole else self.request.for_all(words)

    def _is_public(self, row: RequestAnswer) -> bool:
        """Tell whether everybody reads an answer; beside edited words only what was chosen."""
        typed = row.question.datatype in (STRING, TEXT)
        return row.question.is_public and not (typed and self.request.publicity == EDITED)

    def voice_of(self, change: StatusChange) -> Recording | None:
        """Give what was said at a step, where it may be heard: the citizen's by no stranger."""
        link = change.spoken
        if link is None or not (self.whole or is_public(self.request, link)):
            return None
        return link.recording

    def paper_of(self, change: StatusChange) -> RequestPaper | None:
        """Give the document that came with a step, where it may be read."""
        link = change.paper
        if link is None or not (self.whole or is_public(self.request, link)):
            return None
        return link

    def step(self, change: StatusChange, links: Sequence[RequestPhoto], names: Names) -> Step:
        """Give one step as it is shown; what was said at the first belongs to the report."""
        return Step(
            wording.step_label(change.verb, change.resolution, own=self.is_mine),
            change.at,
            self._words_of(change),
            _agency_of(change, names),
            [link.photo for link in links if link.status_change_id == change.id],
            change.scheduled_on if self.office else None,
            self.voice_of(change) if change.from_status else None,
            self.paper_of(change),
            change.resolution is not None,
            is_hidden=self._hides(change),
        )

    def _hides(self, change: StatusChange) -> bool:
        return not self.whole and bool((change.details or {}).get(history.HIDDEN_WORDS))

    def _words_of(self, change: StatusChange) -> str | None:
        if self._hides(change):
            return None
        if not (self.whole or (self.words and life.REPORT.has(change.verb, life.BY_AGENCY))):
            return None
        reason = self.request.reason if change.reason_id is not None else None
        said = [reason.name if reason else None, wording.tapped(change), change.status_notes]
        return self._for_viewer("\n".join(str(each) for each in said if each)) or None


def tone(service_request: Told, now: datetime) -> str:
    """Give how pressing the promised answer is: "late", "soon" or ""."""
    if not service_request.is_open or service_request.status == life.AWAITING_CITIZEN:
        return ""
    left = service_request.answer_by - now
    if left < timedelta(0):
        return "late"
    return "soon" if left < SOON else ""


def share_used(promise: Promise, now: datetime) -> int:
    """Give how much of the time promised for the answer has passed, in whole percent."""
    whole = (promise.answer_by - promise.started_at).total_seconds()
    passed = ((promise.answered_at or now) - promise.started_at).total_seconds()
    return max(0, min(100, round(100 * passed / whole))) if whole > 0 else 100


def _agency_of(change: StatusChange, names: Names) -> str | None:
    details = change.details or {}
    if change.verb in ("route", "reroute"):
        return names.get(details.get("to_agency") or 0)
    by_agency = life.REPORT.has(change.verb, life.BY_AGENCY)
    return names.get(change.agency_id or 0) if by_agency else None


def _agency_names(service_request: ServiceRequest, changes: Iterable[StatusChange]) -> Names:
    """Give the names of all agencies a page mentions, in one go."""
    wanted = {change.agency_id for change in changes}
    wanted |= {(change.details or {}).get("to_agency") for change in changes}
    wanted.add(service_request.agency_id)
    found = accounts.agencies_by_ids(each for each in wanted if each)
    return {number: agency.name for number, agency in found.items()}
