"""Lists of classes that follow a guide, and who put themselves on them

Revision ID: 0074
Revises: 0073
"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "directory_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_directory_class"),
        sa.UniqueConstraint("code", name="uq_directory_class_code"),
        _of("directory_class", "guide_id", "directory_guide"),
        _of("directory_class", "user_id", "user", "CASCADE"),
    )
    op.create_index("ix_directory_class_guide_id", "directory_class", ["guide_id"])
    op.create_index("ix_directory_class_opened_at", "directory_class", ["opened_at"])
    op.create_index("ix_directory_class_user", "directory_class", ["user_id", "id"])
    op.create_table(
        "directory_class_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("person_key_id", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_directory_class_member"),
        sa.UniqueConstraint("class_id", "user_id", name="uq_directory_class_member_class_id_user_id"),
        _of("directory_class_member", "class_id", "directory_class", "CASCADE"),
        _of("directory_class_member", "user_id", "user", "SET NULL"),
        _of("directory_class_member", "person_key_id", "person_key"),
    )
    op.create_index("ix_directory_class_member_user", "directory_class_member", ["user_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("directory_class_member")
    op.drop_table("directory_class")
