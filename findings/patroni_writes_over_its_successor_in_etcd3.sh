#!/bin/sh
# Patroni 3.0.2 (Debian 12) with etcd 3.4.23: with the section `etcd3:` a primary renews its lock by
# writing the key without comparing it. One that stood still beyond its time (SIGSTOP, a paused
# virtual machine) and goes on in the middle of a turn writes itself over its successor, which then
# gives way: what the successor acknowledged is lost. With the section `etcd:` the key is compared.
#
# Seen:
#   etcd3: a takes the lock, stands still; b takes it; a renews: True; the lock is a's
#   etcd: a takes the lock, stands still; b takes it; a renews: False; the lock is b's
set -eu
folder=$(mktemp -d)
etcd --data-dir "$folder/etcd" --enable-v2 --log-level error --logger zap \
  --listen-client-urls http://127.0.0.1:8117 --advertise-client-urls http://127.0.0.1:8117 \
  --listen-peer-urls http://127.0.0.1:8118 >"$folder/log" 2>&1 &
server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
sleep 3
/usr/bin/python3 - <<'PY'
import logging
import sys
import time

from patroni.dcs import get_dcs

logging.disable(logging.CRITICAL)
TTL = 5


def dcs(kind, name):
    made = get_dcs({"scope": kind, "name": name, "ttl": TTL, "loop_wait": 2, "retry_timeout": 3,
                    kind: {"hosts": "127.0.0.1:8117"}})
    made.get_cluster()
    return made


owners = {}
for kind in ("etcd3", "etcd"):
    a, b = dcs(kind, "a"), dcs(kind, "b")
    assert a.attempt_to_acquire_leader()
    a.get_cluster()  # the turn begins: the lock is its own
    time.sleep(2 * TTL)  # it stands still
    b.get_cluster()
    assert b.attempt_to_acquire_leader()
    renewed = bool(a.update_leader(None))  # and goes on
    owners[kind] = dcs(kind, "c").get_cluster().leader.name
    print(f"{kind}: a takes the lock, stands still; b takes it; a renews: {renewed};",
          f"the lock is {owners[kind]}'s", flush=True)
sys.exit(0 if owners == {"etcd3": "a", "etcd": "b"} else 1)
PY
