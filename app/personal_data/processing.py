"""The records of processing: what is done with which data of whom, why, for how long, who gets it.

Law 91/2025 wants them kept and shown to the authority on demand. Each record names the kinds of
``core/retention`` it covers, so that its periods are those that are carried out; a test sees to it
that no kind is left out.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock, retention
from app.core.access import access
from app.core.config import settings
from app.core.downloads import download
from app.core.tables import writing
from app.personal_data.blueprint import personal_data
from app.personal_data.rights import may_act, may_protect

TASK = _l("task of the authority under the law")
CONSENT = _l("consent")
CONTRACT = _l("what the person ordered")
DUTY = _l("duty under accounting law")


@dataclass(frozen=True)
class Record:
    """One purpose; ``kinds`` are names of ``core/retention``."""

    name: str
    purpose: Any
    basis: Any
    people: Any
    data: Any
    receivers: Any
    kinds: tuple[str, ...]


RECORDS = (
    Record(
        "reports", _l("Receive, handle and answer reports"), TASK, _l("senders, followers"),
        _l("words, photos, voice, exact place (sensitive), name and phone number where left"),
        _l("the agency in charge and those it asks; the public reads what was accepted as public,"
           " without the sender"),
        ("reports", "photos", "voices"),
    ),
    Record(
        "accounts", _l("Sign in, tell of answers"), CONSENT, _l("people with an account"),
        _l("phone number, name, home commune, devices; a hash of the name a provider of sign-ins"
           " has for them, where they signed in through one"),
        _l("the telephone company that carries text messages; that provider"),
        ("sessions", "helper-codes", "changed-numbers", "idle-accounts"),
    ),
    Record(
        "notices", _l("Tell people what concerns them"), CONSENT,
        _l("people with an account, guests"),
        _l("what was told, address of a browser, a number left for one text message"),
        _l("makers of browsers carry notifications, encrypted; the telephone company"),
        ("notices", "text-wishes"),
    ),
    Record(
        "bills", _l("Show and collect what is owed"), TASK, _l("customers of billers"),
        _l("customer code, name, address, phone number, readings, amounts"),
        _l("the biller; whoever proved that the code is theirs"), ("bills", "sheets"),
    ),
    Record(
        "payments", _l("Match payments"), DUTY, _l("payers"),
        _l("words of a transfer, day, amount"),
        _l("the biller or the shop that was paid"), ("transfers",),
    ),
    Record(
        "market", _l("Order and sell on the market"), CONTRACT, _l("buyers, sellers"),
        _l("name, phone number, address of a buyer; registration of a seller, how they were"
           " identified"),
        _l("buyer and seller of one order; the market office"),
        ("orders", "market-reports", "seller-identities"),
    ),
    Record(
        "villages", _l("Call a village together, tell it, hear it"), TASK,
        _l("households of villages"),
        _l("name of the head, number of people, address, phone numbers; who was told, answered,"
           " came"),
        _l("the village's own head; the commune counts alone"), ("village-answers",),
    ),
    Record(
        "community", _l("Help people of a village use digital services"), TASK,
        _l("people of fourteen and older of a village, members of its team"),
        _l("name, year of birth, address, phone number; when a helper came, what was taught, what"
           " was hard; pledges that were signed; the number of an identity card where they agreed"),
        _l("the member who looks after the area, the lead, the village's head; the commune counts"
           " alone"),
        ("community-words", "community-cards"),
    ),
    Record(
        "training", _l("Teach in classes with places, and count the hours of volunteers"), TASK,
        _l("whoever signs up for a class, members of digital teams"),
        _l("name, phone number of a guest, whether they came; hours of volunteers by day"),
        _l("whoever teaches the class, the lead of the team, the officials who run it"),
        ("training-places",),
    ),
    Record(
        "appointments", _l("Receive people at the time they booked"), TASK,
        _l("whoever books a time, or for whom it is booked"),
        _l("name, matter, time, whether they came"),
        _l("the office where it was booked; its screen shows numbers only"), ("appointments",),
    ),
    Record(
        "classes", _l("Let a teacher see who is done with a procedure"), CONSENT,
        _l("whoever puts their name on a list"),
        _l("the name they chose, whether they are done"),
        _l("whoever opened the list"), ("class-lists",),
    ),
    Record(
        "rescue", _l("Save people in floods and landslides"), TASK, _l("whoever calls for rescue"),
        _l("exact place (sensitive), phone number, number of people, what is needed, words"),
        _l("the duty officers of the alert and of the commune; the number to whoever goes there"),
        ("rescue-calls",),
    ),
    Record(
        "rights", _l("Answer what people ask about their data"), TASK, _l("whoever asks"),
        _l("name, contact, what was asked and answered"), _l("nobody"), ("data-requests",),
    ),
    Record(
        "enquiries", _l("Answer questions about the app"), TASK, _l("whoever asks"),
        _l("words, photos, voice"), _l("nobody"), ("enquiries",),
    ),
    Record(
        "land", _l("Answer questions about land"), TASK, _l("whoever asks"),
        _l("words, photos of papers, voice; numbers that tell who somebody is are masked"),
        _l("the land advisers of the commune; what is published only by consent, without anybody"),
        ("land-questions",),
    ),
    Record(
        "programmes", _l("Answer questions about programmes"), TASK, _l("whoever asks"),
        _l("words, for which business"), _l("the office of the programme"),
        ("programme-questions",),
    ),
    Record(
        "surveys", _l("Ask people what they think"), TASK, _l("whoever answers a survey"),
        _l("without names: that one has answered, until it is counted; with names, where the"
           " survey says so: name and answers, in a consultation the voice too"),
        _l("the office that asks"), ("survey-answers", "survey-words"),
    ),
    Record(
        "audit", _l("Prove who did what"), TASK, _l("officials, people with an account"),
        _l("number of the account, act, moment; no names"), _l("nobody"), ("audit",),
    ),
)  # fmt: skip


def load_format(_viewer: Viewer, kind: str) -> str | None:
    return kind if kind in writing.TYPES else None


@personal_data.get("/can-bo/du-lieu/ho-so")
@access(may_protect)
def processing() -> ResponseReturnValue:
    return render_template("personal_data/processing.html", heads=heads(), rows=rows())


@personal_data.get("/can-bo/du-lieu/ho-so.<kind>")
@access(may_act, load=load_format)
def export_processing(kind: str) -> ResponseReturnValue:
    """Give the records as CSV, XLSX or JSON."""
    name = f"ho-so-xu-ly-du-lieu-{clock.local(clock.now()):%Y-%m-%d}.{kind}"
    return download(_written(kind), name, writing.TYPES[kind])


def heads() -> list[str]:
    return [_("Purpose"), _("Basis"), _("Whose data"), _("Which data"), _("Who gets it"),
            _("How long"), _("How it is guarded")]  # fmt: skip


def rows() -> list[list[str]]:
    """Give the records as cells, in the language being spoken."""
    periods = {period.kind.name: period for period in retention.periods(clock.now())}
    guarded = _("a key for each person, two-step sign-in, a log that cannot be forged")
    return [
        [str(each) for each in (record.purpose, record.basis, record.people, record.data,
                                record.receivers)]
        + [_stays([periods[name] for name in record.kinds]), guarded]
        for record in RECORDS
    ]  # fmt: skip


def _stays(periods: Sequence[retention.Period]) -> str:
    return "; ".join(f"{period.kind.label}: {period.said}" for period in periods)


def _written(kind: str) -> bytes:
    if kind == "csv":
        return writing.csv_of(heads(), rows())
    if kind == "xlsx":
        return writing.xlsx_of(heads(), rows())
    operator = settings().operator
    told = {
        "operator": vars(operator),
        "written_at": clock.now().isoformat(),
        "records": [
            {"name": record.name, **dict(zip(heads(), cells, strict=True))}
            for record, cells in zip(RECORDS, rows(), strict=True)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
