"""A person's data as a page to read: what the copy's names and codes are called.

Rooms give the copy as rows of names and values, for programs; here are the words for people. A
test goes through a copy with everything in it: no name is without a word.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from flask_babel import gettext, lazy_pgettext
from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.accounts.consents import PURPOSES
from app.core import text
from app.core.formats import day, moment
from app.core.preferences import LANGUAGES

SECTIONS: dict[str, Any] = {
    "account": _l("My account"),
    "consents": _l("What I agreed to"),
    "connections": _l("Through whom I can sign in"),
    "sessions": _l("Where I am signed in"),
    "service_requests": _l("My reports"),
    "followed_reports": _l("Reports I follow"),
    "followed_communes": _l("Communes I follow"),
    "saved_filters": _l("Kept filters"),
    "mail_address": _l("Where mails of the desk come"),
    "calendar_links": _l("My link to the calendar of deadlines"),
    "lists_taken_away": _l("Files I asked for"),
    "bills": _l("My bills"),
    "market": _l("My shops, and listings I reported"),
    "market_orders": _l("My orders"),
    "household": _l("My household"),
    "notifications": _l("What I was told"),
    "silent_groups": _l("What my phone stays silent for"),
    "data_requests": _l("What I asked about my data"),
    "enquiries": _l("What I asked the operators"),
    "land_questions": _l("What I asked about land"),
    "programme_questions": _l("What I asked about programmes"),
    "surveys": _l("Surveys that I answered under my name"),
    "appointments": _l("My appointments"),
    "community": _l("My digital teams"),
    "trainings": _l("Classes I signed up for"),
    "pledges": _l("Pledges I signed"),
    "rescue_calls": _l("My calls for rescue"),
    "class_lists": _l("Lists of classes"),
}
NAMES: dict[str, Any] = {
    "about": _l("About"),
    "accuracy": _l("Accuracy"),
    "address": _l("Address"),
    "aged_14": _l("14 or older"),
    "amount": _l("Amount"),
    "answer": _l("Answer"),
    "answered_at": _l("Answered"),
    "answers": _l("Answers"),
    "asked_at": _l("Asked"),
    "at": _l("When"),
    "biller": _l("Biller"),
    "bills": _l("Bills"),
    "body": _l("Text"),
    "business": _l("Business"),
    "called_at": _l("Called on"),
    "came_at": _l("Came on"),
    "closed_at": _l("Ended"),
    "code": _l("Code"),
    "commune": _l("Commune"),
    "concerns_me_too": _l("Concerns me too"),
    "consent_at": _l("Agreed on"),
    "consent_version": _l("Agreed version"),
    "contact_name": _l("Name to ask for"),
    "contact_phone": _l("Number to call"),
    "created_at": _l("Made on"),
    "description": _l("Text"),
    "device": _l("Phone or computer"),
    "documents": _l("Documents"),
    "expected_datetime": _l("Answer due"),
    "given_at": _l("Given on"),
    "idle_told_at": _l("Told that the account is not used"),
    "identified_on": _l("Identified on"),
    "identity": _l("How I was identified as a seller"),
    "head": _l("Head of the household"),
    "insurance": _l("Health insurance"),
    "filter": _l("Filter"),
    "issued_on": _l("Issued on"),
    "joined_at": _l("Since"),
    "kind": _l("Kind"),
    "language": _l("Language"),
    "last_seen_at": _l("Last used"),
    "last_used_at": _l("Last used, before that"),
    "lat": _l("Latitude"),
    "level": _l("Assurance level"),
    "lines": _l("Goods"),
    "linked_at": _l("Connected on"),
    "long": _l("Longitude"),
    "name": _l("Name"),
    "needs": _l("What is needed"),
    "nickname": _l("What I call it"),
    "note": _l("Remark"),
    "number": lazy_pgettext("document", "Number"),
    "owner": _l("Is mine"),
    "pay_by": _l("Paid by"),
    "people": lazy_pgettext("household", "People"),
    "period": _l("Period"),
    "phone": _l("Phone number"),
    "phones": _l("Phone numbers"),
    "place": _l("Commune"),
    "price": _l("Price"),
    "products": _l("Products"),
    "programme": _l("Programme"),
    "purpose": _l("What for"),
    "quantity": _l("Quantity"),
    "quiet_from": _l("Quiet from"),
    "quiet_to": _l("Quiet until"),
    "rating": _l("Rating"),
    "rating_words": _l("Words with the rating"),
    "read_at": _l("Read"),
    "reason": _l("Reason"),
    "received": _l("Received"),
    "reference": _l("Reference number"),
    "registration": _l("Registration"),
    "requested_datetime": _l("Sent on"),
    "resolution": _l("Result"),
    "result": _l("What was done"),
    "rights": _l("Rights as an official"),
    "safe_at": _l("Said to be safe on"),
    "service": _l("Matter"),
    "shop": _l("Shop"),
    "since": _l("Since"),
    "spoken_seconds": _l("Seconds spoken"),
    "status": _l("State"),
    "steps": _l("Steps"),
    "subject": _l("About which thing"),
    "text_messages": _l("Text messages"),
    "email": _l("Mail address"),
    "text_size": _l("Text size"),
    "through": _l("Through whom"),
    "title": _l("Title"),
    "total": _l("Sum"),
    "until": _l("Until"),
    "url": _l("Where"),
    "verb": _l("Step"),
    "version": _l("Version"),
    "village": _l("Village"),
    "way": _l("How it is handed over"),
    "withdrawn_at": _l("Taken back on"),
    "words": _l("Text"),
}


UTC_OFFSET = "+00:00"
VALUES: dict[str, Any] = {
    **PURPOSES,
    "access": _l("See my data, or have a copy"),
    "accepted": _l("Accepted"),
    "awaiting_citizen": _l("Waiting for your answer"),
    "cancelled": _l("Cancelled"),
    "cash": _l("In cash"),
    "closed": _l("It has ended"),
    "consent": _l("Take back what I agreed to"),
    "correction": _l("Correct something"),
    "counter": _l("In person, with the identity card"),
    "delivery": _l("The shop brings it"),
    "electronic": _l("Electronically"),
    "dissatisfied": _l("Dissatisfied"),
    "done": _l("Done"),
    "duplicate": _l("Duplicate"),
    "erasure": _l("Erase something"),
    "explained": _l("Explained"),
    "fair": _l("Acceptable"),
    "fixed": _l("Fixed"),
    "in_hand": _l("Answered, being done"),
    "in_progress": _l("In progress"),
    "large": _l("Large"),
    "new": _l("New"),
    "normal": _l("Normal"),
    "not_accepted": _l("Not accepted"),
    "objection": _l("Object to its use"),
    "pickup": _l("Fetched at the shop"),
    "received": _l("Received"),
    "refused": _l("Not done, with a reason"),
    "restriction": _l("Restrict its use"),
    "satisfied": _l("Satisfied"),
    "scheduled": _l("Scheduled"),
    "transfer": _l("By bank transfer (VietQR)"),
    "withdrawn": _l("Withdrawn"),
}
"""What codes mean; a code that stands nowhere here is shown as it is."""
CODED = frozenset({
    "kind", "pay_by", "purpose", "rating", "resolution", "status", "text_size", "verb", "way",
})  # fmt: skip


Told = list[tuple[str, str]]
"""One thing of a section: (what it is called, its value in words) each."""


def sections(export: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[tuple[str, list[Told]]]:
    """Give the copy in words, section by section; what says nothing is left out."""
    return [
        (str(SECTIONS.get(name, name)), [_facts(row) for row in rows])
        for name, rows in export.items()
        if rows
    ]


def _facts(row: Mapping[str, Any]) -> Told:
    told = ((called(name), _said(name, value)) for name, value in row.items())
    return [(name, value) for name, value in told if value]


def _said(name: str, value: Any) -> str:
    """Say a value whose name tells how it is written."""
    if name in ("quiet_from", "quiet_to") and value is not None:
        return "{:02}:{:02}".format(*divmod(int(value), 60))
    if name in CODED:
        return str(VALUES.get(str(value), words(value)))
    if name == "language":
        return LANGUAGES.get(str(value), str(value))
    if "phone" in name and value:
        return phones.national(str(value))
    return words(value)


def called(name: str) -> str:
    return str(NAMES.get(name, name))


def words(value: Any) -> str:
    """Say a value: a list by its parts, a moment or a day as pages show them."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{called(name)}: {said}" for name, each in value.items()
                         if (said := _said(name, each)))  # fmt: skip
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " · ".join(said for each in value if (said := words(each)))
    return _moment(str(value)) or str(value)


def _moment(written: str) -> str:
    """Give a day or a moment of the copy (ISO 8601, UTC) as pages show it; "" for all else."""
    if written.endswith(UTC_OFFSET) and (at := text.moment(written)) is not None:
        return str(moment(at.replace(tzinfo=UTC)))
    on = text.day(written)
    return str(day(on)) if on else ""
