"""Mutations of a finished formula: a term, a factor, a sign or a sum is lost or misplaced.

A reader who has the rules right may still copy a line wrong. So every node of the derivative is
edited once, from the outermost in: what is near the surface is what the eye takes in. Parts that
stand in the function itself were not derived but copied; in them only a sign, a term or an axis is
mutated, or every function would be misread in every way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import combinations

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, power, product
from mathlib.symbolic.constants import constant, size
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, Factor, Number, substitute, topological_order
from mathlib.teaching.diagnosis.candidate import Mutation, Sentence
from mathlib.teaching.diagnosis.index_mutations import (
    ON_DIAGONAL,
    WRONG_AXIS,
    Edit,
    along_wrong_axis,
    as_inner,
    entries_as_inner,
    in_all_entries,
    is_square,
    product_for_product,
    relabelled,
    renamed,
    summed_or_not,
    with_factors,
)
from mathlib.teaching.diagnosis.local_mutations import HALF, of_number
from mathlib.teaching.diagnosis.order_mutations import in_another_order


def formula_mutations(formula: Expression, y: Expression) -> Iterator[Mutation]:
    """Edit a formula once, in every place and every way; `y` is what it is the derivative of.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x = ml.matrix("A", "n", "n"), ml.vector("x", "n")
    >>> y = x @ A @ x
    >>> found = formula_mutations(ml.gradient(y, x).body, y)
    >>> sorted(str(m.formula) for m in found if m.kind == "symmetry assumed")
    ['2 A x', '2 Aᵀ x']
    """
    given = {*topological_order(y)}
    for node in reversed(topological_order(formula)):
        for kind, said, changed in _edits(node, node not in given, len(y.shape) == 1):
            if node is formula or changed.shape == node.shape:
                with suppress(ZeroDivisionError):  # what is left out was a whole denominator
                    yield Mutation(kind, said, substitute(formula, {node: changed}))


def misread(y: Expression, x: nodes.Symbol) -> Iterator[Mutation]:
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
            with suppress(ZeroDivisionError):
                yield Mutation(kind, said, jacobian_tensor(substitute(y, {node: other}), x))


def _readings(e: Expression) -> Iterator[Edit]:
    """Yield what a product or a determinant is taken for."""
    if isinstance(e, nodes.Product):
        yield from product_for_product(e)
        yield from along_wrong_axis(e)
    elif type(e) is nodes.Determinant and isinstance(e.base, nodes.Product):
        matrices = product(1, [factor for factor in e.base.factors if factor[1]], (0, 1))
        if matrices is not e.base:
            scalars = [factor for factor in e.base.factors if not factor[1]]
            number = product(e.base.coefficient, scalars, ())
            said = Sentence("{} is taken out of {} once, and it stands in every row.", number, e)
            yield "scalar thinking", said, number * nodes.Determinant(matrices)


def _edits(node: Expression, own: bool, of_vector: bool) -> Iterator[Edit]:
    """Yield the edits of one node; `own` are those that do not stand in the function too."""
    match node:
        case nodes.Sum():
            yield from _terms(node, own)
        case nodes.Softmax() if len(node.shape) == 2:
            yield "batch sum", Sentence(WRONG_AXIS, node.base), nodes.Softmax(node.base.T).T
        case nodes.Product():
            yield from along_wrong_axis(node)
            if own:
                yield from _factors(node)
                yield from _once_multiplied_out(node)
                yield from _commuted(node, "order" if of_vector else "noncommutative")
                yield from product_for_product(node)
                yield from as_inner(node)
                yield from summed_or_not(node)
                yield from entries_as_inner(node)
                yield from in_all_entries(node)
                yield from in_another_order(node)


# ---------------------------------------------------------------------------------------- sums


def _terms(e: nodes.Sum, own: bool) -> Iterator[Edit]:
    """Yield a term lost, its sign or its number; a matrix taken for its transpose."""
    numbers = _numbers_of_terms(e, own)
    where = "The term" if own else Sentence("In {}, the term", e)
    for c, term in e.terms:
        rest = add(e, -c * term)
        for kind, number in numbers:
            wrong = "is missing" if number == 0 else "has a wrong sign or number"
            yield kind, Sentence("{} {} {}.", where, c * term, wrong), rest + c * number * term
        for _, changed in _transposes(term) if own else ():
            if any(changed is other for _, other in e.terms):
                said = Sentence("A matrix in {} is taken as symmetric, and it is not.", term)
                yield "symmetry assumed", said, rest + c * changed
        if isinstance(term, nodes.Identity):
            said = Sentence(ON_DIAGONAL, c * term)
            yield "number for matrix", said, rest + c * constant(1, term.shape)
    alike = len({tuple(sorted(map(str, term.children))) for _, term in e.terms}) == 1
    multiplied = all(isinstance(term, nodes.Product) for _, term in e.terms)
    for _, term in e.terms if own and alike and multiplied else ():
        said = Sentence("Terms with their factors in another order are all taken as {}.", term)
        yield "noncommutative", said, sum(number for number, _ in e.terms) * term


def _numbers_of_terms(e: nodes.Sum, own: bool) -> list[tuple[str, Number | Expression]]:
    """Return by what a term may be multiplied, with the kind of that mistake."""
    if not own:
        return [("sign", -1), ("f' at the wrong point", 0)]
    parts = topological_order(e)
    dimensions = sorted({d for node in parts for d in node.shape if isinstance(d, str)})
    sizes = [("factor N", power(size(d), q)) for d in dimensions for q in (1, -1)]
    return [("sign", -1), ("missing path", 0), ("factor 2", 2), ("factor 2", HALF), *sizes]


# ------------------------------------------------------------------------------------ products


def _factors(e: nodes.Product) -> Iterator[Edit]:
    """Yield a factor lost, or transposed."""
    for k, (f, labels) in enumerate(e.factors):
        rest = [*e.factors[:k], *e.factors[k + 1 :]]
        held: list[Factor] = [(nodes.Identity(f.shape[0]), labels)] if is_square(f) else []
        linked = e.summed & {*labels} <= {label for _, ls in rest for label in ls}
        if (held or linked) and not isinstance(f, nodes.Identity):
            said = Sentence("The factor {} is missing.", f)
            if isinstance(f, nodes.Power) and f.exponent < 0:
                said = Sentence("The denominator {} is missing.", power(f, -1))
            yield _lost(f), said, with_factors(e, rest + held)
        if isinstance(f, nodes.Power) and abs(f.exponent) > 1:
            one = 1 if f.exponent > 0 else -1
            less = power(f.base, f.exponent - one)
            what = "factors" if one > 0 else "denominators"
            said = Sentence(f"One of the {what} {{}} is missing.", f.base)
            yield "missing factor", said, with_factors(e, [*rest, (less, labels)])
    for turned, changed in _transposes(e):
        yield (
            "transpose inside",
            Sentence("A transpose is lost or too many: look at {}.", turned),
            changed,
        )


def _once_multiplied_out(e: nodes.Product) -> Iterator[Edit]:
    """Yield a bracket multiplied out, where one of its terms does not get the number in front."""
    below = [f for f, _ in e.factors if isinstance(getattr(f, "base", f), nodes.Size)]
    numbers: list[tuple[str, Number | Expression]] = [
        ("factor N", power(f, -1)) for f in below if f.symbols or f.dimensions
    ]
    if abs(e.coefficient) not in (0, 1):
        numbers.append((of_number(abs(e.coefficient)), 1 / Fraction(abs(e.coefficient))))
    for k, (bracket, labels) in enumerate(e.factors):
        for c, term in bracket.terms if isinstance(bracket, nodes.Sum) else ():
            rest = [*e.factors[:k], *e.factors[k + 1 :]]
            alone = c * with_factors(e, [*rest, (term, labels)])
            for kind, number in numbers:
                said = Sentence("The number in front of one term is lost: of {}.", alone)
                yield kind, said, e - alone + number * alone


def _lost(f: Expression) -> str:
    """Return the kind of mistake that it is to lose a factor."""
    if isinstance(getattr(f, "base", f), nodes.Size):
        return "factor N"
    return "mask" if getattr(f, "name", "") == "step" else "missing factor"


def _transposes(e: Expression) -> list[tuple[list[Expression], Expression]]:
    """Return what is transposed, and the result: each of the square factors, and all of them."""
    if not isinstance(e, nodes.Product):
        return [([e], e.T)] if is_square(e) and not e.with_symmetry.symmetric else []
    places = [k for k, f in enumerate(e.children) if is_square(f) and not f.with_symmetry.symmetric]
    turns = [[k] for k in places] + ([places] if len(places) > 1 else [])
    reverse = {k: e.factors[k][1][::-1] for k in places}
    return [
        ([e.children[k] for k in turn], relabelled(e, {k: reverse[k] for k in turn}))
        for turn in turns
    ]


def _commuted(e: nodes.Product, kind: str) -> Iterator[Edit]:
    """Yield two matrices that change places."""
    for (k, (f, ls)), (l, (g, ms)) in combinations(enumerate(e.factors), 2):
        if f.shape == g.shape and is_square(f):
            said = Sentence("{} and {} are multiplied in the wrong order.", f, g)
            shared = {*ls} & {*ms}
            in_a_row = len(shared) == 1 and len({*ls, *ms}) == 3
            if in_a_row:
                (s,), (a,), (b,) = shared, {*ls} - shared, {*ms} - shared
                new = {k: renamed(ls, {a: s, s: b}), l: renamed(ms, {s: a, b: s})}
                commuted = relabelled(e, new)
                yield kind, said, commuted
                turned = Sentence("The product of {} and {} is transposed.", f, g)
            for places in ((ms, ls), (ms[::-1], ls[::-1])):
                changed = relabelled(e, {k: places[0], l: places[1]})
                if not in_a_row:
                    yield kind, said, changed
                elif changed is not commuted:
                    yield "transpose inside", turned, changed
