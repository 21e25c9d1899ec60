"""Makes .venv and installs what is pinned, when that changed; needs only Python itself.

`python3 tools/bootstrap.py run` installs what the product needs, `… dev` what the tests and
checks need too (Debian's chromium among it, where this account may install packages).
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FILES = {
    "run": ("requirements.txt", "constraints.txt"),
    "dev": ("requirements.txt", "constraints.txt", "constraints-dev.txt", "requirements-dev.txt"),
}
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A font with every Vietnamese letter: the browser tests look at pages.
BROWSER_PACKAGES = ("chromium", "fonts-dejavu-core")
# The same engine without windows: most browser tests take it, and take half the time.
QUICK_BROWSER = "chromium-headless-shell"


def main(kind: str) -> int:
    """Brings the environment up to date; gives the exit code."""
    missing = missing_parts()
    if missing:
        print(missing, file=sys.stderr)
        return 1
    wanted = fingerprint(kind)
    anew = not is_current(wanted)
    if anew:
        if not install(kind):
            return 1
        (VENV / "installed").write_text(wanted)
    if kind == "dev":
        offer_browser(anew=anew)
    return compile_modules() or compile_catalogues() or make_static_files()


def missing_parts() -> str:
    """What this Python lacks, with the line that helps; empty when nothing."""
    if sys.version_info < OLDEST:
        return (
            f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed, this is {sys.version.split()[0]}."
            " Name another one: make PYTHON=python3.12 …"
        )
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        return (
            "Python's venv module is missing. Install it with:\n"
            "  sudo apt-get install -y python3-venv"
        )
    return ""


def fingerprint(kind: str) -> str:
    """What the environment is made from; it changes when a pinned version does."""
    digest = hashlib.sha256(f"{kind} {sys.version}".encode())
    for name in FILES[kind]:
        digest.update((ROOT / name).read_bytes())
    return f"{kind} {digest.hexdigest()}"


def is_current(wanted: str) -> bool:
    """Whether what is installed suffices: made from the same files, `dev` covering `run`."""
    stamp = VENV / "installed"
    if not stamp.exists() or not runs(PYTHON):
        return False
    have = stamp.read_text()
    return have == wanted or (wanted.startswith("run ") and have == fingerprint("dev"))


def runs(python: Path) -> bool:
    """Whether an environment's Python still starts (a moved or upgraded one does not)."""
    try:
        return subprocess.run([python, "-c", ""], check=False, timeout=30).returncode == 0
    except OSError:
        return False


def install(kind: str) -> bool:
    """Makes the environment where it is missing or broken, and installs into it."""
    if not runs(PYTHON):
        print("Making the virtual environment …", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    print("Installing packages (a minute or two the first time) …", flush=True)
    name = FILES[kind][-1] if kind == "dev" else FILES[kind][0]
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", name]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        print("Installing failed; the lines above say why. Is there a network?", file=sys.stderr)
        return False
    return True


def offer_browser(*, anew: bool) -> None:
    """Installs Debian's chromium for the browser tests where that is allowed, else says so.

    `anew`: the environment was just made; then alone the quick one is asked for, since not
    every system has it.
    """
    wanted: list[tuple[str, ...]] = [] if has_browser() else [BROWSER_PACKAGES]
    wanted += [(QUICK_BROWSER,)] if anew and not shutil.which(QUICK_BROWSER) else []
    prefix = apt_prefix() if wanted else None
    if prefix is not None:
        apt_install(prefix, wanted)
    if not has_browser():
        print(
            "No chromium: the browser tests will be skipped by name. To run them:\n"
            f"  sudo apt-get install -y {' '.join(BROWSER_PACKAGES)}"
        )


def has_browser() -> bool:
    """Whether a chromium with all its parts is here."""
    return any(shutil.which(name) for name in BROWSERS)


def apt_prefix() -> list[str] | None:
    """How to call apt-get as root without being asked for a password; None when impossible."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def apt_install(prefix: list[str], wanted: Sequence[Sequence[str]]) -> None:
    """Installs groups of packages; of a group that is not to be had nothing comes."""
    quiet = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    subprocess.run([*apt, "update"], **quiet)  # type: ignore[call-overload]
    for group in wanted:
        print(f"Installing {' '.join(group)} for the browser tests …", flush=True)
        packages = [*apt, "install", "-y", "--no-install-recommends", *group]
        subprocess.run(packages, **quiet)  # type: ignore[call-overload]


def compile_modules() -> int:
    """Makes the bytecode of modules that are new or changed, for starts that may not write it."""
    command = [str(PYTHON), "-m", "compileall", "-q", "app", "wsgi.py"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def compile_catalogues() -> int:
    """Makes the .mo files that are missing or older than their .po."""
    sources = list(ROOT.glob("translations/*/LC_MESSAGES/*.po"))
    if all(is_newer(po.with_suffix(".mo"), po) for po in sources):
        return 0
    command = [str(PYTHON), "-m", "tools.translations", "compile"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def make_static_files() -> int:
    """Makes the static files that are missing: where a server runs it may write nothing here."""
    return subprocess.run([str(PYTHON), "-m", "app.core.assets"], cwd=ROOT, check=False).returncode


def is_newer(made: Path, source: Path) -> bool:
    """Whether `made` exists and is not older than `source`."""
    return made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
