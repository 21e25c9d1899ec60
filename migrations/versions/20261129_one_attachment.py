"""One attachment: photos, recordings and papers in one table, and what a report has of them

Photos keep their ids, which pictures of news, alerts and products and waiting jobs name; the
others come behind them. The code of the release before does not run on these tables.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

TABLES = {'photo': 'photo', 'voice': 'recording', 'paper': 'paper'}
"""{kind: its table before}; photos first, so that they keep their ids."""
NUMBERS = {'photo': ('width', 'height'), 'voice': ('seconds',), 'paper': ('pages',)}
FILE = (
    'code', 'file_key', 'byte_size', 'upload_digest', 'staged_token', 'staged_until', 'staged_by',
    'created_at',
)
LINK = ('service_request_id', 'role', 'status_change_id')
DETAILS = ('number', 'symbol', 'issued_on')
"""What a document's link says of it."""
PICTURED = ('article_photo', 'alert_photo', 'product_photo')
NOT_A_PHOTO = sa.text("kind <> 'photo'")


def upgrade() -> None:
    """Go forward."""
    _make_files(
        'attachment', _kind(), _state(),
        *(sa.Column(name, sa.Integer()) for names in NUMBERS.values() for name in names),
        *(_check('attachment', kind, f"kind <> '{kind}'", names) for kind, names in NUMBERS.items()),
    )
    _make_links(
        'request_attachment', 'attachment', _kind(), _is_public(), *_details(may_lack=True),
        _check('request_attachment', 'file', "kind = 'paper'", ('attachment_id',)),
        _check('request_attachment', 'step', "kind = 'photo'", ('status_change_id',)),
        _check('request_attachment', 'paper', "kind <> 'paper'", DETAILS),
        may_lack=('attachment_id', 'status_change_id'),
    )
    _index('attachment', 'state', 'state')
    _index('attachment', 'waiting', 'kind', 'staged_until')
    _index('request_attachment', 'request', 'service_request_id', 'kind', 'id')
    _index('request_attachment', 'status_change_id', 'status_change_id')
    op.create_index(
        'uq_request_attachment_step', 'request_attachment', ['status_change_id', 'kind'],
        unique=True, sqlite_where=NOT_A_PHOTO, postgresql_where=NOT_A_PHOTO,
    )
    for kind, table in TABLES.items():
        _merge(kind, table)
    _let_pictures_name('attachment')
    for table in TABLES.values():
        op.drop_table(f'request_{table}')
        op.drop_table(table)


def downgrade() -> None:
    """Go back; recordings and papers are counted from one again."""
    _make_files('photo', _state(), *_numbers('photo'))
    _make_files('recording', *_numbers('voice'))
    _make_files('paper', *_numbers('paper'))
    _make_links('request_photo', 'photo', _is_public(), may_lack=('status_change_id',))
    _make_links('request_recording', 'recording', _once('request_recording'))
    _make_links(
        'request_paper', 'paper', _is_public(), *_details(), _once('request_paper'),
        may_lack=('paper_id',),
    )
    _index('photo', 'state', 'state')
    _index('request_photo', 'request', 'service_request_id', 'id')
    for table in ('request_recording', 'request_paper'):
        _index(table, 'service_request_id', 'service_request_id')
    for kind, table in TABLES.items():
        _index(table, 'staged_until', 'staged_until')
        _part(kind, table)
    _let_pictures_name('photo')
    op.drop_table('request_attachment')
    op.drop_table('attachment')


def _merge(kind: str, table: str) -> None:
    behind, links_behind = (
        op.get_bind().scalar(sa.text(f'SELECT coalesce(max(id), 0) FROM {name}'))
        for name in ('attachment', 'request_attachment')
    )
    _copy(
        table, 'attachment', FILE + NUMBERS[kind],
        id=f'id + {behind}', kind=f"'{kind}'", state='state' if kind == 'photo' else "'ready'",
    )
    _copy(
        f'request_{table}', 'request_attachment', LINK + (DETAILS if kind == 'paper' else ()),
        id=f'id + {links_behind}', attachment_id=f'{table}_id + {behind}', kind=f"'{kind}'",
        is_public='false' if kind == 'voice' else 'is_public',
    )


