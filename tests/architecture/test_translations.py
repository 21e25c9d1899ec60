"""Every string is there in Vietnamese and in English, and no catalogue holds a stale one."""

import re
from gettext import GNUTranslations
from io import BytesIO

import pytest

from app.core import catalogues
from tools import translations


@pytest.mark.details  # `make check`, which runs beside the tests, asks the same
def test_the_catalogues_are_complete_and_current():
    assert translations.problems() == []


def test_it_finds_what_is_wrong_with_a_catalogue(tmp_path):
    _source(tmp_path, 'x = _("Kept")\ny = _("Due %(when)s", when=1)\nz = _("New")\n')
    catalog = translations.merged(
        translations.extract(tmp_path),
        translations.Catalog(locale="vi"),
        "vi",
        {"Kept": "Giữ", "Due %(when)s": "Hạn"},
    )
    catalog.add("Gone", "Đã bỏ")
    translations.write("vi", catalog, tmp_path)
    found = [line for line in translations.problems(tmp_path) if line.startswith("vi")]
    assert found == [
        "vi: stale 'Gone'",
        "vi: untranslated 'New'",
        "vi: other placeholders than the English in 'Due %(when)s'",
    ]


def test_english_holds_only_what_reads_otherwise_than_the_code(tmp_path):
    _source(
        tmp_path, 'x = _("Kept")\ny = ngettext("%(num)d day", "%(num)d days", 2)\nz = _("Ask")\n'
    )
    assert "en: there is no catalogue" in translations.problems(tmp_path)
    written = translations.Catalog(locale="en")
    for english, text in (("Kept", "Kept"), ("Ask", "Send invitation"), ("Gone", "No longer said")):
        written.add(english, text)
    translations.write("en", written, tmp_path)
    assert [line for line in translations.problems(tmp_path) if line.startswith("en")] == [
        "en: says what the code says 'Kept'",
        "en: stale 'Gone'",
    ]
    translations.update({}, tmp_path)
    assert [
        (message.id, message.string)
        for message in translations.messages(translations.read("en", tmp_path))
    ] == [("Ask", "Send invitation")]


def test_every_string_is_said_in_english():
    spoken = GNUTranslations(BytesIO(catalogues.compiled(translations.catalogue_path("en"))))
    written = {
        (message.context, message.id): message.string
        for message in translations.messages(translations.read("en"))
    }
    for message in translations.messages(translations.read("vi")):
        context, english = message.context, message.id
        words = written.get((context, english), english)
        said = [_said(spoken, context, english, number) for number in (1, 2)]
        assert said == (list(words) if isinstance(english, tuple) else [words, words])


def _said(spoken: GNUTranslations, context: str | None, english: translations.Words, number: int):
    if isinstance(english, tuple):
        known = spoken.npgettext(context, *english, number) if context else None
        return known or spoken.ngettext(*english, number)
    return spoken.pgettext(context, english) if context else spoken.gettext(english)


def test_an_update_keeps_what_was_translated_and_drops_what_is_gone(tmp_path):
    _source(tmp_path, 'x = _("Kept")\ny = ngettext("%(num)d day", "%(num)d days", 2)\n')
    translations.update({"Kept": "Giữ", "%(num)d day": "%(num)d ngày"}, tmp_path)
    translations.update({}, tmp_path)
    assert translations.problems(tmp_path) == []
    _source(tmp_path, 'x = _("Kept")\n')
    translations.update({}, tmp_path)
    texts = [message.string for message in translations.messages(translations.read("vi", tmp_path))]
    assert texts == ["Giữ"]


def _source(folder, text: str) -> None:
    (folder / "app").mkdir(exist_ok=True)
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "app" / "room.py").write_text(text, encoding="utf-8")
    config = (translations.ROOT / "babel.cfg").read_text(encoding="utf-8")
    (folder / "babel.cfg").write_text(config, encoding="utf-8")


UNIT = r"₫|[kM]?g|[kmc]?m[²³]?|[kMG]B|kWh|ml|%\(unit\)s"
BREAKING = re.compile(rf"(?:\d|\)s) (?:{UNIT})(?!\w)|\d đồng")
BROKEN_IN_A_PAGE = re.compile(r"\}\} (?:₫|\{\{ *(?:unit|[a-z.]+\.unit)\b)")


def test_no_text_lets_a_line_end_between_an_amount_and_its_unit():
    """`1.000 ₫` at the end of a narrow line would leave the sign alone on the next."""
    texts = [
        part
        for language in ("en", "vi")
        for message in translations.messages(translations.read(language))
        for part in (*_parts(message.id), *_parts(message.string))
    ]
    pages = sorted((translations.ROOT / "templates").rglob("*.html"))
    assert [each for each in texts if BREAKING.search(each)] == []
    assert [
        page.name for page in pages if BROKEN_IN_A_PAGE.search(page.read_text(encoding="utf-8"))
    ] == []


def _parts(text):
    return text if isinstance(text, list | tuple) else [text or ""]
