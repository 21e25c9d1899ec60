"""Namesakes in surveys: that somebody of a name has answered by one way, noted by a hash

Revision ID: 0057
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "survey_namesake",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
            name="fk_survey_namesake_survey_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("survey_id", "who", name="pk_survey_namesake"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("survey_namesake")
