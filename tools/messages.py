"""Writes docs/messages.md: every message there is, whom it goes to, when, how, and in what words.

`python -m tools.messages` writes it anew; a test compares it, and fails when a kind of notice or a
text message has no event and receiver. What follows a report's and an order's steps is read off
their tables of verbs; for the rest both stand here.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from flask_babel import force_locale

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "messages.md"
HEAD = """# Messages

Every message that people are told, made from the code by `python -m tools.messages`.

**Inbox and push**: a line in the inbox; on each phone where the person turned notices on, a line on
its screen, not in the person's quiet hours unless "at night too" stands there. After the dot stands
the group with which a person may keep their phones silent for it; without one it always rings
([decision 225](decisions/225-phones-are-silenced-by-a-few-groups.md)). Within an hour one matter
rings once, but for a question, an answer and what always rings
([decision 215](decisions/215-a-matter-rings-once-an-hour.md)). **Text message**: one to a proved
number, where nobody opened the notice within a day
([decision 167](decisions/167-an-answer-not-opened-for-a-day-is-texted.md)), or at once where the
last table says so. Nothing of a sealed matter is texted. A message about one step goes to one
person once.

"""
MAILS = """
**Mail**: to officials who chose it and confirmed their address, in plain text, codes and figures
alone, nothing of a sealed matter, after their quiet hours. Each can be ended with one tap from the
mail. A text message goes by Zalo first where a Zalo gateway is set
([sms-gateway.md](sms-gateway.md)).

