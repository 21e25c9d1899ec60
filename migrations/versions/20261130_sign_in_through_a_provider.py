"""Sign-in through a provider: who is known there, and how a session began

Revision ID: 0064
Revises: 0063
"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None
INDEXED = ("provider_subject", "provider_session")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "provider_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_index", sa.String(64), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name="fk_provider_identity_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_provider_identity"),
        sa.UniqueConstraint("user_id", "kind", name="uq_provider_identity_user_id_kind"),
        sa.UniqueConstraint("subject_index", name="uq_provider_identity_subject_index"),
    )
    op.add_column("session", sa.Column("provider", sa.String(20), nullable=True))
    op.add_column("session", sa.Column("level", sa.Integer(), nullable=True))
    for name in INDEXED:
        op.add_column("session", sa.Column(name, sa.String(64), nullable=True))
        op.create_index(f"ix_session_{name}", "session", [name])


def downgrade() -> None:
    """Go back."""
    for name in reversed(INDEXED):
        op.drop_index(f"ix_session_{name}", "session")
        op.drop_column("session", name)
    op.drop_column("session", "level")
    op.drop_column("session", "provider")
    op.drop_table("provider_identity")
