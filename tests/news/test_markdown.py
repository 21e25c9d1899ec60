"""Markdown in, nothing dangerous out; a word processor's clipboard becomes plain Markdown."""

import pytest

from app.accounts.permissions import WRITE_NEWS
from app.news.markdown import to_html, to_text
from app.news.pasting import to_markdown
from tests.factories.accounts import make_official

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![đo](https://theo-doi.example/px.gif)",
    "[bấm](javascript:alert(1))",
    "[bấm](data:text/html;base64,PHNjcmlwdD4=)",
    "[bấm](vbscript:x)",
    '<a href="https://a.vn" onclick="x()">a</a>',
    "<iframe src=//a.vn></iframe>",
    "<svg/onload=alert(1)>",
    "<style>*{display:none}</style>",
    '[a](https://a.vn "x" onmouseover=alert(1))',
    "<!-- --><b onmouseover=x>đ</b>",
    "![a](https://a.vn/x.svg 'y')",
    "[ref]: javascript:alert(1)\n\n[ref]",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_s36_nothing_hostile_comes_out_of_markdown(text):
    html = to_html(text).lower()
    for tag in ("<script", "<img", "<iframe", "<svg", "<style", "<b "):
        assert tag not in html
    for scheme in ("javascript:", "data:", "vbscript:"):
        assert f'href="{scheme}' not in html


def test_what_an_editor_needs_comes_out():
    html = to_html(
        "# Một\n\n## Hai\n\n**đậm** *nghiêng*\n\n1. a\n2. b\n\n> lời\n\n[x](https://a.vn)"
    )
    for piece in ("<h2>Một</h2>", "<h2>Hai</h2>", "<strong>đậm</strong>", "<em>", "<ol>",
                  "<blockquote>", 'href="https://a.vn" rel="noopener nofollow"'):  # fmt: skip
        assert piece in html


def test_text_has_a_line_for_each_paragraph_and_item():
    assert to_text("# Đề\n\nMột **hai**\nba\n\n- bốn\n- năm") == "Đề\nMột hai\nba\nbốn\nnăm"


WORD = """<html xmlns:o="urn:x"><head><style>p.MsoNormal{mso-x:y}</style><title>Doc</title></head>
<body lang=VI><!--[if gte mso 9]><xml><w:Word/></xml><![endif]-->
<h1>Thông báo</h1>
<p class=MsoNormal style='margin:0'><b>Kính gửi </b>bà con<o:p></o:p></p>
<p class=MsoListParagraph>·&nbsp;&nbsp;Mang <i>sổ tiêm</i></p>
<ol><li>Một</li><li>Hai</li></ol>
<img src="https://theo-doi.example/p.gif"><a href="javascript:x">xấu</a>
<a href="https://a.vn/x">tốt</a><script>alert(1)</script></body></html>"""


def test_a_word_processors_paste_is_cleaned():
    text = to_markdown(WORD)
    assert text.startswith("## Thông báo\n\n**Kính gửi** bà con")
    assert "- Mang *sổ tiêm*" in text
    assert "1. Một\n2. Hai" in text
    assert "[tốt](https://a.vn/x)" in text
    for gone in ("mso", "Doc", "alert", "theo-doi", "javascript", "<"):
        assert gone not in text


def test_google_docs_wrapper_is_not_bold():
    assert to_markdown('<b style="font-weight:normal;"><p>Chữ <b>đậm</b></p></b>') == "Chữ **đậm**"


def test_html_of_any_depth_is_read():
    assert to_markdown("<div>" * 5_000 + "<b>sâu</b>") == "**sâu**"


def test_signs_of_markdown_in_pasted_words_stay_words():
    assert (
        to_text(to_markdown("<p>1. 5*3 [x] _y_ # z</p><p># không</p>"))
        == "1. 5*3 [x] _y_ # z\n# không"
    )


def test_the_paste_page_answers_with_markdown(login_as):
    answer = login_as(make_official(WRITE_NEWS)).post("/can-bo/tin/dan", data={"html": WORD})
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("## Thông báo")
