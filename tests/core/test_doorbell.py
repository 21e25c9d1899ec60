"""What a web process writes is what Huey reads in the worker."""

from pathlib import Path

from app.core.config import Config
from app.core.consumer import hub_for
from app.core.doorbell import bell_for
from tests.conftest import test_settings


def test_the_worker_hears_the_queue_that_was_rung_for(tmp_path: Path) -> None:
    settings: Config = test_settings(tmp_path)
    bell = bell_for(settings)
    for queue in ("sms", "push:thông-báo"):
        bell.ring(queue)
    drained: list[str] = []
    hub = hub_for(settings, lambda queue: drained.append(queue) or 0)
    while (task := hub.dequeue()) is not None:
        hub.execute(task)
    assert drained == ["sms", "push:thông-báo"]
