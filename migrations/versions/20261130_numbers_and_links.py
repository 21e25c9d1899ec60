"""Numbers to call and official links as dated rows; when prices were checked; removed rules

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

RATES = ("tariff_version", "tax_rate")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("value", sa.String(300), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("about_en", sa.String(200), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_contact_place_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        sa.UniqueConstraint("kind", "code", "valid_from", name="uq_contact_kind_code_valid_from"),
    )
    op.create_index("ix_contact_place_id", "contact", ["place_id"])
    op.create_table(
        "removed_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_removed_rule_service_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_removed_rule_place_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_removed_rule_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_removed_rule"),
    )
    for column in ("service_id", "place_id", "agency_id"):
        op.create_index(f"ix_removed_rule_{column}", "removed_rule", [column])
    for table in RATES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("checked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go back."""
    for table in RATES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("checked_on")
    op.drop_table("removed_rule")
    op.drop_table("contact")
