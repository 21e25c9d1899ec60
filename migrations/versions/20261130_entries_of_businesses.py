"""Entries of the directory that a confirmed business keeps, and what it proposes

Revision ID: 0079
Revises: 0078
"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None
KINDS = ("hospital", "pharmacy", "bank", "bus-stop", "homestay")
"""Kinds of the starter pack of which businesses keep their own entries."""


def upgrade() -> None:
    """Go forward."""
    of_businesses = sa.Column(
        "of_businesses", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("directory_kind", of_businesses)
    kind = sa.table("directory_kind", sa.column("code"), sa.column("of_businesses", sa.Boolean()))
    op.execute(kind.update().where(kind.c.code.in_(KINDS)).values(of_businesses=sa.true()))
    op.add_column("directory_entry", sa.Column("business_code", sa.String(20), nullable=True))
    checked = sa.Column("checked_by_owner", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("directory_entry", checked)
    op.create_index("ix_directory_entry_business_code", "directory_entry", ["business_code"])
    op.create_table(
        "directory_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("business_code", sa.String(20), nullable=False),
        sa.Column("business_name", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(124), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(400), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_directory_proposal"),
        sa.UniqueConstraint("code", name="uq_directory_proposal_code"),
        sa.UniqueConstraint(
            "business_code", "subject", name="uq_directory_proposal_business_code_subject"
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["directory_kind.id"], name="fk_directory_proposal_kind_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name="fk_directory_proposal_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["directory_entry.id"], name="fk_directory_proposal_entry_id",
            ondelete="CASCADE",
        ),
    )  # fmt: skip
    op.create_index(
        "ix_directory_proposal_status", "directory_proposal", ["agency_id", "status", "id"]
    )
    op.create_index("ix_directory_proposal_entry_id", "directory_proposal", ["entry_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("directory_proposal")
    op.drop_index("ix_directory_entry_business_code", "directory_entry")
    op.drop_column("directory_entry", "checked_by_owner")
    op.drop_column("directory_entry", "business_code")
    op.drop_column("directory_kind", "of_businesses")
