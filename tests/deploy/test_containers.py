"""The container files, as far as they can be read without building: nothing named is missing."""

import json
import re
import shlex

import yaml

from app.commands import COMMANDS
from app.core.config import ROOT

TAG = re.compile(r"[\w./-]+:\d[\w.-]+")
"""An image with a version; `latest` would be another one every month."""
SECRETS = re.compile(r"(?i)(password|secret|token|key)(:\s+|=)[^\s/.{\[]")


def _instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def _given(name: str) -> list[str]:
    return [rest for instruction, rest in _instructions() if instruction == name]


def _compose() -> dict:
    found: dict = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return found


def test_the_image_is_of_one_version_and_runs_as_nobody_special():
    assert TAG.fullmatch(_given("FROM")[0])
    assert _given("USER") == ["cong-dan-so"]
    names = [name for name, _ in _instructions()]
    assert names.index("USER") > max(i for i, name in enumerate(names) if name == "RUN")


def test_all_that_is_copied_is_there():
    copied = [word for rest in _given("COPY") for word in shlex.split(rest)[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"app", "migrations", "static", "templates", "translations", "wsgi.py"} <= set(copied)


def test_what_the_image_runs_is_a_list_and_its_configuration_is_copied():
    words = json.loads(_given("CMD")[0])
    assert words[:3] == ["python", "-m", "gunicorn"]
    assert any(words[-1] in rest for rest in _given("COPY"))


def test_services_name_what_there_is():
    compose = _compose()
    services, volumes = compose["services"], compose["volumes"]
    assert {"database", "upgrade", "web", "worker", "nginx"} <= set(services)
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source.startswith("./") or source in volumes
        assert service.get("build") or TAG.fullmatch(service["image"])


def test_what_is_mounted_from_the_repository_is_there():
    mounted = [volume.split(":")[0] for volume in _compose()["services"]["nginx"]["volumes"]]
    assert (ROOT / mounted[0]).exists()


def test_commands_of_the_services_are_commands():
    names = {command.name for command in COMMANDS}
    for service in _compose()["services"].values():
        words = service.get("command", [])
        if words:
            assert words[:4] == ["python", "-m", "flask", "--app"]
            assert words[5] in names


def test_no_secret_stands_in_them():
    for name in ("Containerfile", "compose.yaml"):
        lines = (ROOT / name).read_text().splitlines()
        told = [line for line in lines if not line.startswith("#") and SECRETS.search(line)]
        assert told == [], name
