#!/bin/sh
# PyPI payos 1.1.0 checks a payment report's signature over its own model of the report, not over
# the report. The signature is made over every field of `data`. A report that has one field more
# than the model knows, or leaves an optional one out, is rightly signed and refused all the same:
# the day the provider adds a field, every payment is refused.
#
# Seen: the library's own signer, given `data` as received, gives the report's signature;
# `webhooks.verify` accepts the report of exactly the model's sixteen fields and refuses the two
# others: the one more as extra input that is not permitted, the one less as "Data not integrity".
#
# 0 while it behaves so, 1 once that changes.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" --quiet --disable-pip-version-check install \
  "payos==1.1.0"

"$work/venv/bin/python" - <<'PYTHON'
import sys

from payos import PayOS

KEY = "checksum-key-of-a-test"
client = PayOS(client_id="a", api_key="b", checksum_key=KEY)
known = {
    "orderCode": 7, "amount": 100000, "description": "HD7K3M9QXF", "accountNumber": "0000000012",
    "reference": "FT1", "transactionDateTime": "2026-11-19 18:25:00", "currency": "VND",
    "paymentLinkId": "link", "code": "00", "desc": "success", "counterAccountBankId": None,
    "counterAccountBankName": None, "counterAccountName": None, "counterAccountNumber": None,
    "virtualAccountName": None, "virtualAccountNumber": None,
}
reports = {
    "the model's fields": known,
    "one field more": {**known, "feeAmount": 0},
    "an optional one left out": {k: v for k, v in known.items() if k != "virtualAccountName"},
}


def verdict(data):
    signature = client.crypto.create_signature_from_object(data, KEY)
    report = {"code": "00", "desc": "success", "success": True, "data": data,
              "signature": signature}
    try:
        client.webhooks.verify(report)
    except Exception as error:
        return f"refused ({type(error).__name__}: {error})"
    return "accepted"


seen = {name: verdict(data) for name, data in reports.items()}
for name, said in seen.items():
    print(f"{name}: {said}")
as_described = [said.split()[0] for said in seen.values()] == ["accepted", "refused", "refused"]
sys.exit(0 if as_described else 1)
PYTHON
