"""A chosen file is read at once, on every page with a file field: it may change before sending."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import make_user
from tests.factories.bills import make_biller
from tests.media.pictures import jpeg

ADD = "/hoa-don/them"
TEMPLATES = Path(__file__).parents[2] / "templates"
FIELD = re.compile(r'<input\b(?:[^>"]|"[^"]*")*?type="file"(?:[^>"]|"[^"]*")*>')
GONE = """const read = Blob.prototype.arrayBuffer;
Blob.prototype.arrayBuffer = function () {
  return this.name === 'gone.jpg'
    ? Promise.reject(new DOMException('changed', 'NotReadableError'))
    : read.call(this).finally(() => setTimeout(() => document.documentElement.dataset.read = 1));
};"""


@pytest.fixture
def adding(app, phone, sign_in, settle):
    make_biller()
    sign_in(phone, make_user())
    settle()
    phone.add_init_script(GONE)
    phone.goto(ADD)
    phone.locator("details summary", has_text=re.compile("Chụp|ảnh", re.IGNORECASE)).first.click()
    return phone


def test_what_was_chosen_is_held_though_the_file_changed(adding, tmp_path):
    file = tmp_path / "bill.jpg"
    file.write_bytes(jpeg(300, 200))
    adding.set_input_files("#photo", file)
    expect(adding.locator("html[data-read]")).to_have_count(1)
    file.write_bytes(b"another picture altogether")
    held = "it => new FormData(it.form).get('photo').arrayBuffer().then(read => read.byteLength)"
    assert adding.locator("#photo").evaluate(held) == len(jpeg(300, 200))


def test_what_can_no_longer_be_read_is_said_and_goes_with_the_next_choice(adding):
    wrong = {"name": "gone.jpg", "mimeType": "image/jpeg", "buffer": jpeg(30, 20)}
    adding.set_input_files("#photo", wrong)
    expect(adding.get_by_role("alert")).to_have_text(re.compile("không đọc được nữa"))
    assert adding.locator("#photo").evaluate("it => it.files.length") == 0
    adding.set_input_files("#photo", {**wrong, "name": "bill.jpg"})
    expect(adding.get_by_role("alert")).to_have_count(0)
    assert adding.locator("#photo").evaluate("it => it.files.length") == 1


def test_every_file_field_has_the_sentence():
    for path in TEMPLATES.rglob("*.html"):
        written = re.sub(r"\n +", " ", path.read_text())
        text = re.sub(r"<noscript>.*?</noscript>", "", written)
        without_album = re.sub(r"<fieldset[^\n]*data-photos .*?</fieldset>", "", text, flags=re.S)
        for field in FIELD.findall(without_album):
            assert "unreadable()" in field, f"{path.name}: {field}"
