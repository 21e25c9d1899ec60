"""campaigns of a commune: targets, pledges, figures entered by hand

Revision ID: 0062
Revises: 0061
"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def _of(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "community_campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("measure", sa.String(30), nullable=False),
        sa.Column("pledge", sa.String(300), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= begins_on", name="ck_community_campaign_days"),
        _of("community_campaign", "place_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_community_campaign"),
        sa.UniqueConstraint("code", name="uq_community_campaign_code"),
    )
    op.create_index(
        "ix_community_campaign_place", "community_campaign", ["place_id", "status", "ends_on"]
    )
    op.create_table(
        "community_target",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_typed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("base > 0 AND number > 0", name="ck_community_target_sizes"),
        _of("community_target", "campaign_id", "community_campaign", "CASCADE"),
        _of("community_target", "place_id", "place"),
        sa.PrimaryKeyConstraint("campaign_id", "place_id", name="pk_community_target"),
    )
    op.create_index("ix_community_target_place_id", "community_target", ["place_id"])
    op.create_table(
        "community_pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        _of("community_pledge", "campaign_id", "community_campaign", "CASCADE"),
        _of("community_pledge", "place_id", "place"),
        _of("community_pledge", "user_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_community_pledge"),
        sa.UniqueConstraint(
            "campaign_id", "user_id", name="uq_community_pledge_campaign_id_user_id"
        ),
    )
    for column in ("place_id", "user_id"):
        op.create_index(f"ix_community_pledge_{column}", "community_pledge", [column])
    op.create_table(
        "community_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of("community_figure", "campaign_id", "community_campaign", "CASCADE"),
        _of("community_figure", "place_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_community_figure"),
    )
    op.create_index(
        "ix_community_figure_campaign", "community_figure", ["campaign_id", "place_id"]
    )
    op.create_index("ix_community_figure_place_id", "community_figure", ["place_id"])


def downgrade() -> None:
    """Go back."""
    for table in ("figure", "pledge", "target", "campaign"):
        op.drop_table(f"community_{table}")
