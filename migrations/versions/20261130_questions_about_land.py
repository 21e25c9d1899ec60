"""Questions about land, what came along with them, answers that everybody reads

Revision ID: 0070
Revises: 0069
"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "land_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("adviser_id", sa.Integer(), nullable=True),
        sa.Column("person_key_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        _of("land_question", "place_id", "place"),
        _of("land_question", "agency_id", "agency"),
        _of("land_question", "user_id", "user", "SET NULL"),
        _of("land_question", "adviser_id", "user", "SET NULL"),
        _of("land_question", "person_key_id", "person_key"),
        sa.PrimaryKeyConstraint("id", name="pk_land_question"),
        sa.UniqueConstraint("code", name="uq_land_question_code"),
    )
    op.create_index("ix_land_question_waiting", "land_question", ["status", "answer_by", "id"])
    for column in ("place_id", "agency_id", "user_id", "adviser_id"):
        op.create_index(f"ix_land_question_{column}", "land_question", [column])
    op.create_table(
        "land_attachment",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        _of("land_attachment", "attachment_id", "attachment"),
        _of("land_attachment", "question_id", "land_question", "CASCADE"),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_land_attachment"),
    )
    op.create_index("ix_land_attachment_question_id", "land_attachment", ["question_id"])
    op.create_table(
        "land_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        _of("land_answer", "question_id", "land_question", "SET NULL"),
        _of("land_answer", "agency_id", "agency"),
        sa.PrimaryKeyConstraint("id", name="pk_land_answer"),
        sa.UniqueConstraint("code", name="uq_land_answer_code"),
        sa.UniqueConstraint("question_id", name="uq_land_answer_question_id"),
    )
    op.create_index("ix_land_answer_agency_id", "land_answer", ["agency_id"])


def downgrade() -> None:
    """Go back."""
    for name in ("answer", "attachment", "question"):
        op.drop_table(f"land_{name}")
