"""What leaves for a browser can be read by that browser and by nobody else."""

import base64
import os

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from app.notifications.encryption import MAX_PLAIN_BYTES, BadKeys, Keys, encrypt, seal
from tests.sinks.push_sink import Browser

BROWSER = Browser("phone", "https://fcm.googleapis.com")
AUTH = BROWSER.as_json()["keys"]["auth"]
KEYS = Keys.from_text(BROWSER.p256dh, AUTH)


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_it_gives_the_bytes_of_the_example_in_rfc_8291_appendix_a() -> None:
    keys = Keys.from_text(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    number = int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    ephemeral = ec.derive_private_key(number, ec.SECP256R1())
    record = b"When I grow up, I want to be a watermelon\2"
    expected = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
        "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulc"
        "y4a-fN"
    )
    assert seal(record, keys, ephemeral, raw("DGv6ra1nlYgDCS1FRnbzlw")) == raw(expected)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=MAX_PLAIN_BYTES))
def test_the_browser_reads_what_was_written(plain: bytes) -> None:
    assert BROWSER.read(encrypt(plain, KEYS)) == plain


def test_another_browser_cannot_read_it() -> None:
    with pytest.raises(http_ece.ECEException):
        Browser("other", "https://fcm.googleapis.com").read(encrypt(b"secret", KEYS))


def test_key_and_salt_are_never_used_twice() -> None:
    bodies = [encrypt(b"same", KEYS) for _ in range(50)]
    assert len({body[:16] for body in bodies}) == 50
    assert len({body[21:86] for body in bodies}) == 50


def test_the_length_does_not_tell_one_short_message_from_another() -> None:
    assert len(encrypt(b"a", KEYS)) == len(encrypt(b"a" * 255, KEYS))


def test_the_longest_message_fits_what_push_services_take() -> None:
    assert len(encrypt(b"a" * MAX_PLAIN_BYTES, KEYS)) <= 4096


def test_it_rejects_a_longer_one() -> None:
    with pytest.raises(ValueError, match="3000 bytes"):
        encrypt(b"a" * (MAX_PLAIN_BYTES + 1), KEYS)


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        (BROWSER.p256dh, ""),
        ("not base64!", AUTH),
        (BROWSER.p256dh[:-1], AUTH),
        (BROWSER.p256dh + "A", AUTH),
        (BROWSER.p256dh.replace(BROWSER.p256dh[5], "+"), AUTH),
        (BROWSER.p256dh, AUTH[:-2]),
        (BROWSER.p256dh, AUTH + "AAAA"),
        (text(b"\4" + bytes(64)), AUTH),
        (text(b"\4" + b"\xff" * 64), AUTH),
        (text(b"\2" + os.urandom(64)), AUTH),
        (text(bytes(65)), AUTH),
        ("á" * 87, AUTH),
    ],
)
def test_it_rejects_keys_that_are_no_point_and_secret(p256dh: str, auth: str) -> None:
    with pytest.raises(BadKeys):
        Keys.from_text(p256dh, auth)


def test_it_takes_keys_with_padding_as_old_browsers_give_them() -> None:
    assert Keys.from_text(BROWSER.p256dh + "=", AUTH + "==") == KEYS
