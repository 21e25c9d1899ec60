"""The machine of a rehearsal: its database, its programs, and what is run on it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trustme

from app.core.config import ROOT
from tests.deploy import front_file
from tests.deploy.front_file import HOST, NAME, NGINX

PATIENCE_SECONDS = 60
FIRST_SOCKET = 3
"""Where a program finds the first that systemd holds for it."""
REDIS = shutil.which("redis-server")
PROVINCE = "15"
LOAD = """
from wsgi import app
from app.core import clock
from app.core.db import db
from app.demo import agencies, people
from app.places.imports.dataset import read
from app.places.imports.units import import_units
from app.service_requests import starter
with app.app_context():
    import_units(read("%s"))
    db.session.flush()
    starter.load()
    founded = agencies.load(starter.services())
    people.load(founded, clock.now())
    db.session.commit()
    print(len(founded), "agencies of the demonstration")
"""


class Missing(Exception):
    """A program is not here; the words say how to get it."""


class Failed(Exception):
    """A step did not do what it should; the words say which and why."""


def settings_of(file: Path) -> dict[str, str]:
    """What a shell reads from a file of settings, and nothing else."""
    script = f"set -a; . {file}; exec env -0"
    done = subprocess.run(["sh", "-c", script], env={}, capture_output=True, text=True, check=True)
    pairs = (pair.split("=", 1) for pair in done.stdout.split("\0") if pair)
    return {name: value for name, value in pairs if name.isupper() and name != "PWD"}


class Machine:
    """What was started here, to be stopped in the end."""

    def __init__(self, folder: Path) -> None:
        """Keep all in `folder`; what it serves stands behind a link, as in /opt."""
        self.folder = folder
        self.product = folder / "product"
        self.product.symlink_to(ROOT)
        self.started: list[subprocess.Popen[bytes]] = []
        self.plain, self.tls, self.app, self.second = front_file.free_ports(4)
        self.sockets: dict[int, socket.socket] = {}
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def put(self, release: Path) -> None:
        """Let the link lead to another release; what runs goes on where it was started."""
        link = self.folder / "product.next"
        link.symlink_to(release)
        link.replace(self.product)

    def command(self, *words: str, env: dict[str, str]) -> str:
        """Run a command of the product as an operator does; give what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=self.product, env=self._env(env), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Failed(f"flask {' '.join(words)}: {done.stderr.strip() or done.stdout}")
        return done.stdout

    def code(self, program: str, env: dict[str, str]) -> str:
        """Run a few lines of Python in the product; give what they print."""
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=self.product, env=self._env(env), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Failed(done.stderr.strip())
        return done.stdout

    def demonstration(self, env: dict[str, str]) -> str:
        """Load the province's places and the demonstration's agencies, services and people."""
        return self.code(LOAD % PROVINCE, env).strip()

    def serve(self, env: dict[str, str], port: int) -> None:
        """Start gunicorn with the file of deploy/, on a socket held for it as systemd does."""
        if port not in self.sockets:
            self.sockets[port] = socket.create_server((HOST, port), backlog=2048)
        held = self.sockets[port].fileno()
        words = [sys.executable, "-m", "gunicorn", "wsgi:app", "-c", "deploy/gunicorn.conf.py"]
        self.web = self.start(
            ["sh", "-c", 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"', "sh", *words],
            self._env(env),
            pass_fds=(FIRST_SOCKET,),
            preexec_fn=lambda: os.dup2(held, FIRST_SOCKET),
        )

    def start_anew(self, env: dict[str, str], port: int) -> None:
        """End worker and web server as systemd does, wait for the last answer, start both again."""
        for process, how in ((self.worker, signal.SIGINT), (self.web, signal.SIGTERM)):
            assert process is not None
            self.started.remove(process)
            process.send_signal(how)
            process.wait(PATIENCE_SECONDS)
        self.work(env)
        self.serve(env, port)

    def work(self, env: dict[str, str]) -> None:
        """Start the worker."""
        words = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        self.worker = self.start(words, self._env(env))

    def redis(self) -> str:
        """Start Redis on a socket; give its address, empty where there is none."""
        if REDIS is None:
            return ""
        socket = self.folder / "redis.sock"
        self.start([REDIS, "--port", "0", "--unixsocket", str(socket), "--save", ""], {})
        return f"unix://{socket}"

    def front(self) -> Path:
        """Start nginx with the file of deploy/ and a certificate; give who vouches for that."""
        if NGINX is None:
            raise Missing("nginx is not here: sudo apt-get install -y nginx-light")
        folder = self.folder / "front"
        folder.mkdir()
        authority = trustme.CA()
        made = authority.issue_cert(NAME)
        made.private_key_pem.write_to_path(folder / "key.pem")
        for part in made.cert_chain_pems:
            part.write_to_path(folder / "certificate.pem", append=True)
        authority.cert_pem.write_to_path(folder / "authority.pem")
        whole = front_file.written(folder, self.app, self.plain, self.tls)
        self.start([NGINX, "-c", str(whole), "-p", str(folder)], {})
        return folder / "authority.pem"

    def wait_until(self, what: str, is_so: Callable[[], bool]) -> None:
        """Wait until it is so, while all that was started runs."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            ended = [each for each in self.started if each.poll() is not None]
            if ended or time.monotonic() > give_up:
                raise Failed(f"{what} did not come; see {self.folder / 'log'}")
            time.sleep(0.2)

    def is_ready(self, port: int, path: str = "/readyz") -> bool:
        """Whether a server on this machine says that all is there."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """Stop all, last started first."""
        for process in reversed(self.started):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for each in self.sockets.values():
            each.close()

    def _env(self, env: dict[str, str]) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **env}

    def start(
        self, command: list[str], env: dict[str, str], **more: Any
    ) -> "subprocess.Popen[bytes]":
        """Start a program that is to run until the end."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=self.product, env=env or None, stdout=log, stderr=log, **more
            )
        self.started.append(process)
        return process