"""
TABLE = "| when | to whom | how | Vietnamese | English |\n|---|---|---|---|---|\n"


class Row(NamedTuple):
    """One message: what happens, who is told, how, and the words in two languages."""

    when: str
    to: str
    how: str
    vi: str
    en: str


RECEIVERS = {
    "sender": "the report's sender",
    "followers": "who follows the report",
    "handlers": "the official who has it, else the agency's leads",
    "assignee": "the official it was given to",
    "operators": "the operators",
    "supporters": "the agency that was asked",
}
ENDS = {
    "close": "An agency answers it and ends it",
    "follow_main": "The report it was joined under ends",
    "change_result": "An agency changes how it ended",
}
"""The verbs without a label of their own: a step that ends is called by its result."""
CHAIN = {
    "unassigned": "a report came in and was given to nobody",
    "acceptance": "the time to accept it is over",
    "half": "half of the time is used",
    "four_fifths": "four fifths of the time are used",
    "overdue": "the promised time is over",
    "far": "125 % of the time are used",
    "twice": "200 % of the time are used",
    "sign": "a draft waited for a tenth of the time (4 hours at most)",
    "sign_up": "a draft waited for a fifth of the time (8 hours at most)",
    "sign_top": "a draft waited for two fifths of the time (16 hours at most)",
}
WHOSE = {
    "handler": "the official who has it, else as below",
    "lead": "the agency's leads, else as below",
    "above": "the leads of the agency above",
    "operator": "the operators",
    "head": "the head of the province",
}
ON_DUTY = "the duty officers of the alert's agency and of the commune"
PROTECTORS = "who answers for personal data"
EVENTS: dict[str, tuple[str, str]] = {
    "received": ("a report is received", "the report's sender"),
    "ask_ends": ("half, then 80 % of the time to answer a question has passed",
                 "the report's sender"),
    "chain_summary": ("several of these at once, or after the worker was down", "each of them"),
    "chain_digest": ("07:30 of a working day", "leads with late, due or unassigned reports"),
    "approval_asked": ("an answer is submitted for approval", "the agency's leads"),
    "mentioned": ("a note names a colleague", "who is named in it"),
    "draft_returned": ("a lead sends an answer back", "who wrote it"),
    "draft_overtaken": ("a report changes under a submitted answer", "who wrote it"),
    "draft_published": ("a lead approves an answer", "who wrote it"),
    "idle-account": ("sixty days before an unused account is erased", "the account's person"),
    "signed_in_by_helper": ("a phone is signed in by a helper's code", "the account's person"),
    "right_proposed": ("a grave right is proposed", "the other administrators"),
    "facts_due": (
        "numbers, links or rates were not checked for half a year", "who administers the province",
    ),
    "work_back": (
        "somebody leaves and their reports go back to their agency",
        "its leads, else its handlers, once",
    ),
    "rights_proposed": (
        "a workbook proposes grave rights", "each other administrator, once, with how many",
    ),
    "right_confirmed": ("a grave right is confirmed", "who proposed it, the official it is about"),
    "right_refused": ("a grave right is refused", "who proposed it, the official it is about"),
    "sign_off_ended": ("an agency's sign-off is turned off", "its leads, the other administrators"),
    "phone_change_asked": ("a counter asks to change a number", "the account's person"),
    "phone_change_objected": ("the old number objects", "the official who asked"),
    "phone_changed": ("a number was changed", "the account's person"),
    "bank-account-changed": ("a bank account is changed", "who looks after it"),
    "bill-new": ("a bill is out", "who follows the customer code"),
    "bill-due": ("five days and one day before it is due", "who follows the customer code"),
    "bill-due-today": ("on the day it is due", "who follows the customer code"),
    "bill-overdue": ("the day after", "who follows the customer code"),
    "bill-paid": ("a payment is matched", "who follows the customer code"),
    "bill-open-again": ("a payment is taken back", "who follows the customer code"),
    "bill-said-long": ("a transfer is not seen three days after it was said",
                       "who follows the customer code"),
    "bill-corrected": ("a bill is corrected", "who follows the customer code"),
    "biller-program-changed": ("the program of a biller is changed", "the biller's people"),
    "planned-cut": ("a cut is planned", "who follows a code it touches"),
    "insurance-expiring": ("30 and 7 days before a card ends", "who wrote the card down"),
    "news_to_review": ("an article is submitted", "who else publishes there"),
    "news_source_changed": ("the source of taken-over news changes", "who publishes there"),
    "news_sent_back": ("an article is sent back", "who wrote it"),
    "news_published": ("an article is published", "who wrote it"),
    "news_correction": ("a correction waits", "who else publishes there"),
    "news_correction_dropped": ("a correction is not taken", "who wrote it"),
    "news_pictures": ("pictures of published news are changed", "who else publishes there"),
    "alert": ("a warning is sent", "everybody in its places"),
    "alert_emergency": ("a grave warning is sent", "everybody in its places"),
    "alert_test": ("a drill is sent", "everybody in its places"),
    "alert_colleague": ("a warning is sent", "a second official of the agency"),
    "rescue-called": ("a house calls for rescue, or needs more than before", ON_DUTY),
    "rescue-more": ("one more phone calls from a house", "the officer who goes there"),
    "rescue-taken-over": ("a colleague goes there instead", "the officer who went there"),
    "rescue-said-safe": ("a sender says that they are safe", "the officer who goes there"),
    "rescue-unsettled": ("an alert is over, calls under it are open", ON_DUTY),
    "rescue-on-the-way": ("an officer goes there", "who called from the house"),
    "rescue-waits-again": ("the officer cannot get there", "who called from the house"),
    "rescue-done": ("an officer settles it", "who called from the house"),
    "market-new-shop": ("a shop is opened", "the market office"),
    "market-details": ("a confirmed shop changes its registration", "the market office"),
    "market-confirmed": ("a shop is confirmed", "the shop's people"),
    "market-not-confirmed": ("a shop is not confirmed", "the shop's people"),
    "market-helpers": ("a helper is added or taken off", "the shop's people"),
    "market-identified": ("a seller's identity was checked", "the shop's people"),
    "market-identity-needed": (
        "thirty days before sellers have to be identified", "the shop's people"
    ),
    "market-grade-ends": ("an OCOP grade ends soon", "the shop's people"),
    "market-due": ("an answer is due soon", "the market office"),
    "market-late": ("an answer is late", "the market office"),
    "market-review": ("a listing waits for a look", "the market office"),
    "market-reviewed": ("a listing was looked at", "the shop's people"),
    "market-taken-down": ("a listing or shop is taken down", "the shop's people"),
    "market-notice": ("a shop is to be suspended in five days", "the shop's people"),
    "market-appeal": ("a seller objects", "the market office"),
    "market-decided": ("an objection is decided", "the shop's people"),
    "market-complaint": ("a listing is reported", "the market office"),
    "market-answered": ("a reported listing is answered", "who reported it"),
    "village-news": ("a head sends a notice", "the accounts of its households"),
    "village-meeting": ("a head calls a meeting", "the accounts of its households"),
    "village-question": ("a head asks the village", "the accounts of its households"),
    "village-reminder": (
        "the evening before a meeting, else two hours before",
        "the accounts of its households that did not say no",
    ),
    "village-off": ("a meeting is called off", "the accounts of its households"),
    "village-minutes": ("the head approves the minutes", "the accounts of its households"),
    "village-invited": (
        "a head invites a household's numbers", "accounts with such a number and no household",
    ),
    "community-answered": ("the commune answers a difficulty", "the leads of the team"),
    "training-place": ("a place in a class is free for them", "who waited, who signed them up"),
    "training-changed": ("a class has another time or place", "who signed up, and helpers"),
    "training-off": ("a class is called off, with its reason", "who signed up, and helpers"),
    "training-soon": ("a class is tomorrow", "who has a place for longer than half a day, helpers"),
    "training-team": ("a class for digital teams opens", "members of the teams near by"),
    "fair-today": ("the morning of a fair", "who follows the fair"),
    "direction": ("a lead gives a direction", "the agency's leads, else its people"),
    "direction_answered": ("the agency answers it", "who gave it"),
    "direction_taken_back": ("it is taken back", "the agency's leads, else its people"),
    "directory-fault": ("somebody says an entry is wrong", "who keeps its agency's directory"),
    "guide-fault": ("somebody says a step of a guide is wrong", "who keeps its agency's guides"),
    "programme-link": ("a link failed on two days", "who keeps its agency's directory"),
    "directory-check": ("entries wait to be checked again", "who keeps their agency's directory"),
    "directory-proposal": ("a business proposes something", "who keeps its agency's directory"),
    "directory-decided": ("the office decides on it", "the business's people"),
    "directory-own-check": ("its entry waits to be checked again", "the business's people"),
    "directory-own-fault": ("somebody says its entry is wrong", "the business's people"),
    "programme-asked": ("somebody asks about a programme", "who keeps its agency's directory"),
    "programme-due": (
        "a working day before an answer about a programme is due",
        "who keeps its agency's directory",
    ),
    "programme-late": (
        "an answer about a programme is overdue",
        "who keeps its agency's directory, the heads of the agency",
    ),
    "programme-answered": ("the office answers", "who asked"),
    "appointment-reminder": ("the day before, unless it was booked just now", "who booked"),
    "appointment-dropped": ("the office no longer receives people at that time", "who booked"),
    "appointment-missed": ("they were called and not there, or never came", "who booked"),
    "commune-week": ("on Monday, when last week something happened", "who follows the commune"),
    "survey-open": ("a survey begins", "those it is for"),
    "survey-reminder": ("two days before its end, once", "those it is for who have not answered"),
    "survey-results": ("what came of a consultation is published", "those it was for"),
    "survey-review": ("its author asks to have it opened", "who may publish, but for the author"),
    "survey-counted": ("a day after its end", "who may publish"),
    "land-asked": ("somebody asks about land", "the land advisers of the commune"),
    "land-due": ("a working day before an answer about land is due", "the land advisers"),
    "land-late": ("an answer about land is overdue", "the land advisers, the heads of the agency"),
    "land-answered": ("an adviser answers about land", "who asked"),
    "enquiry-asked": ("somebody asks the operators about the app", "the operators"),
    "enquiry-answered": ("the operators answer", "who asked"),
    "data-asked": ("somebody asks about their data", PROTECTORS),
    "data-answered": ("the request is answered: how it will be done", "who asked"),
    "data-extended": ("the request takes longer", "who asked"),
    "data-over": ("the request is done, or refused", "who asked"),
    "data-due": ("three quarters of the time for an answer, or for the deed, are over", PROTECTORS),
    "data-late": ("that time is over", PROTECTORS),
    "breach-found": ("a leak is written down", PROTECTORS),
    "breach-due": ("three quarters of its 72 hours are over", PROTECTORS),
    "breach-late": ("its 72 hours are over and the authority was not told", PROTECTORS),
    "retention-check": ("once a quarter, where periods were not compared for a year", PROTECTORS),
}  # fmt: skip
"""(when, to whom) of each kind of notice that is in no table of verbs."""
TEXTS: dict[str, tuple[str, str]] = {
    "%(code)s is your code for %(site)s, good for 10 minutes. Tell it to nobody.":
        ("somebody signs in or proves a number", "that number"),
    "Code to change your phone number at the commune's office: %(code)s. Read it out only to the "
    "official who is serving you in person.": ("a counter changes a number", "the new number"),
    "Your account is to get another number. Not you? Stop it:":
        ("a counter asks to change a number", "the old number"),
    "%(site)s: your account now has the number %(phone)s. Not you? Tell the commune's office.":
        ("a number was changed", "the old number"),
    "%(site)s: somebody signed in with your number and a helper's code.":
        ("a phone is signed in by a helper's code", "the account's number"),
    "%(site)s: your report %(code)s was received. Answer by %(when)s.":
        ("an official takes a report in for somebody", "the number that was left"),
    "%(what)s: %(title)s, %(when)s":
        ("a class moves, is called off, or has a place free", "guests who signed up"),
}  # fmt: skip
"""(when, to whom) of each text message that goes out at once, by its English words."""
MAIL_EVENTS = {
    "morning": ("07:30 of a working day", "officials with late or due reports, leads with theirs"),
    "late": ("the promised time is over", "whom the chain tells, and who has the report"),
    "confirm": ("an official writes an address", "that address"),
}
"""(when, to whom) of each kind of mail; the table has its subject."""
SENDERS = {
    "accounts/changing_phone.py": 2,
    "accounts/one_time_codes.py": 1,  # one call, two messages
    "accounts/signing_in.py": 1,
    "community/training/kinds.py": 1,
    "notifications/texting.py": 1,  # what notices say by text: to a person, to a guest
    "service_requests/intake/on_behalf.py": 1,
}
"""The files that send a text message, and how many calls; another call needs its line in TEXTS."""
CALLS = re.compile(r"\bsms\.send\(")


def kinds_of_tables() -> dict[str, list[tuple[str, str]]]:
    """(when, to whom) by kind, of all that follows steps: a report's, an order's, the chain's."""
    from app.market.actions import order_notices
    from app.service_requests.clock import chain, telling
    from app.service_requests.life import REPORT

    found: dict[str, list[tuple[str, str]]] = {}
    for verb in REPORT.verbs.values():
        for who, kind in verb.told.items():
            step = ENDS.get(verb.name) or str(verb.label_inside or verb.label)
            found.setdefault(kind.name, []).append((step, RECEIVERS[who]))
    for table, who in ((order_notices.TO_SHOP, "the shop's people"),
                       (order_notices.TO_BUYER, "the buyer")):  # fmt: skip
        for verb_name, kind in table.items():
            found.setdefault(kind.name, []).append((_order_step(verb_name), who))
    for step_name, kind in telling.KINDS.items():
        whose = WHOSE[chain.WHOSE[step_name]]
        found.setdefault(kind.name, []).append((CHAIN[step_name], whose))
    return found


