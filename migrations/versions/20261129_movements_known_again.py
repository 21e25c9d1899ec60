"""By what a bank's movement is known again, reversals, corrections, and providers' reports

Revision ID: 0003
Revises: 0002
"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

LINE = sa.table(
    "bank_line",
    sa.column("id", sa.Integer),
    sa.column("key", sa.String),
    sa.column("number", sa.String),
    sa.column("amount", sa.BigInteger),
    sa.column("account_id", sa.Integer),
)


def upgrade() -> None:
    """Go forward. What stands for the words is worked out by the program: they are sealed."""
    op.create_table(
        "hook_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("same", sa.String(length=48), nullable=False),
        sa.Column("number", sa.String(length=70), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["bank_account.id"], name=op.f("fk_hook_event_account_id")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["bank_line.id"], name=op.f("fk_hook_event_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_event")),
        sa.UniqueConstraint(
            "account_id", "event_id", name=op.f("uq_hook_event_account_id_event_id")
        ),
    )
    op.create_index("ix_hook_event_same", "hook_event", ["account_id", "same"])
    op.create_index(op.f("ix_hook_event_line_id"), "hook_event", ["line_id"])
    with op.batch_alter_table("bank_statement") as batch:
        batch.add_column(sa.Column("taken_back", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("bank_account") as batch:
        batch.add_column(
            sa.Column("hook_adapter", sa.String(length=12), nullable=False, server_default="own")
        )
    with op.batch_alter_table("bank_line") as batch:
        for name, length in (("number", 70), ("same", 48), ("content", 48)):
            batch.add_column(
                sa.Column(name, sa.String(length=length), nullable=False, server_default="")
            )
        batch.add_column(
            sa.Column("takes_back", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("replaced_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("undoes_id", "replaced_by_id"):
            batch.create_foreign_key(op.f(f"fk_bank_line_{name}"), "bank_line", [name], ["id"])
            batch.create_index(op.f(f"ix_bank_line_{name}"), [name])
        batch.create_index("ix_bank_line_same", ["account_id", "same"])
        batch.create_index("ix_bank_line_amount", ["account_id", "amount"])
    with op.batch_alter_table("bill") as batch:
        batch.add_column(sa.Column("said_paid_at", sa.DateTime(timezone=True), nullable=True))
    bind = op.get_bind()
    bind.execute(
        sa.text(
            "UPDATE bill SET said_paid_at = (SELECT said_paid_at FROM payment_request"
            " WHERE subject_kind = 'bill' AND subject_id = bill.id) WHERE is_open"
        )
    )
    bind.execute(
        sa.update(LINE).where(LINE.c.key.like("id:%")).values(number=sa.func.substr(LINE.c.key, 4))
    )


def downgrade() -> None:
    """Go back: reversals go, numbers become keys again where they are one line's alone."""
    bind = op.get_bind()
    op.drop_table("hook_event")
    bind.execute(sa.text("UPDATE bank_line SET undoes_id = NULL, replaced_by_id = NULL"))
    bind.execute(sa.delete(LINE).where(LINE.c.amount < 0))
    taken = set()
    for row in bind.execute(sa.select(LINE).where(LINE.c.number != "").order_by(LINE.c.id)):
        key = f"id:{row.number}"
        if (row.account_id, key) in taken:
            key = f"id:{hashlib.sha256(f'{row.number}|{row.id}'.encode()).hexdigest()}"
        taken.add((row.account_id, key))
        bind.execute(sa.update(LINE).where(LINE.c.id == row.id).values(key=key))
    with op.batch_alter_table("bank_line") as batch:
        for name in ("same", "amount"):
            batch.drop_index(f"ix_bank_line_{name}")
        for name in ("undoes_id", "replaced_by_id"):
            batch.drop_constraint(op.f(f"fk_bank_line_{name}"), type_="foreignkey")
            batch.drop_index(op.f(f"ix_bank_line_{name}"))
            batch.drop_column(name)
        for name in ("number", "same", "content", "takes_back", "reversed_at"):
            batch.drop_column(name)
    with op.batch_alter_table("bill") as batch:
        batch.drop_column("said_paid_at")
    with op.batch_alter_table("bank_account") as batch:
        batch.drop_column("hook_adapter")
    with op.batch_alter_table("bank_statement") as batch:
        batch.drop_column("taken_back")
