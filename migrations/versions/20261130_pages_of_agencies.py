"""The agencies' pages of the public account, as PDF

Revision ID: 0060
Revises: 0059
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column(
        "scorecard", sa.Column("papers_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "agency_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("agency_code", sa.String(60), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name="fk_agency_paper_scorecard_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agency_paper"),
        sa.UniqueConstraint(
            "scorecard_id", "agency_code", name="uq_agency_paper_scorecard_id_agency_code"
        ),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("agency_paper")
    with op.batch_alter_table("scorecard") as batch:
        batch.drop_column("papers_at")
