"""The account as files: tables, what their columns mean, the catalogue entry, signed editions."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from flask import Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import page_cache, signing, text
from app.core.access import PUBLIC, access
from app.core.config import settings
from app.core.downloads import download
from app.core.tables.writing import CSV, TYPES, XLSX, Cell, csv_of, write_sheets
from app.scorecards import papers
from app.scorecards.blueprint import scorecards
from app.scorecards.guarding import MONTH
from app.scorecards.measures import BY_GROUP, EVERY, GROUPS, TIMES
from app.scorecards.models import Scorecard
from app.scorecards.publishing import FORMAT, PLURAL
from app.scorecards.queries import PROVINCE, SLUGS, by_name, documents, editions
from app.scorecards.views import FRESH_SECONDS, KINDS, LISTS
from app.service_requests.figures.periods import Period

FRESH = 300
DCAT_TYPES = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON"}
Table = tuple[str, list[str], list[list[Cell]]]


@scorecards.get("/ket-qua/du-lieu")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def data() -> ResponseReturnValue:
    """Say what can be taken away, under which licence, what it means, and how it is checked."""
    known = editions()
    periods = [
        (Period.around(kind, first), list(reversed(of)))
        for (kind, first), of in sorted(known.by_period.items(), key=_newest_first)
    ]
    return render_template(
        "scorecards/data.html",
        periods=periods[:24],
        hidden=max(0, len(periods) - 24),
        groups=[(label, BY_GROUP[group]) for group, label in GROUPS.items()],
        key=signing.public_key(),
        licence=settings().data_licence,
        name_of=name_of,
    )


@scorecards.get("/ket-qua/bang-<any('thang', 'quy', 'nam'):kind>-<first>.<any('csv', 'xlsx'):ext>")
@access(PUBLIC)
def table(kind: str, first: str, ext: str) -> ResponseReturnValue:
    """Give all tables of a period, the newest edition, as CSV in one table or as a workbook."""
    of = editions().of(Period.around(kind, text.day(first) or abort(404))) or abort(404)
    document = documents(of[-1:])[of[-1].id]
    name = f"ket-qua-{kind}-{first}.{ext}"
    if ext == CSV:
        tables = list(_tables(document))
        heads = [_("Table"), *tables[0][1]]
        rows = [[title, *row] for title, _heads, rows in tables for row in rows]
        return _file(csv_of(heads, rows), TYPES[CSV], name)
    book = io.BytesIO()
    write_sheets(book, [*_tables(document), _dictionary_table()])
    return _file(book.getvalue(), TYPES[XLSX], name)


@scorecards.get("/ket-qua/co-quan/<code>/thang-<first>.pdf")
@access(PUBLIC)
def paper(code: str, first: str) -> ResponseReturnValue:
    """Give an agency's page of a month, as the worker set it."""
    found = papers.of(Period.around(MONTH, text.day(first) or abort(404)), code) or abort(404)
    return _file(found.content, "application/pdf", f"ket-qua-{code}-{first}.pdf")


@scorecards.get("/ket-qua/tu-dien.<any('csv', 'json'):ext>")
@access(PUBLIC)
def dictionary(ext: str) -> ResponseReturnValue:
    """Give what every column means."""
    _title, heads, rows = _dictionary_table()
    if ext == CSV:
        return _file(csv_of(heads, rows), TYPES[CSV], "tu-dien.csv")
    said = [
        {"name": name, "label": str(each.label), "meaning": str(each.meaning), "part_of": each.of,
         "type": "hours" if name in TIMES else "count"}
        for name, each in EVERY.items()
    ]  # fmt: skip
    return _file(_json(said), TYPES["json"], "tu-dien.json")


@scorecards.get("/ket-qua/ban/<any('thang', 'quy', 'nam'):kind>-<first>-<int:edition>.json")
@access(PUBLIC)
def signed(kind: str, first: str, edition: int) -> ResponseReturnValue:
    """Give an edition as it was published, with its signature."""
    found = by_name(kind, text.day(first) or abort(404), edition) or abort(404)
    return _file(_json(envelope(found)), TYPES["json"], f"{name_of(found)}.json")


@scorecards.get("/ket-qua/dcat.jsonld")
@access(PUBLIC)
def dcat() -> ResponseReturnValue:
    """Describe the data for catalogues of open data (DCAT 3, as JSON-LD)."""
    response = make_response(_json(_catalogue()))
    response.content_type = "application/ld+json; charset=utf-8"
    return _fresh(response)


