"""What gets a name on the way to a derivative, and the slope of each name by what it is made of."""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

from mathlib.printing import notation_tree as forms
from mathlib.printing.index_notation import listed
from mathlib.printing.notation_tree import Form
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import constant, is_number
from mathlib.symbolic.differentiation import jacobian_tensor, local_jacobians
from mathlib.symbolic.expression import Expression, substitute, topological_order
from mathlib.symbolic.functions import sum as sum_of
from mathlib.symbolic.indices import fresh_labels

#: The rule for a kind of node; sums, products and functions of entries need a closer look.
RULE_OF = {
    nodes.Power: "the power rule",
    nodes.Inverse: "the derivative of an inverse",
    nodes.Determinant: "Jacobi's formula",
    nodes.LogDeterminant: "the derivative of a log-determinant",
    nodes.Softmax: "the derivative of softmax",
    nodes.LogSumExp: "the derivative of logsumexp",
}


# What only a derivation writes.
forms.KINDS |= {
    "slope": forms.Kind(forms.ATOM, forms.ATOM, "∂{}/∂{}", r"\frac{{\partial {}}}{{\partial {}}}"),
    "straight slope": forms.Kind(forms.ATOM, forms.ATOM, "d{}/d{}", r"\frac{{d {}}}{{d {}}}"),
    "operator": forms.Kind(forms.ATOM, forms.ATOM, "∂/∂{}", r"\frac{{\partial}}{{\partial {}}}"),
    "applied": forms.Kind(forms.TERM, forms.TERM, "{} {}", r"{} \, {}"),
    "times": forms.Kind(forms.TERM, forms.PRODUCT, "{}", "{}", (" · ", r" \cdot ")),
    "call": forms.Kind(forms.ATOM, forms.SUM, "{}({})", r"{}\left({}\right)"),
    "listed": forms.Kind(forms.ATOM, forms.SUM, "{}", "{}", (", ", ", ")),
    "equation": forms.Kind(forms.SUM, forms.SUM, "{} = {}", "{} = {}"),
}

#: For intermediate results, for the whole, and for functions: the first that is free.
STEMS = ("u v t s r q p xi", "y L z w e c a eta", "f g h k d j i phi")


class Slope(NamedTuple):
    """A derivative that stands in a line: `of` and `by` are names, its value is in names too."""

    of: nodes.Symbol
    by: nodes.Symbol
    value: Expression
    top: Form  # what is written for `of`
    straight: bool  # d, not ∂: a function of one variable

    @property
    def ranks(self) -> tuple[int, int]:
        """How many axes are those of `of`, and how many those of `by`."""
        return len(self.of.shape), len(self.by.shape)

    def name(self, of=(), by=()) -> Form:
        """Return ∂u/∂x, or ∂u[i]/∂x[j] at letters."""
        kind = "straight slope" if self.straight else "slope"
        return Form(kind, (entry_of(self.top, of), entry_of(letter(self.by), by)))


class Register(NamedTuple):
    """An intermediate result: its name, what it is, the same in names, its slopes by its parts."""

    symbol: nodes.Symbol
    whole: Expression
    definition: Expression
    function: Form | None  # the f of f(x, u), where there are several variables
    slopes: list[Slope]


def _parts(e, x):
    """Yield what an expression is differentiated by: the variable, and parts that get a name.

    A linear function of a linear function is one, and a power in a product belongs to it.
    """
    for child in (child for child in e.children if x in child.symbols):
        if isinstance(child, nodes.Power) and isinstance(e, nodes.Product):
            yield child.base
        elif _linear(e, x) and _linear(child, x):
            yield from _parts(child, x)
        else:
            yield child


def _linear(e, x):
    """Say whether an expression is a sum, or a product that is linear in its one part."""
    affected = [child for child in e.children if x in child.symbols]
    single = len(affected) == 1 and not isinstance(affected[0], nodes.Power)
    return isinstance(e, nodes.Sum) or (isinstance(e, nodes.Product) and single)


def _entries_summed(e, x):
    """Return the entrywise product whose entries make a dot product with the variable, if any."""
    factors = e.factors if isinstance(e, nodes.Product) and not e.shape and _linear(e, x) else ()
    labels = {labels for _, labels in factors if labels}
    if len(factors) < 2 or len(labels) > 1 or len(x.shape) != 1 or x not in e.children:
        return []
    return [product(e.coefficient, list(factors), *labels)]


def _made_of(y, x, apart):
    """Return the parts of every result that gets a name, each after its own; the whole is last."""
    made = {}

    def visit(e):
        parts = (apart and e is y and _entries_summed(e, x)) or [*dict.fromkeys(_parts(e, x))]
        for part in parts:
            if part is not x and part not in made:
                visit(part)
        made[e] = parts

    visit(y)
    return made


def named_results(y: Expression, x: nodes.Symbol, apart: bool) -> list[Register]:
    """Return all results that get a name, in an order in which they can be computed."""
    made = _made_of(y, x, apart)
    taken = {name.lower().rstrip("0123456789_") for name in taken_names(y, {x})}
    free = [next((a for a in some.split() if a.lower() not in taken), some) for some in STEMS]
    known = {}
    for number, (e, parts) in enumerate(made.items(), 1):
        digits = str(number) if number < len(made) > 2 else ""
        stem = free[number == len(made)]
        name = (stem if len(e.shape) < 2 else stem.upper()) + digits
        symbol = nodes.Symbol(name, e.shape, False, e.nonnegative, False)
        swaps = {part: r.symbol for part, r in known.items() if part in parts}
        top = forms.symbol(free[2] + digits, len(e.shape)) if len(parts) > 1 else None
        known[e] = _register(e, x, symbol, swaps, x in parts or not parts, top)
    return [*known.values()]


