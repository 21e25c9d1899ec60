"""VietQR: known payloads, any order of tags, damage, and the way through a picture and back."""

import io

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.payments import qr_image
from app.payments.vietqr import MAX_AMOUNT, NotVietQR, VietQR, build, checksum, parse

KNOWN = {
    "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F":
        VietQR("970416", "257678859"),
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN"
    "62150811Chuyen tien630453E6":
        VietQR("970416", "257678859", 10000, "Chuyen tien"),
    "00020101021238540010A00000072701240006970436011010234567890208QRIBFTTA5303704540719430005802"
    "VN62120808TT0000696304A8E5":
        VietQR("970436", "1023456789", 1943000, "TT000069"),
    "00020101021153037045802VN38540010A00000072701240006970436011010319334300208QRIBFTTA"
    "62220818Thanh toan hoa don6304FCE9":
        VietQR("970436", "1031933430", None, "Thanh toan hoa don"),
    "00020101021138620010A000000727013200069710250118PSP1234567890000000208QRIBFTTA53037045802VN"
    "62190515MOMOW2W123456786304821F":
        VietQR("971025", "PSP123456789000000", None, "", "", "MOMOW2W12345678"),
}  # fmt: skip

TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=25)
CODES = st.builds(
    VietQR,
    bin=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[0-9A-Z]{1,19}", fullmatch=True),
    amount=st.none() | st.integers(1, MAX_AMOUNT - 1),
    purpose=TEXT,
    bill=TEXT,
    reference=TEXT,
    service=st.sampled_from(["QRIBFTTA", "QRIBFTTC"]),
)


@pytest.mark.parametrize(("payload", "says"), KNOWN.items())
def test_it_reads_the_known_payloads(payload, says):
    assert parse(payload) == says


@pytest.mark.parametrize("payload", [each for each in KNOWN if "53037045802VN38" not in each])
def test_it_writes_the_known_payloads_letter_by_letter(payload):
    assert build(parse(payload)) == payload


@given(CODES)
def test_what_is_built_is_read_back(code):
    assert parse(build(code)) == code


@given(CODES, st.randoms(use_true_random=False))
def test_the_order_of_tags_does_not_matter(code, chance):
    tags = _split(build(code)[:-8])
    chance.shuffle(tags)
    body = "".join(tags) + "6304"
    assert parse(body + checksum(body)) == code


def _split(text: str) -> list[str]:
    tags = []
    while text:
        end = 4 + int(text[2:4])
        tags.append(text[:end])
        text = text[end:]
    return tags


def is_vietqr(payload: str) -> bool:
    try:
        parse(payload)
    except NotVietQR:
        return False
    return True


@given(CODES, st.data())
def test_one_changed_letter_is_noticed(code, data):
    payload = build(code)
    place = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.sampled_from("0123456789ABCXYZ"))
    changed = payload[:place] + other + payload[place + 1 :]
    assert changed == payload or not is_vietqr(changed)


@given(st.text(max_size=600) | st.text("0123456789A", max_size=200))
def test_no_text_makes_it_fall_over(text):
    assert is_vietqr(text) in (True, False)
    assert is_vietqr(text + "6304" + checksum(text + "6304")) in (True, False)


@pytest.mark.parametrize("code", [
    VietQR("97041", "1"), VietQR("970416", ""), VietQR("970416", "1" * 20), VietQR("970416", "1 2"),
    VietQR("970416", "1", 0), VietQR("970416", "1", -5), VietQR("970416", "1", purpose="Tiền nước"),
    VietQR("970416", "1", service="X"), VietQR("970416", "1", purpose="a" * 26),
])  # fmt: skip
def test_it_refuses_to_build_what_banks_would_misread(code):
    with pytest.raises(ValueError):
        build(code)


def test_the_largest_amount_and_the_longest_words_are_built():
    code = VietQR("970416", "1" * 19, MAX_AMOUNT - 1, "a" * 25, "b" * 25, "c" * 25)
    assert parse(build(code)) == code
    with pytest.raises(ValueError):
        build(VietQR("970416", "1", MAX_AMOUNT))


def _as_long_as(length: int) -> str:
    """A payload filled up with tags of nobody's meaning."""
    body = build(VietQR("970416", "1"))[:-8]
    while (left := length - len("6304AAAA") - len(body)) > 99:
        body += "8050" + "x" * 50
    body += f"80{left - 4:02d}" + "x" * (left - 4) + "6304"
    return body + checksum(body)


def test_a_payload_has_an_end():
    assert len(_as_long_as(512)) == 512
    assert parse(_as_long_as(512)) == parse(_as_long_as(300)) == VietQR("970416", "1")
    with pytest.raises(NotVietQR):
        parse(_as_long_as(513))


def test_words_of_another_programs_code_may_be_long_and_accented():
    body = build(VietQR("970416", "1"))[:-8] + "62340830Tiền nước tháng 11 của nhà Thử" + "6304"
    assert parse(body + checksum(body)).purpose == "Tiền nước tháng 11 của nhà Thử"


def test_it_rejects_another_currency():
    body = build(VietQR("970416", "1"))[:-8].replace("5303704", "5303840") + "6304"
    with pytest.raises(NotVietQR):
        parse(body + checksum(body))


@pytest.mark.parametrize(
    ("known", "other"),
    [("000201", "000202"), ("0010A000000727", "0010A000000728"), ("5802VN", "5802VN54041_00")],
)
def test_it_rejects_another_version_scheme_and_amount(known, other):
    body = build(VietQR("970416", "1"))[:-4].replace(known, other)
    with pytest.raises(NotVietQR):
        parse(body + checksum(body))


def test_the_checksum_has_a_tag_of_its_own():
    body = build(VietQR("970416", "1"))[:-8] + "6204"
    with pytest.raises(NotVietQR):
        parse(body + checksum(body))


@pytest.mark.parametrize("payload", KNOWN)
def test_the_png_is_read_back(payload):
    image = Image.open(io.BytesIO(qr_image.png(payload)))
    assert [each.text for each in zxingcpp.read_barcodes(image)] == [payload]


def test_the_svg_says_the_same_as_the_matrix_and_has_no_style():
    payload = next(iter(KNOWN))
    drawn = qr_image.svg(payload, 'Mã "QR"')
    assert "style" not in drawn
    assert "&#34;QR&#34;" in drawn
    assert [each.text for each in zxingcpp.read_barcodes(_painted(drawn))] == [payload]


def _painted(drawn: str) -> Image.Image:
    side = int(drawn.split('viewBox="0 0 ')[1].split(" ")[0])
    image = Image.new("L", (side, side), 255)
    for run in drawn.split('d="')[2].split('"')[0].split("M")[1:]:
        start, length = run.split("h")
        x, y = (int(part) for part in start.split())
        for step in range(int(length)):
            image.putpixel((x + step, y), 0)
    return image.resize((side * 6, side * 6), Image.Resampling.NEAREST)
