"""Common factors pulled out of a sum, where a person would: A b cᵀ + A c bᵀ = A (b cᵀ + c bᵀ)."""

from __future__ import annotations

from itertools import combinations

from mathlib.symbolic.canonical_form import add, product
from mathlib.symbolic.coefficients import scale, split_coefficient
from mathlib.symbolic.expression import Expression, Factor, Number
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Identity, Product, Sum


def factor_out(e: Sum, reading: bool) -> Expression:
    """Return the sum with common factors pulled out, where it reads better or computes faster.

    Two terms are gathered if what differs in them has the same labels. A reader likes a bracket
    of matrices that look alike; computing one pays only if a matrix product is saved.
    """
    terms = list(e.terms)
    while len(terms) > 1:
        found = [(_shared(*pair, len(e.shape), reading), pair) for pair in combinations(terms, 2)]
        (shared, bracket, labels), pair = max(found, key=lambda found: len(found[0][0]))
        if not shared:
            break
        joined = product(1, [*shared, (bracket, labels)], e.axes, e.shape)
        place = terms.index(pair[0])
        terms = [term for term in terms if term not in pair]
        terms.insert(place, split_coefficient(joined))
    return e if len(terms) == len(e.terms) else add(*(c * term for c, term in terms))


def upright(e: Product) -> tuple[Number, tuple[Factor, ...]]:
    """Return number and factors, with a minus sign taken into a bracket that has one: -(a - b)."""
    for k, (f, labels) in enumerate(e.factors):
        mixed = isinstance(f, Sum) and any(c < 0 for c, _ in f.terms)
        if e.coefficient < 0 and mixed and e.children.count(f) == 1:
            return -e.coefficient, (*e.factors[:k], (scale(-1, f), labels), *e.factors[k + 1 :])
    return e.coefficient, e.factors


def _shared(left, right, rank, reading):
    """Return the factors that two terms share, the bracket of what differs, and its labels."""
    (number, left), (other_number, right) = left, right
    shared, rest, others = _matched(left.factors, right.factors, rank)
    outside = {label for _, labels in shared for label in labels}.union(range(rank))
    ends = [{label for _, ls in fs for label in ls} & outside for fs in (rest, others)]
    fits = (
        _reads(rest, others, shared, ends[0]) if reading else _pays(rest, others, shared, ends[0])
    )
    if not shared or ends[0] != ends[1] or len(ends[0]) > 2 or not fits:
        return [], None, None
    labels = tuple(sorted(ends[0]))
    return shared, add(product(number, rest, labels), product(other_number, others, labels)), labels


def _matched(left, right, rank):
    """Shared factors, and what remains of either side in labels of the left."""
    names = {k: k for k in range(rank)}  # of the right's labels on the left
    shared, rest, others = [], [], list(right)
    for e, labels in left:
        twin = next((f for f in others if f[0] is e and _agree(names, f[1], labels)), None)
        if twin:
            names.update(zip(twin[1], labels, strict=True))
            others.remove(twin)
        (shared if twin else rest).append((e, labels))
    for _, labels in others:
        names.update((label, fresh_labels(1)[0]) for label in labels if label not in names)
    return shared, rest, [(e, tuple(names[label] for label in labels)) for e, labels in others]


def _reads(factors, others, shared, ends):
    """Whether a bracket is what a person would write.

    Something in front must act on it, and what is in it must look alike: A and Aᵀ, b cᵀ and c bᵀ,
    or I and s sᵀ.
    """
    acts = not ends or any(ends & {*labels} for _, labels in shared)
    unit = any(isinstance(e, Identity) for e, _ in [*factors, *others])
    return acts and (len(ends) < 2 or unit or _pieces(factors) == _pieces(others))


def _pays(factors, others, shared, ends):
    """Whether a bracket saves work: one of matrices is added entrywise and saves a product."""
    wide = any(len(labels) > 1 and not isinstance(e, Identity) for e, labels in shared)
    return len(ends) < 2 or (wide and _pieces(factors) == _pieces(others) == 1)


def _pieces(factors):
    """Into how many pieces factors fall that share no label: two for an outer product."""
    pieces = []
    for _, labels in factors:
        touched = [piece for piece in pieces if piece & {*labels}]
        pieces = [piece for piece in pieces if piece not in touched]
        pieces += [{*labels}.union(*touched)] if labels else []
    return len(pieces)


def _agree(names, theirs, ours):
    """Whether labels can be matched one to one, as far as it is settled."""
    pairs = {*names.items(), *zip(theirs, ours, strict=True)}
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
