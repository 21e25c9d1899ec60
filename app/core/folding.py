"""Templates compiled once for each language, with all that cannot change folded into their text.

A page asks for some eighty sentences and thirty icons that are the same each time. So there is a
Jinja environment for each language, and while it compiles a template

* ``_("…")``, ``gettext`` and ``pgettext`` of a sentence that stands in the template become that
  language's sentence; a placeholder of it becomes an expression of the template, escaped like
  every other;
* calls of ``icon`` and ``asset`` with what stands in the template become what they give;
* every ``<form`` becomes one that the browser does not check: its bubbles speak the phone's
  language, name one fault at a time and are gone at the next touch. What is wrong is said by the
  server, all of it, beside the fields;
* macros and functions are called at once, without Jinja asking each time whether they want its
  context: only what is registered so (``gettext`` and its like) is still called by way of it;
* an attribute is asked of the thing itself; only what has none goes by way of Jinja, which then
  looks for an item of that name;
* a macro becomes a Python function with the macro's own parameters, and what is shown becomes the
  page's text without a Markup made for each piece of it.

What a sentence is in a language is read once a process, here as by Flask-Babel, so a template
cannot be older than the catalogue. Text that is compiled by ``render_template_string`` is left
as it is: the tests use it, and it shows what is meant.
"""

import re
from collections.abc import Iterator
from functools import cached_property, partial
from keyword import iskeyword
from typing import Any

from flask.templating import Environment as FlaskEnvironment
from flask_babel import force_locale, get_translations
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import markup_join
from jinja2.utils import _PassArg
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape

from app.core.continuing import joined
from app.core.preferences import language

PURE = ("icon", "asset")
"""Globals that always give the same for the same arguments."""
SENTENCES = {"_": 1, "gettext": 1, "pgettext": 2}
"""Functions that look a sentence up, and how many of their arguments name it."""
CALLER = 'undefined_("No caller defined", name="caller") if caller is missing else caller'
FORM = re.compile(r"<form(?=[\s>])")
PLACEHOLDER = re.compile(r"%(?:\((\w+)\)s|(%))")


html = partial(str.__new__, Markup)
"""Text that is HTML already, as Markup."""


def shown(value: object) -> str:
    """Give the HTML of what a template shows, as ``markupsafe.escape`` does, as a plain string."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)  # type: ignore[arg-type]
    return value if kind is Markup else str(escape(value))  # type: ignore[return-value]


class _Folding(NodeTransformer):
    """Puts constants where a template calls for what is the same each time."""

    def __init__(self, environment: "Environment", taken: frozenset[str]) -> None:
        """Fold for that environment's language; ``taken``: names that the template gives itself."""
        self.environment, self.taken = environment, taken

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        """Fold a call, the innermost first."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name in self.taken or node.dyn_args or node.dyn_kwargs:
            return node
        if name in SENTENCES:
            return self._sentence(node, SENTENCES[name])
        return self._pure(node, name) if name in PURE else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:
        """Join as at run time: Jinja's optimizer would forget which part is Markup already."""
        self.generic_visit(node)
        values = [each.value for each in node.nodes if isinstance(each, nodes.Const)]
        if len(values) < len(node.nodes):
            return node
        return nodes.Const(markup_join(values), lineno=node.lineno)

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        """Spread a sentence with placeholders: its words join the text around."""
        self.generic_visit(node)
        node.nodes = [part for each in node.nodes for part in _spread(each)]
        return node

    def _sentence(self, node: nodes.Call, named_by: int) -> nodes.Expr:
        """Give the sentence; where it has variables, with them put in by ``%``."""
        ids = [each.value for each in node.args if isinstance(each, nodes.Const)]
        if not len(ids) == len(node.args) == named_by:
            return node
        text = Markup(self.environment.translated(*ids))  # noqa: S704 - as Jinja's gettext does
        if not node.kwargs and named_by == 1:
            return nodes.Const(text % {}, lineno=node.lineno)
        given = [(each.key, each.value) for each in node.kwargs]
        if named_by == 2:  # Jinja offers the context as a variable too
            given.insert(0, ("context", node.args[0]))
        pairs = [nodes.Pair(nodes.Const(key), value) for key, value in given]
        return nodes.Mod(nodes.Const(text), nodes.Dict(pairs), lineno=node.lineno)

    def _pure(self, node: nodes.Call, name: str) -> nodes.Expr:
        """Give what the function gives, for either outcome of a condition too."""
        function: Any = self.environment.globals[name]
        first = node.args[0] if len(node.args) == 1 and not node.kwargs else None
        if isinstance(first, nodes.CondExpr) and first.expr2 is not None:
            either = (first.expr1, first.expr2)
            if all(isinstance(each, nodes.Const) for each in either):
                made = [nodes.Const(function(each.value)) for each in either]  # type: ignore[attr-defined]
                return nodes.CondExpr(first.test, *made, lineno=node.lineno)
        values = [each.value for each in node.args if isinstance(each, nodes.Const)]
        if node.kwargs or len(values) < len(node.args):
            return node
        return nodes.Const(function(*values), lineno=node.lineno)


def _spread(node: nodes.Expr) -> Iterator[nodes.Expr]:
    """Give the parts of a sentence one by one, or what it is where that cannot be."""
    parts = _parts(node)
    if parts is None:
        yield node
    else:
        yield from parts


