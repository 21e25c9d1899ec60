"""gunicorn behind deploy/nginx.conf: two processes that share what they loaded, with threads."""

import os
from typing import Any

bind = "127.0.0.1:8000"
# The release itself, not the link that leads to the newest: what is read later is of one release.
chdir = os.getcwd()
worker_class = "gthread"
workers = 2
threads = 8
preload_app = True
timeout = 60
graceful_timeout = 30
max_requests = 20_000
max_requests_jitter = 2_000
umask = 0o077
# nginx alone connects, and its X-Forwarded-* are read by the app (TRUSTED_PROXIES=1).
limit_request_line = 8_190
limit_request_field_size = 8_190
accesslog = None
# systemd alone starts and stops it; a socket for that in the account's home would be one door more.
control_socket_disable = True


def child_exit(server: Any, worker: Any) -> None:
    """Have what only a living process says (prometheus-client's `live…`) end with it."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
