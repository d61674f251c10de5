"""How the indices of one product go wrong: what is summed, and which index stands where.

A product of indexed factors is all that matrix products, Hadamard products, outer and inner
products, traces and sums over a batch have in common; to mutate its labels is to take one of them
for another. Only labels over the same dimension are exchanged, so every result has a meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.expression import Dimension, Expression, Factor, Labels
from mathlib.symbolic.indices import fresh_labels
from mathlib.teaching.diagnosis.candidate import Sentence

#: A kind, a sentence, and what stands instead of a product.
Edit = tuple[str, Sentence | str, Expression]

WRONG_AXIS = "The sum or mean over {} is taken along the wrong axis."
ON_DIAGONAL = "All entries get what belongs on the diagonal: look at {}."
IN_PLACE_OF_ENTRIES = (
    "In {}, entries are multiplied one by one; an inner product, which is a number, stands there."
)


def is_square(e: Expression) -> bool:
    """Whether an expression is a square matrix, and not the identity."""
    return len(e.shape) == 2 and e.shape[0] == e.shape[1] and not isinstance(e, nodes.Identity)


def _of(places: Mapping[int, Factor]) -> list[Expression]:
    """Return the factors that stand in some places."""
    return [f for f, _ in places.values()]


def with_factors(e: nodes.Product, factors: list[Factor]) -> Expression:
    """Return a product with other factors."""
    return product(e.coefficient, factors, e.axes, e.shape)


def relabelled(e: nodes.Product, labels: Mapping[int, Labels]) -> Expression:
    """Return a product with other labels at some of its factors."""
    return with_factors(e, [(f, labels.get(k, old)) for k, (f, old) in enumerate(e.factors)])


def renamed(labels: Labels, new: Mapping[int, int]) -> Labels:
    """Return labels with new names for some of them."""
    return tuple(new.get(label, label) for label in labels)


def sizes(e: nodes.Product) -> dict[int, Dimension]:
    """Return the dimension of every label that a factor has."""
    return {label: d for f, ls in e.factors for label, d in zip(ls, f.shape, strict=True)}


def connected(factors: Sequence[Factor], start: int, cut: int | None = None) -> set[int]:
    """Return the labels that factors connect with one, where they are cut apart at another."""
    found = {start}
    for _ in factors:
        for _, labels in factors:
            free = {*labels} - {cut}
            found |= free if free & found else set()
    return found


def product_for_product(e: nodes.Product) -> Iterator[Edit]:
    """Yield products of matrices taken for products of entries, and the other way round."""
    yield from _as_entries(e)
    yield from _as_matrices(e)


def _as_entries(e: nodes.Product) -> Iterator[Edit]:
    """Yield products of matrices, of a few or many factors each, that are taken entry by entry."""
    size_of = sizes(e)
    for s in sorted(e.summed):
        at = {k: (f, ls) for k, (f, ls) in enumerate(e.factors) if s in ls}
        said = Sentence("Multiplied entry by entry, not as matrices: {}.", _of(at))
        for a, b in combinations(sorted({*size_of} - {s}), 2):
            left = connected(e.factors, a, s)
            left = {a} if b in left else left  # in a ring, as of a trace, only the neighbours
            ends = {k: b if left & {*ls} else a for k, (_, ls) in at.items()}
            if size_of[a] == size_of[b] == size_of[s] and len({*ends.values()}) == 2:
                new = {k: renamed(at[k][1], {s: label}) for k, label in ends.items()}
                yield "elementwise vs matmul", said, relabelled(e, new)


def _as_matrices(e: nodes.Product) -> Iterator[Edit]:
    """Yield products entry by entry that are taken as products of matrices."""
    for k, (f, ls) in enumerate(e.factors):
        rest = [*e.factors[:k], *e.factors[k + 1 :]]
        if not is_square(f) or ls[0] == ls[1] or ls[1] not in connected(rest, ls[0]):
            continue
        for end, other in (ls, ls[::-1]):
            for l, (g, ms) in enumerate(e.factors):
                if l != k and end in ms:
                    (c,) = fresh_labels(1)
                    said = Sentence(
                        "{} and {} are multiplied as matrices, not entry by entry.", f, g
                    )
                    new = {k: renamed(ls, {other: c}), l: renamed(ms, {end: c})}
                    yield "elementwise vs matmul", said, relabelled(e, new)


def as_inner(e: nodes.Product) -> Iterator[Edit]:
    """Yield outer products that are taken as inner ones: a number in all entries, or times I."""
    size_of, left = sizes(e), connected(e.factors, 0)
    if len(e.shape) != 2 or 1 in left:
        return
    for i, j in combinations(sorted(size_of), 2):
        if (i in left) == (j in left) or size_of[i] != size_of[j]:
            continue
        outputs, (c,) = (i, j) == (0, 1), fresh_labels(1)
        joined = [(f, outputs or len(ls) == 1, ls) for f, ls in e.factors]
        if not {i, j} <= {label for _, joins, ls in joined for label in ls if joins}:
            continue
        met = [(f, renamed(ls, {i: c, j: c} if joins else {})) for f, joins, ls in joined]
        tied: Factor = (nodes.Identity(size_of[i]), (i, j))
        said = "An inner product, which is a number, stands for an outer product."
        yield "outer vs inner", said, with_factors(e, [*met, tied])
        if outputs:
            yield "outer vs inner", said, with_factors(e, met)


def entries_as_inner(e: nodes.Product) -> Iterator[Edit]:
    """Yield products entry by entry that are taken as inner products: one number in all entries."""
    for axis in e.axes:
        at = {k: (f, ls) for k, (f, ls) in enumerate(e.factors) if axis in ls}
        if len(at) > 1 and not any(isinstance(f, nodes.Identity) for f in _of(at)):
            (c,) = fresh_labels(1)
            said = Sentence(IN_PLACE_OF_ENTRIES, e)
            new = {k: renamed(ls, {axis: c}) for k, (_, ls) in at.items()}
            yield "elementwise vs matmul", said, relabelled(e, new)


def in_all_entries(e: nodes.Product) -> Iterator[Edit]:
    """Yield what is added to every entry, and belongs on the diagonal."""
    for k, (f, labels) in enumerate(e.factors):
        if isinstance(f, nodes.Identity) and {*labels} <= {*e.axes}:
            rest = [*e.factors[:k], *e.factors[k + 1 :]]
            said = Sentence(ON_DIAGONAL, e)
            yield "number for matrix", said, with_factors(e, rest)
            yield from _term_in_all_entries(e, rest, (f, labels))


def _term_in_all_entries(e: nodes.Product, rest: list[Factor], delta: Factor) -> Iterator[Edit]:
    """Yield what is added to every entry by one of the terms on a diagonal."""
    for k, (bracket, labels) in enumerate(rest):
        for number, term in bracket.terms if isinstance(bracket, nodes.Sum) else ():
            others = [*rest[:k], *rest[k + 1 :], (term, labels)]
            apart, spread = (
                product(number * e.coefficient, factors, e.axes, e.shape)
                for factors in ([*others, delta], others)
            )
            yield "number for matrix", Sentence(ON_DIAGONAL, apart), e - apart + spread


def along_wrong_axis(e: nodes.Product) -> Iterator[Edit]:
    """Yield sums over the other index of matrices."""
    size_of = sizes(e)
    for s in sorted(e.summed):
        at = {k: (f, ls) for k, (f, ls) in enumerate(e.factors) if s in ls}
        others = {label for _, ls in at.values() for label in ls} - {s}
        matrices = all(len(ls) == 2 for _, ls in at.values())
        if not others <= {*e.axes} or len(others) != 1 or not matrices:
            continue
        (t,) = others
        for u in e.axes:
            if e.shape[u] == size_of[s] == size_of[t]:
                said = Sentence(WRONG_AXIS, _of(at))
                new = {k: renamed(ls, {t: s, s: u}) for k, (_, ls) in at.items()}
                yield "batch sum", said, relabelled(e, new)


def summed_or_not(e: nodes.Product) -> Iterator[Edit]:
    """Yield indices that are summed and should not be, or the other way round."""
    yield from _unsummed(e)
    if len(e.shape) == 2 and any(map(is_square, e.children)):
        traces = {k: fresh_labels(1) * 2 for k, f in enumerate(e.children) if is_square(f)}
        said = "Matrices are taken for numbers: a product of matrices has rows and columns."
        yield "scalar thinking", said, relabelled(e, traces)
    yield from _of_vectors(e)


def _unsummed(e: nodes.Product) -> Iterator[Edit]:
    """Yield a sum left out: two indices that are one, or all of its terms apart."""
    size_of = sizes(e)
    softmax = any(isinstance(f, nodes.Softmax) for f in e.children)
    for s in sorted(e.summed):
        over = [f for f, ls in e.factors if s in ls]
        said = Sentence("Entries are multiplied where a sum is wanted: look at {}.", over)
        for other in size_of:
            if other != s and size_of[other] == size_of[s]:
                merged = [(f, renamed(ls, {s: other})) for f, ls in e.factors]
                kind = "off-diagonal missing" if softmax else "outer vs inner"
                yield kind, said, with_factors(e, merged)
        said = Sentence("The sum over {} values is missing or wrong: look at {}.", size_of[s], over)
        out, shape = (s, *e.axes), (size_of[s], *e.shape)
        yield "batch sum", said, product(e.coefficient, list(e.factors), out, shape)


def _of_vectors(e: nodes.Product) -> Iterator[Edit]:
    """Yield vectors that are summed, or stand along another index."""
    size_of = sizes(e)
    for k, (f, labels) in enumerate(e.factors):
        if len(labels) != 1:
            continue
        others = [ls for g, ls in e.factors if g is not f and labels[0] in ls]
        if labels[0] < len(e.shape) or len(others) > 1:
            said = Sentence("{} is summed, and its entries should stand apart.", f)
            yield "outer vs inner", said, relabelled(e, {k: fresh_labels(1)})
        for other in size_of:
            if other != labels[0] and size_of[other] == f.shape[0]:
                said = Sentence("{} multiplies along the wrong axis.", f)
                yield "order", said, relabelled(e, {k: (other,)})
