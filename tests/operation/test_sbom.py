"""The bill of materials names all that the product brings along, as CycloneDX has it."""

import json
import re
from importlib.metadata import version

from app.core import clock
from app.operation import sbom

PURL = re.compile(r"pkg:(pypi|npm)/[a-z0-9.-]+@[\w.+-]+")


def test_s40_every_package_and_file_of_others_stands_in_it(app):
    made = sbom.bill(clock.now())
    names = {each["name"].lower().replace("_", "-") for each in made["components"]}
    pins = {name.lower().replace("_", "-") for name, _version in sbom.pinned()}
    assert len(pins) > 30 and pins <= names and "htmx.org" in names
    flask = next(each for each in made["components"] if each["name"].lower() == "flask")
    assert flask["version"] == version("flask") and flask["licenses"]
    htmx = next(each for each in made["components"] if each["name"] == "htmx.org")
    assert re.fullmatch("[0-9a-f]{64}", htmx["hashes"][0]["content"])


def test_it_holds_together_as_the_format_asks(app):
    made = sbom.bill(clock.now())
    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made["serialNumber"])
    refs = [each["bom-ref"] for each in made["components"]]
    assert len(set(refs)) == len(refs) and all(PURL.fullmatch(ref) for ref in refs)
    known = {*refs, made["metadata"]["component"]["bom-ref"]}
    for each in made["dependencies"]:
        assert {each["ref"], *each["dependsOn"]} <= known
    needs = {each["ref"]: each["dependsOn"] for each in made["dependencies"]}
    flask = next(ref for ref in refs if ref.startswith("pkg:pypi/flask@"))
    assert any(ref.startswith("pkg:pypi/werkzeug@") for ref in needs[flask])


def test_the_command_writes_it_and_twice_the_same(app, tmp_path):
    file = tmp_path / "sbom.json"
    run = app.test_cli_runner().invoke
    assert run(args=["sbom", str(file)]).exit_code == 0
    printed = run(args=["sbom"]).output
    assert json.loads(file.read_text()) == json.loads(printed)
