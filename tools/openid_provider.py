"""The certified OpenID provider against which signing in through one is tested.

npm's oidc-provider, pinned with all it brings (`tests/sinks/openid/package-lock.json`); it goes
into `.cache/openid`, needs node and npm, and the registry the first time. Nothing of it is part of
what is served.
"""

import fcntl
import filecmp
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "tests" / "sinks" / "openid"
HERE = ROOT / ".cache" / "openid"
FILES = ("package.json", "package-lock.json")
DONE = "installed.json"


def missing() -> str:
    """Which program is not here; "" where both are."""
    return next((name for name in ("node", "npm") if shutil.which(name) is None), "")


def install() -> Path:
    """Where it lies, installed first where it is not, or where another one is pinned now."""
    HERE.mkdir(parents=True, exist_ok=True)
    with (HERE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes begin at once
        if not _is_installed():
            for name in FILES:
                shutil.copyfile(PINNED / name, HERE / name)
            command = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
            subprocess.run([*command, "--prefix", str(HERE)], check=True, timeout=300)
            shutil.copyfile(PINNED / FILES[1], HERE / DONE)
    return HERE


def _is_installed() -> bool:
    done = HERE / DONE
    return done.exists() and filecmp.cmp(done, PINNED / FILES[1], shallow=False)


if __name__ == "__main__":
    print(install())
