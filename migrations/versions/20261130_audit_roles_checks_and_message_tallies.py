"""From which role somebody acted, when the audit log was checked, how many messages went out

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("audit_entry") as table:
        table.add_column(sa.Column("role", sa.String(200), nullable=True))
        table.create_index("ix_audit_entry_actor", ["actor", "id"])
        table.create_index("ix_audit_entry_verb", ["verb", "id"])
    op.create_table(
        "audit_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("broken_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit_check"),
    )
    op.create_index("ix_audit_check_at", "audit_check", ["at"])
    op.create_table(
        "message_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message_tally"),
        sa.UniqueConstraint("day", "way", "outcome", name="uq_message_tally_day_way_outcome"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("message_tally")
    op.drop_index("ix_audit_check_at", "audit_check")
    op.drop_table("audit_check")
    with op.batch_alter_table("audit_entry") as table:
        table.drop_index("ix_audit_entry_verb")
        table.drop_index("ix_audit_entry_actor")
        table.drop_column("role")
