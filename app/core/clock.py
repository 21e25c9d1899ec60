"""The one place that asks what time it is, so that tests and replays can set it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Give the present moment, aware and in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """Give ``moment`` (aware) on the clock of Viet Nam, for showing to people."""
    return moment.astimezone(VIETNAM)