def _register(e, x, symbol, swaps, direct, function):
    definition = substitute(e, swaps)
    if not direct and x in definition.symbols:
        definition = sum_of(*swaps.values())  # the entries of a dot product were named apart
    slopes = []
    for name in [x] * direct + [*swaps.values()]:
        value = jacobian_tensor(definition, name)
        slopes.append(slope_of(definition, symbol, name, value, function))
    return Register(symbol, e, definition, function, slopes)


def taken_names(y: Expression, more: set[nodes.Symbol]) -> set[str]:
    """Return the names of all symbols and of all dimensions."""
    symbols = y.symbols | more
    sizes = {node.dimension for node in topological_order(y) if isinstance(node, nodes.Size)}
    return {s.name for s in symbols} | {str(d) for d in sizes.union(*(s.shape for s in symbols))}


def slope_of(e, symbol, by, value, top=None) -> Slope:
    """Return the slope of an expression that has a name."""
    straight = e.symbols <= {by} and not value.shape
    return Slope(symbol, by, value, top or letter(symbol), straight)


def rule_of(e: Expression, d: nodes.Symbol) -> str:
    """Return the name of the rule by which an expression is differentiated."""
    affected = [child for child in e.children if d in child.symbols]
    match e:
        case _ if e is d or not affected:
            return "the identity" if e is d else "the constant rule"
        case nodes.Sum():
            return f"the {'difference' if min(c for c, _ in e.terms) < 0 else 'sum'} rule"
        case nodes.Function():
            return f"the derivative of {e.name}"
        case nodes.Product() if len(affected) > 1:
            return "the product rule"
        case nodes.Product() if isinstance(affected[0], nodes.Power):
            return f"the {'quotient' if affected[0].exponent < 0 else 'power'} rule"
        case nodes.Product():
            return _rule_of_linear(e, affected[0])
    return RULE_OF[type(e)]


def _rule_of_linear(e, part):
    own = next(labels for f, labels in e.factors if f is part)
    others = [f.shape for f, labels in e.factors if f is not part and labels]
    if len({*own}) < len(own):
        return "the trace"
    if not others or not own:
        return "the sum of the entries" if own and e.summed else "the constant factor rule"
    if not e.summed:
        return "an elementwise product"
    if len(own) == len(others) == 1 and len(others[0]) == 1 + len(e.shape):
        return "a matrix times the variable" if e.shape else "the dot product"
    return "a linear function"


def letter(symbol: nodes.Symbol) -> Form:
    """Return a name as it is written."""
    return forms.symbol(symbol.name, len(symbol.shape))


def entry_of(form: Form, letters: list[str]) -> Form:
    """Return an entry of what a form stands for; without letters, the form itself."""
    if form.kind == "symbol" and letters:
        form = forms.symbol(form.parts[0], 0)  # an entry is no vector, so not bold
    return Form("entry", (form, listed(letters))) if letters else form


def chained(left: Slope, right: Slope) -> Slope:
    """Return the product of two slopes, summed over the axes between."""
    of, between, by = (fresh_labels(len(s)) for s in (left.of.shape, left.by.shape, right.by.shape))
    factors = [(left.value, of + between), (right.value, between + by)]
    value = product(1, factors, of + by, left.of.shape + right.by.shape)
    return left._replace(by=right.by, value=value)


def uncontracted(e: Expression, d: nodes.Symbol) -> list[nodes.Product]:
    """Return the derivative as its rules give it: products that still hold Kronecker deltas."""
    shape, rank = e.shape + d.shape, len(e.shape)
    found = []
    for number, factors, ends in _ways(e, d, tuple(range(rank)), count(len(shape))):
        axes = zip(d.shape, ends, range(rank, len(shape)), strict=True)
        factors += [(nodes.Identity(n), (end, axis)) for n, end, axis in axes]
        real = [(f, ls) for f, ls in factors if not is_number(f) or f.coefficient != 1]
        seen = {*range(len(shape))}.union(*(ls for _, ls in real))
        real += dict.fromkeys(factor for factor in factors if not seen.issuperset(factor[1]))
        found.append(nodes.Product(number, tuple(real), shape))
    return found


def _ways(e, d, at, labels):
    """Yield number, factors and labels for every place where a symbol stands in an expression.

    A label on which nothing depends any more goes to a factor 1, lest its sum be forgotten.
    """
    if e is d:
        yield 1, [], at
    for part, number, factors, whole, inner in local_jacobians(e):
        names = dict(zip(whole, at, strict=True))
        for label in [label for _, ls in factors for label in ls] + [*inner]:
            names[label] = names[label] if label in names else next(labels)
        moved = [(f, tuple(names[label] for label in ls)) for f, ls in factors]
        moved += [(constant(1, (n,)), (names[a],)) for a, n in zip(whole, e.shape, strict=True)]
        for more, rest, ends in _ways(part, d, tuple(names[label] for label in inner), labels):
            yield number * more, moved + rest, ends
