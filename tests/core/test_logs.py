"""What is logged of a request: enough to find it, nothing of the person."""

import json
import logging
import re
from pathlib import Path

import pytest
import structlog
from flask import Flask
from structlog.testing import capture_logs

from app.core import logs
from tests.client import Visitor

FRONT = Path(__file__).parents[2] / "deploy"
EveryLevel = structlog.make_filtering_bound_logger(logging.DEBUG)


def test_a_guests_link_is_masked() -> None:
    assert logs.masked_path("/phan-anh/nhan/secret-token") == "/phan-anh/nhan/***"


def test_s37_no_secret_of_any_address_is_logged(app: Flask) -> None:
    """By the app, nor by the front that stands before it."""
    rules = {each.rule for each in app.url_map.iter_rules() if "token" in each.arguments}
    assert len(rules) > 3
    front = (FRONT / "nginx.conf").read_text("utf-8")
    logged = re.search(r'"~(\S*before_link\S*)" "', front)[1].replace("(?<", "(?P<")
    for path in (rule.replace("<token>", "geheim") for rule in rules):
        assert "geheim" not in logs.masked_path(path), path
        kept = re.match(logged, path)
        assert kept and "geheim" not in "".join(kept.groups()), path


def test_a_request_is_logged_once_without_query_or_address(
    client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "log", structlog.wrap_logger(None, wrapper_class=EveryLevel))
    with capture_logs() as seen:
        client.get("/khong-co?phone=0900000001")
    (line,) = [entry for entry in seen if entry["event"] == "request"]
    assert line["path"] == "/khong-co"
    assert "0900000001" not in json.dumps(line, default=str)
    assert "127.0.0.1" not in json.dumps(line, default=str)


def test_each_answer_names_its_request(client: Visitor) -> None:
    ids = {client.get("/healthz").headers["X-Request-Id"] for _ in range(2)}
    assert len(ids) == 2


@pytest.mark.parametrize("vector", ["a\nb", 'x", "level": "fake'])
def test_s37_a_log_line_cannot_be_forged(capsys: pytest.CaptureFixture[str], vector: str) -> None:
    logs.log.error("test", what=vector)
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) <= 1
    assert all(json.loads(line)["what"] == vector for line in lines)
