"""Every string is there in Vietnamese and in English, and no catalogue holds a stale one."""

from tools import translations


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
