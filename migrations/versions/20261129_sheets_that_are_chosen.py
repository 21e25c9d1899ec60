"""Uploaded sheets: which sheet of the workbook, what is in doubt, what was set aside

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("sheet_upload") as table:
        table.add_column(sa.Column("sheet", sa.String(100), nullable=False, server_default=""))
        table.add_column(sa.Column("sheets", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("doubtful", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("letters", sa.String(10), nullable=False, server_default=""))
        table.add_column(sa.Column("rows_aside", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("aside", sa.JSON(), nullable=False, server_default="[]"))


def downgrade():
    with op.batch_alter_table("sheet_upload") as table:
        for name in ("aside", "rows_aside", "letters", "doubtful", "sheets", "sheet"):
            table.drop_column(name)
