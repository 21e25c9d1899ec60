"""Templates as they are compiled for each language show what Jinja shows without folding."""

import pytest
from flask import render_template
from flask_babel import force_locale
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from app.core.icons import icon

SIGNS = "<b>\"&'"


@pytest.fixture
def shown(app, monkeypatch):
    """`shown(source, language, **values)`: the text folded in, and as Jinja makes it itself."""

    def both(source: str, language: str = "vi", **values: object) -> tuple[str, str]:
        monkeypatch.setattr(app, "jinja_loader", DictLoader({f"{hash(source)}.html": source}))
        with app.test_request_context(), force_locale(language):
            plain = app.jinja_env.from_string(source).render(values)
            return render_template(f"{hash(source)}.html", **values), plain

    return both


@pytest.mark.parametrize(
    "source",
    [
        '{{ _("Back") }}',
        '{{ _("Call %(number)s", number=given) }}',
        '{{ _("Call %(number)s and %(number)s", number=given) }}',
        '{{ _("24%% of the time used") }}',
        '{{ _("%(count)s %% of it", count=given) }}',
        '{{ _("%(num)d days", num=7) }}',
        '{{ _("<i>it\'s</i> & more") }}',
        '{{ _("An id that nobody translated: %(what)s", what=given) }}',
        '{{ pgettext("fair", "Over") }}{{ gettext("Back") }}',
        '{{ ngettext("%(num)d day left", "%(num)d days left", many) }}',
        "{% trans what=given %}Call {{ what }}{% endtrans %}",
        '{{ "1. " ~ _("It\'s <i>so</i>") ~ " & " ~ given }}|{{ "1. " ~ _("It\'s <i>so</i>") }}',
        '{% set said = _("It\'s <i>so</i>") %}{{ said }}{{ [said, ("a", _("Back"))]|length }}',
        '{{ _("Back")|upper }}{{ _("Back") if many else _("None & nobody") }}',
        '{{ icon("warning" if many else "clock") }}{{ icon("photo", _("It\'s <i>so</i>")) }}',
        '{{ icon(name) }}{{ asset("app.css") }}',
        '{% macro told(text, icon) %}{{ text }}{{ icon("x") }}{% endmacro %}'
        "{{ told(given, underlined) }}",
        '{% macro box() %}<p>{{ caller("<") }}</p>{% endmacro %}'
        "{% call(x) box() %}{{ x }}{{ given }}{% endcall %}",
        "{% macro pairs() %}{% for k, v in kwargs.items() %}{{ k }}={{ v }};{% endfor %}"
        "{% endmacro %}"
        "{{ pairs(a=given, **{'b': 1}) }}{{ pairs(*[], c=2) }}",
        "{% macro told(a, b='<2>', c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}"
        "{{ told(given) }}{{ told(1, c=underlined('<')) }}{{ told(b=given) }}{{ told() }}",
        "{% macro box(class) %}<p class={{ class }}>{{ caller() if caller }}</p>{% endmacro %}"
        "{{ box('x') }}{% call box(given) %}{{ given }}{% endcall %}",
        "{% macro inner(x) %}<b>{{ x }}</b>{% endmacro %}"
        "{% macro outer(x) %}{{ inner(x) }}{{ [inner(1), x]|join('<') }}{% endmacro %}"
        "{{ outer(given) }}{{ [3, none, given]|select|map('string')|join(', ') }}",
        "{{ none }}{{ many }}{{ 2.5 }}{{ given|e }}{{ [given] }}{{ underlined(given) }}",
        "{% autoescape false %}{% macro bare(x) %}<{{ x }}{% endmacro %}{{ bare(given) }}"
        "{% endautoescape %}",
        "{% for each in [1, 2] %}{{ loop.cycle('a', 'b') }}{{ given.join(['x', 'y']) }}"
        "{% endfor %}",
        "{% set of = {'name': {'items': given, 'first': [given, 2]}, 'none': none} %}"
        "{{ of.name['items'] }}{{ of.name.items()|length }}{{ of.name.first[1].real }}{{ of.none }}"
        "[{{ of.nothing }}]{{ of.nothing is defined }}{{ (of.name.first|last).bit_length() }}",
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_template_shows_the_same(shown, source, language):
    underlined = Markup("<u>{}</u>").format
    values = {"given": SIGNS, "many": 3, "name": "clock", "underlined": underlined}
    folded, plain = shown(source, language, **values)
    assert folded == plain


def test_each_language_has_its_own_text(shown):
    assert shown('{{ _("Back") }}', "vi")[0] == "Quay lại"
    assert shown('{{ _("Back") }}', "en")[0] == "Back"


def test_a_name_that_the_template_gives_itself_is_not_folded(shown):
    told = '{% macro told(_) %}{{ _("Back") }}{% endmacro %}'
    source = told + "{% set icon = given %}{{ icon }}{{ told(other) }}"
    folded, plain = shown(source, given="mine", other=lambda text: f"called with {text}")
    assert folded == plain == "minecalled with Back"


@pytest.mark.parametrize("source", ["{{ gone.title }}", "{{ given.gone.title }}"])
def test_what_is_missing_has_nothing_either(shown, source):
    with pytest.raises(UndefinedError):
        shown(source, given={"here": 1})


def test_a_macro_that_is_missing_is_still_told(app, monkeypatch):
    source = '{% from "b.html" import gone %}{{ gone("x") }}'
    monkeypatch.setattr(app, "jinja_loader", DictLoader({"a.html": source, "b.html": ""}))
    with app.test_request_context(), pytest.raises(UndefinedError):
        render_template("a.html")


def test_sentences_and_icons_are_in_the_text_of_the_template(app):
    source = '<p>{{ _("Call %(number)s", number=n) }}{{ icon("clock") }}</p>'
    with app.test_request_context():
        folds = app.jinja_env.speaking("vi")
        code = folds.compile(source, "x.html", raw=True)
    assert "gettext" not in code
    assert str(icon("clock")) in code
