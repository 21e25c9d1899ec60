"""The directory's lists are walked by their indices, however long they are."""

from datetime import date

import pytest
from sqlalchemy import update

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
