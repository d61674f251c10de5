"""How derivatives go wrong: rules broken in one place, and slips in the finished formula.

A *broken rule* differentiates once more with the rules of one node changed: a path is left out,
an inner derivative forgotten, a function taken for its derivative. A *slip* edits the finished
formula once: a term, a factor, a sign or a transpose is lost. Every mistake comes with its kind,
a sentence that names the place, and the formula that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from mathlib import nodes
from mathlib.algebra import add, fresh, power, product, scale
from mathlib.constants import constant, is_number, size
from mathlib.derivatives import PARTIALS, jacobian_tensor, rules
from mathlib.expressions import Expression, graph, rebuilt
from mathlib.functions import inv

KINKED = {"relu", "maximum", "minimum"}


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
    affected = [node for node in graph(y) if x in node.symbols and node is not x]
    known = {node: list(rules(node)) for node in affected}
    curved = [node for node in affected if isinstance(node, (nodes.Function, nodes.Power))]
    for node in reversed(affected):
        inside = any(node in graph(above) for above in curved if above is not node)
        for kind, sentence, changed in _broken(node, known[node], y, x, inside):
            formula = jacobian_tensor(y, x, {**known, node: changed}.__getitem__)
            yield Mistake(kind, sentence, formula)
    yield from _inner_forgotten(y, x, affected)
    yield from held_constant(y, x, 1)


def held_constant(y: Expression, x: nodes.Symbol, number: int) -> Iterator[Mistake]:
    """Differentiate with a number of parts taken as constants wherever they stand."""
    parts = [node for node in graph(y) if x in node.symbols and node not in (x, y)]
    for held in combinations(reversed(parts), number):
        listed = " and ".join(map(str, held))
        yield Mistake(
            "missing path",
            f"{listed} {'are' if number > 1 else 'is'} held constant, though {x} is in "
            f"{'them' if number > 1 else 'it'}.",
            jacobian_tensor(y, x, lambda node, held=held: [] if node in held else rules(node)),
        )


def _by_part(y, part):
    """Return the derivative by an intermediate result."""
    name = nodes.Symbol("_part", part.shape, False, part.nonnegative, False)
    return rebuilt(jacobian_tensor(rebuilt(y, {part: name}), name), {name: part})


def _inner_forgotten(y, x, affected):
    """Yield derivatives by an intermediate result, as they are and repeated for all of `x`."""
    for part in affected:
        if isinstance(part, nodes.Determinant):
            d = nodes.Determinant(part.base)
            whole = power(d, -1) if isinstance(part, nodes.LogDeterminant) else d
            said = f"{part} is differentiated as if {part.base} were a number."
            yield Mistake("scalar thinking", said, _by_part(y, part) * whole)
        if part is y:
            continue
        by_part = _by_part(y, part)
        sentence = f"The inner derivative is forgotten: that of {part} by {x}."
        yield Mistake("chain rule", sentence, by_part)
        outputs, inner = fresh(len(y.shape)), fresh(len(part.shape))
        repeated = product(
            1,
            [(by_part, outputs + inner), (constant(1, x.shape), across := fresh(len(x.shape)))],
            outputs + across,
        )
        yield Mistake("chain rule", sentence, repeated)


def _broken(node, found, y, x, inside):
    """Yield the ways in which the rules of one node are broken: kind, sentence, other rules."""
    live = [rule for rule in found if x in rule.part.symbols]
    yield from _of_kind(node, found, y, x, inside)
    if len(live) < 2:
        return
    for rule in live:
        rest = [other for other in found if other is not rule]
        yield "missing path", _left_out(node, rule, x), rest
        flipped = rule._replace(number=-rule.number)
        sentence = f"In the derivative of {node}, what comes from {rule.part} has the wrong sign."
        yield "sign", sentence, [*rest, flipped]
        if isinstance(node, nodes.Sum):
            for number, said in ((2, "is doubled"), (Fraction(1, 2), "has lost its factor 2")):
                changed = rule._replace(number=number * rule.number)
                sentence = f"The derivative of {rule.number * rule.part} {said}."
                yield "factor 2", sentence, [*rest, changed]


def _left_out(node, rule, x):
    """Say which path is left out."""
    part = rule.part
    if isinstance(node, nodes.Softmax):
        return f"In {node}, part of the quotient is held constant: {x} is above and below."
    if isinstance(part, nodes.Power) and part.exponent < 0 and isinstance(node, nodes.Product):
        below = power(part.base, -part.exponent)
        return f"The denominator {below} is held constant, though {x} is in it."
    if part is x:
        return f"{x} stands in {node} more than once; one of these places is held constant."
    return f"In {node}, the part {part} is held constant, though {x} is in it."


def _of_kind(node, found, y, x, inside):
    """Yield what can go wrong with this kind of node only."""
    match node:
        case nodes.Function():
            for k, rule in enumerate(found):
                if x in rule.part.symbols:
                    for kind, sentence, slope in _of_function(node, k, y, x, inside):
                        factors = [(slope, rule.whole_labels)]
                        yield kind, sentence, _with(found, k, rule._replace(factors=factors))
        case nodes.Power():
            (rule,) = found
            for kind, sentence, number, slope in _of_power(node, y, x, inside):
                changed = rule._replace(number=number, factors=[(slope, rule.whole_labels)])
                yield kind, sentence, [changed]
        case nodes.Product() if not node.shape and any(_squared(f) for f in node.children):
            length = scale(Fraction(1, 2), power(node, Fraction(-1, 2)))
            changed = [rule._replace(factors=[*rule.factors, (length, ())]) for rule in found]
            yield "norm vs square", f"The square {node} is treated as a norm.", changed
        case nodes.LogSumExp() | nodes.Softmax():
            yield from _of_softmax(node, found)
        case nodes.Inverse():
            yield from _of_inverse(node, found)
        case nodes.Determinant():
            yield from _of_determinant(node, found)


def _with(found, k, rule):
    return [*found[:k], rule, *found[k + 1 :]]


def _squared(e):
    return isinstance(e, nodes.Power) and e.exponent == 2


def _of_function(f, k, y, x, inside):
    """Yield wrong derivatives of a function of entries by its argument `k`."""
    z, partial = f.children[k], PARTIALS[f.name][k]
    slope, one = partial(*f.children), constant(1, f.shape)
    name = "ReLU" if f.name == "relu" else f.name
    if f.name in KINKED:
        yield "mask", f"The mask of {f} is missing: its derivative is 0 or 1.", one
        yield "mask", f"The mask of {f} is the wrong way round.", one - slope
    elif f.name == "abs":
        yield "sign", f"The sign of {z} is missing: it is the derivative of {f}.", one
    else:
        kind = _forgotten(z, x, inside)
        yield kind, f"The derivative of {name} at {z} is missing as a factor.", one
    sentence = f"{name} itself stands where its derivative is wanted, at {z}."
    yield "f instead of f'", sentence, f
    kind = "mask" if f.name in KINKED else "f' at the wrong point"
    for other in _alike(f.shape, y, x):
        if other is not z:
            arguments = [*f.children[:k], other, *f.children[k + 1 :]]
            what = "mask" if f.name in KINKED else "derivative"
            sentence = f"The {what} of {name} is taken at {other}; it belongs at {z}."
            yield kind, sentence, partial(*arguments)
    sentence = f"{slope} is computed with {z} where {f} is meant."
    yield "f' at the wrong point", sentence, rebuilt(slope, {f: z})
    yield "sign", f"The derivative of {f} has the wrong sign.", -slope


def _forgotten(z, x, inside):
    """Name what is forgotten: one factor among others, or the first or last link of a chain."""
    return "missing factor" if inside and z is not x else "chain rule"


def _of_power(e, y, x, inside):
    """Yield wrong derivatives of a power: its number, and what it is multiplied by."""
    q, base, one = e.exponent, e.base, constant(1, e.shape)
    slope = power(base, q - 1)
    if q == Fraction(1, 2):
        yield "norm vs square", f"{e} is treated as its square {base}.", 1, one
    if q != -1:
        yield "factor 2", f"The exponent {q} of {e} does not come down as a factor.", 1, slope
    kind = _forgotten(base, x, inside)
    yield kind, f"The derivative of the power {e} is missing as a factor.", 1, one
    yield "f instead of f'", f"{e} itself stands where its derivative is wanted.", 1, e
    yield "f instead of f'", f"The exponent of {e} does not fall by 1.", q, e
    yield "sign", f"The derivative of {e} has the wrong sign.", -q, slope
    for other in _alike(e.shape, y, x):
        if other is not base:
            sentence = f"The derivative of {e} is taken at {other}; it belongs at {base}."
            yield "f' at the wrong point", sentence, q, power(other, q - 1)


def _alike(shape, y, x):
    """Return the parts of one shape: they may be mistaken for one another."""
    return [e for e in graph(y) if e.shape == shape and shape and not is_number(e)]


def _of_softmax(e, found):
    """Yield wrong normalisers, and a Jacobian without what is not on its diagonal."""
    rule = found[0]
    if isinstance(e, nodes.LogSumExp):
        exponentials = [(nodes.Function("exp", (e.base,), True), rule.part_labels)]
        sentence = f"The exponentials of {e} are not divided by their sum."
        yield "missing factor", sentence, [rule._replace(factors=exponentials)]
    else:
        entries = [(e, rule.whole_labels), (1 - e, rule.whole_labels)]
        sentence = f"Only the diagonal of the Jacobian of {e} is there."
        yield "off-diagonal missing", sentence, [rule._replace(factors=entries)]


def _of_inverse(e, found):
    """Yield wrong derivatives of an inverse, which is -X⁻¹ dX X⁻¹."""
    (rule,) = found
    (i, j), (a, b) = rule.whole_labels, rule.part_labels
    d, (c,) = nodes.Identity(e.shape[0]), fresh(1)
    yield "sign", f"The derivative of {e} has lost its minus.", [rule._replace(number=1)]
    lost = [(e, (a, i)), (e, (j, b))]
    yield "transpose inside", f"The two factors {e} are transposed.", [rule._replace(factors=lost)]
    said = f"{e} is differentiated like 1/x: its two factors belong on either side."
    square = [(e, (i, c)), (e, (c, a)), (d, (b, j))], [(d, (i, a)), (e, (b, c)), (e, (c, j))]
    for factors in square:
        yield "noncommutative", said, [rule._replace(factors=factors)]
    for ends in ((i, j), (j, i)):
        factors = [(e, (ends[0], c)), (e, (c, ends[1])), (d, (i, a)), (d, (j, b))]
        yield "noncommutative", said, [rule._replace(factors=factors)]
    entries = [(power(e.base, -2), (i, j)), (d, (i, a)), (d, (j, b))]
    said = f"{e} is differentiated entry by entry, like 1/x."
    yield "scalar thinking", said, [rule._replace(factors=entries)]
    for factors in ([(e, (i, a)), (d, (b, j))], [(d, (i, a)), (e, (b, j))]):
        said = f"One of the two factors {e} is missing."
        yield "missing factor", said, [rule._replace(factors=factors)]


def _of_determinant(e, found):
    """Yield wrong derivatives of det X, which is det(X) X⁻ᵀ, and of its logarithm."""
    (rule,) = found
    i, j = rule.part_labels
    d = nodes.Determinant(e.base)
    if isinstance(e, nodes.LogDeterminant):
        said = f"The factor 1/{d} that the logarithm brings is missing."
        yield "missing factor", said, [rule._replace(factors=[*rule.factors, (d, ())])]
        whole = power(d, -1)
    else:
        said = f"The factor {d} is missing."
        yield "missing factor", said, [rule._replace(factors=rule.factors[1:])]
        whole = d
    said = f"{e} is differentiated as if {e.base} were a number."
    yield (
        "transpose inside",
        f"{inv(e.base)} is to be transposed.",
        [rule._replace(factors=[*rule.factors[:-1], (inv(e.base), (i, j))])],
    )
    for matrix in (nodes.Identity(e.base.shape[0]), constant(1, e.base.shape)):
        yield "scalar thinking", said, [rule._replace(factors=[(whole, ()), (matrix, (i, j))])]
    entries = [*rule.factors[:-1], (power(e.base, -1), (i, j))]
    yield "scalar thinking", said, [rule._replace(factors=entries)]


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
        own = node not in given
        for kind, sentence, changed in _edits(node, own, y):
            if node is formula or changed.shape == node.shape:
                yield Mistake(kind, sentence, rebuilt(formula, {node: changed}))


def _edits(node, own, y):
    """Yield the slips in one node; what stands in `y` too is not likely to lose a part."""
    match node:
        case nodes.Sum():
            yield from _in_sum(node, own)
        case nodes.Product() if own:
            yield from _in_factors(node, y)
            yield from _in_pairs(node, y)
            yield from _in_labels(node)


def _in_sum(e, own):
    """Yield a term lost, its sign or its number; a matrix taken for its transpose."""
    for c, term in e.terms:
        rest = [d * other for d, other in e.terms if other is not term]
        yield "sign", f"The term {c * term} has the wrong sign.", add(*rest, -c * term)
        if not own:
            continue
        yield "missing path", f"The term {c * term} is missing.", add(*rest)
        for number in (2, Fraction(1, 2)):
            sentence = f"The number in front of the term {c * term} is wrong by a factor 2."
            yield "factor 2", sentence, add(*rest, number * c * term)
        for dimension in _dimensions(e):
            for factor in (size(dimension), power(size(dimension), -1)):
                sentence = f"The term {c * term} is wrong by a factor {dimension}."
                yield "factor N", sentence, add(*rest, c * term * factor)
        for assumed in _turned(term):
            if any(assumed is other for _, other in e.terms):
                sentence = f"A matrix in {term} is taken as symmetric, and it is not."
                yield "symmetry assumed", sentence, add(*rest, c * assumed)


def _dimensions(e):
    """Return the named dimensions of an expression, also of what is summed in it."""
    return sorted({d for node in graph(e) for d in node.shape if isinstance(d, str)})


def _square(e):
    return len(e.shape) == 2 and e.shape[0] == e.shape[1]


def _turned(e):
    """Yield the term with one of its square factors transposed."""
    factors = e.factors if isinstance(e, nodes.Product) else [(e, (0, 1))] if _square(e) else []
    for k, (f, labels) in enumerate(factors):
        if _square(f) and not f.symmetric:
            yield _edited(e, _with(list(factors), k, (f, labels[::-1])))


def _edited(e, factors, out=None, shape=None):
    """Return a product with other factors."""
    number = e.coefficient if isinstance(e, nodes.Product) else 1
    shape = e.shape if shape is None else shape
    return product(number, factors, tuple(range(len(e.shape))) if out is None else out, shape)


def _in_factors(e, y):
    """Yield a factor lost, or transposed."""
    for k, (f, labels) in enumerate(e.factors):
        rest = [*e.factors[:k], *e.factors[k + 1 :]]
        if isinstance(f, nodes.Identity):
            continue
        held = [(nodes.Identity(f.shape[0]), labels)] if _square(f) else []
        summed = [l for l in labels if l in e.summed]
        if held or not summed or all(any(l in ls for _, ls in rest) for l in summed):
            yield *_lost(f), _edited(e, rest + held)
    turned = list(_turned(e))
    for changed in turned:
        yield "transpose inside", f"A factor of {e} is to be transposed, or not to be.", changed
    if len(turned) > 1:
        all_turned = [(f, ls[::-1] if _square(f) else ls) for f, ls in e.factors]
        yield "transpose inside", f"The transposes in {e} are lost.", _edited(e, all_turned)


def _lost(f):
    """Return the kind and the sentence of a factor that is lost."""
    base = f.base if isinstance(f, nodes.Power) else f
    if isinstance(base, nodes.Size):
        return "factor N", f"The factor {f} is lost."
    if isinstance(f, nodes.Function) and f.name == "step":
        return "mask", f"The mask {f} is missing."
    return "missing factor", f"The factor {f} is missing."


def _in_pairs(e, y):
    """Yield two factors that change places, or are multiplied in the wrong way."""
    kind = "order" if len(y.shape) == 1 else "noncommutative"
    for (k, (f, ls)), (l, (g, ms)) in combinations(enumerate(e.factors), 2):
        if not (f.shape == g.shape and _square(f)):
            continue
        sentence = f"{f} and {g} are multiplied in the wrong order."
        shared = {*ls} & {*ms}
        if len(shared) == 1 and len({*ls} | {*ms}) == 3:
            (s,) = shared
            (a,), (b,) = {*ls} - shared, {*ms} - shared
            yield kind, sentence, _relabelled(e, k, {a: s, s: b}, l, {s: a, b: s})
            said = f"{f} and {g} are multiplied entry by entry, not as matrices."
            yield "elementwise vs matmul", said, _relabelled(e, k, {s: b}, l, {s: a})
        if f is not g:
            straight = dict(zip(ls, ms, strict=True)), dict(zip(ms, ls, strict=True))
            crossed = dict(zip(ls, ms[::-1], strict=True)), dict(zip(ms, ls[::-1], strict=True))
            for there, back in (straight, crossed):
                yield kind, sentence, _relabelled(e, k, there, l, back)
        if len(shared) == 2:
            (c,) = fresh(1)
            said = f"{f} and {g} are multiplied as matrices, not entry by entry."
            yield "elementwise vs matmul", said, _relabelled(e, k, {ls[1]: c}, l, {ls[0]: c})


def _relabelled(e, k, names, l, others):
    """Return a product with new labels at two of its factors."""
    factors = list(e.factors)
    for place, new in ((k, names), (l, others)):
        f, labels = factors[place]
        factors[place] = f, tuple(new.get(label, label) for label in labels)
    return _edited(e, factors)


def _in_labels(e):
    """Yield indices that are summed and should not be, or the other way round."""
    size_of = {l: d for f, ls in e.factors for l, d in zip(ls, f.shape, strict=True)}
    for s in sorted(e.summed):
        touching = [f for f, ls in e.factors if s in ls]
        matrices = sum(len(f.shape) > 1 for f in touching) > 1
        kind = "elementwise vs matmul" if matrices else "outer vs inner"
        said = f"In {e}, entries are multiplied that should also be summed."
        if len(touching) == 1 and any(isinstance(f, nodes.Softmax) for f in e.children):
            kind, said = "off-diagonal missing", "The softmax is differentiated entry by entry."
        for other in size_of:
            if other != s and size_of[other] == size_of[s]:
                merged = [(f, tuple(other if l == s else l for l in ls)) for f, ls in e.factors]
                yield kind, said, _edited(e, merged)
        said = f"In {e}, the sum over the {size_of[s]} values of one index is missing."
        out = tuple(range(len(e.shape)))
        yield "batch sum", said, _edited(e, e.factors, (s, *out), (size_of[s], *e.shape))
    if len(e.shape) == 2 and any(map(_square, e.children)):
        traces = [(f, fresh(1) * 2 if _square(f) else ls) for f, ls in e.factors]
        yield "scalar thinking", f"The matrices in {e} are taken for numbers.", _edited(e, traces)
    for k, (f, labels) in enumerate(e.factors):
        if len(labels) == 1:
            yield from _misplaced(e, k, f, labels[0], size_of)


def _misplaced(e, k, f, label, size_of):
    """Yield a vector among the factors that is summed, or multiplies along the wrong axis."""
    if label < len(e.shape):
        spread = _with(list(e.factors), k, (f, fresh(1)))
        said = f"{f} is summed: its entries belong to the rows or columns of the result."
        yield "outer vs inner", said, _edited(e, spread)
    for other in size_of:
        if other != label and size_of[other] == f.shape[0]:
            moved = _with(list(e.factors), k, (f, (other,)))
            yield "order", f"{f} multiplies along the wrong axis.", _edited(e, moved)
