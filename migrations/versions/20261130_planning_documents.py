"""Planning documents: plans, the versions of their documents, pages as pictures, words

Revision ID: 0069
Revises: 0068
"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "planning_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of("planning_plan", "agency_id", "agency"),
        _of("planning_plan", "place_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_planning_plan"),
        sa.UniqueConstraint("code", name="uq_planning_plan_code"),
    )
    op.create_index("ix_planning_plan_listed", "planning_plan", ["listed_at", "id"])
    op.create_index("ix_planning_plan_agency", "planning_plan", ["agency_id", "id"])
    op.create_index("ix_planning_plan_place_id", "planning_plan", ["place_id"])
    op.create_table(
        "planning_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("legend", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("painted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of("planning_version", "plan_id", "planning_plan", "CASCADE"),
        _of("planning_version", "paper_id", "attachment"),
        _of("planning_version", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("id", name="pk_planning_version"),
        sa.UniqueConstraint("plan_id", "position", name="uq_planning_version_plan_id_position"),
    )
    op.create_index("ix_planning_version_paper_id", "planning_version", ["paper_id"])
    op.create_index("ix_planning_version_survey_id", "planning_version", ["survey_id"])
    op.create_table(
        "planning_picture",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        _of("planning_picture", "attachment_id", "attachment"),
        _of("planning_picture", "version_id", "planning_version", "CASCADE"),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_planning_picture"),
        sa.UniqueConstraint(
            "version_id", "page", "part", name="uq_planning_picture_version_id_page_part"
        ),
    )
    op.create_table(
        "planning_word",
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        _of("planning_word", "plan_id", "planning_plan", "CASCADE"),
        sa.PrimaryKeyConstraint("word", "plan_id", name="pk_planning_word"),
    )
    op.create_index("ix_planning_word_plan", "planning_word", ["plan_id"])


def downgrade() -> None:
    """Go back."""
    for name in ("word", "picture", "version", "plan"):
        op.drop_table(f"planning_{name}")
