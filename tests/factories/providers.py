"""A provider of sign-ins as an operator's settings have it; nobody answers there."""

from dataclasses import replace
from typing import Any

from flask import Flask

from app.core.providers import Provider

PROVIDER = Provider(
    "cong-dan", "https://dinh-danh.example", "app", "secret", "Định danh thử",
    levels={"loa1": 1, "loa2": 2},
)  # fmt: skip


def set_up(app: Flask, monkeypatch: Any, *providers: Provider, **values: Any) -> None:
    """Let the operator's settings name them, and whatever else."""
    settings = replace(app.config["SETTINGS"], providers=providers or (PROVIDER,), **values)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
