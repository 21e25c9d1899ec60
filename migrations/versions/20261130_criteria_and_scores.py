"""criteria sets with dated versions, and what units reached by them

Revision ID: 0071
Revises: 0070
"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def _of(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _sets() -> None:
    op.create_table(
        "criteria_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_criteria_set"),
        sa.UniqueConstraint("code", name="uq_criteria_set_code"),
    )
    op.create_table(
        "criteria_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.String(80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status = 'draft' OR valid_from IS NOT NULL", name="ck_criteria_version_dated"
        ),
        _of("criteria_version", "set_id", "criteria_set"),
        sa.PrimaryKeyConstraint("id", name="pk_criteria_version"),
        sa.UniqueConstraint("code", name="uq_criteria_version_code"),
        sa.UniqueConstraint("set_id", "number", name="uq_criteria_version_set_id_number"),
    )
    op.create_index("ix_criteria_version_status", "criteria_version", ["status", "valid_from"])
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(120), nullable=False),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("measure", sa.String(30), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("is_graded", sa.Boolean(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("tenths > 0", name="ck_criterion_tenths"),
        sa.CheckConstraint("way = 'paper' OR target > 0", name="ck_criterion_target"),
        _of("criterion", "version_id", "criteria_version", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_criterion"),
    )
    op.create_index("ix_criterion_version_id", "criterion", ["version_id"])


def _scores() -> None:
    op.create_table(
        "criteria_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("said", sa.String(500), nullable=False),
        sa.Column("appraised_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appraised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(place_id IS NULL) <> (agency_id IS NULL)", name="ck_criteria_score_unit"
        ),
        _of("criteria_score", "version_id", "criteria_version"),
        _of("criteria_score", "place_id", "place"),
        _of("criteria_score", "agency_id", "agency"),
        _of("criteria_score", "appraised_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_criteria_score"),
        sa.UniqueConstraint("code", name="uq_criteria_score_code"),
        sa.UniqueConstraint(
            "version_id", "place_id", "year", name="uq_criteria_score_version_id_place_id_year"
        ),
        sa.UniqueConstraint(
            "version_id", "agency_id", "year", name="uq_criteria_score_version_id_agency_id_year"
        ),
    )
    op.create_index("ix_criteria_score_status", "criteria_score", ["status", "id"])
    for column in ("place_id", "agency_id", "appraised_by_id"):
        op.create_index(f"ix_criteria_score_{column}", "criteria_score", [column])
    op.create_table(
        "criteria_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("score_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=True),
        sa.Column("own_words", sa.String(500), nullable=False),
        sa.Column("own_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("low", sa.Integer(), nullable=True),
        sa.Column("high", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("source_said", sa.String(300), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appraised", sa.Integer(), nullable=True),
        sa.Column("appraised_words", sa.String(500), nullable=False),
        _of("criteria_mark", "score_id", "criteria_score", "CASCADE"),
        _of("criteria_mark", "criterion_id", "criterion"),
        _of("criteria_mark", "own_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_criteria_mark"),
        sa.UniqueConstraint(
            "score_id", "criterion_id", name="uq_criteria_mark_score_id_criterion_id"
        ),
    )
    for column in ("criterion_id", "own_by_id"):
        op.create_index(f"ix_criteria_mark_{column}", "criteria_mark", [column])
    op.create_table(
        "criteria_paper",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        _of("criteria_paper", "attachment_id", "attachment"),
        _of("criteria_paper", "mark_id", "criteria_mark", "CASCADE"),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_criteria_paper"),
    )
    op.create_index("ix_criteria_paper_mark_id", "criteria_paper", ["mark_id"])


def upgrade() -> None:
    """Go forward."""
    _sets()
    _scores()


def downgrade() -> None:
    """Go back."""
    for table in ("paper", "mark", "score"):
        op.drop_table(f"criteria_{table}")
    op.drop_table("criterion")
    for table in ("version", "set"):
        op.drop_table(f"criteria_{table}")