def envelope(found: Scorecard) -> dict[str, Any]:
    """Give what a file of an edition says: the document, the signature over it, and the key."""
    return {
        "signed": json.loads(found.body),
        "signature": found.signature,
        "public_key": signing.public_key(),
        "algorithm": "Ed25519",
    }


def name_of(found: Scorecard) -> str:
    return f"{found.kind}-{found.first:%Y-%m-%d}-{found.edition}"


def _tables(document: Mapping[str, Any]) -> Iterator[Table]:
    names = [name for name in EVERY if not name.startswith("directions")]
    directed = [name for name in EVERY if name.startswith("directions")]
    heads = [_("Code"), _("Name"), *(str(EVERY[name].label) for name in [*names, *directed])]
    every = [*names, *directed]
    whole = document[PROVINCE]
    yield _("Province"), heads, [_row("", document["site"], whole, every)] if whole else []
    for slug, dimension in SLUGS.items():
        of = document[PLURAL[dimension]]
        rows = [_row(each["code"], each["name"], each["figures"], every) for each in of["rows"]]
        if of["others"]:
            rows.append(
                _row("", _("Others (%(num)d)", num=of["others_number"]), of["others"], every)
            )
        yield str(LISTS[slug]), heads, rows


def _row(code: str, name: str, figures: Mapping[str, Any], names: Iterable[str]) -> list[Cell]:
    return [code, name, *(figures.get(each) for each in names)]


def _dictionary_table() -> Table:
    heads = [_("Column"), _("Name in programs"), _("Meaning"), _("Is a part of")]
    rows: list[list[Cell]] = [
        [str(each.label), name, str(each.meaning), str(EVERY[each.of].label) if each.of else ""]
        for name, each in EVERY.items()
    ]
    return _("Data dictionary"), heads, rows


def _catalogue() -> dict[str, Any]:
    base, licence = settings().base_url, settings().data_licence
    known = editions()
    periods = [Period.around(kind, first) for kind, first in sorted(known.by_period)]
    publisher = {"@type": "foaf:Agent", "foaf:name": settings().operator.name}
    given: dict[str, Any] = {"dct:license": {"@id": licence}} if licence else {}
    page = base + url_for("scorecards.index")
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{base}{url_for('scorecards.dcat')}",
        "@type": "dcat:Dataset",
        "dct:title": {"@value": _("How reports of citizens were answered"), "@language": "vi"},
        "dct:description": {
            "@value": _("Figures by month, quarter and year, for the province, its agencies, "
                        "communes and services."),
            "@language": "vi",
        },
        "dct:publisher": publisher,
        "dct:language": "vi",
        "dct:accrualPeriodicity": {"@id": "http://purl.org/cld/freq/monthly"},
        "dct:conformsTo": FORMAT,
        "dcat:landingPage": {"@id": page},
        "dcat:describedBy": {"@id": base + url_for("scorecards.dictionary", ext="json")},
        **given,
        "dcat:distribution": [
            _distribution(base, each, ext, known.of(each)[-1], given)
            for each in periods for ext in DCAT_TYPES
        ],
    }  # fmt: skip


def _distribution(
    base: str, period: Period, ext: str, newest: Scorecard, given: Mapping[str, Any]
) -> dict[str, Any]:
    first = period.first.isoformat()
    url = (
        url_for("scorecards.signed", kind=period.kind, first=first, edition=newest.edition)
        if ext == "json"
        else url_for("scorecards.table", kind=period.kind, first=first, ext=ext)
    )
    return {
        "@type": "dcat:Distribution",
        "dct:title": f"{KINDS[period.kind]} {first} · {DCAT_TYPES[ext]}",
        "dcat:downloadURL": {"@id": base + url},
        "dcat:mediaType": TYPES[ext].split(";")[0],
        "dct:modified": {"@value": newest.at.isoformat(), "@type": "xsd:dateTime"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": first, "@type": "xsd:date"},
            "dcat:endDate": {"@value": period.last.isoformat(), "@type": "xsd:date"},
        },
        **given,
    }


def _newest_first(of: tuple[tuple[str, date], Any]) -> tuple[int, int]:
    (kind, first), _editions = of
    return -Period.around(kind, first).last.toordinal(), [*KINDS].index(kind)


def _json(said: Any) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _file(content: bytes, mimetype: str, name: str) -> Response:
    return _fresh(download(content, name, mimetype))


def _fresh(response: Response) -> Response:
    response.cache_control.public = True
    response.cache_control.max_age = FRESH
    response.add_etag()
    response.make_conditional(request)
    return response
