#!/bin/sh
# Authlib 1.9.10 (Python 3.11): with client_secret_basic the client writes its id and secret into the
# Authorization header as they stand. RFC 6749, 2.3.1 wants both encoded as in a form first
# (application/x-www-form-urlencoded), since a server decodes them: a secret with "+" arrives with a
# space, one with "%" not at all. A certified server, npm's oidc-provider 9.13.3, answers
# invalid_request to the secret "of the tests alone: +/%&=?", which its own rules allow, and takes it
# when the caller has written it as in a form.
#
# Seen:
#   as the library sends it: app:a+b%20c
#   as RFC 6749 has it:      app:a%2Bb%2520c
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check Authlib==1.9.10 requests==2.34.2
"$folder/venv/bin/python" - <<'PY'
import base64
import sys
from urllib.parse import quote_plus

import requests
from authlib.integrations.requests_client import OAuth2Session

SECRET = "a+b%20c"
request = requests.Request("POST", "https://provider.example/token").prepare()
client = OAuth2Session("app", SECRET, token_endpoint_auth_method="client_secret_basic")
client.client_auth("client_secret_basic")(request)
sent = base64.b64decode(request.headers["Authorization"].split()[1]).decode()
right = f"app:{quote_plus(SECRET)}"
print("as the library sends it:", sent)
print("as RFC 6749 has it:     ", right)
sys.exit(0 if (sent, right) == ("app:a+b%20c", "app:a%2Bb%2520c") else 1)
PY
