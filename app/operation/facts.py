"""What a database says of itself, so that a copy can be compared with it."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, inspect, select, table, text

from app.core.audit import AuditSeal


@dataclass(frozen=True)
class Facts:
    """Rows of each table, the revision, and the last seal of the audit log (id of its last entry,
    digest; nothing where nothing is sealed yet)."""

    tables: dict[str, int]
    revision: list[str]
    audit_head: list[Any]

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON holds it."""
        return asdict(self)

    def differences(self, other: "Facts") -> list[str]:
        """Say in words where ``other``, the copy, differs."""
        said = [
            f"table {name}: {self.tables.get(name, 'missing')} rows in the backup, "
            f"{other.tables.get(name, 'missing')} here"
            for name in sorted(self.tables.keys() | other.tables.keys())
            if self.tables.get(name) != other.tables.get(name)
        ]
        if self.revision != other.revision:
            said.append(f"migrations: {self.revision} in the backup, {other.revision} here")
        if self.audit_head != other.audit_head:
            said.append("the audit log ends with another seal than in the backup")
        return said


def of(connection: Connection) -> Facts:
    """Count and read, all in the transaction of ``connection``."""
    names = sorted(inspect(connection).get_table_names())
    rows = {name: _count(connection, name) for name in names}
    revision = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    seal = select(AuditSeal.last_id, AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)
    last = connection.execute(seal).first()
    return Facts(rows, sorted(revision), list(last or ()))


def from_json(values: dict[str, Any]) -> Facts:
    return Facts(values["tables"], values["revision"], values["audit_head"])


def _count(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.count()).select_from(table(name))) or 0
