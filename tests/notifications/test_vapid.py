"""The sender's name card: verified as a push service would, and signed once in 12 hours."""

import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import pytest
from py_vapid import Vapid02

from app.core.keys import generate_vapid_key
from app.notifications.vapid import Vapid
from tests.notifications.conftest import NOW

FCM, APPLE = "https://fcm.googleapis.com", "https://web.push.apple.com"


def claims(header: bytes) -> dict[str, Any]:
    part = header.decode().split("t=")[1].split(",")[0].split(".")[1]
    found: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def test_a_push_service_can_verify_it(vapid: Vapid) -> None:
    assert Vapid02.verify(vapid.header(FCM, NOW).decode())


def test_it_names_the_service_the_contact_and_an_end_within_a_day(vapid: Vapid) -> None:
    found = claims(vapid.header(FCM, NOW))
    assert found["aud"] == FCM
    assert found["sub"] == "mailto:operator@example.invalid"
    assert timedelta(hours=12).total_seconds() < found["exp"] - NOW.timestamp() <= 86_400


def test_it_is_signed_once_for_twelve_hours(vapid: Vapid) -> None:
    first = vapid.header(FCM, NOW)
    assert vapid.header(FCM, NOW + timedelta(hours=11, minutes=59)) == first
    assert vapid.header(FCM, NOW + timedelta(hours=12)) != first


def test_it_is_not_yet_over_at_the_end_of_the_twelve_hours(vapid: Vapid) -> None:
    last = NOW + timedelta(hours=12) - timedelta(seconds=1)
    assert claims(vapid.header(FCM, NOW))["exp"] > last.timestamp() + 600


def test_every_service_gets_its_own(vapid: Vapid) -> None:
    assert claims(vapid.header(FCM, NOW))["aud"] != claims(vapid.header(APPLE, NOW))["aud"]


def test_f07_a_clock_set_back_makes_a_new_one(vapid: Vapid) -> None:
    ahead = vapid.header(FCM, NOW + timedelta(days=3))
    assert vapid.header(FCM, NOW) != ahead


@pytest.mark.parametrize(
    ("private", "subject"),
    [("c2hvcnQ", "mailto:a@example.invalid"), (generate_vapid_key(), "operator")],
)
def test_it_rejects_a_key_or_contact_that_cannot_be_one(private: str, subject: str) -> None:
    with pytest.raises(ValueError):
        Vapid(private, subject)
