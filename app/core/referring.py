"""How audit rows, notices and grants name a row."""

from typing import Any


class Referenced:
    """A row that others name by its table and number."""

    __tablename__: Any
    id: Any

    @property
    def reference(self) -> str:
        """Give ``service_request:4``: the table's name and the row's number, which never change."""
        return f"{self.__tablename__}:{self.id}"
