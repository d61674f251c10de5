"""What gets a name on the way to a derivative, and the derivative of each name by its parts.

Names are for compositions. Which results get one depends on the detail that is asked for:

paths
    Every function, and every power of a result: each is differentiated by what it is made of, and
    where the variable is reached on several ways, their contributions are added up.
rules, components
    What the rules of one variable do on one line after another (`rules.works_by_rules`) is one
    result. Between scalars, of three functions or more in a row, the insides get names.
"""

from __future__ import annotations

from typing import NamedTuple

from mathlib.printing import forms
from mathlib.printing.forms import Form
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, substitute, topological_order
from mathlib.symbolic.functions import sum as sum_of
from mathlib.symbolic.unknown_functions import unknown_names
from mathlib.teaching.derivations.notation import derivative_form, entry_of, letter
from mathlib.teaching.derivations.rules import (
    affected,
    is_composed,
    is_linear,
    parts_of,
    works_by_rules,
)
from mathlib.teaching.derivations.working import multiplied

#: For intermediate results, for the whole, and for functions: the first that is free.
STEMS = ("u v t s r q p xi", "y L z w e c a eta", "f g h k d j i phi")

Parts = dict[Expression, list[Expression]]


class NamedDerivative(NamedTuple):
    """A derivative that stands in a line: `of` and `by` are names, its value is in names too."""

    of: nodes.Symbol
    by: nodes.Symbol
    value: Expression
    numerator: Form  # what is written for `of`
    ordinary: bool  # d, not ∂: a function of one variable
    formula: bool = False  # the numerator is no name, but what is differentiated

    @property
    def ranks(self) -> tuple[int, int]:
        """How many axes are those of `of`, and how many those of `by`."""
        return len(self.of.shape), len(self.by.shape)

    def name(self, of: list[str] | None = None, by: list[str] | None = None) -> Form:
        """Return ∂u/∂x, or ∂u[i]/∂x[j] at letters."""
        above, below = entry_of(self.numerator, of or []), entry_of(letter(self.by), by or [])
        return derivative_form(above, below, self.ordinary, self.formula and not sum(self.ranks))


class IntermediateVariable(NamedTuple):
    """A result: its name, what it is, the same in names, and its derivatives by its parts."""

    symbol: nodes.Symbol
    whole: Expression
    definition: Expression
    function: Form | None  # the f of f(x, u), where there are several variables
    derivatives: list[NamedDerivative]


def named_results(y: Expression, x: nodes.Symbol, detail: str) -> list[IntermediateVariable]:
    """Return all results that get a name, in an order in which they can be computed."""
    made = _made_of(y, x, detail)
    taken = {name.lower().rstrip("0123456789_") for name in taken_names(y, {x})}
    free = [next((a for a in some.split() if a.lower() not in taken), some) for some in STEMS]
    known: dict[Expression, IntermediateVariable] = {}
    for number, (e, parts) in enumerate(made.items(), 1):
        digits = str(number) if number < len(made) > 2 else ""
        stem = free[number == len(made)]
        name = (stem if len(e.shape) < 2 else stem.upper()) + digits
        symbol = nodes.Symbol(name, e.shape, False, e.nonnegative, False)
        swaps = {part: r.symbol for part, r in known.items() if part in parts}
        function = forms.symbol(free[2] + digits, len(e.shape)) if len(parts) > 1 else None
        known[e] = _named(e, x, symbol, swaps, x in parts or not parts, function)
    return [*known.values()]


def _made_of(y: Expression, x: nodes.Symbol, detail: str) -> Parts:
    """Return the parts of every result that gets a name, each after its own; the whole is last."""
    made: Parts = {}

    def parts(e: Expression) -> list[Expression]:
        if detail != "components" and e is y and (summed := _entries_summed(e, x)):
            return summed
        by_rules = detail == "rules" or not (e.shape or x.shape)
        if detail != "paths" and by_rules and works_by_rules(e, x):
            return [_inside(e, x, whole=e is y)]
        return [*dict.fromkeys(parts_of(e, x))]

    def visit(e: Expression) -> None:
        found = parts(e)
        for part in found:
            if part is not x and part not in made:
                visit(part)
        made[e] = found

    visit(y)
    return made


def _inside(e: Expression, x: nodes.Symbol, whole: bool) -> Expression:
    """Return what stands inside the one function of a scalar if it gets a name, or the variable.

    A function of something that is no composition, as cos(8 x³ + 3), is left to the chain rule on
    one line; but inside a longer row, everything has a name.
    """
    inner = e
    while isinstance(inner, (nodes.Sum, nodes.Product)) and len(affected(inner, x)) == 1:
        (inner,) = affected(inner, x)
    reached = affected(inner, x)
    if e.shape or x.shape or not reached or not isinstance(inner, nodes.FUNCTION_NODES):
        return x
    (inside,) = reached
    return x if whole and not is_composed(inside, x) else inside


def _entries_summed(e: Expression, x: nodes.Symbol) -> list[Expression]:
    """Return the entrywise product whose entries make a dot product with the variable, if any."""
    if not isinstance(e, nodes.Product) or e.shape or not is_linear(e, x):
        return []
    labels = {labels for _, labels in e.factors if labels}
    if len(e.factors) < 2 or len(labels) > 1 or len(x.shape) != 1 or x not in e.children:
        return []
    return [product(e.coefficient, list(e.factors), *labels)]


def _named(
    e: Expression,
    x: nodes.Symbol,
    symbol: nodes.Symbol,
    swaps: dict[Expression, nodes.Symbol],
    direct: bool,
    function: Form | None,
) -> IntermediateVariable:
    definition = substitute(e, swaps)
    if not direct and x in definition.symbols:
        (entries,) = swaps.values()  # those of a dot product were named apart
        definition = sum_of(entries)
    found = []
    for name in [x] * direct + [*swaps.values()]:
        value = jacobian_tensor(definition, name)
        found.append(derivative_of(definition, symbol, name, value, function))
    return IntermediateVariable(symbol, e, definition, function, found)


def taken_names(y: Expression, more: set[nodes.Symbol]) -> set[str]:
    """Return the names of all symbols, of all dimensions and of unknown functions."""
    symbols = y.symbols | more
    named = {s.name for s in symbols} | unknown_names(y)
    sizes = {node.dimension for node in topological_order(y) if isinstance(node, nodes.Size)}
    return named | {str(d) for d in sizes.union(*(s.shape for s in symbols))}


def derivative_of(
    e: Expression,
    symbol: nodes.Symbol,
    by: nodes.Symbol,
    value: Expression,
    numerator: Form | None = None,
) -> NamedDerivative:
    """Return the derivative of an expression that has a name."""
    ordinary = e.symbols <= {by} and not value.shape
    return NamedDerivative(symbol, by, value, numerator or letter(symbol), ordinary)


def chained(left: NamedDerivative, right: NamedDerivative) -> NamedDerivative:
    """Return the product of two derivatives, summed over the axes between."""
    value = multiplied(left.value, len(left.by.shape), right.value)
    return left._replace(by=right.by, value=value)
