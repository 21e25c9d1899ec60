"""The steps of a guide as an office writes them, and as a page shows them.

Steps stand one after the other with an empty line between. The first line says what to do; a line
that begins with "Nếu" ("If") says for whom the step is; lines that begin with a dash are what to
bring or to do for it, each a tick of one's own list.
"""

import re
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError
from app.core.text import line

MOST_STEPS, MOST_THINGS, LONGEST = 20, 20, 300
IF = ("nếu ", "if ")
DASHES = ("-", "–", "•", "+")
NONE = _l("Write at least one step.")
TOO_MANY = _l(
    "At most %(steps)s steps with %(things)s lines each.", steps=MOST_STEPS, things=MOST_THINGS
)


@dataclass(frozen=True)
class Step:
    """What to do, for whom where not for all, and what to bring for it."""

    do: str
    condition: str = ""
    things: tuple[str, ...] = ()


def read(typed: str) -> tuple[Step, ...]:
    """Read the steps.

    Raises:
        DomainError: there is none, there are very many, or a step says only what to bring.
    """
    parts = [part for part in re.split(r"\n\s*\n", typed.strip()) if part.strip()]
    if not parts:
        raise DomainError(NONE, field="buoc")
    found = tuple(_step(part) for part in parts)
    if len(found) > MOST_STEPS or any(len(each.things) > MOST_THINGS for each in found):
        raise DomainError(TOO_MANY, field="buoc")
    return found


def written(steps: tuple[Step, ...]) -> str:
    """Give the steps as they are typed: reading it gives them again."""
    return "\n\n".join(
        "\n".join([each.do, *filter(None, [each.condition]), *(f"- {it}" for it in each.things)])
        for each in steps
    )


def _step(part: str) -> Step:
    do: list[str] = []
    condition, things = "", []
    for typed in part.split("\n"):
        said = line(typed, LONGEST)
        if said.startswith(DASHES):
            things.append(said.lstrip("".join(DASHES)).strip())
        elif do and said.casefold().startswith(IF) and not condition:
            condition = said
        elif said:
            do.append(said)
    if not do:
        raise DomainError(
            _l("A step begins with what to do; lines with a dash come below it."), field="buoc"
        )
    return Step(line(" ".join(do), LONGEST), condition, tuple(filter(None, things)))
