"""How fast web push is, against the encryption alone that RFC 8291 makes every sender do.

    python -m bench.push [--messages 3000] [--rounds 5]

One process sends over https to a sink in another process on this machine. Both sides of the
ratio are messages per second of this process' own CPU, measured by turns in one run; medians.
"""

import argparse
import json
import os
import ssl
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pywebpush
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.core.keys import generate_vapid_key
from app.notifications.encryption import Keys
from app.notifications.endpoints import PushServices
from app.notifications.vapid import Vapid
from app.notifications.webpush import Message, Outcome, WebPush
from bench import table

LEAST = 0.85
"""Of the messages a second of encryption alone, as many a second are listed and sent."""
PAYLOAD = json.dumps(
    {
        "id": "Qm9hdHMgYWdhaW5zdCB0aA",
        "tag": "Qm9hdHMgYWdhaW5zdCB0aA",
        "title": "LC-7K3M-9QXF: có trả lời",
        "body": "Đèn đường",
        "url": "/phan-anh/LC-7K3M-9QXF",
        "lang": "vi",
    },
    ensure_ascii=False,
).encode()


def raw_encryption(keys: Keys) -> bytes:
    """Encrypt as RFC 8291 is usually written with ``cryptography``: the yardstick."""
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    reader = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keys.p256dh)
    shared = ephemeral.exchange(ec.ECDH(), reader)
    info = b"WebPush: info\0" + keys.p256dh + point
    material = HKDF(hashes.SHA256(), 32, keys.auth, info).derive(shared)
    salt = os.urandom(16)
    key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(material)
    nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(material)
    head = salt + struct.pack("!LB", 4096, 65) + point
    return head + AESGCM(key).encrypt(nonce, PAYLOAD + b"\2", None)


def per_cpu_second(work: Callable[[], None], messages: int) -> float:
    """Run ``work`` once; give messages per second of this process' CPU."""
    began = time.process_time()
    work()
    return messages / (time.process_time() - began)


def start_sink(directory: Path) -> tuple["subprocess.Popen[str]", str]:
    """Start the quick sink in a process of its own; give it and its host:port."""
    command = [sys.executable, "-m", "bench.push_target", str(directory)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def our_round(webpush: WebPush, messages: list[Message]) -> Callable[[], None]:
    """Give a round that sends ``messages`` and checks that each was taken."""

    def run() -> None:
        results = webpush.send_many(messages, datetime.now(UTC))
        assert all(result.outcome is Outcome.ACCEPTED for result in results)

    return run


def raw_round(keys: Keys, count: int) -> Callable[[], None]:
    """Give a round of encryption alone."""

    def run() -> None:
        for _ in range(count):
            raw_encryption(keys)

    return run


def readme_round(browser: dict[str, Any], private: str, ca: Path, count: int) -> Callable[[], None]:
    """Give a round of pywebpush as its README calls it."""

    def run() -> None:
        os.environ["REQUESTS_CA_BUNDLE"] = str(ca)
        for _ in range(count):
            claims: dict[str, Any] = {"sub": "mailto:operator@example.invalid"}
            pywebpush.webpush(browser, PAYLOAD, vapid_private_key=private, vapid_claims=claims)

    return run


def measure(directory: Path, place: str, messages: int, rounds: int) -> dict[str, float]:
    """Run every kind by turns; give the median messages per CPU-second of each."""
    browser = json.loads((directory / "subscription.json").read_text())
    keys = Keys.from_text(**browser["keys"])
    private = generate_vapid_key()
    context = ssl.create_default_context(cafile=str(directory / "ca.pem"))
    vapid = Vapid(private, "mailto:operator@example.invalid")
    webpush = WebPush(vapid, PushServices([place], local_allowed=True), context)
    batch = [Message(browser["endpoint"], keys, PAYLOAD, "bench")] * messages
    few = max(messages // 20, 20)
    kinds: dict[str, tuple[Callable[[], None], int]] = {
        "raw RFC 8291 encryption": (raw_round(keys, messages), messages),
        "this product, https": (our_round(webpush, batch), messages),
        "pywebpush as in its README": (
            readme_round(browser, private, directory / "ca.pem", few),
            few,
        ),
    }
    speeds: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(rounds):
        for name, (work, count) in kinds.items():
            speeds[name].append(per_cpu_second(work, count))
    webpush.close()
    return {name: statistics.median(found) for name, found in speeds.items()}


def main() -> int:
    """Measure and print; 1 below what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        process, place = start_sink(Path(name))
        try:
            speeds = measure(Path(name), place, options.messages, options.rounds)
        finally:
            process.terminate()
            process.wait()
    yardstick = speeds["raw RFC 8291 encryption"]
    for kind, speed in speeds.items():
        print(f"{kind:30} {speed:9,.0f} per CPU-second   ratio {speed / yardstick:.2f}")
    reached = speeds["this product, https"] / yardstick
    return int(not table.at_least("push, over raw RFC 8291", reached, LEAST))


if __name__ == "__main__":
    sys.exit(main())
