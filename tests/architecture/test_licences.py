"""What the product brings along is known with its licence, and stands in docs/licences.md."""

import re
from importlib.metadata import distribution

from tests.architecture import sources
from tools import constraints

NOTICES = "docs/licences.md"
STRICT = re.compile(r"(?<!L)GPL|General Public License v", re.IGNORECASE)
ASKS_FOR_MORE = re.compile(r"GPL|MPL|Mozilla", re.IGNORECASE)
CHOSEN = {"pyphen": "MPL"}
"""Packages that let one choose among licences, and the one that the notices say is chosen."""
VERSION = re.compile(r"(-[0-9a-f]{8})+\.so.*")


def _pinned(name: str) -> dict[str, str]:
    lines = (sources.ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = (line.partition("#")[0].partition(";")[0].strip() for line in lines)
    return dict(pin.split("==") for pin in pins if "==" in pin)


def _licence(name: str) -> str:
    about = distribution(name).metadata
    classes = [each for each in about.get_all("Classifier") or () if each.startswith("License")]
    return " ".join([about.get("License-Expression") or "", *classes])


def test_the_products_constraints_are_what_it_brings_along_and_no_more():
    brought = constraints.brought_along(sources.ROOT / constraints.PRODUCT.replace(
        "constraints", "requirements"
    ))  # fmt: skip
    pinned = _pinned(constraints.PRODUCT)
    assert {each.name: each.version for each in brought.values()} == pinned
    assert not pinned.keys() & _pinned(constraints.DEV).keys()


def test_no_package_of_the_product_is_under_the_gpl():
    licences = {name: _licence(name) for name in _pinned(constraints.PRODUCT)}
    assert all(chosen in licences[name] for name, chosen in CHOSEN.items())
    strict = {name for name, said in licences.items() if STRICT.search(said)}
    assert strict - CHOSEN.keys() == set()
    notices = (sources.ROOT / NOTICES).read_text(encoding="utf-8")
    asking = [name for name, said in licences.items() if ASKS_FOR_MORE.search(said)]
    assert asking and [name for name in asking if name not in notices] == []


def test_every_library_inside_a_wheel_stands_in_the_notices():
    notices = (sources.ROOT / NOTICES).read_text(encoding="utf-8")
    site = distribution("flask").locate_file("")
    owners = {name.replace("-", "_").lower() for name in _pinned(constraints.PRODUCT)}
    bundled = [
        (folder.name.removesuffix(".libs"), VERSION.sub("", file.name))
        for folder in site.glob("*.libs")
        if folder.name.removesuffix(".libs").lower() in owners
        for file in folder.iterdir()
    ]
    rows = [line for line in notices.splitlines() if line.startswith("|")]
    assert len(bundled) > 50
    assert [
        each
        for each in bundled
        if not any(each[0] in row.split("|")[1] and each[1] in row for row in rows)
    ] == []
