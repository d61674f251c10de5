"""One thing is taken for another: the variable, a matrix of the problem, the entries of a mask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import product as combinations

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add
from mathlib.symbolic.comparisons import step
from mathlib.symbolic.constants import constant
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, substitute, topological_order
from mathlib.symbolic.linear_algebra import inv
from mathlib.teaching.diagnosis.candidate import Mutation, Sentence
from mathlib.teaching.diagnosis.index_mutations import with_factors

# By how many others a part is replaced: by those that are most like it in size.
NEAR = 12
# Of how many masks each may be taken as all ones or all zeros.
MASKS = 3


def by_other_variables(y: Expression, x: nodes.Symbol) -> Iterator[Mutation]:
    """Differentiate by what is not the variable.

    Examples
    --------
    >>> import mathlib as ml
    >>> u, v = ml.scalars("u v")
    >>> [str(m.formula) for m in by_other_variables(u**2 * v, v)]
    ['2 u v', 'u² + 2 u v']
    """
    for other in sorted(y.symbols - {x}, key=lambda s: s.name):
        said = Sentence("This is the derivative by {}, not by {}.", other, x)
        by_other = jacobian_tensor(y, other)
        yield Mutation("other variable", said, by_other)
        if other.shape == x.shape and x in y.symbols:
            said = Sentence("The derivative by {} is added, and {} is held constant.", other, other)
            yield Mutation("other variable", said, jacobian_tensor(y, x) + by_other)


def other_parts(formula: Expression, y: Expression) -> Iterator[Mutation]:
    """Take a vector or a matrix of the problem for another one, once or wherever it stands.

    Examples
    --------
    >>> import mathlib as ml
    >>> V, b, c = ml.matrix("V", "n", "n"), ml.vector("b", "n"), ml.vector("c", "n")
    >>> y = b @ ml.inv(V) @ c
    >>> found = other_parts(ml.gradient(y, b).body, y)
    >>> print(next(m.sentence for m in found if m.formula is V @ c))
    V stands where V⁻¹ is meant.
    """
    given = topological_order(y)
    everywhere = (nodes.Symbol, nodes.Inverse)
    for f in reversed(topological_order(formula)):
        for g in _like(f, given) if isinstance(f, everywhere) else ():
            with suppress(ZeroDivisionError):
                yield _taken(g, f, substitute(formula, {f: g}))
    for node in reversed(topological_order(formula)):
        for c, term in node.terms if isinstance(node, nodes.Sum) and node not in given else ():
            for g in _like(term, given):
                changed = add(node, -c * term, c * g)
                yield _taken(g, term, substitute(formula, {node: changed}))
        if isinstance(node, nodes.Product) and node not in given:
            for k, (f, labels) in enumerate(node.factors):
                rest = [*node.factors[:k], *node.factors[k + 1 :]]
                for g in _like(f, given):
                    changed = with_factors(node, [*rest, (g, labels)])
                    yield _taken(g, f, substitute(formula, {node: changed}))


def _taken(g: Expression, f: Expression, changed: Expression) -> Mutation:
    return Mutation("another part", Sentence("{} stands where {} is meant.", g, f), changed)


def _like(f: Expression, given: list[Expression]) -> list[Expression]:
    """Return what a part of the problem may be taken for: what has its shape, by size.

    What the function does not have was derived, and is not taken for a part of it.
    """
    if f not in given and not isinstance(f, nodes.Inverse):
        return []
    others = [e for e in given if e.shape == f.shape and f.shape and e is not f and e.symbols]
    others.sort(key=lambda e: (abs(e.node_count - f.node_count), e.sort_key))
    if isinstance(f, nodes.Inverse):
        inverted = [inv(e) for e in others if not isinstance(e, nodes.Inverse)]
        others = [f.base, *others[:NEAR], *inverted[:NEAR]]
    return [e for e in dict.fromkeys(others[: 2 * NEAR]) if e is not f]


def left_out(y: Expression, x: nodes.Symbol) -> Iterator[Mutation]:
    """Leave a letter out wherever it stands, as if it were 1, or the identity.

    Examples
    --------
    >>> import mathlib as ml
    >>> x, g = ml.vectors("x g", "n")
    >>> [str(m.formula) for m in left_out(g @ x**2, x)]
    ['2 x']
    """
    for s in sorted(y.symbols - {x}, key=lambda s: s.name):
        square = len(s.shape) == 2 and s.shape[0] == s.shape[1]
        one = nodes.Identity(s.shape[0]) if square else constant(1, s.shape)
        with suppress(ZeroDivisionError):
            broken = jacobian_tensor(substitute(y, {s: one}), x)
            yield Mutation("missing factor", Sentence("The factor {} is missing.", s), broken)


def masks_taken_whole(y: Expression, x: nodes.Symbol) -> Iterator[Mutation]:
    """Take masks as all ones, or all zeros, or by the signs of something else.

    Examples
    --------
    >>> import mathlib as ml
    >>> x = ml.vector("x", "n")
    >>> [str(m.formula) for m in masks_taken_whole(ml.sum(ml.maximum(x, x / 10)), x)][::2]
    ['𝟏', '𝟏 / 10']
    """
    parts = [e for e in topological_order(y) if x in e.symbols]
    conditions_of = {e.children[0] for e in parts if getattr(e, "name", "") == "where"}
    sides = {e: _sides(e) for e in parts if e not in conditions_of}
    masked = [e for e, found in sides.items() if found]
    if len(masked) > MASKS:
        return
    for chosen in combinations(*(sides[e] for e in masked)):
        if masked:
            swaps = {e: side for e, (side, _) in zip(masked, chosen, strict=True)}
            conditions = [condition for _, condition in chosen]
            said = Sentence("All entries are taken as those with {}.", conditions)
            whole = jacobian_tensor(substitute(y, swaps), x)
            yield Mutation("mask", said, whole)
            for other in sorted(y.symbols, key=lambda s: s.name):
                if other.shape and other.shape == whole.shape:
                    said = Sentence("The mask is taken from the signs of {}.", other)
                    yield Mutation("mask", said, whole * step(other))


def _sides(e: Expression) -> list[tuple[Expression, Sentence]]:
    """Return what a masked function is on either side, and the condition for that."""
    one, zero = constant(1, e.shape), constant(0, e.shape)
    compared: tuple[object, ...]
    match e:
        case nodes.Function(name="relu"):
            on, off, compared = e.children[0], zero, (e.children[0], 0)
        case nodes.Function(name="step" | "at_least_zero"):
            on, off, compared = one, zero, (e.children[0], 0)
        case nodes.Function(name="maximum"):
            on, off, compared = *e.children, e.children
        case nodes.Function(name="minimum"):
            on, off, compared = *e.children, e.children[::-1]
        case nodes.Function(name="where"):
            condition, on, off = e.children
            compared = getattr(condition, "children", (condition,))[0], 0
        case _:
            return []
    return [(on, Sentence("{} > {}", *compared)), (off, Sentence("{} < {}", *compared))]
