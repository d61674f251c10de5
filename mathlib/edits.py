"""Slips in a finished formula: a term, a factor, a sign or a sum is lost or misplaced."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from mathlib import nodes
from mathlib.algebra import add, fresh, power, product
from mathlib.constants import size
from mathlib.expressions import Expression, graph, rebuilt
from mathlib.mistakes import HALF, Mistake


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
    forward = [("sign", -1), ("f' at the wrong point", 0)]
    numbers = [("sign", -1), ("missing path", 0), ("factor 2", 2), ("factor 2", HALF)]
    numbers += [("factor N", power(size(d), q)) for d in dimensions for q in (1, -1)]
    where = "The term" if own else f"In {e}, the term"
    for c, term in e.terms:
        rest = add(e, -c * term)
        for kind, number in numbers if own else forward:
            wrong = "is missing" if number == 0 else "has a wrong sign or number"
            yield kind, f"{where} {c * term} {wrong}.", rest + c * number * term
        for _, changed in _turned(term) if own else ():
            if any(changed is other for _, other in e.terms):
                said = f"A matrix in {term} is taken as symmetric, and it is not."
                yield "symmetry assumed", said, rest + c * changed


def _square(e):
    return len(e.shape) == 2 and e.shape[0] == e.shape[1] and not isinstance(e, nodes.Identity)


def _turned(e):
    """Yield what is transposed, and the result: each of the square factors, and all of them."""
    if not isinstance(e, nodes.Product):
        return [(str(e), e.T)] if _square(e) else []
    places = [k for k, f in enumerate(e.children) if _square(f) and not f.symmetric]
    turns = [[k] for k in places] + ([places] if len(places) > 1 else [])
    reverse = {k: e.factors[k][1][::-1] for k in places}
    return [
        (_listed(e.children[k] for k in turn), _relabelled(e, {k: reverse[k] for k in turn}))
        for turn in turns
    ]


def _listed(parts):
    return ", ".join(dict.fromkeys(map(str, parts)))


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
        if isinstance(f, nodes.Power) and f.exponent > 1:
            less = power(f.base, f.exponent - 1)
            said = f"One of the factors {f.base} is missing."
            yield "missing factor", said, _product(e, [*rest, (less, labels)])
    for turned, changed in _turned(e):
        yield (
            "transpose inside",
            f"A transpose is lost or too many: look at {turned}.",
            changed,
        )


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
        listed = _listed(f for f, ls in e.factors if s in ls)
        said = f"Entries are multiplied where a sum is wanted: look at {listed}."
        for other in size_of:
            if other != s and size_of[other] == size_of[s]:
                merged = [(f, tuple(other if l == s else l for l in ls)) for f, ls in e.factors]
                yield kind, said, _product(e, merged)
        out, shape = (s, *range(len(e.shape))), (size_of[s], *e.shape)
        said = f"The sum over {size_of[s]} values is missing or wrong: look at {listed}."
        yield "batch sum", said, product(e.coefficient, e.factors, out, shape)
    if len(e.shape) == 2 and any(map(_square, e.children)):
        traces = {k: fresh(1) * 2 for k, f in enumerate(e.children) if _square(f)}
        said = "Matrices are taken for numbers: a product of matrices has rows and columns."
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
