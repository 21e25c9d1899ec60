"""Answers that are not out, as the officials' page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.service_requests import life
from app.service_requests.answering.rights import may_see_draft
from app.service_requests.desk.file import Entry, File
from app.service_requests.history import RequestPaper, RequestPhoto, RequestRecording, StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import AnswerDraft

"""Steps after which an answer says no less than before."""


@dataclass(frozen=True)
class DraftShown:
    """A draft, who wrote it, what hangs on it, and what happened since it was submitted."""

    draft: AnswerDraft
    author: User | None
    photos: Sequence[RequestPhoto]
    recording: RequestRecording | None
    paper: RequestPaper | None
    changed: Sequence[StatusChange]


def drafts_of(viewer: Viewer, service_request: ServiceRequest, file: File) -> list[DraftShown]:
    """Give the report's drafts that the viewer may read; nothing more is asked of the database."""
    entries = {entry.change.id: entry for entry in file.entries}
    return [
        _shown(draft, entries.get(draft.status_change_id or 0), file)
        for draft in service_request.drafts
        if may_see_draft(viewer, service_request, draft)
    ]


def _shown(draft: AnswerDraft, step: Entry | None, file: File) -> DraftShown:
    since = draft.status_change_id or 0
    later = [entry.change for entry in file.entries if entry.change.id > since]
    return DraftShown(
        draft,
        step.official if step else None,
        [link for link in file.in_drafts if link.status_change_id == since],
        step.change.spoken if step else None,
        step.change.paper if step else None,
        [change for change in later if not life.REPORT.has(change.verb, life.SAYS_NOTHING)],
    )
