"""The product's own files, for the tests that read them."""

import ast
import subprocess
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control that exists; all files where there is no repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listed.returncode:
        skipped = {".venv", ".git", "instance", "__pycache__"}
        found = [path for path in ROOT.rglob("*") if not skipped & set(path.parts)]
    else:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    return tuple(path for path in found if path.is_file())


def named(path: Path) -> str:
    """The path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()


def modules(folder: str = "app") -> tuple[Path, ...]:
    """The Python files below `folder`."""
    return tuple(
        path for path in tracked() if path.suffix == ".py" and named(path).startswith(f"{folder}/")
    )


def modules_called(*names: str) -> tuple[Path, ...]:
    """The modules of the rooms called so: `views` is views.py and all that is in views/."""
    return tuple(
        path
        for path in modules()
        if path.stem in names or any(part in names for part in path.parent.parts)
    )


def templates() -> tuple[Path, ...]:
    """The HTML templates."""
    return tuple(
        path
        for path in tracked()
        if path.suffix == ".html" and named(path).startswith("templates/")
    )


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that a module's syntax tree holds: many tests look through it, it is walked once."""
    return tuple(ast.walk(parsed(path)))


@cache
def functions(path: Path) -> tuple[Function, ...]:
    """Every function and method of a module, inner ones too."""
    return tuple(node for node in nodes(path) if isinstance(node, Function))


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """The last word of everything a module calls, with its line: `db.session.commit()` → commit."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield _last_word(node.func), node.lineno


def _last_word(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def imports(folder: str = "app") -> dict[str, set[str]]:
    """Which of the product's modules each of them imports, for types alone too."""
    named_so = {_dotted(path): path for path in modules(folder)}
    return {name: set(_imported(path, named_so)) - {name} for name, path in named_so.items()}


def _dotted(path: Path) -> str:
    return named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imported(path: Path, known: Collection[str]) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else node.module for name in names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
