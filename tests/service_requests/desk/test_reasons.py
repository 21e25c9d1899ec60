"""A refused act says the true reason, and is not offered."""

import pytest

from app.core import clock
from app.service_requests.joining import joining
from tests.factories import service_requests as make

KEY = "a-key-of-a-form-long-enough"


@pytest.mark.parametrize(
    ("status", "act", "said"),
    [("closed", "dong", "đã kết thúc"), ("accepted", "tiep-nhan", "đã được tiếp nhận"),
     ("received", "dong", "chưa được tiếp nhận"), ("awaiting_citizen", "dong", "chưa trả lời"),
     ("accepted", "mo-lai", "đang mở")],
)  # fmt: skip
def test_what_the_status_does_not_allow_is_explained(login_as, offices, status, act, said):
    report = make.service_request(status, agency=offices.office)
    visitor, url = login_as(offices.lead), f"/can-bo/phan-anh/{report.code}"
    assert f'{url}/{act}#act"' not in visitor.get(url).text
    opened = visitor.get(f"{url}/{act}")
    data = {"version": report.version, "idempotency_key": KEY, "text": "Đã xong ở ngõ 12",
            "resolution": "explained", "publicity": "public"}  # fmt: skip
    sent = visitor.post(f"{url}/{act}", data=data)
    for answer in (opened, sent):
        assert answer.status_code == 409
        assert said in answer.text


def test_a_joined_report_says_that_another_leads(login_as, offices):
    main, report = (make.service_request("accepted", agency=offices.office) for _ in range(2))
    report.status = "received"
    joining.join(report, main, make.official_actor(offices.office), clock.now())
    answer = login_as(offices.lead).get(f"/can-bo/phan-anh/{report.code}/tiep-nhan")
    assert answer.status_code == 409 and "đã gộp" in answer.text
