"""Long products taken apart from their ends: δ = Wᵀ (z ⊙ δ'), as in backpropagation.

The derivative of a deep network is a product of as many matrices as it has layers, and with shared
weights a sum of such products, one for every step, which begin alike. Each is folded as a person
multiplies it: a vector goes into the matrix it meets, and where no vector is left, the first
matrix into the next. What comes out of a step has a name, the same wherever the step is the same.
"""

from __future__ import annotations

from collections import Counter

from mathlib.printing.part_names import reading_order
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.expression import Expression, Factor
from mathlib.symbolic.nodes import Constant, Product, Symbol

#: From how many factors on a product is folded.
MANY = 9


class Folding:
    """Folds products; `parts` says what the names stand for."""

    def __init__(self) -> None:
        self.parts: dict[Symbol, Expression] = {}
        self.known: dict[frozenset, Symbol] = {}

    def __call__(self, e: Expression) -> Expression:
        """Return an expression in which no product is long that can be folded."""
        new: dict[Expression, Expression] = {}
        for node in reading_order([e]):
            parts = [new[child] for child in node.children]
            changed = any(a is not b for a, b in zip(parts, node.children, strict=True))
            made = node.rebuild(*parts) if changed else node
            new[node] = self._folded(made) if len(made.factors) >= MANY else made
        return new[e]

    def _folded(self, e: Expression) -> Expression:
        assert isinstance(e, Product)
        chain = _Chain(e)
        while (step := chain.next_step()) is not None:
            factors, out = step
            chain.replace(factors, (self._named(factors, out), out))
        return product(e.coefficient, chain.factors, e.axes, e.shape)

    def _named(self, factors: list[Factor], out: tuple[int, ...]) -> Symbol:
        """Return the name of what comes out of a step."""
        places = {label: k for k, label in enumerate(out)}
        made_of = Counter((f, tuple(places.get(label, -1) for label in ls)) for f, ls in factors)
        key = frozenset(made_of.items())
        if key not in self.known:
            whole = product(1, factors, out)
            name = f"fold {len(self.known)}"
            self.known[key] = Symbol(name, whole.shape, whole.symmetric, False, whole.symmetric)
            self.parts[self.known[key]] = whole
        return self.known[key]


class _Chain:
    """The factors of a product, found by their labels."""

    def __init__(self, e: Product):
        self.places = dict(enumerate(e.factors))
        self.axes = e.axes
        self.at: dict[int, set[int]] = {label: set() for label in (*e.axes, *sorted(e.summed))}
        for place, (_, labels) in self.places.items():
            for label in labels:
                self.at[label].add(place)
        self.waiting = sorted(e.summed, reverse=True)

    @property
    def factors(self) -> list[Factor]:
        return [*self.places.values()]

    def replace(self, used: list[Factor], made: Factor) -> None:
        """Put one factor in the place of some."""
        for place in [k for k in self._near(used) if any(self.places[k] is f for f in used)]:
            for label in self.places[place][1]:
                self.at[label].discard(place)
            del self.places[place]
        place = max(self.places, default=-1) + 1
        self.places[place] = made
        for label in made[1]:
            self.at[label].add(place)
        self.waiting += [label for label in made[1] if label not in self.axes]

    def _near(self, used: list[Factor]) -> list[int]:
        return sorted({place for _, labels in used for label in labels for place in self.at[label]})

    def next_step(self) -> tuple[list[Factor], tuple[int, ...]] | None:
        """Return the factors of the next step, and the labels of what comes out."""
        while self.waiting:
            if step := self._step(self.waiting.pop(), 1):
                return step
        if len(self.places) < MANY:
            return None
        for axis in self.axes:
            for place in sorted(self.at[axis]):
                for label in self.places[place][1]:
                    if label not in self.axes and (step := self._step(label, 2)):
                        return step
        return None

    def _step(self, label: int, matrices: int) -> tuple[list[Factor], tuple[int, ...]] | None:
        """Return what meets at a label, if that is so many matrices, and vectors beside them."""
        met = [self.places[place] for place in sorted(self.at[label])]
        wide = [f for f in met if len(f[1]) > 1]
        out = tuple(l for _, labels in wide for l in labels if l != label)
        plain = all(len(labels) == 2 and not isinstance(e, Constant) for e, labels in wide)
        if len(wide) != matrices or not plain or len({*out}) != matrices:
            return None
        return met, out
