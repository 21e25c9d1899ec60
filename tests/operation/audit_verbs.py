"""Which verbs the code writes into the audit log, read out of its source."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
DEEPEST = 6
"""From a call of ``audit.record`` back to whoever names the verb."""


@dataclass(frozen=True)
class Site:
    """One call of ``audit.record``: where it is, and the expression of its verb."""

    path: str
    function: ast.FunctionDef | None
    verb: ast.expr

    @property
    def name(self) -> str:
        return f"{self.path}:{self.function.name if self.function else ''}"


class Unknown(Exception):
    """What a verb is, its source alone does not say."""


class Module:
    """One file: its functions, what it names, whom it calls."""

    def __init__(self, file: Path) -> None:
        """Read ``file``."""
        self.path = str(file.relative_to(APP))
        self.text = file.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def within(self) -> dict[ast.AST, ast.FunctionDef]:
        """In which function each part of the file stands; the innermost."""
        found: dict[ast.AST, ast.FunctionDef] = {}
        for function in ast.walk(self.tree):
            if isinstance(function, ast.FunctionDef):
                found |= dict.fromkeys(ast.walk(function), function)
        return found

    @property
    def dotted(self) -> str:
        return f"app.{self.path.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"

    @cached_property
    def imported(self) -> dict[str, str]:
        """What names stand for: those that are brought in, and the file's own functions."""
        found = {each.name: f"{self.dotted}.{each.name}" for each in self.tree.body
                 if isinstance(each, ast.FunctionDef)}  # fmt: skip
        for each in ast.walk(self.tree):
            if isinstance(each, ast.ImportFrom):
                found |= {it.asname or it.name: f"{each.module}.{it.name}" for it in each.names}
        return found

    @cached_property
    def called_by(self) -> dict[ast.expr, ast.Call]:
        return {each.func: each for each in self.calls}

    def meaning(self, wanted: str) -> list[ast.expr]:
        """Wherever the file speaks of that function of the code."""
        last = wanted.rpartition(".")[2]
        found: list[ast.expr] = []
        if last not in self.text:
            return found
        for each in ast.walk(self.tree):
            if isinstance(each, ast.Name) and self.imported.get(each.id) == wanted:
                found.append(each)
            elif isinstance(each, ast.Attribute) and each.attr == last:
                first, _dot, rest = ast.unparse(each).partition(".")
                if f"{self.imported.get(first)}.{rest}" == wanted:
                    found.append(each)
        return found

    @cached_property
    def calls(self) -> list[ast.Call]:
        return [each for each in ast.walk(self.tree) if isinstance(each, ast.Call)]

    def assigned(self, name: str, function: ast.FunctionDef | None) -> Iterator[ast.expr]:
        """Each value that ``name`` is given in the function, or else in the file."""
        for place in (function, self.tree):
            found = [
                each.value
                for each in (ast.walk(place) if place is function and place else self.tree.body)
                if isinstance(each, ast.Assign)
                and any(isinstance(to, ast.Name) and to.id == name for to in each.targets)
            ]
            if found:
                yield from found
                return


class Source:
    """All files, and what each site's verb can be."""

    def __init__(self) -> None:
        """Read the whole code."""
        self.modules = [Module(file) for file in sorted(APP.rglob("*.py"))]

    def sites(self) -> Iterator[tuple[Module, Site]]:
        for module in self.modules:
            if "audit.record" not in module.text:
                continue
            for call in module.calls:
                if _called(call) in ("audit.record", "audit.record_many"):
                    yield module, Site(module.path, module.within.get(call), call.args[1])

    def verbs(self, module: Module, site: Site) -> set[str]:
        """Give all verbs of a site; raises ``Unknown``."""
        return set(self._values(site.verb, module, site.function, DEEPEST))

    def _values(
        self, node: ast.expr, module: Module, function: ast.FunctionDef | None, left: int
    ) -> Iterable[str]:
        if left < 0:
            raise Unknown
        match node:
            case ast.Constant(value=str(words)):
                return [words]
            case ast.Name():
                return self._named(node.id, module, function, left)
            case ast.JoinedStr():
                parts = [self._values(each, module, function, left) for each in node.values]
                return ["".join(each) for each in product(*parts)]
        inner = _within(node)
        return [v for each in inner for v in self._values(each, module, function, left)]

    def _named(
        self, name: str, module: Module, function: ast.FunctionDef | None, left: int
    ) -> Iterable[str]:
        assigned = list(module.assigned(name, function))
        if assigned:
            return [v for each in assigned for v in self._values(each, module, function, left)]
        if function is None or name not in _parameters(function):
            raise Unknown
        given = list(self._given(function, name, module))
        if not given:
            raise Unknown
        return [v for at, within, each in given for v in self._values(each, at, within, left - 1)]

    def _given(
        self, function: ast.FunctionDef, name: str, home: Module
    ) -> Iterator[tuple[Module, ast.FunctionDef | None, ast.expr]]:
        """What all who call the function give for a parameter; who hands it on is not known."""
        index = _parameters(function).index(name)
        wanted = f"{home.dotted}.{function.name}"
        for module in self.modules:
            for node in module.meaning(wanted):
                call = module.called_by.get(node)
                if call is None:
                    raise Unknown
                by_name = [each.value for each in call.keywords if each.arg == name]
                given = by_name or call.args[index : index + 1]
                if not given:
                    raise Unknown
                yield module, module.within.get(call), given[0]


def _within(node: ast.expr) -> list[ast.expr]:
    """Give the expressions in which the verb stands; raises ``Unknown``."""
    match node:
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.FormattedValue():
            return [node.value]
        case ast.Call(args=[name, *_others]) if _called(node).endswith(".verb"):
            return [name]
        case ast.Attribute(value=ast.Name() as verb, attr="name"):
            return [verb]
        case ast.ListComp(elt=ast.Tuple(elts=[first, *_others])):  # of ``record_many``
            return [first]
    raise Unknown


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func)


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
