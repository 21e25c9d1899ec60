"""What the repository holds is the product's: no machine's paths, no one place's name."""

import re

from tests.architecture import sources

TEXT = {".py", ".html", ".js", ".css", ".md", ".toml", ".txt", ".cfg", ".yml", ".sh", ".conf", ""}
# Written in pieces, so that this file does not find itself.
PLACES_OF_A_MACHINE = re.compile(r"/" + r"work/|\.\./" + r"shared|/tmp/" + r"team|/ro" + r"ot/")
NUMBERED_MATTERS = re.compile(r"\bissues?\s+#?\d|(?:^|\s)#\d{1,4}\b(?![\w;-])", re.IGNORECASE)
ONE_PROVINCE = re.compile(r"L[àa]o[ -]?C[aà]i|Y[êe]n[ -]?B[áa]i", re.IGNORECASE)
PINNED = re.compile(r"[\w.-]+(\[[\w,-]+\])?==[\w.+!]+")
MAY_NAME_A_PLACE = ("app/demo/", "tests/", "docs/", "README.md", "bench/")


def _lines(*suffixes: str):
    for path in sources.tracked():
        if path.suffix in (suffixes or TEXT) and path.stat().st_size < 500_000:
            name = sources.named(path)
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield name, number, line


def test_no_path_of_one_machine():
    assert [
        f"{name}:{number}" for name, number, line in _lines() if PLACES_OF_A_MACHINE.search(line)
    ] == []


def test_no_number_of_a_tracker_in_code_or_comments():
    assert [
        f"{name}:{number} {line.strip()}"
        for name, number, line in _lines(".py", ".html", ".md", ".js")
        if NUMBERED_MATTERS.search(line)
    ] == []


def test_no_one_province_in_the_product():
    assert [
        f"{name}:{number} {line.strip()[:80]}"
        for name, number, line in _lines(".py", ".html", ".js", ".css")
        if not name.startswith(MAY_NAME_A_PLACE) and ONE_PROVINCE.search(line)
    ] == []


def _requirements(name: str):
    for line in (sources.ROOT / name).read_text(encoding="utf-8").splitlines():
        package = line.partition("#")[0].partition(";")[0].strip()
        if package and not package.startswith("-"):
            yield package


def test_every_package_is_pinned_by_name_and_version():
    """A file instead of a version installs only on the machine that holds it."""
    files = ("constraints.txt", "constraints-dev.txt", "requirements.txt", "requirements-dev.txt")
    found = [(name, package) for name in files for package in _requirements(name)]
    assert len(found) > 100
    assert [each for each in found if not PINNED.fullmatch(each[1])] == []
