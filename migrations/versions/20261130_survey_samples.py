"""samples of a survey: how many are drawn, by which seed, and whom the draw came to

Revision ID: 0061
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def _of(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "survey_sample",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(40), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("list_print", sa.String(64), nullable=True),
        sa.Column("draw_print", sa.String(64), nullable=True),
        sa.Column("strata", sa.JSON(), nullable=False),
        _of("survey_sample", "survey_id", "survey", "CASCADE"),
        sa.PrimaryKeyConstraint("survey_id", name="pk_survey_sample"),
    )
    op.create_table(
        "survey_drawn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("stratum", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.CheckConstraint(
            "household_id IS NULL OR person_id IS NULL", name="ck_survey_drawn_one"
        ),
        _of("survey_drawn", "survey_id", "survey", "CASCADE"),
        _of("survey_drawn", "place_id", "place"),
        _of("survey_drawn", "household_id", "household", "SET NULL"),
        _of("survey_drawn", "person_id", "community_person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_drawn"),
        sa.UniqueConstraint(
            "survey_id", "household_id", name="uq_survey_drawn_survey_id_household_id"
        ),
        sa.UniqueConstraint("survey_id", "person_id", name="uq_survey_drawn_survey_id_person_id"),
    )
    for column in ("place_id", "household_id", "person_id"):
        op.create_index(f"ix_survey_drawn_{column}", "survey_drawn", [column])


def downgrade() -> None:
    """Go back."""
    op.drop_table("survey_drawn")
    op.drop_table("survey_sample")
