"""The demonstration's criteria: examples as drafts, a set that holds, two villages' scores."""

from datetime import datetime, timedelta

from app.accounts.actors import SYSTEM
from app.accounts.models import User
from app.community.criteria import deciding, keeping, queries, scoring
from app.community.criteria.models import CriteriaVersion
from app.community.criteria.scores import CriteriaScore
from app.core import clock
from app.core.db import db
from app.demo.people import WARD
from app.demo.villages import VALLEY
from app.places import queries as places

DECISION = "00/QĐ-MINH-HỌA"
"""Obviously of no authority."""
TITLE = "Thôn chuyển đổi số (chạy thử)"
CRITERIA = (
    keeping.Said("Có quyết định thành lập tổ công nghệ số cộng đồng", "paper", 20, "Tổ chức",
                 is_needed=True),
    keeping.Said("Người trong danh sách của tổ được đến thăm", "counted", 30, "Người dân",
                 "visited", 10, is_graded=True),
    keeping.Said("Người trong danh sách của tổ được giúp", "counted", 30, "Người dân", "helped",
                 10, is_graded=True),
    keeping.Said("Hộ có người dùng tài khoản", "counted", 20, "Người dân", "homes", 5,
                 is_graded=True),
)  # fmt: skip


def load(people: dict[str, User], now: datetime) -> None:
    """Enact one set; one village's score is published, the other's waits to be appraised."""
    keeping.begin_examples(SYSTEM, now)
    version = keeping.begin_set("village", TITLE, SYSTEM, now)
    for each in CRITERIA:
        keeping.add(version, each)
    decided = clock.local(now).date() - timedelta(days=40)
    head = keeping.Head(DECISION, decided, decided + timedelta(days=5), needed=60)
    keeping.describe(version, head)
    keeping.enact(version, SYSTEM, now)
    db.session.flush()
    quarter = _sent(version, f"{WARD}-to-so-4", people["village-head"], now)
    _sent(version, f"{VALLEY}-khe-banh", people["village-head-2"], now)
    _publish(quarter, people, now)


def _sent(version: CriteriaVersion, code: str, head: User, now: datetime) -> CriteriaScore:
    village = places.by_code(code)
    assert village is not None, code
    year = clock.local(now).date().year
    score = scoring.begin(version, village, year, SYSTEM, now)
    words = "Quyết định thành lập tổ đã nộp xã."
    scoring.claim(score, version.criteria[0], scoring.Claim(20, words), head.id, now)
    scoring.send(score, head.id, SYSTEM, now)
    found = queries.score_by_code(score.code)
    assert found is not None
    return found


def _publish(score: CriteriaScore, people: dict[str, User], now: datetime) -> None:
    given = {each.criterion_id: (each.own or 0, "") for each in score.marks}
    deciding.appraise(score, given, people["village-office"].id, SYSTEM, now)
    deciding.publish(score, people["province-villages"].id, SYSTEM, now)
