"""What names stand for: given by hand, or found; and how it is written below a formula.

``names={"p": part}`` is what a reader calls a part, and knows; ``names="auto"`` finds names, and
then says below the formula what they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mathlib.printing import forms
from mathlib.printing.differentials import differential_name, written_formulas
from mathlib.printing.form import Form, forms_in
from mathlib.printing.index_notation import entry, listed, unused
from mathlib.printing.matrix_notation import MatrixForms, NoMatrixFormError
from mathlib.printing.naming import Naming
from mathlib.printing.signs import Written
from mathlib.symbolic import nodes
from mathlib.symbolic.common_powers import gathered
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.differentials import Differential
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.replacement import Replacement, new_symbol
from mathlib.symbolic.unknown_functions import unknown_names

#: Asks for names that are found.
AUTO = "auto"

Definitions = dict[nodes.Symbol, Expression]


def put_names(
    e: Expression, names: Mapping[str, Expression] | str | None
) -> tuple[Callable[[Expression], Expression], Definitions]:
    """Return what puts names into the formulas of an expression, and what was found for them."""
    if names == AUTO:
        roots = written_formulas(e) if isinstance(e, Differential) else [e.with_symmetry]
        naming = Naming(roots, _taken(e))
        return naming, naming.parts
    return (lambda formula: Replacement(_given(formula, names or {}))(formula)), {}


def _given(e: Expression, names: Mapping[str, Expression] | str) -> Definitions:
    """Return the symbols of names that are given, and their parts."""
    if not isinstance(names, Mapping):
        raise TypeError(
            "names maps names to parts, as in names={'s': A @ x}, or is 'auto', and then names "
            f"are found; but it is {names!r}"
        )
    parts: Definitions = {}
    for name, part in names.items():
        if name in {symbol.name for symbol in e.symbols}:
            raise ValueError(f"{name} is a symbol of the expression; give its part another name")
        if name in e.dimensions:
            raise ValueError(f"{name} is a dimension of the expression; give its part another name")
        part = as_expression(part).with_symmetry
        parts[new_symbol(name, part)] = part
    return parts


def _taken(e: Expression) -> set[str]:
    """Return the names that stand in an expression, or in what it is the derivative of."""
    symbols, functions, inner = e.symbols, unknown_names(e), e
    while inner.of is not None:
        inner = inner.of
        symbols, functions = symbols | inner.symbols, functions | unknown_names(inner)
    dimensions = e.body.dimensions | inner.body.dimensions
    whole = {differential_name(e)} if isinstance(e, Differential) else set()
    return {s.name for s in symbols.union(e.differentiated_by)} | dimensions | functions | whole


def named_parts(
    e: Expression, names: Mapping[str, Expression] | str
) -> tuple[Expression, dict[str, Expression]]:
    """Return an expression in names, and what each stands for; see `Expression.with_names`."""
    formula = e.with_symmetry
    if names == AUTO:
        naming = Naming([formula], _taken(e))
        return naming(formula), {symbol.name: part for symbol, part in naming.parts.items()}
    given = Replacement(_given(formula, names))
    return given(formula), {s.name: given.definition(s) for s in given.parts}


def with_definitions(
    whole: Form, definitions: Definitions, written: Written, by_entries: bool
) -> Form:
    """Return a formula with the definitions of the names in it below.

    They are written by entries if the formula is, and where there is no other way.
    """
    used = {*_names_in(whole)}
    lines = []
    for symbol, part in reversed(definitions.items()):
        if symbol.name in used:
            lines.append(_equation(symbol, part, written, by_entries))
            used.update(_names_in(lines[-1]))
    return Form("where below", (whole, *reversed(lines))) if lines else whole


def _names_in(form: Form) -> Iterator[str]:
    seen, waiting = {form}, [form]
    while waiting:
        form = waiting.pop()
        if form.kind == "symbol":
            yield form.parts[0]
        new = {*forms_in(form.parts)} - seen
        seen |= new
        waiting += new


def _equation(symbol: nodes.Symbol, part: Expression, written: Written, by_entries: bool) -> Form:
    """Return a definition."""
    part = gathered(part)
    if not by_entries:
        try:
            right = MatrixForms(part, written)(part)
            return Form("equation", (MatrixForms(symbol)(symbol), right))
        except NoMatrixFormError:
            pass
    taken = {s.name for s in part.symbols} | part.dimensions | {symbol.name}
    letters = unused(taken, len(part.shape))
    used = taken.union(letters)
    left = forms.of_symbol(symbol, 0)
    left = Form("entry", (left, listed(letters))) if letters else left
    return Form("equation", (left, entry(part, letters, used)))
