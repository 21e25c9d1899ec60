"""A real S3-compatible store: OpenStack Swift with s3api, in processes of this machine.

`pip install swift` into a folder of its own, whose `bin` stands in the path or in SWIFT_PROGRAMS.
"""

import getpass
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.store import S3Store

from tests.deploy.front_file import HOST, free_ports

PROGRAMS = f"{os.environ.get('SWIFT_PROGRAMS', '')}:{os.environ['PATH']}"
PROXY = shutil.which("swift-proxy-server", path=PROGRAMS)
KEY, SECRET, BUCKET = "test:tester", "testing", "photos"
REGION = "us-east-1"
TRIES = 600
KINDS = ("account", "container", "object")
ALL = """[DEFAULT]
bind_ip = {host}
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_level = ERROR
"""
STORE = """[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""
FRONT = """[pipeline:main]
pipeline = catch_errors cache s3api tempauth copy slo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:s3api]
use = egg:swift#s3api
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:versioned_writes]
use = egg:swift#versioned_writes
[filter:symlink]
use = egg:swift#symlink
"""


class Swift:
    """The store; it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        """Write its files."""
        self.folder = folder
        self.started: list[subprocess.Popen[bytes]] = []
        (folder / "devices" / "d1").mkdir(parents=True)
        (folder / "swift.conf").write_text(
            "[swift-hash]\nswift_hash_path_prefix = a\nswift_hash_path_suffix = b\n"
        )
        self.port, *ports = free_ports(4)
        self._write("proxy", self.port, FRONT)
        for kind, port in zip(KINDS, ports, strict=True):
            self._write(kind, port, STORE.format(kind=kind))
            self._ring(kind, port)

    @property
    def endpoint(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Start all and wait until there is a bucket, which lies in all of them."""
        for kind in (*KINDS, "proxy"):
            with (self.folder / "log").open("ab") as log:
                command = [self._program(f"swift-{kind}-server"), str(self.folder / f"{kind}.conf")]
                self.started.append(subprocess.Popen(command, stdout=log, stderr=log))
        for _ in range(TRIES):
            if self._makes_bucket():
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        """End all."""
        for each in self.started:
            each.kill()
            each.wait()
        self.started.clear()

    def _makes_bucket(self) -> bool:
        address = obstore.sign(self.whole(), "PUT", "", timedelta(minutes=1))
        try:
            urllib.request.urlopen(urllib.request.Request(address, method="PUT"), timeout=5)
        except urllib.error.HTTPError as error:
            return error.code == 409  # it is there
        except OSError:
            return False
        return True

    def whole(self) -> S3Store:
        """The bucket as somebody else's program sees it."""
        return S3Store(
            BUCKET,
            endpoint=self.endpoint,
            region=REGION,
            access_key_id=KEY,
            secret_access_key=SECRET,
            client_options={"allow_http": True},
        )

    def _write(self, kind: str, port: int, rest: str) -> None:
        known = {"host": HOST, "port": port, "user": getpass.getuser(), "folder": self.folder}
        (self.folder / f"{kind}.conf").write_text(ALL.format(**known) + rest)

    def _ring(self, kind: str, port: int) -> None:
        builder = str(self.folder / f"{kind}.builder")
        for words in (
            ["create", "2", "1", "1"],
            ["add", f"r1z1-{HOST}:{port}/d1", "1"],
            ["rebalance"],
        ):
            command = [self._program("swift-ring-builder"), builder, *words]
            subprocess.run(command, check=True, capture_output=True)

    def _program(self, name: str) -> str:
        return str(shutil.which(name, path=PROGRAMS))


@contextmanager
def swift() -> Iterator[Swift]:
    """A store that runs; on the disk, as it keeps facts beside a file's content."""
    folder = Path(tempfile.mkdtemp(prefix="citizen-swift-", dir="/var/tmp"))
    made = Swift(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)
