"""What happened, in the past tense. Rooms speak to one another through these alone.

Every event is sent inside the sender's transaction; a receiver only adds rows of its own, so that
what happened and what must be told are committed together. Receivers run in no order: what must
come before something else, or changes what others see, is a step of the act itself (see
``lifecycle.Life.after``). Sender and keyword arguments are written beside each event.
"""

from blinker import Namespace

_events = Namespace()

session_ended = _events.signal("session-ended")
"""A device signed out or was signed out. Sender: the session row. ``now``."""

signed_in_by_helper = _events.signal("signed-in-by-helper")
"""A helper's code opened a session of a person, whose phone is not proved there. Sender: the
session row. ``now``. The owner is to be told."""

right_proposed = _events.signal("right-proposed")
"""A grave right waits for a second administrator. Sender: the proposal row. ``now``."""

right_decided = _events.signal("right-decided")
"""A second administrator confirmed or refused a right. Sender: the proposal row. ``now``."""

sign_off_ended = _events.signal("sign-off-ended")
"""Answers of an agency go out without a second person from now on. Sender: the agency. ``by_id``:
the administrator's, ``now``. Whoever leads it and the other administrators are to be told."""

phone_change_asked = _events.signal("phone-change-asked")
"""At a counter a new number was asked for. Sender: the phone change's row. ``url``, where the old
number may object, ``now``."""

phone_change_objected = _events.signal("phone-change-objected")
"""The old number objected. Sender: the phone change's row. ``now``."""

phone_changed = _events.signal("phone-changed")
"""A person has a new number. Sender: the user row. ``now``. Their old devices are to be told."""

person_erased = _events.signal("person-erased")
"""An account is being erased. Sender: the user row. ``now``. Receivers erase or detach theirs."""

person_exported = _events.signal("person-exported")
"""A person asked for their data. Sender: the user. Receivers return (section, list of dicts)."""

grants_claimed = _events.signal("grants-claimed")
"""A guest's grants became an account's. Sender: the user. ``grant_ids``, ``now``."""

request_received = _events.signal("request-received")
"""A report came in. Sender: the service request. ``actor``, ``now``."""

request_changed = _events.signal("request-changed")
"""A report's life went on. Sender: the service request. ``change`` (its StatusChange row),
``actor``, ``now``."""

payment_changed = _events.signal("payment-changed")
"""Money was matched with what is owed, or a match was undone. Sender: the payment request.
``now``."""
