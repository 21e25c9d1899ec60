"""What each kind of notification says. Rooms register theirs when they are set up.

The words go to a lock screen, in the sight of whoever holds the phone: nothing personal beyond
the code and the service. Words are made when they are sent or shown, in the receiver's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.preferences import speaking
from app.notifications.groups import ALWAYS, DESK, REPORTS

DEFAULT_LANGUAGE = "vi"
MAX_TITLE, MAX_BODY = 120, 240


@dataclass(frozen=True)
class Kind:
    """A kind of notification.

    ``title`` and ``body`` are lazy translatable texts with named placeholders, filled from the
    notification's parameters. ``pierces_quiet``: is pushed at night too. ``ttl``: for how long
    a push is still worth delivering. ``urgency`` as in RFC 8030. ``by_text``: what a text message
    says where nobody opened it (``texting``), with ``site`` beside the parameters; "" for none.
    ``for_guests``: worth the one message that a guest wished for. ``ends_texts``: what of the same
    matter waits to be texted is not any more. ``group``: with what a person turns its push off
    (``groups``).
    """

    name: str
    title: Any
    body: Any
    icon: str = "bell"
    pierces_quiet: bool = False
    urgency: str = "normal"
    ttl: timedelta = timedelta(days=3)
    by_text: Any = ""
    for_guests: bool = False
    ends_texts: bool = False
    group: str = ""

    @property
    def rings_each_time(self) -> bool:
        """Tell whether it rings though the phone rang for the same matter a moment ago."""
        return bool(self.by_text) or self.pierces_quiet or self.group == ALWAYS


@dataclass(frozen=True)
class Words:
    """What is shown, in one language."""

    title: str
    body: str


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add ``kind``; raise ``ValueError`` where another one has its name."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"there is a kind of notification called {kind.name} already")
    return kind


def kind_named(name: str) -> Kind:
    """Give the kind of that name; raise ``LookupError`` where no room registered it."""
    return _kinds[name]


def all_kinds() -> list[Kind]:
    """Give every kind that the rooms have registered."""
    return list(_kinds.values())


def texted_kinds() -> list[Kind]:
    """Give the kinds that go out as a text message where nobody opens them."""
    return [kind for kind in all_kinds() if kind.by_text]


def words(kind: Kind, parameters: Mapping[str, Any], language: str) -> Words:
    """Give what ``kind`` says in ``language``.

    A parameter is a text, or texts by language (``{"vi": …, "en": …}``) with vi as fallback.
    """
    values = {name: _in(value, language) for name, value in parameters.items()}
    with speaking(language):
        title, body = str(kind.title) % values, str(kind.body) % values
    return Words(_cut(title, MAX_TITLE), _cut(body, MAX_BODY))


def text_message(kind: Kind, parameters: Mapping[str, Any], site: str, language: str) -> str:
    """Give what a text message says: a code or a day alone, nobody knows who reads that phone."""
    said = {"site": site, **{name: parameters.get(name, "") for name in ("code", "day")}}
    with speaking(language):
        return str(kind.by_text) % said


def _in(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        return value.get(language) or value.get(DEFAULT_LANGUAGE, "")
    return value


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


_ABOUT = _l("%(service)s · %(code)s")

RECEIVED = register(Kind("received", _l("We have your report"), _ABOUT, "send", group=REPORTS))
ACCEPTED = register(
    Kind("accepted", _l("Your report was accepted"), _ABOUT, "check", group=REPORTS)
)
REPLIED = register(
    Kind(
        "replied",
        _l("There is a reply to your report"),
        _ABOUT,
        "reply",
        by_text=_l("%(site)s: there is a reply to your report %(code)s. Read it here:"),
        group=REPORTS,
    )
)
CLOSED = register(
    Kind(
        "closed",
        _l("Your report has a result"),
        _ABOUT,
        "check",
        by_text=_l("%(site)s: your report %(code)s has a result. Read it here:"),
        for_guests=True,
        group=REPORTS,
    )
)
ASSIGNED = register(
    Kind("assigned", _l("A report was assigned to you"), _ABOUT, "inbox", group=DESK)
)
SIGNED_IN_BY_HELPER = register(
    Kind(
        "signed_in_by_helper",
        _l("A helper's code signed a phone in to your account"),
        _l("It sees nothing of yours until your number is proved there. Not you? Sign it out."),
        "lock",
        pierces_quiet=True,
        urgency="high",
        group=ALWAYS,
    )
)
RIGHT_PROPOSED = register(
    Kind(
        "right_proposed",
        _l("A right waits for a second administrator"),
        _l("%(who)s"),
        "key",
        group=DESK,
    )
)
RIGHTS_PROPOSED = register(
    Kind("rights_proposed", _l("Rights wait for a second administrator"), _l("%(count)s rights"),
         "key", group=DESK)
)  # fmt: skip
RIGHT_CONFIRMED = register(
    Kind("right_confirmed", _l("A right was confirmed"), _l("%(who)s"), "key", group=DESK)
)
RIGHT_REFUSED = register(
    Kind("right_refused", _l("A right was refused"), _l("%(who)s"), "key", group=DESK)
)
SIGN_OFF_ENDED = register(
    Kind(
        "sign_off_ended",
        _l("Answers go out without approval now"),
        _l("%(agency)s"),
        "warning",
        group=DESK,
    )
)
PHONE_CHANGE_ASKED = register(
    Kind(
        "phone_change_asked",
        _l("A counter was asked to change your number"),
        _l("Not you? Stop it here with one tap."),
        "phone",
        pierces_quiet=True,
        urgency="high",
        group=ALWAYS,
    )
)
PHONE_CHANGE_OBJECTED = register(
    Kind(
        "phone_change_objected",
        _l("The old number objects to a change at your counter"),
        _l("The number stays as it was."),
        "warning",
        group=ALWAYS,
    )
)
PHONE_CHANGED = register(
    Kind(
        "phone_changed",
        _l("The phone number of your account was changed"),
        _l("Not you? Tell the commune's office at once."),
        "phone",
        pierces_quiet=True,
        urgency="high",
        group=ALWAYS,
    )
)
