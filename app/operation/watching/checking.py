"""The audit log is checked by the worker when somebody asks: a long chain takes its time."""

from app.core import audit, clock, outbox
from app.core.outbox import Job

KIND, QUEUE = "operation.check_audit", "audit"


def ask(by: str) -> None:
    """Have the worker walk the chain; asked twice, it is walked once."""
    outbox.add(QUEUE, KIND, {"by": by}, dedupe_key=KIND)


@outbox.handler(KIND)
def check(job: Job) -> None:
    """Walk it; how it was found is kept together with the job's end."""
    audit.check(clock.now(), job.payload["by"])
