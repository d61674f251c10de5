"""Slips in a finished formula: a term, a factor, a sign or a sum is lost or misplaced."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, power, product
from mathlib.symbolic.constants import size
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, substitute, topological_order
from mathlib.symbolic.indices import fresh_labels
from mathlib.teaching.diagnosis.rule_mutations import HALF, Mistake

WRONG_AXIS = "The sum or mean over {} is taken along the wrong axis."


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
    given = {*topological_order(y)}
    for node in reversed(topological_order(formula)):
        for kind, said, changed in _edits(node, node not in given, len(y.shape) == 1):
            if node is formula or changed.shape == node.shape:
                yield Mistake(kind, said, substitute(formula, {node: changed}))


def misread(y: Expression, x: nodes.Symbol) -> Iterator[Mistake]:
    """Differentiate what is not quite `y`: a product or a determinant is taken for another.

    Examples
    --------
    >>> import mathlib as ml
    >>> c, X = ml.scalar("c"), ml.matrix("X", "n", "n")
    >>> [str(m.formula) for m in misread(ml.det(c * X), c)]
    ['det(X)']
    """
    for node in topological_order(y):
        for kind, said, other in _readings(node) if x in node.symbols else ():
            yield Mistake(kind, said, jacobian_tensor(substitute(y, {node: other}), x))


def _readings(e):
    """Yield what a product or a determinant is taken for."""
    if isinstance(e, nodes.Product):
        yield from _as_entries(e)
        yield from _as_matrices(e)
        yield from _along_wrong_axis(e)
    elif type(e) is nodes.Determinant and isinstance(e.base, nodes.Product):
        matrices = product(1, [factor for factor in e.base.factors if factor[1]], (0, 1))
        if matrices is not e.base:
            scalars = [factor for factor in e.base.factors if not factor[1]]
            number = product(e.base.coefficient, scalars, ())
            said = f"{number} is taken out of {e} once, and it stands in every row."
            yield "scalar thinking", said, number * nodes.Determinant(matrices)


def _edits(node, own, of_vector):
    """Yield the slips in one node; in what stands in the function too only a sign or an axis."""
    match node:
        case nodes.Sum():
            yield from _in_sum(node, own)
        case nodes.Softmax() if len(node.shape) == 2:
            yield "batch sum", WRONG_AXIS.format(node.base), nodes.Softmax(node.base.T).T
        case nodes.Product():
            yield from _along_wrong_axis(node)
            if own:
                yield from _in_factors(node)
                yield from _commuted(node, "order" if of_vector else "noncommutative")
                yield from _as_entries(node)
                yield from _as_matrices(node)
                yield from _as_inner(node)
                yield from _in_labels(node)


def _in_sum(e, own):
    """Yield a term lost, its sign or its number; a matrix taken for its transpose."""
    dimensions = sorted(
        {d for node in topological_order(e) for d in node.shape if isinstance(d, str)}
    )
    forward = [("sign", -1), ("f' at the wrong point", 0)]
    numbers = [("sign", -1), ("missing path", 0), ("factor 2", 2), ("factor 2", HALF)]
    numbers += [("factor N", power(size(d), q)) for d in dimensions for q in (1, -1)]
    where = "The term" if own else f"In {e}, the term"
    alike = len({tuple(sorted(map(str, term.children))) for _, term in e.terms}) == 1
    for c, term in e.terms:
        rest = add(e, -c * term)
        for kind, number in numbers if own else forward:
            wrong = "is missing" if number == 0 else "has a wrong sign or number"
            yield kind, f"{where} {c * term} {wrong}.", rest + c * number * term
        for _, changed in _turned(term) if own else ():
            if any(changed is other for _, other in e.terms):
                said = f"A matrix in {term} is taken as symmetric, and it is not."
                yield "symmetry assumed", said, rest + c * changed
    for _, term in e.terms if own and alike else ():
        said = f"Terms with their factors in another order are all taken as {term}."
        yield "noncommutative", said, sum(number for number, _ in e.terms) * term


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
    return product(e.coefficient, factors, e.axes, e.shape)


def _in_factors(e):
    """Yield a factor lost, or transposed."""
    for k, (f, labels) in enumerate(e.factors):
        rest = [*e.factors[:k], *e.factors[k + 1 :]]
        held = [(nodes.Identity(f.shape[0]), labels)] if _square(f) else []
        linked = e.summed & {*labels} <= {label for _, ls in rest for label in ls}
        if (held or linked) and not isinstance(f, nodes.Identity):
            yield _lost(f), f"The factor {f} is missing.", _product(e, rest + held)
        if isinstance(f, nodes.Power) and abs(f.exponent) > 1:
            one = 1 if f.exponent > 0 else -1
            less = power(f.base, f.exponent - one)
            said = f"One of the factors {power(f.base, one)} is missing."
            yield "missing factor", said, _product(e, [*rest, (less, labels)])
    for turned, changed in _turned(e):
        yield "transpose inside", f"A transpose is lost or too many: look at {turned}.", changed


def _lost(f):
    """Return the kind of mistake that it is to lose a factor."""
    if isinstance(getattr(f, "base", f), nodes.Size):
        return "factor N"
    return "mask" if getattr(f, "name", "") == "step" else "missing factor"


def _commuted(e, kind):
    """Yield two matrices that change places."""
    for (k, (f, ls)), (l, (g, ms)) in combinations(enumerate(e.factors), 2):
        if f.shape == g.shape and _square(f):
            said = f"{f} and {g} are multiplied in the wrong order."
            shared = {*ls} & {*ms}
            if len(shared) == 1 and len({*ls, *ms}) == 3:
                (s,), (a,), (b,) = shared, {*ls} - shared, {*ms} - shared
                places = [(k, ls, {a: s, s: b}), (l, ms, {s: a, b: s})]
                yield kind, said, _relabelled(e, {p: _renamed(*rest) for p, *rest in places})
            yield kind, said, _relabelled(e, {k: ms, l: ls})
            yield kind, said, _relabelled(e, {k: ms[::-1], l: ls[::-1]})


def _renamed(labels, new):
    return tuple(new.get(label, label) for label in labels)


def _sizes(e):
    """Return the dimension of every label that a factor has."""
    return {label: d for f, ls in e.factors for label, d in zip(ls, f.shape, strict=True)}


def _linked(factors, start, cut=None):
    """Return the labels that hang together with one, where factors are cut apart at another."""
    linked = {start}
    for _ in factors:
        for _, labels in factors:
            linked |= {*labels} - {cut} if ({*labels} - {cut}) & linked else set()
    return linked


def _as_entries(e):
    """Yield products of matrices, of a few or many factors each, that are taken entry by entry."""
    sizes = _sizes(e)
    for s in sorted(e.summed):
        at = {k: (f, ls) for k, (f, ls) in enumerate(e.factors) if s in ls}
        said = f"Multiplied entry by entry, not as matrices: {_listed(f for f, _ in at.values())}."
        for a, b in combinations(sorted({*sizes} - {s}), 2):
            left = _linked(e.factors, a, s)
            left = {a} if b in left else left  # in a ring, as of a trace, only the neighbours
            new = {k: b if left & {*ls} else a for k, (_, ls) in at.items()}
            if sizes[a] == sizes[b] == sizes[s] and len({*new.values()}) == 2:
                new = {k: _renamed(at[k][1], {s: label}) for k, label in new.items()}
                yield "elementwise vs matmul", said, _relabelled(e, new)


def _as_matrices(e):
    """Yield products entry by entry that are taken as products of matrices."""
    for k, (f, ls) in enumerate(e.factors):
        rest = [*e.factors[:k], *e.factors[k + 1 :]]
        if not _square(f) or ls[0] == ls[1] or ls[1] not in _linked(rest, ls[0]):
            continue
        for end, other in (ls, ls[::-1]):
            for l, (g, ms) in enumerate(e.factors):
                if l != k and end in ms:
                    (c,) = fresh_labels(1)
                    said = f"{f} and {g} are multiplied as matrices, not entry by entry."
                    new = {k: _renamed(ls, {other: c}), l: _renamed(ms, {end: c})}
                    yield "elementwise vs matmul", said, _relabelled(e, new)


def _as_inner(e):
    """Yield outer products that are taken as inner ones: a number in all entries, or times I."""
    sizes, left = _sizes(e), _linked(e.factors, 0)
    if len(e.shape) != 2 or 1 in left:
        return
    for i, j in combinations(sorted(sizes), 2):
        if (i in left) != (j in left) and sizes[i] == sizes[j]:
            outputs, (c,) = (i, j) == (0, 1), fresh_labels(1)
            joined = [(f, outputs or len(ls) == 1, ls) for f, ls in e.factors]
            if {i, j} <= {label for _, joins, ls in joined for label in ls if joins}:
                met = [(f, _renamed(ls, {i: c, j: c} if joins else {})) for f, joins, ls in joined]
                tied = (nodes.Identity(sizes[i]), (i, j))
                for factors in ([*met, tied], met) if outputs else ([*met, tied],):
                    said = "An inner product, which is a number, stands for an outer product."
                    yield "outer vs inner", said, _product(e, factors)


def _along_wrong_axis(e):
    """Yield sums over the other index of matrices."""
    sizes = _sizes(e)
    for s in sorted(e.summed):
        at = {k: (f, ls) for k, (f, ls) in enumerate(e.factors) if s in ls}
        others = {label for _, ls in at.values() for label in ls} - {s}
        if others <= {*e.axes} and len(others) == 1 and all(len(ls) == 2 for _, ls in at.values()):
            (t,) = others
            for u in e.axes:
                if e.shape[u] == sizes[s] == sizes[t]:
                    said = WRONG_AXIS.format(_listed(f for f, _ in at.values()))
                    new = {k: _renamed(ls, {t: s, s: u}) for k, (_, ls) in at.items()}
                    yield "batch sum", said, _relabelled(e, new)


def _in_labels(e):
    """Yield indices that are summed and should not be, or the other way round."""
    size_of = _sizes(e)
    for s in sorted(e.summed):
        softmax = any(isinstance(f, nodes.Softmax) for f in e.children)
        kind = "off-diagonal missing" if softmax else "outer vs inner"
        listed = _listed(f for f, ls in e.factors if s in ls)
        said = f"Entries are multiplied where a sum is wanted: look at {listed}."
        for other in size_of:
            if other != s and size_of[other] == size_of[s]:
                merged = [(f, tuple(other if l == s else l for l in ls)) for f, ls in e.factors]
                yield kind, said, _product(e, merged)
        said = f"The sum over {size_of[s]} values is missing or wrong: look at {listed}."
        out, shape = (s, *e.axes), (size_of[s], *e.shape)
        yield "batch sum", said, product(e.coefficient, e.factors, out, shape)
    if len(e.shape) == 2 and any(map(_square, e.children)):
        traces = {k: fresh_labels(1) * 2 for k, f in enumerate(e.children) if _square(f)}
        said = "Matrices are taken for numbers: a product of matrices has rows and columns."
        yield "scalar thinking", said, _relabelled(e, traces)
    for k, (f, labels) in enumerate(e.factors):
        if len(labels) == 1:
            if labels[0] < len(e.shape):
                said = f"{f} is summed, and its entries should stand apart."
                yield "outer vs inner", said, _relabelled(e, {k: fresh_labels(1)})
            for other in size_of:
                if other != labels[0] and size_of[other] == f.shape[0]:
                    said = f"{f} multiplies along the wrong axis."
                    yield "order", said, _relabelled(e, {k: (other,)})