def _order_step(verb: str) -> str:
    from app.market.models.order_life import ORDER

    return str(ORDER.verbs[verb].label) if verb in ORDER.verbs else "an order is placed"


def missing() -> list[str]:
    """The kinds of notice and the calls of `sms.send` that have no event and receiver."""
    from app.notifications.kinds import all_kinds

    known = set(EVENTS) | set(kinds_of_tables())
    left = [kind.name for kind in all_kinds() if kind.name not in known]
    calls = {
        path.relative_to(ROOT / "app").as_posix(): found
        for path in sorted((ROOT / "app").rglob("*.py"))
        if (found := len(CALLS.findall(path.read_text("utf-8"))))
    }
    return [
        *left,
        *(path for path in sorted(calls | SENDERS) if calls.get(path) != SENDERS.get(path)),
    ]


def rows() -> Iterator[Row]:
    """A row for each event and receiver of each kind, by its name: they are read in any order."""
    from app.notifications.groups import GROUPS
    from app.notifications.kinds import Kind, all_kinds

    told = kinds_of_tables()
    titles = {group.name: str(group.title) for group in GROUPS}

    def words(kind: Kind, language: str) -> str:
        with force_locale(language):
            return f"**{kind.title}** {kind.body}"

    for kind in sorted(all_kinds(), key=lambda each: each.name):
        how = "inbox, push at night too" if kind.pierces_quiet else "inbox, push"
        how += ", text message" if kind.by_text else ""
        how += f" · {titles[kind.group]}" if kind.group in titles else ""
        events = [
            *([EVENTS[kind.name]] if kind.name in EVENTS else []),
            *sorted(told.get(kind.name, [])),
        ]
        for when, to in events:
            yield Row(when, to, how, words(kind, "vi"), words(kind, "en"))


