"""Fifty ways to smuggle a script through what a citizen types, on the real pages."""

from urllib.parse import urlencode

import pytest

from app.service_requests import life
from tests.browser.conftest import DESK
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

pytestmark = pytest.mark.details

MARK = "window.__run=1"
VECTORS = (
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<script src=data:,{}></script>",
    "<script/x>{}</script>",
    "<<script>{}//<</script>",
    "</textarea><script>{}</script>",
    "</title><script>{}</script>",
    "</script><script>{}</script>",
    '"><script>{}</script>',
    "'><script>{}</script>",
    "--><script>{}</script>",
    "]]><script>{}</script>",
    "<img src=x onerror={}>",
    "<img src=x onerror='{}'>",
    '<img src="x" onerror="{}">',
    "<img src=x:x onerror\t=\t{}>",
    "<img/src=x/onerror={}>",
    "<IMG SRC=x ONERROR={}>",
    "<image href=x onerror={}>",
    "<svg onload={}>",
    "<svg/onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:{}'><text y=20>x</text></a></svg>",
    "<svg><foreignObject><img src=x onerror={}></foreignObject></svg>",
    "<math href='javascript:{}'>x</math>",
    "<math><mtext></p><img src=x onerror={}></mtext></math>",
    "<body onload={}>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<select autofocus onfocus={}>",
    "<textarea autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    "<audio src=x onerror={}>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<iframe src='javascript:parent.{}'></iframe>",
    "<object data='javascript:{}'></object>",
    "<embed src='javascript:{}'>",
    "<a href='javascript:{}' autofocus>x</a>",
    "<form action='javascript:{}'><button autofocus>x</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<link rel=stylesheet href='data:text/css,' onload={}>",
    "<style onload={}></style>",
    "<marquee onstart={}>x</marquee>",
    "<base href='javascript:/{}//'>",
    "<template><script>{}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>",
    "{{{{ ''.__class__ }}}}<img src=x onerror={}>",
    "{{% raw %}}<script>{}</script>",
    "javascript:{}",
    "&lt;script&gt;{}&lt;/script&gt;",
    '" onmouseover="{}" style="position:fixed;inset:0',
    "' autofocus onfocus='{}",
    "\u2028<script>{}</script>",
    "＜script＞{}＜/script＞<script>{}</script>",
    "<math><mtext><style><!--</style><img src=x onerror={}>-->",
)


@pytest.fixture
def told(app, settle):
    """A report for each two vectors, whose words everybody may read."""
    person = make_user(name="<script>window.__run=1</script>")
    commune = places.make_commune("Bình Thử", code="90001")
    lamp = make.service("street-light", "Đèn đường")
    reports = []
    for first, second in zip(VECTORS[::2], VECTORS[1::2], strict=True):
        said = f"{first}\n{second}".replace("{}", MARK).replace("{{", "{").replace("}}", "}")
        given = {"citizen": person, "service": lamp, "place": commune, "description": said}
        reports.append(make.service_request(life.ACCEPTED, **given))
    found = [(report.code, report.description) for report in reports]
    settle()
    return person, found


def _ran(page) -> bool:
    return bool(page.evaluate("window.__run"))


def _plain(text: str) -> str:
    """The text with single spaces, for comparing what is shown with what was typed."""
    return " ".join(text.split())


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_s36_no_words_of_a_citizen_run_on_any_page(open_page, sign_in, told, settle):
    assert len(VECTORS) >= 50
    person, reports = told
    page = open_page(**DESK)
    sign_in(page, person)
    settle()
    ran = []
    for code, said in reports:
        page.goto(f"/phan-anh/{code}", wait_until="domcontentloaded")
        assert page.locator("h1").count() == 1
        if _ran(page):
            ran.append(said)
        shown = _plain(page.locator("main").inner_text())
        assert all(_plain(line)[:40] in shown for line in said.split("\n")), said
    address = "/phan-anh"
    while address:
        page.goto(address, wait_until="domcontentloaded")
        ran += [address] if _ran(page) else []
        older = page.locator("a[rel=next]")
        address = older.get_attribute("href") if older.count() else ""
    assert ran == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_s36_nothing_typed_into_a_search_or_a_refused_form_runs(
    open_page, told, settle, complaints
):
    complaints.expected.append("422")
    page = open_page(**DESK)
    ran = []
    for vector in VECTORS[::4]:
        said = vector.replace("{}", MARK)
        asked = urlencode({"q": said, "where": said, "service": said})
        for address in ("/tim", "/phan-anh"):
            page.goto(f"{address}?{asked}", wait_until="domcontentloaded")
            ran += [said] if _ran(page) else []
    page.goto("/phan-anh/moi")
    for vector in VECTORS[::8]:
        said = vector.replace("{}", MARK)
        page.evaluate("() => { document.querySelector('form').noValidate = true; }")
        page.fill("[name=description]", said)
        for hidden in ("place", "service", "lat"):
            page.evaluate(SMUGGLE, [hidden, said])
        with page.expect_navigation():
            page.evaluate("() => HTMLFormElement.prototype.submit.call(document.forms[0])")
        ran += [said] if _ran(page) else []
    assert ran == []


SMUGGLE = """([name, value]) => {
  const field = document.createElement('input');
  field.type = 'hidden'; field.name = name; field.value = value;
  document.forms[0].append(field);
}"""
