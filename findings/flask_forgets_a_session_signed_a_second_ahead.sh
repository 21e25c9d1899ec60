#!/bin/sh
# Flask 3.1.3 with itsdangerous 2.2.0 (Python 3.11): a session cookie whose moment of signing lies
# one second ahead opens as an empty session, without a word: TimestampSigner.unsign raises
# SignatureExpired for an age below zero, which Flask takes for a bad signature. Two machines behind
# one address, whose clocks differ by less than a second, sign people out now and then; if the page
# writes to the session, the stranger's cookie replaces the person's for good.
#
# Seen:
#   signed now: {'who': 7}
#   signed a second ahead: {}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check Flask==3.1.3 itsdangerous==2.2.0
"$folder/venv/bin/python" - <<'PY'
import sys
import time
from unittest import mock

from flask import Flask, session

app = Flask(__name__)
app.secret_key = "a key"
serializer = app.session_interface.get_signing_serializer(app)
ahead = int(time.time()) + 1


def opened(cookie):
    with app.test_request_context(headers={"Cookie": f"session={cookie}"}):
        return dict(session)


now = opened(serializer.dumps({"who": 7}))
with mock.patch("itsdangerous.timed.TimestampSigner.get_timestamp", return_value=ahead + 5):
    cookie = serializer.dumps({"who": 7})
with mock.patch("itsdangerous.timed.TimestampSigner.get_timestamp", return_value=ahead + 4):
    then = opened(cookie)
print("signed now:", now)
print("signed a second ahead:", then)
sys.exit(0 if then == {} else 1)
PY
