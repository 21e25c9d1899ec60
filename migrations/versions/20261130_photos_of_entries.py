"""Photos of the directory's entries

Revision ID: 0075
Revises: 0074
"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "directory_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(160), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_directory_photo"),
        sa.UniqueConstraint("photo_id", name="uq_directory_photo_photo_id"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["directory_entry.id"], name="fk_directory_photo_entry_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["attachment.id"], name="fk_directory_photo_photo_id"
        ),
    )  # fmt: skip
    op.create_index("ix_directory_photo_entry", "directory_photo", ["entry_id", "id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("directory_photo")
