#!/bin/sh
# joserfc 1.8.0 (Python 3.11), which Authlib 1.9 reads keys with: KeySet.import_key_set passes over a
# key whose "kty" it does not know, but one of a known "kty" with a curve it does not know (here EC
# with BP-256, as some providers publish for others of their clients) ends in a bare KeyError, and a
# key without a required member in KeyParameterError: the good keys beside it are lost too. RFC 7517,
# 5: keys that are not understood, lack required members or have values out of range should be
# ignored. So one key more in a provider's set stops all sign-ins.
#
# Seen:
#   unknown kty: ['a']
#   unknown curve: KeyError
#   member missing: KeyParameterError
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check joserfc==1.8.0
"$folder/venv/bin/python" - <<'PY'
import sys

from joserfc.jwk import KeySet

GOOD = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "a"}
BESIDE = {
    "unknown kty": {"kty": "AKP", "kid": "x"},
    "unknown curve": {"kty": "EC", "crv": "BP-256", "x": "AA", "y": "AA"},
    "member missing": {"kty": "RSA", "kid": "b"},
}


def read(key: dict[str, str]) -> str:
    try:
        return str([each.kid for each in KeySet.import_key_set({"keys": [key, GOOD]}).keys])
    except Exception as error:
        return type(error).__name__


found = {name: read(key) for name, key in BESIDE.items()}
for name, answer in found.items():
    print(f"{name}: {answer}")
sys.exit(0 if list(found.values()) == ["['a']", "KeyError", "KeyParameterError"] else 1)
PY
