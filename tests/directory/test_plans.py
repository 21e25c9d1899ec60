"""The directory's lists are walked by their indices, however long they are."""

from datetime import date

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.core.db import db
from app.directory import finding, jobs, queries
from app.directory.models import DirectoryEntry
from tests.factories import directory as make
from tests.plans import plans

pytestmark = pytest.mark.one_database


@pytest.fixture
def office(app):
    office = make.office()
    for number in range(30):
        make.entry(office, f"Trạm y tế số {number:02}", point=(21.7, 104.9))
    db.session.commit()
    return office


def test_no_list_reads_a_whole_table(office):
    kind, today = make.kind(), clock.local(clock.now()).date()
    reads = (
        lambda: queries.listed([], kind.id, office.place_id),
        lambda: queries.listed(["tram", "so"], None, None),
        lambda: queries.nearest(kind, 21.7, 104.9),
        lambda: queries.to_look_after(office, today),
        lambda: queries.urgent(office.place_id),
    )
    for read in reads:
        lines = [line for plan in plans(read) for line in plan]
        scanned = [line for line in lines if line.startswith("SCAN directory_")]
        assert [line for line in scanned if "directory_kind" not in line] == [], lines


def test_a_list_by_words_is_not_sorted(office):
    found = plans(lambda: queries.listed(["tram", "so"], None, None))
    assert not any("TEMP B-TREE" in line for plan in found for line in plan)


def test_a_walk_begins_with_the_word_that_few_have(office):
    assert queries.rarest_first(["tram", "17", "y"]) == ["17", "tram", "y"]
    kind = finding.kind_facet(make.kind().id)
    assert queries.rarest_first([kind, "17"]) == ["17", kind]


def test_a_walk_goes_no_further_than_all_its_words_do(office):
    for number in range(queries.MOST_COUNTED):
        make.entry(office, f"Chợ số {number:02} Mẫu", "market")
        make.entry(office, f"Xe số {number:02} Mẫu", "ambulance")
    facet = finding.kind_facet(make.kind("market").id)
    low, high = db.session.execute(select(*queries._where_all_are(["mau", "so", facet]))).one()
    names = [finding.sort_key(f"Chợ số {number} Mẫu") for number in ("00", "59")]
    assert [low, high] == names
    assert len(queries.listed(["mau", "so"], make.kind("market").id, None).rows) == 20
    found = [line for plan in plans(lambda: queries.listed(["mau", "so"], None, None))
             for line in plan]  # fmt: skip
    assert any("word=? AND sort_key>? AND sort_key<?" in line for line in found), found


def test_what_lies_near_is_walked_by_cells(office):
    found = [
        line
        for plan in plans(lambda: queries.nearest(make.kind(), 21.7, 104.9))
        for line in plan
        if "ix_directory_entry_cell" in line
    ]
    assert found and all("cell>? AND cell<?" in line for line in found), found


def test_what_many_wait_for_is_counted_so_far(office):
    db.session.execute(update(DirectoryEntry).values(check_due=date(2020, 1, 1)))
    due, wrong = queries.counts(office, date(2026, 12, 1))
    assert (str(due), due.goes_on, wrong.number) == ("30", False, 0)
    for number in range(queries.MOST_WAITING - 30):
        make.entry(office, f"Nhà thuốc {number}", "pharmacy")
    db.session.execute(update(DirectoryEntry).values(check_due=date(2020, 1, 1)))
    due, _wrong = queries.counts(office, date(2026, 12, 1))
    assert str(due) == f"{queries.MOST_WAITING - 1}+"


def test_what_is_due_is_found_by_its_index(office):
    found = [line for plan in plans(lambda: jobs.remind(clock.now())) for line in plan]
    assert any("ix_directory_entry_due" in line for line in found)
