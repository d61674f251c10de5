"""Names put for parts of an expression wherever those stand, also where they are no nodes.

What a person calls by a name may be flattened away: the factors of u = w / ‖w‖ stand among the
others of a product, the terms of z among those of z + sqrt(z² - 1), and of r = ‖w‖ only r² is
left under a cube. So a part is looked for among the factors of every product and the terms of
every sum, a root of something stands for that too, and a matrix for its transpose. All this is one
walk over the graph, from the leaves up; larger parts are put in before smaller ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from mathlib.symbolic.canonical_form import add, power, product, scale
from mathlib.symbolic.coefficients import split_coefficient
from mathlib.symbolic.constants import normalize
from mathlib.symbolic.expression import Expression, Labels, Number, topological_order
from mathlib.symbolic.nodes import Power, Product, Sum, Symbol
from mathlib.symbolic.structural_order import StructuralOrder

Raised = tuple[Expression, Number, Labels]  # a base, its exponent, and its labels


class Part(NamedTuple):
    """Something that is looked for, what is put in its place, and for whose sake."""

    whole: Expression
    new: Expression
    symbol: Symbol


def core(e: Expression) -> Expression:
    """Return an expression without the axes along which it is only repeated."""
    used = {label for _, labels in e.factors for label in labels}
    kept = tuple(label for label in e.axes if label in used)
    if len(kept) == len(e.axes) or not e.symbols:
        return e
    return product(getattr(e, "coefficient", 1), e.factors, kept)


def new_symbol(name: str, part: Expression) -> Symbol:
    """Return a symbol that stands for a part, of which is known what is known of that."""
    number, unit = split_coefficient(core(part))
    is_root = isinstance(unit, Power) and Fraction(unit.exponent).denominator % 2 == 0
    nonnegative = number > 0 and (unit.nonnegative or is_root)
    return Symbol(name, unit.shape, unit.symmetric, nonnegative, unit.symmetric)


class Replacement:
    """Puts symbols in the place of parts; what a symbol stands for is written in the others."""

    def __init__(self, parts: Mapping[Symbol, Expression]):
        self.parts = {symbol: core(part) for symbol, part in parts.items()}
        sizes = [part.node_count for part in self.parts.values()]
        self.ranks = dict(zip(self.parts, zip(sizes, count()), strict=False))
        self.made: dict[Expression, Expression] = {}
        self.exact: dict[Expression, Part] = {}
        self.within: defaultdict[Expression, list[Part]] = defaultdict(list)
        given = [_given(symbol, part) for symbol, part in self.parts.items()]
        for part in given:
            self._enter(part, also_within=True)
        for part in given:
            for implied in _implied(part):
                self._enter(implied, also_within=True)
            self._enter(Part(self.parts[part.symbol], part.symbol, part.symbol))

    def _enter(self, part: Part, also_within: bool = False) -> None:
        if part.whole in self.exact:
            return
        self.exact[part.whole] = part
        if also_within and len(part.whole.children) > 1 and isinstance(part.whole, Product | Sum):
            self.within[max(_bases(part.whole), key=lambda e: e.serial)].append(part)

    def __call__(self, e: Expression) -> Expression:
        """Return an expression in the names."""
        for node in topological_order(e) if e not in self.made else ():
            if node not in self.made:
                self.made[node] = self._made(node, None)
        return self.made[e]

    def definition(self, symbol: Symbol) -> Expression:
        """Return what a symbol stands for, in the other names."""
        number, unit = split_coefficient(self.parts[symbol])
        inside = unit.base if isinstance(unit, Power) else unit
        for child in inside.children:
            self(child)
        made = self._made(inside, symbol)
        return scale(number, power(made, unit.exponent) if isinstance(unit, Power) else made)

    def _made(self, node: Expression, own: Symbol | None) -> Expression:
        """Return a node in the names, or in those before its own; its parts are made already."""
        whole = self.exact.get(node)
        if whole and self._may_use(own, whole):
            return whole.new
        found = None
        if isinstance(node, Sum):
            found = self._of_sum(node, own)
        elif isinstance(node, Product):
            found = self._of_product(node, own)
        if found is not None:
            return found
        parts = [self.made[child] for child in node.children]
        changed = any(a is not b for a, b in zip(parts, node.children, strict=True))
        return node.rebuild(*parts) if changed else node

    def _candidates(self, node: Expression, own: Symbol | None) -> list[Part]:
        found = {part: None for e in _bases(node) for part in self.within.get(e, ())}
        alike = [part for part in found if type(part.whole) is type(node)]
        return [part for part in alike if self._may_use(own, part)]

    def _may_use(self, own: Symbol | None, part: Part) -> bool:
        """Say whether a definition may use a part: a smaller one may, lest they go in circles."""
        return own is None or self.ranks[part.symbol] < self.ranks[own]

    def _of_sum(self, node: Sum, own: Symbol | None) -> Expression | None:
        """Return a sum in which the terms of parts have been found."""
        rest = {term: number for number, term in node.terms}
        found = []
        for part in _larger_first(self._candidates(node, own)):
            assert isinstance(part.whole, Sum)
            ratio = _ratio(rest, part.whole)
            if ratio:
                found.append(scale(ratio, part.new))
                for _, term in part.whole.terms:
                    del rest[term]
        if not found:
            return None
        return add(*(scale(number, self.made[term]) for term, number in rest.items()), *found)

    def _of_product(self, node: Product, own: Symbol | None) -> Expression | None:
        """Return a product in which the factors of parts have been found."""
        left = [_raised(f, labels) for f, labels in node.factors]
        whole = [f for f, _ in node.factors]  # what is left untouched is made already
        outer = {*node.axes}
        found = []
        for part in _larger_first(self._candidates(node, own)):
            assert isinstance(part.whole, Product)
            while match := next(_matches(part.whole, left, outer), None):
                used, labels = match
                found.append((part.new, labels))
                outer.update(labels)
                for place, exponent in used.items():
                    base, times, at = left[place]
                    left[place] = base, normalize(times - exponent), at
                    whole[place] = power(base, left[place][1])
        if not found:
            return None
        kept = [
            (self.made[e] if e in self.made else power(self.made[base], exponent), labels)
            for e, (base, exponent, labels) in zip(whole, left, strict=True)
            if exponent
        ]
        return product(node.coefficient, [*kept, *found], node.axes, node.shape)


def _given(symbol: Symbol, part: Expression) -> Part:
    """Return what is looked for where a symbol is to stand, without a number in front."""
    number, unit = split_coefficient(part)
    return Part(unit, symbol / number, symbol)


def _implied(part: Part) -> Iterator[Part]:
    """Yield the transpose of a part, and what it is a root of."""
    unit, new, symbol = part
    if len(unit.shape) == 2:
        yield Part(unit.T, new.T, symbol)
    if isinstance(unit, Power) and not isinstance(unit.base, Symbol):
        degree = normalize(1 / Fraction(unit.exponent))
        if isinstance(degree, int):
            yield Part(unit.base, power(new, degree), symbol)


def _larger_first(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (-part.whole.node_count, StructuralOrder(part.whole)))


def _bases(e: Expression) -> list[Expression]:
    """Return what terms, or factors up to their exponents, are made of."""
    if isinstance(e, Sum):
        return list(e.children)
    return [_raised(f, labels)[0] for f, labels in e.factors]


def _raised(f: Expression, labels: Labels) -> Raised:
    return (f.base, f.exponent, labels) if isinstance(f, Power) else (f, 1, labels)


def _ratio(terms: Mapping[Expression, Number], part: Sum) -> Number | None:
    """Return how many times the terms of a part stand among some terms."""
    number, term = part.terms[0]
    if not all(term in terms for term in part.children):
        return None
    ratio = normalize(Fraction(terms[term]) / number)
    return ratio if all(terms[term] == ratio * number for number, term in part.terms) else None


def _matches(
    part: Product, factors: list[Raised], out: set[int]
) -> Iterator[tuple[dict[int, Number], Labels]]:
    """Yield where the factors of a part stand among some: the exponents used, and its labels.

    What the part sums over must be summed here too, and stand at nothing else.
    """
    wanted = [_raised(f, labels) for f, labels in part.factors]

    def extended(k, used, at):
        if k == len(wanted):
            if _is_closed(part, factors, out, used, at):
                yield used, tuple(at[label] for label in part.axes)
            return
        base, exponent, labels = wanted[k]
        for place, (other, times, theirs) in enumerate(factors):
            if other is base and place not in used and _divides(base, exponent, times):
                for turned in {theirs, theirs[::-1]} if base.symmetric else (theirs,):
                    if all(at.get(a, b) == b for a, b in zip(labels, turned, strict=True)):
                        further = dict(zip(labels, turned, strict=True))
                        yield from extended(k + 1, {**used, place: exponent}, at | further)

    yield from extended(0, {}, {})


def _divides(base: Expression, exponent: Number, times: Number) -> bool:
    """Say whether a power of a base can be taken out of another one, which it makes smaller."""
    rest = normalize(times - exponent)
    smaller = rest * times > 0 and exponent * times > 0
    return rest == 0 or (smaller and (isinstance(rest, int) or base.nonnegative))


def _is_closed(part, factors, out, used, at) -> bool:
    """Say whether the labels that a part sums over are summed here, and are of nothing else."""
    inner = [at[label] for label in part.summed]
    others = {at[label] for label in part.axes}.union(out)
    for place, (_, times, labels) in enumerate(factors):
        if times and times != used.get(place):
            others.update(labels)
    return len({*inner}) == len(inner) and others.isdisjoint(inner)
