"""lesson cards; what somebody was seen to do alone at a visit

Revision ID: 0068
Revises: 0067
"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "community_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("picture", sa.String(20), nullable=False),
        sa.Column("steps", sa.String(605), nullable=False),
        sa.Column("taps", sa.String(605), nullable=False),
        sa.Column("path", sa.String(120), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["community_skill.id"],
            name="fk_community_lesson_skill_id_community_skill",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_community_lesson"),
        sa.UniqueConstraint("skill_id", name="uq_community_lesson_skill_id"),
    )
    with op.batch_alter_table("community_visit_skill") as table:
        table.add_column(sa.Column("alone", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("community_visit_skill") as table:
        table.drop_column("alone")
    op.drop_table("community_lesson")
