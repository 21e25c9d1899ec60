"""Who bills in the demonstration, and the clerk who looks after them: all fictitious."""

from dataclasses import dataclass

from app.demo.people import Person
from app.demo.read import read

CLERK = Person("clerk", "Kế toán trạm nước", "Kế Toán Thử", "+84900000017")
PEOPLE = (CLERK,)
NAMES = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một",
         "Mười Hai")  # fmt: skip


@dataclass(frozen=True)
class Spec:
    """A biller. One with a ``prefix`` of its customers' codes has bills: they use ``usual``."""

    code: str
    name: str
    kind: str
    adapter: str
    hint: str
    forms: str = ""
    tariff: str = ""
    prefix: str = ""
    usual: int = 0


def billers() -> list[Spec]:
    """All billers, in the order in which they are founded."""
    return [Spec(**row) for row in read("billers")["billers"]]
