"""What was agreed to, and what people ask about their data

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; what accounts agreed to before stands there too."""
    op.create_table(
        'consent',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=True),
        sa.Column('purpose', sa.String(length=20), nullable=False),
        sa.Column('subject', sa.String(length=40), nullable=False),
        sa.Column('version', sa.String(length=20), nullable=False),
        sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['user_id'], ['user.id'], name=op.f('fk_consent_user_id'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_consent')),
    )
    op.create_index('ix_consent_user', 'consent', ['user_id', 'purpose'])
    op.create_index('ix_consent_subject', 'consent', ['subject'])
    op.execute(
        "INSERT INTO consent (user_id, purpose, subject, version, given_at) "
        "SELECT id, 'account', '', consent_version, consent_at FROM \"user\" "
        "WHERE consent_version IS NOT NULL AND consent_at IS NOT NULL"
    )
    op.create_table(
        'data_request',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=20), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=12), nullable=False),
        sa.Column('status', sa.String(length=12), nullable=False),
        sa.Column('source', sa.String(length=8), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=True),
        sa.Column('person_key_id', sa.Integer(), nullable=False),
        *(
            sa.Column(f'{name}_sealed', sa.LargeBinary(), nullable=True)
            for name in ('name', 'contact', 'words', 'answer', 'result', 'extension')
        ),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=False)
            for name in ('asked_at', 'answer_by', 'act_by')
        ),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ('answered_at', 'extended_at', 'closed_at')
        ),
        sa.ForeignKeyConstraint(
            ['person_key_id'], ['person_key.id'], name=op.f('fk_data_request_person_key_id')
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['user.id'], name=op.f('fk_data_request_user_id'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_data_request')),
        sa.UniqueConstraint('code', name=op.f('uq_data_request_code')),
    )
    op.create_index('ix_data_request_due', 'data_request', ['status', 'act_by', 'id'])
    op.create_index('ix_data_request_user', 'data_request', ['user_id', 'id'])


def downgrade() -> None:
    """Go back."""
    op.drop_index('ix_data_request_user', table_name='data_request')
    op.drop_index('ix_data_request_due', table_name='data_request')
    op.drop_table('data_request')
    op.drop_index('ix_consent_subject', table_name='consent')
    op.drop_index('ix_consent_user', table_name='consent')
    op.drop_table('consent')