def _part(kind: str, table: str) -> None:
    behind, links_behind = (
        0 if kind == 'photo' else op.get_bind().scalar(
            sa.text(f"SELECT coalesce(min(id), 1) - 1 FROM {name} WHERE kind = '{kind}'")
        )
        for name in ('attachment', 'request_attachment')
    )
    of_kind = f" WHERE kind = '{kind}'"
    state = ('state',) if kind == 'photo' else ()
    public = () if kind == 'voice' else ('is_public',)
    details = DETAILS if kind == 'paper' else ()
    _copy('attachment' + of_kind, table, FILE + state + NUMBERS[kind], id=f'id - {behind}')
    _copy(
        'request_attachment' + of_kind, f'request_{table}', LINK + public + details,
        id=f'id - {links_behind}', **{f'{table}_id': f'attachment_id - {behind}'},
    )


def _copy(source: str, target: str, same: tuple[str, ...], **others: str) -> None:
    columns = {**{name: name for name in same}, **others}
    op.execute(
        f"INSERT INTO {target} ({', '.join(columns)}) "
        f"SELECT {', '.join(columns.values())} FROM {source}"
    )
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{target}', 'id'), max(id)) FROM {target}"
        )


def _let_pictures_name(table: str) -> None:
    for pictured in PICTURED:
        with op.batch_alter_table(pictured) as batch:
            key = op.f(f'fk_{pictured}_photo_id')
            batch.drop_constraint(key, type_='foreignkey')
            batch.create_foreign_key(key, table, ['photo_id'], ['id'])


def _make_files(name: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=32), nullable=False),
        sa.Column('file_key', sa.String(length=32), nullable=False),
        sa.Column('byte_size', sa.Integer(), nullable=False),
        sa.Column('upload_digest', sa.String(length=64), nullable=True),
        sa.Column('staged_token', sa.String(length=64), nullable=True),
        sa.Column('staged_until', sa.DateTime(timezone=True), nullable=True),
        sa.Column('staged_by', sa.String(length=64), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        *more,
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
        sa.UniqueConstraint('code', name=op.f(f'uq_{name}_code')),
        sa.UniqueConstraint('file_key', name=op.f(f'uq_{name}_file_key')),
    )
    for column in ('staged_token', 'staged_by'):
        _index(name, column, column)


def _make_links(
    name: str, of: str, *more: sa.schema.SchemaItem, may_lack: tuple[str, ...] = ()
) -> None:
    file, step = f'{of}_id', 'status_change_id'
    op.create_table(
        name,
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('service_request_id', sa.Integer(), nullable=False),
        sa.Column(file, sa.Integer(), nullable=file in may_lack),
        sa.Column('role', sa.String(length=10), nullable=False),
        sa.Column(step, sa.Integer(), nullable=step in may_lack),
        *more,
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
        sa.UniqueConstraint(file, name=op.f(f'uq_{name}_{file}')),
        sa.ForeignKeyConstraint([file], [f'{of}.id'], name=op.f(f'fk_{name}_{file}')),
        sa.ForeignKeyConstraint(
            ['service_request_id'], ['service_request.id'], ondelete='CASCADE',
            name=op.f(f'fk_{name}_service_request_id'),
        ),
        sa.ForeignKeyConstraint(
            [step], ['status_change.id'], ondelete='CASCADE', name=op.f(f'fk_{name}_{step}')
        ),
    )


def _kind() -> sa.Column:
    return sa.Column('kind', sa.String(length=10), nullable=False)


def _state() -> sa.Column:
    return sa.Column('state', sa.String(length=12), nullable=False)


def _numbers(kind: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS[kind]]


def _is_public() -> sa.Column:
    return sa.Column('is_public', sa.Boolean(), nullable=False)


def _details(may_lack: bool = False) -> tuple[sa.Column, ...]:
    return (
        sa.Column('number', sa.String(length=20), nullable=may_lack),
        sa.Column('symbol', sa.String(length=40), nullable=may_lack),
        sa.Column('issued_on', sa.Date(), nullable=may_lack),
    )


def _once(table: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint('status_change_id', name=op.f(f'uq_{table}_status_change_id'))


def _check(table: str, name: str, unless: str, there: tuple[str, ...]) -> sa.CheckConstraint:
    filled = ' AND '.join(f'{column} IS NOT NULL' for column in there)
    return sa.CheckConstraint(f'{unless} OR ({filled})', name=op.f(f'ck_{table}_{name}'))


def _index(table: str, name: str, *columns: str) -> None:
    op.create_index(f'ix_{table}_{name}', table, columns)