def text_rows() -> Iterator[Row]:
    """A row for each text message: those of notices, and those that go out at once."""
    from flask_babel import gettext

    from app.notifications.kinds import texted_kinds

    kinds = sorted(texted_kinds(), key=lambda each: each.name)
    said = [("nobody opened it for a day", "a proved number", kind.by_text) for kind in kinds]
    said += [("at once, the first of these", "the number a guest left for it", kind.by_text)
             for kind in kinds if kind.for_guests]  # fmt: skip
    for when, to, words in said:
        yield Row(when, to, "text message", *_both(lambda each=words: str(each)))
    for text, (when, to) in TEXTS.items():
        yield Row(when, to, "text message", *_both(lambda each=text: gettext(each)))


def mail_rows() -> Iterator[Row]:
    """A row for each mail to officials, by its subject."""
    from app.notifications.mail.sending import WORDS

    counts = {"late": 3, "today": 2}
    for kind, write in WORDS.items():
        when, to = MAIL_EVENTS[kind]
        said = {"counts": counts, "reports": {}}
        yield Row(when, to, "mail", *_both(lambda w=write, c=said: w(c, "", "")[0]))


def _both(words: Any) -> tuple[str, str]:
    found = []
    for language in ("vi", "en"):
        with force_locale(language):
            found.append(words())
    return found[0], found[1]


def page(app: Flask) -> str:
    """The page as Markdown."""
    with app.app_context(), force_locale("en"):
        notices, texts, mails = list(rows()), list(text_rows()), list(mail_rows())
    return (
        f"{HEAD}## Notices\n\n{TABLE}{''.join(map(_line, notices))}\n"
        f"## Text messages\n\n{TABLE}{''.join(map(_line, texts))}\n"
        f"## Mails\n{MAILS}{TABLE}{''.join(map(_line, mails))}"
    )


def _line(row: Row) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in row)} |\n"


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Write the page; gives the exit code."""
    os.environ["APP_ENV"] = environment.get("APP_ENV", "development")
    from app.factory import create_app

    PAGE.write_text(page(create_app()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
