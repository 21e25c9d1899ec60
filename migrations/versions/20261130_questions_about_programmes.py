"""Questions about programmes, and by when they are answered

Revision ID: 0082
Revises: 0081
"""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "directory_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("business_name", sa.String(80), nullable=False),
        sa.Column("person_key_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_directory_question"),
        sa.UniqueConstraint("code", name="uq_directory_question_code"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["directory_programme.id"],
            name="fk_directory_question_programme_id",
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name="fk_directory_question_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name="fk_directory_question_user_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_key_id"], ["person_key.id"], name="fk_directory_question_person_key_id"
        ),
    )  # fmt: skip
    op.create_index(
        "ix_directory_question_waiting", "directory_question", ["status", "answer_by", "id"]
    )
    for column in ("programme_id", "agency_id", "user_id"):
        op.create_index(f"ix_directory_question_{column}", "directory_question", [column])


def downgrade() -> None:
    """Go back."""
    op.drop_table("directory_question")
