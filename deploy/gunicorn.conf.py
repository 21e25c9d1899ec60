"""gunicorn behind deploy/nginx.conf: two processes that share what they loaded, with threads."""

bind = "127.0.0.1:8000"
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
