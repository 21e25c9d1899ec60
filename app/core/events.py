"""What happened, in the past tense. Rooms speak to one another through these alone.

Every event is sent inside the sender's transaction; a receiver only adds rows of its own, so that
what happened and what must be told are committed together. What must come before something else,
or changes what others see, is a step of the act itself (see ``lifecycle.Life.after``). Receivers
run in the order of the rooms (``factory.ROOMS``): two requests that lock rows of several rooms lock
them alike. Sender and keyword arguments are written beside each event.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from blinker import NamedSignal

Receiver = Callable[..., Any]
_rooms: list[str] = []


def in_order_of(rooms: Sequence[str]) -> None:
    """Let receivers run in the order of these rooms (packages of ``app``), from now on."""
    _rooms[:] = rooms


def _place(receiver: Receiver) -> tuple[int, str, str]:
    room = receiver.__module__.split(".")[1] if "." in receiver.__module__ else ""
    known = _rooms.index(room) if room in _rooms else len(_rooms)
    return known, receiver.__module__, receiver.__qualname__


class Event(NamedSignal):
    """A signal whose receivers run in one order; blinker's walks addresses in memory."""

    def receivers_for(self, sender: Any) -> Iterator[Receiver]:  # type: ignore[override]
        """Those to be called for ``sender``, in the order of the rooms, then of their names."""
        yield from sorted(super().receivers_for(sender), key=_place)


session_ended = Event("session-ended")
"""A device signed out or was signed out. Sender: the session row. ``now``."""

signed_in_by_helper = Event("signed-in-by-helper")
"""A helper's code opened a session of a person, whose phone is not proved there. Sender: the
session row. ``now``. The owner is to be told."""

right_proposed = Event("right-proposed")
"""A grave right waits for a second administrator. Sender: the proposal row. ``now``."""

rights_proposed = Event("rights-proposed")
"""Many grave rights wait at once. Sender: the list of proposal rows. ``now``."""

right_decided = Event("right-decided")
"""A second administrator confirmed or refused a right. Sender: the proposal row. ``now``."""

sign_off_ended = Event("sign-off-ended")
"""Answers of an agency go out without a second person from now on. Sender: the agency. ``by_id``:
the administrator's, ``now``. Whoever leads it and the other administrators are to be told."""

phone_change_asked = Event("phone-change-asked")
"""At a counter a new number was asked for. Sender: the phone change's row. ``url``, where the old
number may object, ``now``."""

phone_change_objected = Event("phone-change-objected")
"""The old number objected. Sender: the phone change's row. ``now``."""

phone_changed = Event("phone-changed")
"""A person has a new number. Sender: the user row. ``now``. Their old devices are to be told."""

person_erased = Event("person-erased")
"""An account is being erased. Sender: the user row. ``now``. Receivers erase or detach theirs."""

person_exported = Event("person-exported")
"""A person asked for their data. Sender: the user. Receivers return (section, list of dicts)."""

location_withdrawn = Event("location-withdrawn")
"""A person takes back the exact places they gave. Sender: the user. ``now``. Receivers
return of how many the place has to stay."""

grants_claimed = Event("grants-claimed")
"""A guest's grants became an account's. Sender: the user. ``grant_ids``, ``now``."""

request_received = Event("request-received")
"""A report came in. Sender: the service request. ``actor``, ``now``."""

request_changed = Event("request-changed")
"""A report's life went on. Sender: the service request. ``change`` (its StatusChange row),
``actor``, ``now``."""

payments_changed = Event("payments-changed")
"""Money was matched with what is owed, or matches were undone. Sender: the payment requests, each
of them once. ``now``."""
