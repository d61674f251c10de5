"""How derivatives go wrong: rules broken in one place, and slips in the finished formula.

A *broken rule* differentiates once more with one rule changed: a path is left out, an inner
derivative forgotten, a function taken for its derivative. A *slip* edits the finished formula
once: a term, a factor, a sign or a transpose is lost. Every mistake comes with its kind, a
sentence that names the place, and the formula that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from mathlib import nodes
from mathlib.algebra import add, fresh, power, product
from mathlib.constants import constant, is_number, size
from mathlib.derivatives import PARTIALS, jacobian_tensor, rules
from mathlib.expressions import Expression, graph, rebuilt
from mathlib.functions import inv

HALF = Fraction(1, 2)
MASKED = {"relu", "maximum", "minimum"}
CURVED = (nodes.Function, nodes.Power)


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
    >>> for mistake in list(broken_rules(ml.sum(ml.sin(X @ w)), w))[1:3]:
    ...     print(mistake.kind, "|", mistake.formula)
    chain rule | Xᵀ 𝟏
    f instead of f' | Xᵀ sin(X w)
    """
    affected = [node for node in graph(y) if x in node.symbols and node is not x]
    known = {node: list(rules(node)) for node in affected}
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


def held_constant(y: Expression, x: nodes.Symbol, number: int) -> Iterator[Mistake]:
    """Differentiate with a number of parts taken as constants wherever they stand."""
    parts = [node for node in graph(y) if x in node.symbols and node not in (x, y)]
    for held in combinations(reversed(parts), number):
        said = f"Held constant, though {x} is in it: {' and '.join(map(str, held))}."
        broken = jacobian_tensor(y, x, lambda e, held=held: [] if e in held else rules(e))
        yield Mistake("missing path", said, broken)


def _inner_forgotten(y, x, part):
    """Yield the derivative by an intermediate result, as it is and repeated for all of `x`."""
    name = nodes.Symbol("_part", part.shape, False, part.nonnegative, False)
    by_part = rebuilt(jacobian_tensor(rebuilt(y, {part: name}), name), {name: part})
    if isinstance(part, nodes.Determinant):
        said = f"{part} is differentiated as if {part.base} were a number."
        yield Mistake("scalar thinking", said, by_part * _outside_inverse(part))
    if part is not y:
        said = f"The inner derivative is forgotten: that of {part} by {x}."
        rows, inner, columns = map(fresh, map(len, (y.shape, part.shape, x.shape)))
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
    if sum(x in other.part.symbols for other in rules(node)) > 1:
        yield "missing path", _left_out(node, part, x), 0, factors
    if isinstance(part, nodes.Power) and part.exponent == 2 and not node.shape and linear:
        said = f"The square {node} is treated as a norm."
        yield "norm vs square", said, HALF * number, [*factors, (power(node, -HALF), ())]
    if linear and sum(x in other.part.symbols for other in rules(node)) < 2:
        return
    yield "sign", f"The derivative of {node} by {part} has the wrong sign.", -number, factors
    if isinstance(node, nodes.Sum):
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
    if isinstance(part, nodes.Power) and part.exponent < 0:
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
    if number == HALF:
        yield "norm vs square", f"{e} is treated as its square {z}.", 1, one
    what = "a mask of zeros and ones" if kind == "mask" else "it is a factor of the answer"
    yield kind, f"The derivative of {e} is missing: {what}.", 1, one
    yield "f instead of f'", f"{e} itself stands where its derivative is wanted.", 1, e
    if number not in (1, -1):
        yield "f instead of f'", f"The exponent of {e} does not fall by 1.", number, e
        said = f"The exponent {number} of {e} does not come down as a factor."
        yield "factor 2", said, 1, _slope(e, k, z)
    kind = "mask" if name in MASKED else "f' at the wrong point"
    if name in MASKED:
        yield kind, f"The mask of {e} is the wrong way round.", 1, one - _slope(e, k, z)
    for other in graph(y):
        if other.shape == e.shape and other is not z and not is_number(other):
            said = f"The {'mask' if name in MASKED else 'derivative'} of {e} is taken at {other}."
            yield kind, said, number, _slope(e, k, other)
    said = f"In the derivative of {e}, {z} stands where {e} itself is meant."
    yield "f' at the wrong point", said, number, rebuilt(_slope(e, k, z), {e: z})


