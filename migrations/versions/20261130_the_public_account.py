"""What only the public account tells of each report, and the account as it was published

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TOLD = (
    "accepted_on_time", "fixed", "explained", "scheduled", "not_accepted", "answers_satisfied",
    "answers_fair", "answers_dissatisfied", "reopened_fixed", "reopened_otherwise", "kept",
    "broken", "accept_in", "answer_in", "hidden_as",
)


def upgrade() -> None:
    """Go forward. The worker counts anew the reports that are there, in turns."""
    for name in TOLD:
        new = sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        op.add_column("figure_part", new)
    op.create_index("ix_figure_part_month", "figure_part", ["month"])
    op.create_table(
        "scorecard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scorecard"),
        sa.UniqueConstraint("kind", "first", "edition", name="uq_scorecard_kind_first_edition"),
    )
    op.execute(
        "INSERT INTO figure_due (service_request_id) SELECT id FROM service_request ORDER BY id"
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("scorecard")
    op.drop_index("ix_figure_part_month", "figure_part")
    for name in reversed(TOLD):
        op.drop_column("figure_part", name)
