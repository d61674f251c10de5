"""How derivatives go wrong: differentiate once more, with one rule broken.

A path is left out, an inner derivative forgotten, a function taken for its derivative. Every
mistake comes with its kind, a sentence that names the place, and the formula that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice, pairwise, permutations
from typing import NamedTuple

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import is_diagonal, power, product
from mathlib.symbolic.constants import constant, is_number
from mathlib.symbolic.differentiation import PARTIALS, jacobian_tensor, local_jacobians
from mathlib.symbolic.expression import Expression, Number, substitute, topological_order
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.linear_algebra import inv

HALF = Fraction(1, 2)
MASKED = {"relu", "maximum", "minimum"}
CURVED = (nodes.Function, nodes.Power)
# How many orders of Jacobians are tried: all of five.
MOST = 120


class Mistake(NamedTuple):
    """A kind of mistake, a sentence about this one, and the derivative it leads to."""

    kind: str
    sentence: str
    formula: Expression
    double: bool = False  # whether it is two mistakes


def broken_rules(y: Expression, x: nodes.Symbol) -> Iterator[Mistake]:
    """Differentiate with one rule broken, in every place and every way.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w = ml.matrix("X", "m", "n"), ml.vector("w", "n")
    >>> for mistake in list(broken_rules(ml.sum(ml.sin(X @ w)), w))[:2]:
    ...     print(mistake.kind, "|", mistake.formula)
    chain rule | Xᵀ 𝟏
    f instead of f' | Xᵀ sin(X w)
    """
    affected = [node for node in topological_order(y) if x in node.symbols and node is not x]
    known = {node: list(local_jacobians(node)) for node in affected}
    yield from _outer_forgotten(y, x, affected)
    for node in reversed(affected):
        for k, rule in enumerate(known[node]):
            if x in rule.part.symbols:
                for kind, said, number, factors in _broken(node, rule, k, y, x):
                    changed = rule._replace(number=number, factors=factors)
                    broken = {**known, node: _with(known[node], k, changed)}
                    yield Mistake(kind, said, jacobian_tensor(y, x, broken.__getitem__))
    for part in affected:
        yield from _inner_forgotten(y, x, part)
    yield from held_constant(y, x, 1)
    for node in affected:
        yield from _product_of_slopes(node, y, x)


def reordered(y: Expression, x: nodes.Symbol) -> Iterator[Mistake]:
    """Multiply the Jacobians of the steps from a vector to `y` in another order.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x = ml.matrix("A", "n", "n"), ml.vector("x", "n")
    >>> next(reordered(ml.sin(A @ x), x)).formula
    A diag(cos(A x))
    """
    steps = [
        node for node in topological_order(y) if len(node.shape) == 1 and _all_through(node, y, x)
    ]
    links = [_by(part, whole) for part, whole in pairwise([*steps, y])]
    ends = [J for J in links if len(J.shape) < 2]
    matrices = [J for J in links if len(J.shape) == 2 and not isinstance(J, nodes.Identity)]
    for order in islice(permutations(matrices), MOST if x in steps and len(matrices) > 1 else 0):
        factors, labels = [*ends, *order], fresh_labels(len(order) + 1)
        if all(J.shape[-1] == K.shape[0] for J, K in pairwise(factors)):
            pairs = [labels[:1]] * len(ends) + [*pairwise(labels)]
            out = labels[-1:] if ends else labels[:: len(order)]
            said = "The Jacobians of the steps are multiplied in the wrong order."
            yield Mistake("order", said, product(1, list(zip(factors, pairs, strict=True)), out))


def _all_through(node, y, x):
    """Whether every path from the variable to `y` leads through a node."""
    return x in node.symbols and x not in substitute(y, {node: _named(node)}).symbols


def _named(part):
    """Return a name for an intermediate result."""
    return nodes.Symbol("_part", part.shape, False, part.nonnegative, False)


def _by(part, whole):
    """Return the derivative by an intermediate result."""
    name = _named(part)
    return substitute(jacobian_tensor(substitute(whole, {part: name}), name), {name: part})


def held_constant(y: Expression, x: nodes.Symbol, number: int) -> Iterator[Mistake]:
    """Differentiate with a number of parts taken as constants wherever they stand."""
    parts = [node for node in topological_order(y) if x in node.symbols and node not in (x, y)]
    for held in combinations(reversed(parts), number):
        said = f"Held constant, though {x} is in it: {' and '.join(map(str, held))}."
        broken = jacobian_tensor(y, x, lambda e, held=held: [] if e in held else local_jacobians(e))
        yield Mistake("missing path", said, broken)


def _product_of_slopes(e, y, x):
    """Yield the derivative of a product (or quotient) as the product (or quotient) of slopes."""
    within = sorted((f for f, _ in e.factors if x in f.symbols), key=_below)
    slope = _slope_of(within[1], x) if len(within) == 2 and isinstance(e, nodes.Product) else None
    if slope is not None:
        rule = next(rule for rule in local_jacobians(e) if rule.part is within[0])
        factors = [(slope if f is within[1] else f, labels) for f, labels in rule.factors]
        changed = {e: [rule._replace(factors=factors)]}
        said = f"In {e}, slopes are multiplied or divided; two terms are due, with one slope each."
        broken = jacobian_tensor(y, x, lambda node: changed.get(node) or local_jacobians(node))
        yield Mistake("missing path", said, broken)


def _below(f):
    """Whether a factor is a denominator."""
    return isinstance(f, nodes.Power) and f.exponent < 0


def _slope_of(f, x):
    """Return the slopes of entries that depend on one number each, None if they do not."""
    if _below(f):
        slope = _slope_of(power(f, -1), x)
        return slope if slope is None else power(slope, -1)
    J = jacobian_tensor(f, x)
    if J.shape == f.shape:
        return J
    return product(1, [(J, (0, 1))], (0,)) if is_diagonal(J) else None


def _outer_forgotten(y, x, affected):
    """Yield the derivative of an intermediate result to which more than one function is applied."""
    for part in affected:
        outside = {*topological_order(y)} - {*topological_order(part)}
        if part.shape == y.shape and sum(isinstance(e, CURVED) for e in outside) > 1:
            said = f"Only {part} is differentiated: what is done to it is forgotten."
            yield Mistake("chain rule", said, jacobian_tensor(part, x))


def _inner_forgotten(y, x, part):
    """Yield the derivative by an intermediate result, as it is and repeated for all of `x`."""
    by_part = _by(part, y)
    if isinstance(part, nodes.Determinant):
        said = f"{part} is differentiated as if {part.base} were a number."
        yield Mistake("scalar thinking", said, by_part * _outside_inverse(part))
    if part is not y:
        said = f"The inner derivative is forgotten: that of {part} by {x}."
        rows, inner, columns = map(fresh_labels, map(len, (y.shape, part.shape, x.shape)))
        factors = [(by_part, rows + inner), (constant(1, x.shape), columns)]
        yield Mistake("chain rule", said, by_part)
        yield Mistake("chain rule", said, product(1, factors, rows + columns))


def _outside_inverse(e):
    """Return what stands before the inverse in the derivative of det(X), as if by a number."""
    d = nodes.Determinant(e.base)
    return power(d, -1) if isinstance(e, nodes.LogDeterminant) else d


def _broken(node, rule, k, y, x):
    """Yield the ways in which a rule is broken: kind, sentence, other number, other factors."""
    number, factors, part = rule.number, rule.factors, rule.part
    linear = isinstance(node, (nodes.Sum, nodes.Product))
    several = sum(x in other.part.symbols for other in local_jacobians(node)) > 1
    if several:
        yield "missing path", _left_out(node, part, x), 0, factors
    if isinstance(part, nodes.Power) and part.exponent == 2 and not node.shape and linear:
        said = f"The square {node} is treated as a norm."
        yield "norm vs square", said, HALF * number, [*factors, (power(node, -HALF), ())]
    if linear and abs(number) != 1:
        said = f"The number {number} in {node} is lost."
        yield _numeric(number), said, number // abs(number), factors
    if several or number < 0 or any(getattr(f, "coefficient", 1) < 0 for f, _ in factors):
        yield "sign", f"The derivative of {node} by {part} has the wrong sign.", -number, factors
    if isinstance(node, nodes.Sum) and several:
        yield "factor 2", f"The derivative of {number * part} is doubled.", 2 * number, factors
        said = f"The derivative of {number * part} has lost its factor 2."
        yield "factor 2", said, HALF * number, factors
    if isinstance(node, CURVED):
        for kind, said, other_number, slope in _slopes(node, k, y, x):
            yield kind, said, other_number, [(slope, rule.whole_labels)]
    elif not linear:
        yield from _of_whole(node, rule)


def _left_out(node, part, x):
    """Say which path is left out."""
    if isinstance(node, nodes.Softmax):
        return f"In {node}, a part of the quotient is held constant: {x} is above and below."
    if _below(part):
        return f"The denominator {power(part, -1)} is held constant, though {x} is in it."
    if part is x:
        return f"{x} stands in {node} more than once; one of these places is held constant."
    return f"In {node}, the part {part} is held constant, though {x} is in it."


def _slopes(e, k, y, x):
    """Yield wrong derivatives of a function of entries: kind, sentence, number, slope."""
    z, one, name = e.children[k], constant(1, e.shape), getattr(e, "name", "")
    kind = "chain rule" if z is x or not _inside(e, y) else "missing factor"
    kind = "mask" if name in MASKED else "sign" if name == "abs" else kind
    number = e.exponent if isinstance(e, nodes.Power) else 1
    if (2 * number) % 2:
        root, rest = power(z, HALF), power(z, number - HALF)
        yield "norm vs square", f"{root} is treated as its square {z}.", 2 * number, rest
    what = "a mask of zeros and ones" if kind == "mask" else "it is a factor of the answer"
    yield kind, f"The derivative of {e} is missing: {what}.", 1, one
    yield "f instead of f'", f"{e} itself stands where its derivative is wanted.", 1, e
    if number not in (1, -1):
        yield "f instead of f'", f"The exponent of {e} does not fall by 1.", number, e
        said = f"The exponent {number} of {e} does not come down as a factor."
        yield _numeric(number), said, 1, _slope(e, k, z)
    kind = "mask" if name in MASKED else "f' at the wrong point"
    if name in MASKED:
        yield kind, f"The mask of {e} is the wrong way round.", 1, one - _slope(e, k, z)
    for other in topological_order(y):
        if other.shape == e.shape and other is not z and not is_number(other):
            said = f"The {'mask' if name in MASKED else 'derivative'} of {e} is taken at {other}."
            yield kind, said, number, _slope(e, k, other)
    said = f"In the derivative of {e}, {z} stands where {e} itself is meant."
    yield "f' at the wrong point", said, number, substitute(_slope(e, k, z), {e: z})


def numbers_in(e: Expression) -> list[Number]:
    """Return the numbers that stand in a node itself: in front, at its terms, as exponents."""
    terms = getattr(e, "terms", ())
    return [getattr(e, "coefficient", 1), getattr(e, "exponent", 1), *(c for c, _ in terms)]


def _numeric(number):
    """Return the kind of mistake that it is to lose a number."""
    return "factor 2" if number in (2, HALF) else "factor N"


def _slope(e, k, z):
    """Return the derivative of a function of entries by its argument `k`, taken at `z`."""
    if isinstance(e, nodes.Power):
        return power(z, e.exponent - 1)
    return PARTIALS[e.name][k](*_with(e.children, k, z))


def _inside(e, y):
    """Whether another function is applied to what comes out."""
    return any(
        isinstance(a, CURVED) and a is not e and e in topological_order(a)
        for a in topological_order(y)
    )


def _with(items, k, item):
    return [*items[:k], item, *items[k + 1 :]]


def _of_whole(e, rule):
    """Yield wrong derivatives of functions of a whole matrix, or along an axis."""
    n, factors, labels = rule.number, rule.factors, rule.part_labels
    d = nodes.Identity(e.base.shape[-1])
    match e:
        case nodes.LogSumExp():
            exponentials = nodes.Function("exp", (e.base,), True)
            said = f"The exponentials of {e} are not divided by their sum."
            yield "missing factor", said, n, [(exponentials, labels)]
        case nodes.Softmax() if n < 0:
            said = f"Only the diagonal of the Jacobian of {e} is there."
            tie = (d, (rule.whole_labels[-1], labels[-1]))
            yield "off-diagonal missing", said, n, [*factors, tie]
        case nodes.Inverse():
            for kind, said, changed in _of_inverse(e, d, *rule.whole_labels, *labels):
                yield kind, said, n, changed
        case nodes.Determinant():
            said = f"The factor in front of {inv(e.base)} is missing or wrong."
            other = [] if factors[1:] else [(nodes.Determinant(e.base), ())]
            yield "missing factor", said, n, [*other, factors[-1]]
            said = f"{inv(e.base)} is to be transposed."
            yield "transpose inside", said, n, [*factors[:-1], (inv(e.base), labels)]
            said = f"{e} is differentiated as if {e.base} were a number."
            before = [(_outside_inverse(e), ())]
            for matrix in (d, constant(1, e.base.shape)):
                yield "scalar thinking", said, n, [*before, (matrix, labels)]
            yield "scalar thinking", said, n, [*factors[:-1], (power(e.base, -1), labels)]


def _of_inverse(e, d, i, j, a, b):
    """Yield wrong factors of the derivative of an inverse: e[i, a] e[b, j] are right."""
    (c,) = fresh_labels(1)
    apart = [(d, (i, a)), (d, (j, b))]
    said = f"The two factors {e} are transposed."
    yield "transpose inside", said, [(e, (a, i)), (e, (j, b))]
    said = f"{e} is differentiated like 1/x: its two factors belong on either side."
    yield "noncommutative", said, [(e, (i, c)), (e, (c, a)), apart[1]]
    yield "noncommutative", said, [apart[0], (e, (b, c)), (e, (c, j))]
    for p, q in ((i, j), (j, i)):
        yield "noncommutative", said, [(e, (p, c)), (e, (c, q)), *apart]
    said = f"{e} is differentiated entry by entry, like 1/x."
    yield "scalar thinking", said, [(power(e.base, -2), (i, j)), *apart]
    for factors in ([(e, (i, a)), apart[1]], [apart[0], (e, (b, j))]):
        yield "missing factor", f"One of the two factors {e} is missing.", factors
