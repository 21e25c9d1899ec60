"""Areas that the public map leaves out

Revision ID: 0065
Revises: 0064
"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "map_blank",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(120), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("long", sa.Double(), nullable=True),
        sa.Column("radius_m", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(place_id IS NULL) = (lat IS NOT NULL AND long IS NOT NULL AND radius_m IS NOT NULL)",
            name="ck_map_blank_area",
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_map_blank_place_id"),
        sa.PrimaryKeyConstraint("id", name="pk_map_blank"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("map_blank")
