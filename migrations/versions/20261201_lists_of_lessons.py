"""Lists of classes for more than guides

Revision ID: 0085
Revises: 0084
"""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a list name another room's matter instead of a guide."""
    with op.batch_alter_table("directory_class") as batch:
        batch.add_column(sa.Column("kind", sa.String(20)))
        batch.add_column(sa.Column("about", sa.String(60)))
        batch.alter_column("guide_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """Let lists fall that are of no guide."""
    op.execute(
        "DELETE FROM directory_class_member WHERE class_id IN"
        " (SELECT id FROM directory_class WHERE guide_id IS NULL)"
    )
    op.execute("DELETE FROM directory_class WHERE guide_id IS NULL")
    with op.batch_alter_table("directory_class") as batch:
        batch.alter_column("guide_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_column("about")
        batch.drop_column("kind")
