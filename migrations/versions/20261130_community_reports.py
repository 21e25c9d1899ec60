"""Daily reports of community digital teams, and what is difficult

Revision ID: 0054
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _team(table):
    return sa.ForeignKeyConstraint(
        ["team_id"], ["community_team.id"], name=f"fk_{table}_team_id", ondelete="CASCADE"
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "community_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("line", sa.String(500), nullable=False),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        _team("community_report"),
        sa.PrimaryKeyConstraint("id", name="pk_community_report"),
        sa.UniqueConstraint("team_id", "day", name="uq_community_report_team_id_day"),
    )
    op.create_index("ix_community_report_day", "community_report", ["day"])
    op.create_table(
        "community_difficulty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(1000), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        _team("community_difficulty"),
        sa.PrimaryKeyConstraint("id", name="pk_community_difficulty"),
    )
    op.create_index(
        "ix_community_difficulty_team", "community_difficulty", ["team_id", "status", "id"]
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("community_difficulty")
    op.drop_table("community_report")
