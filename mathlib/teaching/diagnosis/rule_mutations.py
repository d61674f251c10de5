"""How derivatives go wrong: differentiate once more, with one rule broken.

A path is left out, an inner derivative forgotten, a function taken for its derivative. Every
mutation comes with its kind, a sentence that names the place, and the formula that it leads to.
Where two lead to one formula the first is believed, so what is simplest to say comes first: the
chain rule cut short, then single rules from the outermost step inwards, then parts held constant.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, pairwise, permutations

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power, product
from mathlib.symbolic.coefficients import is_diagonal
from mathlib.symbolic.constants import constant
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, Number, substitute, topological_order
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.local_jacobians import LocalJacobian, local_jacobians
from mathlib.teaching.diagnosis.candidate import Mutation, Sentence
from mathlib.teaching.diagnosis.held_parts import is_denominator
from mathlib.teaching.diagnosis.local_mutations import CURVED, local_mutations
from mathlib.teaching.diagnosis.matrix_mutations import outside_inverse

# How many orders of Jacobians are tried: all of five.
MOST = 120


def broken_rules(y: Expression, x: nodes.Symbol) -> Iterator[Mutation]:
    """Differentiate with one rule broken, in every place and every way.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w = ml.matrix("X", "m", "n"), ml.vector("w", "n")
    >>> for mutation in list(broken_rules(ml.sum(ml.sin(X @ w)), w))[:2]:
    ...     print(mutation.kind, "|", mutation.formula)
    chain rule | Xᵀ 𝟏
    f instead of f' | Xᵀ sin(X w)
    """
    affected = [node for node in topological_order(y) if x in node.symbols and node is not x]
    known = {node: list(local_jacobians(node)) for node in affected}
    yield from _outer_forgotten(y, x, affected)
    for node in affected:  # where a term has the slope 1 it would seem that another is held
        several = sum(x in term.symbols for term in node.children) > 1
        if isinstance(node, nodes.Sum) and several and not x.shape and _is_argument(node, y):
            yield from _inner_forgotten(y, x, node)
    for node in reversed(affected):
        for k, rule in enumerate(known[node]):
            if x not in rule.part.symbols:
                continue
            for kind, said, number, factors in local_mutations(node, rule, k, y, x):
                changed = rule._replace(number=number, factors=factors)
                rules = [*known[node][:k], changed, *known[node][k + 1 :]]
                yield Mutation(kind, said, _by_rules(y, x, {node: rules}))
        yield from _of_node(node, known[node], y, x)
    for part in affected:
        yield from _inner_forgotten(y, x, part)
    yield from held_constant(y, x, 1)
    for node in affected:
        yield from _product_of_slopes(node, y, x)


def _by_rules(
    y: Expression, x: nodes.Symbol, rules: dict[Expression, list[LocalJacobian]]
) -> Expression:
    """Differentiate with other local Jacobians at some nodes."""
    return jacobian_tensor(y, x, lambda node: rules.get(node) or local_jacobians(node))


def _of_node(
    node: Expression, rules: list[LocalJacobian], y: Expression, x: nodes.Symbol
) -> Iterator[Mutation]:
    """Yield what takes more than one rule of a node: all but one left out, or all of them."""
    within = [rule for rule in rules if x in rule.part.symbols]
    if isinstance(node, nodes.Sum) and len(within) > 2:
        for rule in within:
            term = rule.number * rule.part
            said = Sentence(
                "In {}, only {} is differentiated; the other terms are held constant.", node, term
            )
            yield Mutation("missing path", said, _by_rules(y, x, {node: [rule]}))
    if isinstance(node, nodes.Product):
        yield from _inside_a_quotient(node, rules, y, x)
    if isinstance(node, nodes.Softmax) and node is not y:
        first = rules[0]._replace(number=1, factors=[])
        said = Sentence("The derivative of {} is missing: it is a factor of the answer.", node)
        yield Mutation("missing factor", said, _by_rules(y, x, {node: [first]}))


def _inside_a_quotient(
    node: nodes.Product, rules: list[LocalJacobian], y: Expression, x: nodes.Symbol
) -> Iterator[Mutation]:
    """Yield a product differentiated by what is scaled in it, as x / norm(x), and no further."""
    for rule in rules:
        scales = [f for f, _ in rule.factors if not f.shape and x in f.symbols]
        if x in rule.part.symbols and rule.part.shape and scales:
            kept = [(f, labels) for f, labels in rule.factors if f not in scales]
            factors = [*((f, ()) for f in scales), (rule.part, rule.part.axes)]
            inner = product(1, factors, rule.part.axes)
            said = Sentence("The inner derivative is forgotten: that of {} by {}.", inner, x)
            broken = _by_rules(y, x, {node: [rule._replace(factors=kept)]})
            yield Mutation("chain rule", said, broken)


def reordered(y: Expression, x: nodes.Symbol) -> Iterator[Mutation]:
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
            said = Sentence("The Jacobians of the steps are multiplied in the wrong order.")
            yield Mutation("order", said, product(1, list(zip(factors, pairs, strict=True)), out))


def _all_through(node: Expression, y: Expression, x: nodes.Symbol) -> bool:
    """Whether every path from the variable to `y` leads through a node."""
    return x in node.symbols and x not in substitute(y, {node: _named(node)}).symbols


def _named(part: Expression) -> nodes.Symbol:
    """Return a name for an intermediate result."""
    return nodes.Symbol("_part", part.shape, False, part.nonnegative, False)


def _by(part: Expression, whole: Expression) -> Expression:
    """Return the derivative by an intermediate result."""
    name = _named(part)
    return substitute(jacobian_tensor(substitute(whole, {part: name}), name), {name: part})


def held_constant(y: Expression, x: nodes.Symbol, number: int) -> Iterator[Mutation]:
    """Differentiate with a number of parts taken as constants wherever they stand."""
    parts = [node for node in topological_order(y) if x in node.symbols and node not in (x, y)]
    names = " and ".join(["{}"] * number)
    for held in combinations(reversed(parts), number):
        said = Sentence(f"Held constant, though {{}} is in it: {names}.", x, *held)
        broken = jacobian_tensor(y, x, lambda e, held=held: [] if e in held else local_jacobians(e))
        yield Mutation("missing path", said, broken)


def _product_of_slopes(e: Expression, y: Expression, x: nodes.Symbol) -> Iterator[Mutation]:
    """Yield the derivative of a product (or quotient) as the product (or quotient) of slopes."""
    within = sorted((f for f, _ in e.factors if x in f.symbols), key=is_denominator)
    if not isinstance(e, nodes.Product) or len(within) < 2:
        return
    said = Sentence(
        "In {}, slopes are multiplied or divided; two terms are due, with one slope each.", e
    )
    slope = _slope_of(within[1], x) if len(within) == 2 else None
    if slope is not None:
        rule = next(rule for rule in local_jacobians(e) if rule.part is within[0])
        factors = [(slope if f is within[1] else f, labels) for f, labels in rule.factors]
        changed = _by_rules(y, x, {e: [rule._replace(factors=factors)]})
        yield Mutation("missing path", said, changed)
    elif not e.shape and is_denominator(within[-1]):
        above = product(e.coefficient, [f for f in e.factors if not is_denominator(f[0])], ())
        below = product(1, [f for f in e.factors if is_denominator(f[0])], ())
        slopes = jacobian_tensor(above, x) / jacobian_tensor(power(below, -1), x)
        rows, columns = fresh_labels(len(y.shape)), fresh_labels(len(x.shape))
        factors = [(_by(e, y), rows), (slopes, columns)]
        yield Mutation("missing path", said, product(1, factors, rows + columns))


def _slope_of(f: Expression, x: nodes.Symbol) -> Expression | None:
    """Return the slopes of entries that depend on one number each, None if they do not."""
    if is_denominator(f):
        slope = _slope_of(power(f, -1), x)
        return slope if slope is None else power(slope, -1)
    J = jacobian_tensor(f, x)
    if J.shape == f.shape:
        return J
    return product(1, [(J, (0, 1))], (0,)) if is_diagonal(J) else None


def _outer_forgotten(
    y: Expression, x: nodes.Symbol, affected: list[Expression]
) -> Iterator[Mutation]:
    """Yield the derivative of an intermediate result to which more than one function is applied.

    Every path has to lead through it, or what is forgotten is a path beside.
    """
    for part in affected:
        if part.shape != y.shape or not _all_through(part, y, x):
            continue
        outside = [e for e in affected if e is not part and part in topological_order(e)]
        if sum(isinstance(e, CURVED) for e in outside) > 1:
            said = Sentence("Only {} is differentiated: what is done to it is forgotten.", part)
            yield Mutation("chain rule", said, jacobian_tensor(part, x))


def _inner_forgotten(y: Expression, x: nodes.Symbol, part: Expression) -> Iterator[Mutation]:
    """Yield the derivative by an intermediate result, as it is and repeated for all of `x`."""
    by_part = _by(part, y)
    if isinstance(part, nodes.Determinant):
        said = Sentence("{} is differentiated as if {} were a number.", part, part.base)
        yield Mutation("scalar thinking", said, by_part * outside_inverse(part))
    if part is not y and (by_part.shape or by_part.symbols) and _all_through(part, y, x):
        said = Sentence("The inner derivative is forgotten: that of {} by {}.", part, x)
        rows, inner, columns = map(fresh_labels, map(len, (y.shape, part.shape, x.shape)))
        factors = [(by_part, rows + inner), (constant(1, x.shape), columns)]
        yield Mutation("chain rule", said, by_part)
        yield Mutation("chain rule", said, product(1, factors, rows + columns))
    elif part.shape == x.shape and _is_argument(part, y):  # other paths lead beside it
        said = Sentence("The inner derivative is forgotten: that of {} by {}.", part, x)
        as_if_x = LocalJacobian(x, 1, [], part.axes, part.axes)
        yield Mutation("chain rule", said, _by_rules(y, x, {part: [as_if_x]}))


def _is_argument(part: Expression, y: Expression) -> bool:
    """Whether a function of entries is taken of something."""
    return any(isinstance(e, CURVED) and part in e.children for e in topological_order(y))


def numbers_in(e: Expression) -> list[Number]:
    """Return the numbers that stand in a node itself: in front, at its terms, as exponents."""
    terms = getattr(e, "terms", ())
    return [getattr(e, "coefficient", 1), getattr(e, "exponent", 1), *(c for c, _ in terms)]
