"""The file of deploy/ for nginx, with other ports and folders, for one process of this account."""

import shutil
import socket
from pathlib import Path

from app.core.config import ROOT

HOST, NAME = "127.0.0.1", "congdan.example"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def written(folder: Path, app_port: int, plain: int, port: int) -> Path:
    """The file of deploy/ with these ports and folders, inside a whole configuration."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for old, new in {
        "127.0.0.1:8000": f"{HOST}:{app_port}",
        "listen 80;": f"listen {HOST}:{plain};",
        "listen 443 ssl http2;": f"listen {HOST}:{port} ssl;",
        "/etc/ssl/certs/congdan.example.pem": str(folder / "certificate.pem"),
        "/etc/ssl/private/congdan.example.key": str(folder / "key.pem"),
        "/var/log/cong-dan-so/": f"{folder}/",
        "/var/cache/nginx/": f"{folder}/cache-",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    folders = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "front.conf").write_text(text)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\n{folders}include {folder}/front.conf;\n}}\n"
    )
    return whole
