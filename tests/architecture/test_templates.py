"""Templates: in a layout, nothing inline, no word that is not translated."""

import re

import pytest
from jinja2 import nodes

from app.core.continuing import joined
from tests.architecture import sources
from tests.architecture.template_text import Words, plain_html
from tools import template_lines

EXTENDS = re.compile(r"{%-?\s*extends\s+[\"'](layouts/[\w-]+\.html)[\"']")
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "handler": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*="),
    "script without src": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/)"),
    "javascript: link": re.compile(r"javascript:", re.IGNORECASE),
    "link to nowhere": re.compile(r"href=\"#?\""),
    "htmx trigger filter": re.compile(r"hx-trigger=\"[^\"]*\["),
    "scrolled by touch alone": re.compile(r"<[^>]*class=\"scroll\"(?![^>]*tabindex)"),
    "unescaped text": re.compile(r"\|\s*safe\b"),
}
TEMPLATES = {sources.named(path): path for path in sources.templates()}


@pytest.mark.parametrize("name", TEMPLATES, ids=list(TEMPLATES))
def test_a_template_keeps_the_rules(name):
    path = TEMPLATES[name]
    html = plain_html(path)
    source = path.read_text(encoding="utf-8")
    found = [rule for rule, pattern in INLINE.items() if pattern.search(html)]
    found += ["unescaped text"] if INLINE["unescaped text"].search(source) else []
    assert found == []
    assert Words(html).found == []


def test_no_line_is_too_long():
    assert template_lines.too_long() == [], "`python -m tools.template_lines` breaks them"


def test_a_broken_line_says_the_same():
    source = '<p class="x">{% if a %}{{ f(a, b) }}{% else %}<b>c</b>{% endif %}</p> ' * 3
    shorter = template_lines.broken(source)
    assert max(map(len, shorter.splitlines())) <= template_lines.LONGEST < len(source)
    shown = template_lines.ENVIRONMENT.from_string(joined(shorter)).render(a=1, b=2, f=max)
    assert shown == '<p class="x">2</p> ' * 3


def test_every_page_extends_a_layout():
    loose = [
        name
        for name, path in TEMPLATES.items()
        if not path.name.startswith("_")
        and path.parent.name not in ("layouts", "components")
        and not EXTENDS.search(path.read_text(encoding="utf-8"))
    ]
    assert loose == []


def test_every_post_form_carries_its_token():
    bare = [
        name
        for name, path in TEMPLATES.items()
        for form in re.findall(
            r"<form\b[^>]*method=\"post\".*?</form>",
            path.read_text(encoding="utf-8"),
            re.DOTALL | re.IGNORECASE,
        )
        if "csrf_field()" not in form and "hidden_tag()" not in form and "form_open" not in form
    ]
    assert bare == []


def test_no_form_is_checked_by_the_browser(app):
    """Its bubbles name one fault at a time, in the phone's language; ours stand at the fields."""
    compiled = app.jinja_env.speaking("vi")
    checked = []
    for name, path in TEMPLATES.items():
        parsed = compiled._parse(path.read_text(encoding="utf-8"), name, None)
        words = "".join(each.data for each in parsed.find_all(nodes.TemplateData))
        checked += [name] * len(re.findall(r"<form\b(?! novalidate)|\bformnovalidate", words))
    assert checked == []


def test_it_sees_words_that_nobody_translates(tmp_path):
    template = tmp_path / "page.html"
    template.write_text(
        '<p title="Hint">{{ _("Send") }} 12% · Words {% trans %}Fine{% endtrans %}</p>'
        '{# note #}<img alt="{{ _("Photo") }}"><script src="x.js">var a</script>',
        encoding="utf-8",
    )
    assert Words(plain_html(template)).found == ["title=Hint", "\ufffc 12% · Words"]
