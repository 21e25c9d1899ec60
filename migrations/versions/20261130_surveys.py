"""Surveys and consultations: what is asked, who has answered, and apart from it the answers

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(10), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("results", sa.JSON(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status = 'draft' OR ends_at IS NOT NULL OR status = 'withdrawn'",
            name="ck_survey_ends",
        ),
        _of("survey", "agency_id", "agency"),
        _of("survey", "author_id", "user", "SET NULL"),
        _of("survey", "service_id", "service"),
        sa.PrimaryKeyConstraint("id", name="pk_survey"),
        sa.UniqueConstraint("code", name="uq_survey_code"),
    )
    op.create_index("ix_survey_status", "survey", ["status", "ends_at"])
    for column in ("agency_id", "author_id", "service_id"):
        op.create_index(f"ix_survey_{column}", "survey", [column])
    op.create_table(
        "survey_place",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        _of("survey_place", "survey_id", "survey", "CASCADE"),
        _of("survey_place", "place_id", "place"),
        sa.PrimaryKeyConstraint("survey_id", "place_id", name="pk_survey_place"),
    )
    op.create_index("ix_survey_place_place_id", "survey_place", ["place_id"])
    op.create_table(
        "survey_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("line", sa.String(300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.Column("option", sa.Integer(), nullable=True),
        _of("survey_question", "survey_id", "survey", "CASCADE"),
        _of("survey_question", "after_id", "survey_question", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_question"),
    )
    for column in ("survey_id", "after_id"):
        op.create_index(f"ix_survey_question_{column}", "survey_question", [column])
    op.create_table(
        "survey_taker",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("is_helped", sa.Boolean(), nullable=False),
        _of("survey_taker", "survey_id", "survey", "CASCADE"),
        sa.PrimaryKeyConstraint("survey_id", "who", name="pk_survey_taker"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_box",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of("survey_box", "survey_id", "survey", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_box"),
    )
    op.create_index("ix_survey_box_survey_id", "survey_box", ["survey_id"])
    op.create_table(
        "survey_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("person_key_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of("survey_reply", "survey_id", "survey", "CASCADE"),
        _of("survey_reply", "user_id", "user", "SET NULL"),
        _of("survey_reply", "person_key_id", "person_key"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_reply"),
    )
    for column in ("survey_id", "user_id"):
        op.create_index(f"ix_survey_reply_{column}", "survey_reply", [column])
    op.create_table(
        "survey_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stance", sa.Integer(), nullable=True),
        sa.Column("reply", sa.String(10), nullable=True),
        sa.Column("reply_words", sa.Text(), nullable=False),
        _of("survey_point", "survey_id", "survey", "CASCADE"),
        _of("survey_point", "question_id", "survey_question", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_point"),
    )
    op.create_index("ix_survey_point_question", "survey_point", ["question_id", "id"])
    op.create_index("ix_survey_point_survey_id", "survey_point", ["survey_id"])


def downgrade() -> None:
    """Go back."""
    for table in ("point", "reply", "box", "taker", "question", "place"):
        op.drop_table(f"survey_{table}")
    op.drop_table("survey")