def _slope(e, k, z):
    """Return the derivative of a function of entries by its argument `k`, taken at `z`."""
    if isinstance(e, nodes.Power):
        return power(z, e.exponent - 1)
    return PARTIALS[e.name][k](*_with(e.children, k, z))


def _inside(e, y):
    """Whether another function is applied to what comes out."""
    return any(isinstance(a, CURVED) and a is not e and e in graph(a) for a in graph(y))


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
    (c,) = fresh(1)
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


# --------------------------------------------------------------------------- the finished formula


def slips(formula: Expression, y: Expression) -> Iterator[Mistake]:
    """Edit a formula once, in every place and every way; `y` is what it is the derivative of.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x = ml.matrix("A", "n", "n"), ml.vector("x", "n")
    >>> y = x @ A @ x
    >>> [str(m.formula) for m in slips(ml.gradient(y, x).body, y) if m.kind == "symmetry assumed"]
    ['2 A x', '2 Aᵀ x']
    """
    given = {*graph(y)}
    for node in reversed(graph(formula)):
        for kind, said, changed in _edits(node, node not in given, len(y.shape) == 1):
            if node is formula or changed.shape == node.shape:
                yield Mistake(kind, said, rebuilt(formula, {node: changed}))


def _edits(node, own, of_vector):
    """Yield the slips in one node; what stands in the function too only changes its sign."""
    match node:
        case nodes.Sum():
            yield from _in_sum(node, own)
        case nodes.Product() if own:
            yield from _in_factors(node)
            yield from _in_pairs(node, "order" if of_vector else "noncommutative")
            yield from _in_labels(node)


def _in_sum(e, own):
    """Yield a term lost, its sign or its number; a matrix taken for its transpose."""
    dimensions = sorted({d for node in graph(e) for d in node.shape if isinstance(d, str)})
    numbers = [("sign", -1), ("missing path", 0), ("factor 2", 2), ("factor 2", HALF)]
    numbers += [("factor N", power(size(d), q)) for d in dimensions for q in (1, -1)]
    for c, term in e.terms:
        rest = add(e, -c * term)
        for kind, number in numbers if own else numbers[:1]:
            wrong = "is missing" if kind == "missing path" else "has a wrong sign or number"
            yield kind, f"The term {c * term} {wrong}.", rest + c * number * term
        for changed in _turned(term) if own else ():
            if any(changed is other for _, other in e.terms):
                said = f"A matrix in {term} is taken as symmetric, and it is not."
                yield "symmetry assumed", said, rest + c * changed


def _square(e):
    return len(e.shape) == 2 and e.shape[0] == e.shape[1] and not isinstance(e, nodes.Identity)


def _turned(e):
    """Yield the expression with each of its square factors transposed, and with all of them."""
    if not isinstance(e, nodes.Product):
        return [e.T] if _square(e) else []
    places = [k for k, f in enumerate(e.children) if _square(f) and not f.symmetric]
    turns = [[k] for k in places] + ([places] if len(places) > 1 else [])
    reverse = dict(enumerate(labels[::-1] for _, labels in e.factors))
    return [_relabelled(e, {k: reverse[k] for k in turn}) for turn in turns]


def _relabelled(e, labels):
    """Return a product with other labels at some of its factors."""
    factors = [(f, labels.get(k, old)) for k, (f, old) in enumerate(e.factors)]
    return _product(e, factors)


def _product(e, factors):
    return product(e.coefficient, factors, tuple(range(len(e.shape))), e.shape)


