"""The directory: kinds, entries, what they are found by, what is wrong of them, turns of duty

Revision ID: 0050
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "directory_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("icon", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("keeps_office_days", sa.Boolean(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("has_duty", sa.Boolean(), nullable=False),
        sa.Column("check_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_directory_kind"),
        sa.UniqueConstraint("code", name="uq_directory_kind_code"),
    )
    op.create_table(
        "directory_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=True),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("source_key", sa.String(120), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("phones", sa.String(80), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("hours", sa.String(160), nullable=False),
        sa.Column("days", sa.String(160), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("long", sa.Double(), nullable=True),
        sa.Column("cell", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("check_due", sa.Date(), nullable=False),
        sa.Column("told_of_check", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _of("directory_entry", "kind_id", "directory_kind"),
        _of("directory_entry", "agency_id", "agency"),
        _of("directory_entry", "commune_id", "place"),
        _of("directory_entry", "village_id", "place"),
        _of("directory_entry", "checked_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_entry"),
        sa.UniqueConstraint("code", name="uq_directory_entry_code"),
        sa.UniqueConstraint("agency_id", "source_key", name="uq_directory_entry_agency_id_source_key"),
    )
    for name, columns in (
        ("kept", ["agency_id", "check_due", "id"]),
        ("cell", ["kind_id", "cell"]),
        ("due", ["check_due", "told_of_check"]),
        ("commune_id", ["commune_id"]),
        ("village_id", ["village_id"]),
        ("checked_by_id", ["checked_by_id"]),
    ):
        op.create_index(f"ix_directory_entry_{name}", "directory_entry", columns)
    op.create_table(
        "directory_word",
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("sort_key", sa.String(40), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        _of("directory_word", "entry_id", "directory_entry", "CASCADE"),
        sa.PrimaryKeyConstraint("word", "sort_key", "entry_id", name="pk_directory_word"),
    )
    op.create_index("ix_directory_word_entry", "directory_word", ["entry_id", "word"])
    op.create_table(
        "directory_fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        _of("directory_fault", "entry_id", "directory_entry", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_fault"),
        sa.UniqueConstraint("entry_id", "reason", name="uq_directory_fault_entry_id_reason"),
    )
    op.create_table(
        "directory_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(30), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        _of("directory_turn", "entry_id", "directory_entry", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_turn"),
    )
    op.create_index("ix_directory_turn_entry", "directory_turn", ["entry_id", "ends_at"])
    op.create_index("ix_directory_turn_ends_at", "directory_turn", ["ends_at"])


def downgrade() -> None:
    """Go back."""
    for name in ("turn", "fault", "word", "entry", "kind"):
        op.drop_table(f"directory_{name}")
