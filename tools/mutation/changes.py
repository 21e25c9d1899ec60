"""The small changes that are made to a module, one at a time."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
NOT_JUDGED = (ast.Assert, ast.Import, ast.ImportFrom)
"""What states an invariant or only names things."""
PLAIN = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)


@dataclass(frozen=True)
class Change:
    """One change: the lines of its statement, how it read and reads, and the module with it."""

    path: str
    source: str
    lines: range
    before: str
    after: str
    tree: ast.Module

    def __str__(self) -> str:
        """How it is listed."""
        return f"{self.lines.start}: {self.before}  →  {self.after}"


def changes_of(path: Path) -> list[Change]:
    """Every change of a module, from the top down."""
    source = path.read_text()
    tree = ast.parse(source)
    return [
        _change((str(path), source), tree, statement, node, other)
        for statement in _statements(tree)
        for node, other in _of_statement(statement)
    ]


def _change(
    module: tuple[str, str], tree: ast.Module, statement: ast.stmt, node: ast.AST, other: ast.AST
) -> Change:
    changed = ast.fix_missing_locations(copy.deepcopy(tree, {id(node): other}))
    return Change(*module, _lines(statement), _short(node), _short(other), changed)


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:90]


def _lines(statement: ast.stmt) -> range:
    """A statement's own lines: of one with a body, those of its head."""
    body = getattr(statement, "body", None)
    end = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return range(statement.lineno, max(end, statement.lineno) + 1)


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not isinstance(node, NOT_JUDGED):
            yield node


def _of_statement(statement: ast.stmt) -> Iterator[tuple[ast.AST, ast.AST]]:
    yield from _left_out(statement)
    for node in _expressions(statement):
        yield from ((node, _in_place_of(node, other)) for other in _others(node))
    for test in _asked(statement):
        yield test, _in_place_of(test, ast.UnaryOp(ast.Not(), test))


def _in_place_of(node: ast.expr, other: ast.expr) -> ast.expr:
    """A copy, since what is left of a condition stands in the tree too."""
    return ast.copy_location(copy.copy(other), node)


def _asked(statement: ast.stmt) -> Iterator[ast.expr]:
    """What is only asked whether it is true: in the head, or of each in a list."""
    if isinstance(statement, ast.If | ast.While) and isinstance(statement.test, PLAIN):
        yield statement.test
    for node in _expressions(statement):
        for each in getattr(node, "generators", ()):
            yield from (test for test in each.ifs if isinstance(test, PLAIN))


def _left_out(statement: ast.stmt) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What is called for its effect, raised or set on an object, left out."""
    acts = isinstance(statement, ast.Raise | ast.AugAssign | ast.Delete)
    calls = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    sets = isinstance(statement, ast.Assign) and isinstance(
        statement.targets[0], ast.Attribute | ast.Subscript
    )
    if acts or calls or sets:
        yield statement, ast.copy_location(ast.Pass(), statement)


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """What a statement says itself: not its body, what it is typed as, or its text."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "args") and isinstance(
            node, ast.FunctionDef | ast.AnnAssign
        ):
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.keyword) and each.arg == "strict":
                continue  # lists of one length by how they were made
            if isinstance(each, ast.expr):
                yield each
            if isinstance(each, ast.AST) and not isinstance(each, ast.stmt):
                yield from _expressions(each)


def _others(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            for at in range(len(node.values)):
                left = [*node.values[:at], *node.values[at + 1 :]]
                yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BinOp() if type(node.op) in RECKONED:
            yield ast.BinOp(node.left, RECKONED[type(node.op)](), node.right)
        case ast.IfExp(test=test) if isinstance(test, PLAIN):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), node.body, node.orelse)
        case ast.Constant(value=int(value)):
            yield ast.Constant(not value if isinstance(value, bool) else value + 1)


def _compared(node: ast.Compare) -> Iterator[ast.expr]:
    for at, operator in enumerate(node.ops):
        other = COMPARED[type(operator)]()
        yield ast.Compare(node.left, [*node.ops[:at], other, *node.ops[at + 1 :]], node.comparators)