def _parts(node: nodes.Expr) -> list[nodes.Expr] | None:
    if not (isinstance(node, nodes.Mod) and isinstance(node.left, nodes.Const)):
        return None
    if not (isinstance(node.left.value, Markup) and isinstance(node.right, nodes.Dict)):
        return None
    given = {pair.key.value: pair.value for pair in node.right.items}  # type: ignore[attr-defined]
    parts: list[nodes.Expr] = []
    text, end = str(node.left.value), 0
    for found in PLACEHOLDER.finditer(text):
        name = found[1]
        if name and name not in given:
            return None
        parts.append(nodes.TemplateData(text[end : found.start()]))
        parts.append(given[name] if name else nodes.TemplateData("%"))
        end = found.end()
    parts.append(nodes.TemplateData(text[end:]))
    if any("%" in part.data for part in parts[::2] if isinstance(part, nodes.TemplateData)):
        return None  # a way of writing a placeholder that is not known here
    return parts


class _Generator(CodeGenerator):
    """Writes a template's code: constants made once, calls made at once."""

    def __init__(self, *args: Any, **named: Any) -> None:
        """Keep no constant yet."""
        super().__init__(*args, **named)
        self._kept: dict[str, Any] = {}
        given: Any = self.environment.globals.items()
        self._by_context = frozenset(name for name, each in given if _PassArg.from_obj(each))

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Write the constants behind the code that names them: it runs later."""
        self.writeline("from app.core.folding import html, shown")
        super().visit_Template(node, frame)
        for name, value in self._kept.items():
            self.writeline(f"{name} = {value!r}")

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        """Name what would be made anew each time."""
        value = node.as_const(frame.eval_ctx)
        if not isinstance(value, Markup | tuple):
            super().visit_Const(node, frame)
            return
        name = f"kept_{len(self._kept)}"
        self._kept[name] = value
        self.write(name)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Make a function of a macro: Python puts its arguments in order, not Jinja each time."""
        names = [each.name for each in macro_ref.node.args]
        gathers = macro_ref.accesses_kwargs or macro_ref.accesses_varargs
        reserved = "caller" in names or any(iskeyword(name) for name in names)
        if gathers or reserved or not _escapes(frame):
            super().macro_def(macro_ref, frame)
            return
        given = ["caller"] if macro_ref.accesses_caller else []
        taken = ", ".join(f"{name}=missing" for name in names + given)
        handed = ", ".join(names + [CALLER for _ in given])
        self.write(f"(lambda macro_, undefined_: lambda {taken}: html(macro_({handed})))")
        self.write("(macro, undefined)")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Show as text what is escaped in any case; the rest as Jinja does."""
        if _escapes(frame) and finalize.src is None:
            self.write("shown(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Ask the thing itself first, as Jinja does, without a call of Python in between."""
        self.write("(found_ if (found_ := getattr(thing_ := ")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else ")
        self.write(f"environment.getattr(thing_, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Call at once, but for what wants the context."""
        named = node.node.name if isinstance(node.node, nodes.Name) else ""
        if named in self._by_context or any(iskeyword(each.key) for each in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        if forward_caller:
            self.write("caller=caller, ")
        for stars, rest in (("*", node.dyn_args), ("**", node.dyn_kwargs)):
            if rest is not None:
                self.write(stars)
                self.visit(rest, frame)
                self.write(", ")
        self.write(")")


def _plain(filtering: Any) -> Any:
    """Give a filter without Jinja's question, each time, whether the template is asynchronous."""
    return filtering.__wrapped__ if hasattr(filtering, "jinja_async_variant") else filtering


def _escapes(frame: Frame) -> bool:
    """Tell whether what is shown there is escaped in any case."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


class _Template(Template):
    """A template whose macros are made once: none of ours is loaded with globals of its own."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        return super()._get_default_module()


class Environment(FlaskEnvironment):
    """The app's environment: hands every template on to the one for the language spoken now."""

    spoken: str = ""
    """The language that is folded in; "" for the environment that only hands on."""

    def _load_template(self, name: str, globals: Any) -> Template:
        if not self.spoken:
            return self.speaking(language())._load_template(name, globals)
        kept = self.loaded.get(name)
        if kept is None:
            kept = super()._load_template(name, globals)
            if not self.auto_reload:
                self.loaded[name] = kept
        return kept

    @cached_property
    def loaded(self) -> dict[str, Template]:
        """What is compiled, unless templates may change while the process lives."""
        return {}

    def speaking(self, spoken: str) -> "Environment":
        """Give the environment that compiles for that language."""
        made: dict[str, Environment] = self.__dict__.setdefault("languages", {})
        if spoken not in made:
            folds = self.overlay()
            folds.spoken = spoken
            folds.code_generator_class = _Generator
            folds.template_class = _Template
            folds.filters = {name: _plain(each) for name, each in self.filters.items()}
            made[spoken] = folds
        return made[spoken]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if not self.spoken:
            return super()._parse(source, name, filename)
        parsed = super()._parse(joined(FORM.sub("<form novalidate", source)), name, filename)
        given = {each.name for each in parsed.find_all(nodes.Name) if each.ctx != "load"}
        given |= {each.target for each in parsed.find_all(nodes.Import)}
        found: nodes.Template = _Folding(self, frozenset(given)).visit(parsed)
        return found

    def translated(self, *ids: str) -> str:
        """Give the sentence of that id, or of a context and an id, in the language folded in."""
        with force_locale(self.spoken):
            words = get_translations()
        found: str = words.upgettext(*ids) if len(ids) == 2 else words.ugettext(*ids)
        return found
