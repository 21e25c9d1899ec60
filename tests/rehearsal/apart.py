"""A network of its own for a rehearsal: loopback, and one address that counts as public.

In production push goes to public addresses on port 443 alone, so the push service of a rehearsal
has one; nothing leads from there to any other machine.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

PUSH_ADDRESS, PUSH_NAME = "11.0.0.1", "push.congdan.example"
INSIDE = "REHEARSAL_IS_APART"
HOSTS = Path("/etc/hosts")
ENTER = (
    f"ip link set lo up && ip addr add {PUSH_ADDRESS}/32 dev lo "
    f'&& mount --bind "$1" {HOSTS} && shift && exec "$@"'
)


def is_apart() -> bool:
    """Whether this process is in such a network."""
    return INSIDE in os.environ


def enter(module: str) -> None:
    """Begin ``python -m module`` again in such a network, where this account may make one."""
    programs = all(shutil.which(name, path=_path()) for name in ("unshare", "ip"))
    if is_apart() or os.geteuid() != 0 or not programs:
        return
    with tempfile.NamedTemporaryFile("w", prefix="hosts-", delete=False) as hosts:
        hosts.write(f"{PUSH_ADDRESS} {PUSH_NAME}\n{HOSTS.read_text()}")
    Path(hosts.name).chmod(0o644)
    os.environ |= {INSIDE: hosts.name, "PATH": _path()}
    words = ("-n", "-m", "--propagation", "private", "sh", "-c", ENTER, "sh", hosts.name)
    os.execvp("unshare", ("unshare", *words, sys.executable, "-m", module))


def leave() -> None:
    """Remove what was written to enter."""
    if is_apart():
        Path(os.environ[INSIDE]).unlink(missing_ok=True)


def _path() -> str:
    return f"{os.environ['PATH']}:/usr/sbin:/sbin"
