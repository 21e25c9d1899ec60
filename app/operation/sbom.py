"""What the product is made of, as a bill of materials in CycloneDX 1.6 (ECMA-424), JSON.

Said of what is installed: whatever ``requirements.txt`` brings along, and the files of others that
the pages load. Two runs over the same packages give the same bytes, the moment aside.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import click

from app.core import clock
from app.core.config import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;#]+)", re.MULTILINE)
NAME = re.compile(r"[A-Za-z0-9._-]+")
VENDORED = re.compile(r"^\| `([\w.]+)` \| npm package `([\w.]+)` ([\w.]+),", re.MULTILINE)
PRODUCT = "cong-dan-so"


def sbom(file: Path | None) -> None:
    """Do what ``sbom`` does."""
    made = bill(clock.now())
    written = json.dumps(made, ensure_ascii=False, indent=1)
    if file is None:
        click.echo(written)
    else:
        file.write_text(written + "\n", encoding="utf-8")
        click.echo(f"{file}: {len(made['components'])} components")


def bill(now: datetime) -> dict[str, Any]:
    """Give the bill of materials."""
    found = {_slug(name): distribution(name) for name, _version in pinned()}
    components = [_component(each) for each in found.values()] + list(_vendored())
    seed = "".join(f"{each['bom-ref']}\n" for each in components)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, seed)}",
        "version": 1,
        "metadata": {
            "timestamp": now.isoformat(),
            "component": {"type": "application", "bom-ref": PRODUCT, "name": PRODUCT,
                          "licenses": [{"license": {"id": "MIT"}}]},
        },
        "components": components,
        "dependencies": [
            {"ref": PRODUCT, "dependsOn": sorted(each["bom-ref"] for each in components)},
            *({"ref": _purl(each), "dependsOn": _needs(each, found)} for each in found.values()),
        ],
    }  # fmt: skip


def pinned() -> list[tuple[str, str]]:
    """Give name and version of every package that the product brings along."""
    return PIN.findall((ROOT / "constraints.txt").read_text(encoding="utf-8"))


def _component(package: Distribution) -> dict[str, Any]:
    about = package.metadata
    component = {
        "type": "library",
        "bom-ref": _purl(package),
        "name": about["Name"],
        "version": package.version,
        "purl": _purl(package),
    }
    licences = list(_licences(package))
    return {**component, "licenses": licences} if licences else component


def _licences(package: Distribution) -> Iterator[dict[str, Any]]:
    """Give what the package says itself: an SPDX expression, else names of licences."""
    if "License-Expression" in package.metadata:
        yield {"expression": package.metadata["License-Expression"]}
        return
    for each in package.metadata.get_all("Classifier") or ():
        if each.startswith("License ::"):
            yield {"license": {"name": each.rpartition(" :: ")[2]}}


def _needs(package: Distribution, found: dict[str, Distribution]) -> list[str]:
    named = (NAME.match(each) for each in package.requires or ())
    slugs = {_slug(each.group()) for each in named if each}
    return sorted(_purl(found[slug]) for slug in slugs & set(found))


def _vendored() -> Iterator[dict[str, Any]]:
    """Give the files of others under ``static/vendor``, with their digests."""
    folder = ROOT / "static" / "vendor"
    for file, name, version in VENDORED.findall((folder / "README.md").read_text("utf-8")):
        purl = f"pkg:npm/{name}@{version}"
        digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        yield {
            "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
            "hashes": [{"alg": "SHA-256", "content": digest}],
        }  # fmt: skip


def _purl(package: Distribution) -> str:
    return f"pkg:pypi/{_slug(package.metadata['Name'])}@{package.version}"


def _slug(name: str) -> str:
    """Give a package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
