#!/bin/sh
# alembic 1.20.1 with SQLAlchemy 2.1.9 (Python 3.11), SQLite: batch_alter_table makes a table anew
# and copies the rows. Of a table with a generated column it copies that column too, which SQLite
# refuses, so a migration that only adds a column fails as soon as it is to copy the table, empty
# or not. add_column without a batch, which SQLite can do by itself, works.
#
# Seen:
#   batch: OperationalError cannot INSERT into generated column "owed"
#   plain: (1, 5, 2, 3, None)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check alembic==1.20.1 SQLAlchemy==2.1.9
"$folder/venv/bin/python" - <<'PY'
import sys

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations


def fresh():
    connection = sa.create_engine("sqlite://").connect()
    connection.execute(sa.text(
        "CREATE TABLE bill (id INTEGER PRIMARY KEY, amount INTEGER, paid INTEGER,"
        " owed INTEGER GENERATED ALWAYS AS (amount - paid) STORED)"))
    connection.execute(sa.text("INSERT INTO bill (amount, paid) VALUES (5, 2)"))
    return connection, Operations(MigrationContext.configure(connection))


said = ""
connection, op = fresh()
try:
    with op.batch_alter_table("bill", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.String(20)))
except sa.exc.OperationalError as refused:
    said = str(refused.orig)
    print("batch:", type(refused).__name__, said)
connection, op = fresh()
op.add_column("bill", sa.Column("note", sa.String(20)))
row = tuple(connection.execute(sa.text("SELECT * FROM bill")).one())
print("plain:", row)
sys.exit(0 if said == 'cannot INSERT into generated column "owed"' and len(row) == 5 else 1)
PY
