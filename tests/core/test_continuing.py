"""An indented line of a template goes on with the one above."""

import pytest
from jinja2 import Environment, TemplateSyntaxError

from app.core.continuing import joined

JINJA = Environment(trim_blocks=True, lstrip_blocks=True)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>a</p>\n  <p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a</p>\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
        ('<a class="x"\n    href="/">a</a>', '<a class="x" href="/">a</a>'),
        ("<b>{{ a }}\n  {{ a }}</b>", "<b>11</b>"),
        ("<b>\n  {{ a }}</b>", "<b>1</b>"),
        ("{{ a }}\n  words", "1 words"),
        ("words\n  {{ a }}", "words 1"),
        ("{% if a %}\n  <b>x</b>\n  {% endif %}<i></i>", "<b>x</b><i></i>"),
        ("{% for each in [1, 2] %}\n  {{ each }}{% endfor %}", "12"),
        ("{{ [a,\n   a] }}", "[1, 1]"),
        ("{# of two\n   lines #}<b></b>", "<b></b>"),
        ("<p>a\n\n  b</p>", "<p>a\nb</p>"),
    ],
)
def test_what_an_indented_line_becomes(written, shown):
    assert JINJA.from_string(joined(written)).render(a=1) == shown


def test_an_error_names_the_line_that_was_written():
    with pytest.raises(TemplateSyntaxError) as refused:
        JINJA.from_string(joined("<p>a</p>\n  <p>b</p>\n    {{ wrong("))
    assert refused.value.lineno == 3
