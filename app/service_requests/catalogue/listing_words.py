"""The list of words to flag. Every change of it is audited."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit, text
from app.core.db import db
from app.core.errors import DomainError
from app.service_requests.catalogue import flag_words, flagging
from app.service_requests.catalogue.flag_words import FlagWord

LONGEST = 120
LONGEST_REASON = 200


def add(phrase: str, reason: str, *, exact: bool, actor: Actor, now: datetime) -> FlagWord:
    """Put a phrase on the list, or back on it; raise ``DomainError`` for what cannot be found."""
    clean, why = text.clean(phrase), text.clean(reason)
    folded = flagging.key_of(clean, exact=exact)
    _check(clean, folded, why)
    if flag_words.same(folded, exact) is not None:
        raise DomainError(_l("This phrase is on the list already."), field="phrase")
    made = FlagWord(phrase=clean, folded=folded, exact=exact, reason=why, created_at=now)
    db.session.add(made)
    db.session.flush()
    _record(actor, "flag_word.add", made, now)
    return made


def switch(word: FlagWord, actor: Actor, now: datetime) -> None:
    """Retire a phrase, or use it again."""
    word.active = not word.active
    _record(actor, "flag_word.restore" if word.active else "flag_word.retire", word, now)


def _check(phrase: str, folded: str, reason: str) -> None:
    if not 2 <= len(folded) <= LONGEST or len(folded.split()) > flagging.MOST_WORDS:
        raise DomainError(_l("A word or phrase of two letters to eight words."), field="phrase")
    if len(phrase) > LONGEST:
        raise DomainError(_l("At most %(max)d characters.", max=LONGEST), field="phrase")
    if not reason or len(reason) > LONGEST_REASON:
        raise DomainError(_l("Say in a few words why it is marked."), field="reason")


def _record(actor: Actor, verb: str, word: FlagWord, now: datetime) -> None:
    after = {"phrase": word.phrase, "exact": word.exact, "reason": word.reason}
    audit.record(actor.reference, verb, f"flag_word:{word.id}", now=now, after=after)
