"""Reports in squares of a map, and how many there are in each

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

FINEST, CHUNK = 17, 5_000
MAPPED = (
    "CASE WHEN map_cell IS NULL OR sealed_kind IS NOT NULL THEN '' ELSE "
    "CAST(map_cell AS VARCHAR(20)) || '.' || CAST(place_id AS VARCHAR(20)) || '.' || "
    "CAST(COALESCE(agency_id, 0) AS VARCHAR(20)) || "
    "CASE WHEN is_open THEN '.1' ELSE '.0' END || "
    "CASE WHEN about_officials THEN 'o' "
    "WHEN is_listed AND publicity IN ('public', 'edited') THEN 'p' ELSE 'x' END END"
)
INDEXES = {
    "ix_service_request_map": ("map_cell", "map_cell IS NOT NULL"),
    "ix_service_request_unmapped": ("id", f"mapped_as <> {MAPPED}"),
}


def upgrade() -> None:
    """Go forward. What is there is counted by the worker, like what comes in."""
    op.add_column("service_request", sa.Column("map_cell", sa.BigInteger(), nullable=True))
    op.add_column(
        "service_request",
        sa.Column("mapped_as", sa.String(60), nullable=False, server_default=""),
    )
    op.create_table(
        "map_count",
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(1), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "level", "row", "column", "place_id", "agency_id", "is_open", "kind",
            name="pk_map_count",
        ),
    )
    _place_points()
    for name, (column, where) in INDEXES.items():
        few = sa.text(where)
        op.create_index(
            name, "service_request", [column], sqlite_where=few, postgresql_where=few
        )


def downgrade() -> None:
    """Go back."""
    for name in reversed(INDEXES):
        op.drop_index(name, "service_request")
    op.drop_table("map_count")
    # Not in a batch: SQLite would copy the table, and cannot copy what it works out itself.
    op.drop_column("service_request", "mapped_as")
    op.drop_column("service_request", "map_cell")


def _place_points() -> None:
    """Note in which square each report lies."""
    bind, after = op.get_bind(), 0
    report = sa.table(
        "service_request", sa.column("id"), sa.column("lat"), sa.column("long"),
        sa.column("map_cell"),
    )
    points = sa.select(report.c.id, report.c.lat, report.c.long).where(
        report.c.lat.is_not(None), report.c.long.is_not(None)
    )
    placed = (
        sa.update(report)
        .where(report.c.id == sa.bindparam("number"))
        .values(map_cell=sa.bindparam("square"))
    )
    while rows := bind.execute(
        points.where(report.c.id > after).order_by(report.c.id).limit(CHUNK)
    ).all():
        bind.execute(placed, [{"number": row.id, "square": _square(row)} for row in rows])
        after = rows[-1].id


def _square(row: sa.Row) -> int:
    size, last, number = 360 / 2**FINEST, 2**FINEST - 1, 0
    north, east = min(int((row.lat + 90) / size), last // 2), min(int((row.long + 180) / size), last)
    for bit in range(FINEST):
        number |= (east >> bit & 1) << (2 * bit)
        number |= (north >> bit & 1) << (2 * bit + 1)
    return number
