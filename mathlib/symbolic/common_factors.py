"""Common factors pulled out of a sum, where a person would: A b cᵀ + A c bᵀ = A (b cᵀ + c bᵀ).

The pair of terms that shares most factors is merged, of several the first pair, and so on until no
two terms share a factor that is worth a bracket. To look at all pairs again after every merge
would be cubic in the number of terms. Here a heap holds the pairs, each under the number of
factors that it could share at most, which an index from factors to terms gives at once; only a
pair that comes to the top is matched, and goes back with the number that it shares. A merged term
takes the place of the first of its two, and the pairs of the old terms are left in the heap, to be
dropped when they come up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from mathlib.symbolic.canonical_form import add, product, scale
from mathlib.symbolic.coefficients import split_coefficient
from mathlib.symbolic.common_powers import gathered_sum
from mathlib.symbolic.expression import Expression, Factor, Labels, Number, Shape
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Identity, Pick, Power, Sum

Term = tuple[Number, Expression]


class Match(NamedTuple):
    """What two terms share, what is left of each, and the labels at which that is joined on."""

    shared: list[Factor]
    rest: list[Factor]
    others: list[Factor]
    labels: Labels
    shape: Shape


def factor_out(e: Sum, reading: bool) -> Expression:
    """Return the sum with common factors pulled out, where it reads better or computes faster.

    Two terms are gathered if what differs in them has the same labels. A reader likes a bracket
    of matrices that look alike; computing one pays only if a matrix product is saved.
    """
    worth = _is_readable if reading else _saves_work
    pairs = _Pairs(list(e.terms), len(e.shape))
    while found := pairs.best(worth):
        first, second, match = found
        (number, _), (other_number, _) = pairs.term(first), pairs.term(second)
        bracket = add(
            product(number, match.rest, match.labels, match.shape),
            product(other_number, match.others, match.labels, match.shape),
        )
        if reading and isinstance(bracket, Sum):
            bracket = gathered_sum(bracket)
        joined = product(1, [*match.shared, (bracket, match.labels)], e.axes, e.shape)
        pairs.replace(first, second, split_coefficient(joined))
    terms = [term for term in pairs.terms if term is not None]
    return e if len(terms) == len(e.terms) else add(*(scale(c, term) for c, term in terms))


class _Pairs:
    """The terms of a sum in their places, and their pairs in the order in which to try them."""

    def __init__(self, terms: list[Term], rank: int):
        self.terms: list[Term | None] = list(terms)
        self.rank = rank
        self.versions = [0] * len(terms)
        self.holders: defaultdict[Expression, Counter[int]] = defaultdict(Counter)
        self.heap: list[tuple] = []
        for place in range(len(terms)):
            self.heap += self._pairs_with(place)
            self._enter(place)
        heapify(self.heap)

    def term(self, place: int) -> Term:
        """Return the term in a place from which none has been merged away."""
        term = self.terms[place]
        assert term is not None
        return term

    def best(self, worth: Callable) -> tuple[int, int, Match] | None:
        """Return the places of the pair that shares most, and what it shares."""
        while self.heap:
            at_most, first, second, versions, match = heappop(self.heap)
            if versions != (self.versions[first], self.versions[second]):
                continue
            if match is None:
                match = _match(self.term(first), self.term(second), self.rank, worth)
                if match and not self._is_worth_it(match):
                    continue
                if match and -len(match.shared) != at_most:
                    heappush(self.heap, (-len(match.shared), first, second, versions, match))
                    continue
            if match:
                return first, second, match
        return None

    def _is_worth_it(self, match: Match) -> bool:
        """Say whether, of numbers, none is torn apart: x y + x + z and xᵀ A x + bᵀ x stay."""
        if self.rank:
            return True
        drawn = {e for e, labels in match.shared if labels}
        torn = drawn.intersection(e for e, _ in (*match.rest, *match.others))
        whole = self.terms.count(None) == len(self.terms) - 2
        return not torn and (whole or bool(match.rest and match.others))

    def replace(self, first: int, second: int, term: Term) -> None:
        """Put one term in the place of the first of two."""
        for place in (first, second):
            self.versions[place] += 1
            for f in {f for f, _ in self.term(place)[1].factors}:
                del self.holders[f][place]
        self.terms[first], self.terms[second] = term, None
        for pair in self._pairs_with(first):
            heappush(self.heap, pair)
        self._enter(first)

    def _enter(self, place: int) -> None:
        for f, _ in self.term(place)[1].factors:
            self.holders[f][place] += 1

    def _pairs_with(self, place: int) -> list[tuple]:
        """Return the pairs of a term that is not entered yet, by what they can share at most."""
        at_most: Counter[int] = Counter()
        for f, times in Counter(f for f, _ in self.term(place)[1].factors).items():
            for other, theirs in self.holders[f].items():
                at_most[other] += min(times, theirs)
        pairs = []
        for other, number in at_most.items():
            first, second = sorted((place, other))
            versions = self.versions[first], self.versions[second]
            pairs.append((-number, first, second, versions, None))
        return pairs


def _match(left: Term, right: Term, rank: int, worth: Callable) -> Match | None:
    """Return what two terms share, if a bracket of what differs is worth it; else the scalars."""
    shared, rest, others = _matched(left[1].factors, right[1].factors, rank)
    match = _bracket(shared, rest, others, rank, worth)
    left_in = [f for f in shared if f[1]]
    if match is None and left_in and worth is _is_readable:
        scalars = [f for f in shared if not f[1]]
        match = _bracket(scalars, left_in + rest, left_in + others, rank, worth)
    return match


def _bracket(
    shared: list[Factor], rest: list[Factor], others: list[Factor], rank: int, worth: Callable
) -> Match | None:
    """Return a match, if a bracket of what differs in two terms is worth it.

    What is summed up in one term only, X 𝟏 beside X y, is multiplied by ones in the other.
    """
    outside = {label for _, labels in shared for label in labels}.union(range(rank))
    ends = [{label for _, ls in fs for label in ls} & outside for fs in (rest, others)]
    joined = ends[0] | ends[1]
    summed = rank and worth is _is_readable and joined.isdisjoint(range(rank))
    alike = ends[0] == ends[1] or (summed and len(joined) == 1)
    if not shared or not alike or len(joined) > 2 or not worth(rest, others, shared, joined):
        return None
    factors = (*shared, *rest, *others)
    sizes = {label: d for e, ls in factors for label, d in zip(ls, e.shape, strict=True)}
    labels = tuple(sorted(joined))
    return Match(shared, rest, others, labels, tuple(sizes[label] for label in labels))


def _matched(
    left: tuple[Factor, ...], right: tuple[Factor, ...], rank: int
) -> tuple[list[Factor], list[Factor], list[Factor]]:
    """Return shared factors, and what remains of either side, in labels of the left."""
    names = {k: k for k in range(rank)}  # of the right's labels on the left
    back = dict(names)
    candidates: defaultdict[Expression, list[int]] = defaultdict(list)
    for place, (e, _) in enumerate(right):
        candidates[e].append(place)
    shared, rest, used = [], [], set()
    for e, labels in left:
        places = candidates.get(e, [])
        twin = next((k for k in places if _agree(names, back, right[k][1], labels)), None)
        if twin is None:
            rest.append((e, labels))
            continue
        names.update(zip(right[twin][1], labels, strict=True))
        back.update(zip(labels, right[twin][1], strict=True))
        places.remove(twin)
        used.add(twin)
        shared.append((e, labels))
    others = [f for k, f in enumerate(right) if k not in used]
    for _, labels in others:
        names.update((label, fresh_labels(1)[0]) for label in labels if label not in names)
    return shared, rest, [(e, tuple(names[label] for label in labels)) for e, labels in others]


def _agree(names: dict[int, int], back: dict[int, int], theirs: Labels, ours: Labels) -> bool:
    """Say whether labels can be matched one to one, as far as it is settled."""
    return all(
        names.get(a, b) == b and back.get(b, a) == a for a, b in zip(theirs, ours, strict=True)
    ) and (len({*theirs}) == len({*ours}) == len({*zip(theirs, ours, strict=True)}))


def _is_readable(
    factors: list[Factor], others: list[Factor], shared: list[Factor], ends: set[int]
) -> bool:
    """Say whether a bracket is what a person would write.

    Scalars are drawn out, but a denominator only if it is the last: else fractions stand within a
    fraction. Something else in front must act on the bracket, and what is in that must look alike:
    A and Aᵀ, b cᵀ and c bᵀ, or I and s sᵀ; not what is picked of one thing, x[1:] - x[:6].
    """
    if any(isinstance(e, Pick) for e, _ in [*factors, *others]):
        return False
    if not any(labels for _, labels in shared):
        return not _is_fraction(shared) or not (_is_fraction(factors) or _is_fraction(others))
    acts = not ends or any(ends & {*labels} for _, labels in shared) or _is_beside(shared, ends)
    unit = any(isinstance(e, Identity) for e, _ in [*factors, *others])
    return acts and (len(ends) < 2 or unit or _pieces(factors) == _pieces(others))


def _is_beside(shared: list[Factor], ends: set[int]) -> bool:
    """Say whether a bracket of vectors is multiplied by one row or column: (x - y) zᵀ."""
    return len(ends) == 1 and _pieces(shared) == 1


def _is_fraction(factors: list[Factor]) -> bool:
    """Say whether some factor is a denominator."""
    return any(isinstance(e, Power) and e.exponent < 0 for e, _ in factors)


def _saves_work(
    factors: list[Factor], others: list[Factor], shared: list[Factor], ends: set[int]
) -> bool:
    """Say whether a bracket saves work: one of matrices is added entrywise and saves a product."""
    wide = any(len(labels) > 1 and not isinstance(e, Identity) for e, labels in shared)
    return len(ends) < 2 or (wide and _pieces(factors) == _pieces(others) == 1)


def _pieces(factors: list[Factor]) -> int:
    """Return into how many pieces factors fall that share no label: two for an outer product."""
    pieces: list[set[int]] = []
    for _, labels in factors:
        touched = [piece for piece in pieces if piece & {*labels}]
        pieces = [piece for piece in pieces if piece not in touched]
        pieces += [{*labels}.union(*touched)] if labels else []
    return len(pieces)
