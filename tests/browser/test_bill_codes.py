"""The code of a paper bill by the camera, and the VietQR handed to a bank's app.

The camera, the detector and the phone's sharing are stood in for: no machine of tests has them.
"""

import io

import pytest
import zxingcpp
from PIL import Image

from app.payments import queries as payments
from app.payments.actions import payload
from app.payments.vietqr import VietQR, build
from tests.factories.accounts import make_user
from tests.factories.bills import make_bill, make_biller, make_subscription

pytestmark = [pytest.mark.one_database, pytest.mark.details]
CAMERA = """
Object.defineProperty(navigator, 'mediaDevices', { value: {
  getUserMedia: async () => {
    if (window.refused) throw new DOMException('no', 'NotAllowedError');
    const canvas = document.createElement('canvas');
    setInterval(() => canvas.getContext('2d').fillRect(0, 0, Math.random() * 9, 9), 20);
    return canvas.captureStream();
  } } });
window.BarcodeDetector = class { async detect() { return [{ rawValue: window.shown }]; } };
"""
SHARING = """
navigator.canShare = () => true;
navigator.share = async (what) => {
  const [file] = what.files;
  const bytes = new Uint8Array(await file.arrayBuffer());
  window.shared = { name: file.name, type: file.type, bytes: Array.from(bytes) };
};
"""


SAYS = {
    "NU0001": "NU0001",
    "ma_kh=PA25VY0012345;ky=10/2026": "PA25VY0012345",
    "NU0002|10/2026|979560": "NU0002",
    build(VietQR("970418", "1", 5, bill="NU0003")): "NU0003",
    build(VietQR("970418", "1", 5, purpose="HD7K3M9QXF")): "HD7K3M9QXF",
}

HEXED = "Nguyễn Văn Thử".encode().hex()
CARDS = {
    "099199000001||Nguyễn Văn Thử|01021990|Nam|Xã Thử|01082024||||": "thẻ căn cước",
    f"GD4999900000001|{HEXED}|1990|1|{HEXED}|99001|01/01/2026|-|-|-|4|-|-|x|$": "thẻ bảo hiểm",
}


def test_the_camera_reads_the_code_and_goes_off(app, phone, sign_in):
    make_biller()
    sign_in(phone, make_user())
    phone.goto("/hoa-don/them")
    assert phone.locator("[data-scan-start]").is_hidden()  # this browser has no detector
    phone.add_init_script(CAMERA)
    phone.reload()
    field = phone.locator("[data-scan]")
    for says, code in SAYS.items():
        field.fill("")
        phone.evaluate("(says) => { window.shown = says; }", says)
        phone.locator("[data-scan-start]").click()
        phone.wait_for_function("() => document.querySelector('[data-scan]').value !== ''")
        assert field.input_value() == code
        assert phone.locator("[data-scan-view]").is_hidden()
    for says, told in CARDS.items():
        phone.evaluate("(says) => { window.shown = says; }", says)
        phone.locator("[data-scan-start]").click()
        phone.locator("[data-scan-status]", has_text=told).wait_for()
        assert field.input_value() == ""
    phone.evaluate("window.shown = 'NU0001'")
    phone.locator("[data-scan-start]").click()
    phone.wait_for_function("() => document.querySelector('[data-scan]').value !== ''")
    assert "so với tờ giấy" in phone.locator("[data-scan-status]").inner_text()
    phone.evaluate("window.refused = true")
    phone.locator("[data-scan-start]").click()
    phone.locator("[data-scan-status]", has_text="Máy ảnh").wait_for()
    assert field.is_editable()


def test_the_qr_is_handed_to_the_banks_app_as_a_picture_that_can_be_read(app, phone, sign_in, db):
    person, bill = make_user(), make_bill()
    make_subscription(person, bill.account)
    asked = payments.request_of("bill", bill.id)
    said = payload(asked, payments.account_of("agency", bill.biller.agency_id))
    code = bill.code
    sign_in(phone, person)
    phone.add_init_script(SHARING)
    phone.goto(f"/hoa-don/{code}/tra")
    phone.locator("[data-share]").click()
    phone.wait_for_function("() => window.shared")
    shared = phone.evaluate("window.shared")
    assert (shared["name"], shared["type"]) == (f"hoa-don-{code}.png", "image/png")
    with Image.open(io.BytesIO(bytes(shared["bytes"]))) as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [said]
