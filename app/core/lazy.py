"""Libraries that a web process rarely or never needs, loaded when first used.

A module names such a library at its top, as any other, for the reader and the type checker:

    if TYPE_CHECKING:
        import xlsxwriter
    else:
        xlsxwriter = lazy("xlsxwriter")

The rest of the module uses ``xlsxwriter.Workbook`` as if it were imported. It is for heavy
libraries of others alone: never for the house's own modules, whose order is its floors. Which
ones, and what each saves, is in docs/performance.md.
"""

from importlib import import_module
from types import ModuleType
from typing import Any


class _Lazy(ModuleType):
    """Stands for a module and loads it at the first look at what is in it."""

    def __getattr__(self, name: str) -> Any:
        # import_module holds Python's own lock, so two threads never see half a module.
        return getattr(import_module(self.__name__), name)


def lazy(name: str) -> ModuleType:
    """Give what stands for the library ``name`` (a module's whole dotted name)."""
    return _Lazy(name)
