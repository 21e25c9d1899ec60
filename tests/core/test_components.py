"""The macros pages are built of: wired for screen readers, and nothing typed becomes markup."""

from datetime import timedelta

import pytest
from flask import render_template_string
from wtforms import BooleanField, RadioField, SelectField, StringField, validators
from wtforms.fields.choices import SelectChoice

from app.core import clock
from app.core.forms import Form

IMPORTS = """{% import "components/forms.html" as forms %}
{% import "components/chips.html" as chips %}
{% import "components/cards.html" as cards %}{% import "components/nav.html" as nav %}
{% import "components/report.html" as report %}
{% from "components/timeline.html" import entry %}{% from "components/pager.html" import pager %}
{% from "components/empty.html" import empty %}"""


@pytest.fixture
def render(app):
    """`render("{{ forms.text(…) }}", **values)`: what a macro writes."""

    def made(source: str, **values: object) -> str:
        with app.test_request_context("/"):
            return " ".join(render_template_string(IMPORTS + source, **values).split())

    return made


class Person(Form):
    name = StringField("Name", [validators.DataRequired("Say who")])
    agrees = BooleanField("I agree")
    size = RadioField("Size", choices=[SelectChoice("a", "Small"), SelectChoice("b", "Large")])
    agency = SelectField("Agency", choices=[SelectChoice("1", "One")])


def test_a_field_is_tied_to_its_label_hint_and_error(render):
    html = render('{{ forms.text("phone", "Phone", hint="Ten digits", error="Too short") }}')
    assert '<label for="phone">Phone' in html
    assert 'aria-describedby="phone-error phone-hint" aria-invalid="true"' in html
    assert 'id="phone-hint">Ten digits' in html
    assert 'id="phone-error"' in html


def test_attributes_are_written_bare_or_left_out(render):
    html = render(
        '{{ forms.text("q", "Q", data_keep=true, required=false, pattern=none, maxlength=8) }}'
    )
    assert " data-keep" in html
    assert "data-keep=" not in html
    assert "required" not in html
    assert "pattern" not in html
    assert 'maxlength="8"' in html


@pytest.mark.parametrize(
    "source",
    [
        "{{ forms.text(bad, bad, bad, hint=bad, error=bad, data_x=bad) }}",
        "{{ forms.textarea('n', bad, bad) }}",
        "{{ forms.radios('n', bad, [(bad, bad, bad)]) }}",
        "{{ forms.select('n', bad, [(bad, bad)]) }}",
        "{{ forms.error_summary([(bad, bad)]) }}",
        "{{ chips.chip(bad, bad) }}{{ chips.status(bad, bad) }}{{ chips.meter(1, bad) }}",
        "{% call cards.card(bad, bad, meta=bad) %}{% endcall %}{{ cards.banner(none, bad, bad) }}",
        "{{ empty(bad, bad, bad, bad) }}{{ nav.said([('ok', bad)]) }}",
        "{{ report.where('w', '/a', '/b', '/c', options=[(bad, bad)], typed=bad, lat=bad) }}",
    ],
)
def test_nothing_typed_becomes_markup(render, source):
    html = render(source, bad='"><script>x</script>')
    assert "<script" not in html
    assert "&#34;&gt;&lt;script&gt;" in html


def test_a_form_of_wtforms_is_shown_whole(app, render):
    form = Person(None, data={"size": "b"})
    form.validate()
    html = render(
        "{{ forms.wtf_errors(form) }}{% for each in form %}{{ forms.field(each) }}{% endfor %}",
        form=form,
    )
    assert '<a href="#name">Say who</a>' in html
    assert 'aria-describedby="name-error "' in html
    assert html.count('type="radio"') == 2
    assert html.count('type="checkbox"') == 1
    assert "<select" in html


def test_the_error_summary_takes_the_focus_and_is_silent_without_errors(render):
    assert "autofocus" in render("{{ forms.error_summary([(none, 'Wrong')]) }}")
    assert render("{{ forms.error_summary([]) }}") == ""


def test_every_chip_has_an_icon_and_a_word(render):
    due = clock.now() + timedelta(hours=3, minutes=1)
    html = render(
        "{{ chips.chip('Urgent', 'late') }}{{ chips.status('fixed', 'Fixed') }}"
        "{{ chips.deadline(due, 'soon') }}",
        due=due,
    )
    assert html.count("<svg") == html.count('class="chip') == 3
    assert due.isoformat() in html


def test_a_pager_without_pages_is_nothing(render):
    assert render("{{ pager() }}") == ""
    assert 'rel="next"' in render("{{ pager(older='/x') }}")


def test_a_step_without_words_has_no_empty_frame(render):
    html = render("<ol>{{ entry('Sent', when) }}</ol>", when=clock.now())
    assert 'class="say"' not in html


def test_at_most_five_tabs_stand_at_the_bottom_of_a_phone(app, render):
    links = [
        {"endpoint": "pwa.offline", "icon": "home", "label": str(number)} for number in range(7)
    ]
    html = render("{{ nav.tab_bar(links, 'pwa.offline', 'Main') }}", links=links)
    assert html.count("<a ") - html.count('class="spare"') == 5
    assert html.rindex('class="spare"') < html.rindex("<a ")  # the last one always stands there
