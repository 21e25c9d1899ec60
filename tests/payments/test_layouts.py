"""Statements as real banks lay them out, with invented lines, in every format they send."""

import random

import pytest

from app.core.tables import columns, reading
from app.payments.statement_rows import FIELDS, read
from tests.payments import statements
from tests.payments.statements import FORMATS, LAYOUTS, File


def taken(file: File) -> list[tuple[object, ...]]:
    """Read a file as a clerk would who confirms what is guessed."""
    first = reading.look(file.content, 45)
    [table] = [each for each in first if columns.has_head(FIELDS, each.rows)]
    guess = columns.guess(FIELDS, table.rows)
    assert guess.doubtful == ()
    rows = reading.read(file.content, table.name).rows
    found = [read(cells, guess.columns, guess.heads) for at, cells in rows if at > guess.head_row]
    return [(m.booked_on, m.amount, m.words, m.bank_id) for m in found if m is not None]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("form", FORMATS)
def test_a_layout_is_read_in_every_format(layout, form):
    chance = random.Random(f"{layout.name} {form}")
    month = statements.entries(chance, 12, ["HD7K3M9QXF"])
    file = statements.statement(chance, month, layout, form, numbered=True)
    assert taken(file) == statements.expected(month, file)


PARTS = [pytest.param(range(40), id="some")] + [
    pytest.param(range(at, at + 100), marks=pytest.mark.details, id=f"from {at}")
    for at in range(0, 500, 100)
]


@pytest.mark.parametrize("seeds", PARTS)
def test_random_statements_give_the_list_they_were_made_from(seeds):
    for seed in seeds:
        chance = random.Random(seed)
        month = statements.entries(chance, chance.randint(1, 9), ["HD7K3M9QXF", "HD2K3M9QXA"])
        file = statements.statement(chance, month)
        assert taken(file) == statements.expected(month, file), (seed, file.name)