def _in_factors(e):
    """Yield a factor lost, or transposed."""
    for k, (f, labels) in enumerate(e.factors):
        rest = [*e.factors[:k], *e.factors[k + 1 :]]
        held = [(nodes.Identity(f.shape[0]), labels)] if _square(f) else []
        linked = e.summed & {*labels} <= {label for _, ls in rest for label in ls}
        if (held or linked) and not isinstance(f, nodes.Identity):
            yield _lost(f), f"The factor {f} is missing.", _product(e, rest + held)
    for changed in _turned(e):
        yield "transpose inside", f"A transpose in {e} is lost, or one too many.", changed


def _lost(f):
    """Return the kind of mistake that it is to lose a factor."""
    if isinstance(getattr(f, "base", f), nodes.Size):
        return "factor N"
    return "mask" if getattr(f, "name", "") == "step" else "missing factor"


def _in_pairs(e, kind):
    """Yield two matrices that change places, or are multiplied in the wrong way."""
    for (k, (f, ls)), (l, (g, ms)) in combinations(enumerate(e.factors), 2):
        if not (f.shape == g.shape and _square(f)):
            continue
        wrong_order = f"{f} and {g} are multiplied in the wrong order."
        shared = {*ls} & {*ms}
        if len(shared) == 1 and len({*ls, *ms}) == 3:
            (s,), (a,), (b,) = shared, {*ls} - shared, {*ms} - shared
            swapped = tuple({a: s, s: b}[p] for p in ls), tuple({s: a, b: s}[p] for p in ms)
            entries = tuple(b if p == s else p for p in ls), tuple(a if p == s else p for p in ms)
            yield kind, wrong_order, _relabelled(e, dict(zip((k, l), swapped, strict=True)))
            said = f"{f} and {g} are multiplied entry by entry, not as matrices."
            changed = _relabelled(e, dict(zip((k, l), entries, strict=True)))
            yield "elementwise vs matmul", said, changed
        yield kind, wrong_order, _relabelled(e, {k: ms, l: ls})
        yield kind, wrong_order, _relabelled(e, {k: ms[::-1], l: ls[::-1]})
        if len(shared) == 2:
            (c,) = fresh(1)
            said = f"{f} and {g} are multiplied as matrices, not entry by entry."
            chained = {k: (ls[0], c), l: (c, ls[1])}
            yield "elementwise vs matmul", said, _relabelled(e, chained)


def _in_labels(e):
    """Yield indices that are summed and should not be, or the other way round."""
    size_of = {l: d for f, ls in e.factors for l, d in zip(ls, f.shape, strict=True)}
    for s in sorted(e.summed):
        softmax = any(isinstance(f, nodes.Softmax) for f in e.children)
        kind = "off-diagonal missing" if softmax else "outer vs inner"
        said = f"In {e}, entries are multiplied that should also be summed."
        for other in size_of:
            if other != s and size_of[other] == size_of[s]:
                merged = [(f, tuple(other if l == s else l for l in ls)) for f, ls in e.factors]
                yield kind, said, _product(e, merged)
        out, shape = (s, *range(len(e.shape))), (size_of[s], *e.shape)
        said = f"In {e}, the sum over {size_of[s]} values of an index is missing or wrong."
        yield "batch sum", said, product(e.coefficient, e.factors, out, shape)
    if len(e.shape) == 2 and any(map(_square, e.children)):
        traces = {k: fresh(1) * 2 for k, f in enumerate(e.children) if _square(f)}
        said = f"The matrices in {e} are taken for numbers."
        yield "scalar thinking", said, _relabelled(e, traces)
    for k, (f, labels) in enumerate(e.factors):
        if len(labels) == 1:
            if labels[0] < len(e.shape):
                said = f"{f} is summed, and its entries should stand apart."
                yield "outer vs inner", said, _relabelled(e, {k: fresh(1)})
            for other in size_of:
                if other != labels[0] and size_of[other] == f.shape[0]:
                    said = f"{f} multiplies along the wrong axis."
                    yield "order", said, _relabelled(e, {k: (other,)})
