"""A derivation by differentials: d of every part, put together, and the derivative read off.

``f = tr(A M)`` with ``M = X⁻¹`` has ``df = tr(A dM)``, and ``dM = -M dX M`` is put in its place. In
a trace factors go round, so ``df = tr(Gᵀ dX)``, and ``G`` is the derivative. No line needs more
than two axes. The parts are taken from the whole down, as a person does: of a scalar, one line says
``df = tr(Gᵀ dZ)`` for what is left to be put in, and the next one has ``dZ`` put in.

Every line is an expression in the names of the parts, in ``dX`` and in the changes of the parts, so
it can be computed; what it claims is the change of a part in the direction ``dX``, which can be
measured.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mathlib.printing.differentials import change_of, inner_product, product_with
from mathlib.printing.forms import Form, of_symbol, total
from mathlib.printing.matrix_notation import NoMatrixFormError
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, product
from mathlib.symbolic.constants import constant, is_zero
from mathlib.symbolic.derivative import Derivative
from mathlib.symbolic.differentials import differential, differential_symbol
from mathlib.symbolic.expression import Expression, substitute, topological_order
from mathlib.teaching.derivations.differential_page import DifferentialPage, Slopes
from mathlib.teaching.derivations.intermediates import derivative_of
from mathlib.teaching.derivations.notation import letter
from mathlib.teaching.derivations.parts import Part
from mathlib.teaching.derivations.working import multiplied
from mathlib.teaching.derivations.writer import Claim, Line, matrix_or_entries

#: Lines on a screen; of a longer derivation, what is put in is put in its place on one line.
SCREEN = 15

CYCLE = "the cyclic property of the trace"
ENTRYWISE = "the entrywise product in a trace"
TRANSPOSE = "the transpose of a product"
GATHER = "multiply out"
READ = "read off the derivative"


class Differentials(DifferentialPage):
    """A derivation by differentials, from the names of the parts down to the derivative."""

    def write(self, result: Derivative) -> None:
        """Write all lines."""
        for part in self.all:
            self.name(part)
        for part in self.parts:
            self.local(part)
        if self.whole.symbol.shape:
            self.put_in_forward(result)
        else:
            self.put_in(result)

    # --------------------------------------------------------------------- from the whole, a number

    def put_in(self, result: Derivative) -> None:
        """Write the change of a number, and put the changes of its parts in, the last one first."""
        whole = self.whole
        slopes = {s: self.slope(whole.definition, s) for s in self.moving(whole)}
        slopes = {s: slope for s, slope in slopes.items() if not is_zero(slope)}
        terms = self.terms(whole)
        rule, value = self.rule(whole), add(constant(0), *terms)
        apart = len({*terms}) > 1 and self.is_short_line(lambda: self.total(terms), rule)
        if apart:
            self.change(whole, rule, value, lambda: self.total(terms))
            wide = any(len(s.shape) > 1 for s in slopes)
            rule = CYCLE if wide else TRANSPOSE if any(s.shape for s in slopes) else GATHER
        self.state(slopes, rule)
        for part in reversed(self.parts):
            if part.symbol in slopes:
                slopes = self.replaced(part, slopes)
        self.read_off(slopes.get(self.x, constant(0, self.x.shape)), result)

    def state(self, slopes: Slopes, rule: str) -> None:
        """Write the line df = tr(Gᵀ dZ) + ..., with names for what is too long for it."""
        make = lambda: self.line(slopes)  # noqa: E731
        while not self.is_short_line(make, rule) and self.shorten(slopes):
            pass
        value = add(constant(0), *(self.inner(slope, s) for s, slope in slopes.items()))
        self.change(self.whole, rule, value, make)

    def shorten(self, slopes: Slopes) -> bool:
        """Give a name to the longest part of the slopes that has a line of its own, if any."""
        found = {node: None for slope in slopes.values() for node in topological_order(slope)}
        wholes = {*slopes.values()} if len(slopes) == 1 else set()
        parts = [node for node in found if node not in wholes and self.is_long(node)]
        if not parts:
            return False
        longest = max(parts, key=lambda node: self.page.matrix(node).length)
        name = self.abbreviation(longest)
        for s, slope in slopes.items():
            slopes[s] = substitute(slope, {longest: name})
        return True

    def is_short_line(
        self, make: Callable[[], Form], rule: str, value: Expression | None = None
    ) -> bool:
        """Say whether a line about the change of the whole is short enough.

        In entries only if its value is given, and it leaves room for the rule of any other line.
        """
        name = change_of(letter(self.whole.symbol))
        try:
            return self.is_short(name, make(), rule)
        except NoMatrixFormError:
            return value is None or self.is_short(*self.sides(name, value, make), CYCLE)

    def replaced(self, part: Part, slopes: Slopes) -> Slopes:
        """Put the change of a part in, and write what comes of it."""
        slope, rest = slopes[part.symbol], {s: g for s, g in slopes.items() if s != part.symbol}
        terms = self.terms(part)
        change = add(constant(0, part.symbol.shape), *terms)
        rule = f"substitute {differential_symbol(part.symbol).name}"

        inner = {s: self.slope(part.definition, s) for s in self.moving(part)}

        def put_in() -> Form:
            inserted = self.total(terms) if part.symbol.shape else self.line(inner)
            form = inner_product(self.form(slope), inserted, len(part.symbol.shape))
            return total([form, *self.forms(rest)]) if rest else form

        value = add(
            constant(0),
            product(1, [(slope, slope.axes), (change, slope.axes)], ()),
            *(self.inner(g, s) for s, g in rest.items()),
        )
        shown = not self.brief and self.is_short_line(put_in, rule, value)
        if shown:
            self.change(self.whole, rule, value, put_in)
        held = nodes.Symbol("held", slope.shape, False, False, False)
        weighed = product(1, [(held, slope.axes), (part.definition, slope.axes)], ())
        for s in self.moving(part):
            value = substitute(self.slope(weighed, s), {held: slope, **self.shown})
            rest[s] = add(rest.get(s, constant(0, s.shape)), value)
        rest = {s: g for s, g in rest.items() if not is_zero(g)}
        self.state(rest, self.gathering(part, terms) if shown else rule)
        return rest

    def gathering(self, part: Part, terms: list[Expression]) -> str:
        """Return the rule that brings what was put in into the form tr(Gᵀ dX)."""
        rank = len(part.symbol.shape)
        if rank < 2:
            return TRANSPOSE if rank else GATHER
        entrywise = any(_meets_twice(term) for term in terms)
        return ENTRYWISE if entrywise else CYCLE

    def read_off(self, slope: Expression, result: Derivative) -> None:
        """Write the derivative, in names and without them."""
        named = "substitute the intermediate variables"
        self.state_derivative(slope, READ)
        for value, rule in (substitute(slope, self.wholes()), named), (result.body, "substitute"):
            if self.state_derivative(value, rule):
                return

    def state_derivative(self, value: Expression, rule: str) -> bool:
        """Write the derivative, if it fits a line or stands there for the first time."""
        d = derivative_of(self.whole.whole, self.whole.symbol, self.x, value)
        left, right = matrix_or_entries(partial(self.page.equation, d))
        stated = rule == READ or self.is_short(left, right, rule)
        if stated:
            self.page.add(rule, Claim(self.whole.whole, self.x, value), Line(left, right))
        return stated

    # -------------------------------------------------------------- from the variable, to an array

    def put_in_forward(self, result: Derivative) -> None:
        """Write the change of an array, and put the changes of its parts in, the last one first."""
        whole = self.whole
        self.local(whole)
        value = add(constant(0, whole.symbol.shape), *self.terms(whole))
        for part in reversed(self.parts):
            change = differential_symbol(part.symbol)
            if change in value.symbols:
                inserted = add(constant(0, part.symbol.shape), *self.terms(part))
                value = substitute(value, {change: inserted})
                self.change_if_short(f"substitute {change.name}", value, self.written(value))
        ranks = len(whole.symbol.shape), len(self.x.shape)
        slope = self.jacobian()
        if ranks in ((1, 1), (1, 0)) and not is_zero(slope):
            dx = of_symbol(self.dx, ranks[1])
            self.change_if_short(GATHER, value, lambda: product_with(self.form(slope), dx))
            self.read_off(slope, result)

    def change_if_short(self, rule: str, value: Expression, make: Callable[[], Form]) -> None:
        """Write a line about the change of the whole, if it is short enough to be read."""
        if self.is_short_line(make, rule):
            self.change(self.whole, rule, value, make)

    def written(self, value: Expression) -> Callable[[], Form]:
        """Return what makes the form of an expression."""
        return lambda: self.page.matrix(value)

    def jacobian(self) -> Expression:
        """Return the derivative of the whole by the variable, in the names of the parts."""
        found: dict[nodes.Symbol, Expression] = {}
        zero = constant(0, self.whole.symbol.shape + self.x.shape)
        for part in self.all:
            paths = []
            for s in self.moving(part):
                slope = self.slope(part.definition, s)
                on = [slope] if s is self.x else [multiplied(slope, len(s.shape), found[s])]
                paths += on
            found[part.symbol] = substitute(add(*paths), self.shown) if paths else zero
        return found[self.whole.symbol]


def _meets_twice(e: Expression) -> bool:
    """Say whether a label stands in three factors, or in two and the result: not by products."""
    return any(
        sum(label in labels for _, labels in e.factors) + (label in e.axes) > 2
        for label in {label for _, labels in e.factors for label in labels}
    )


def by_differentials(
    y: Expression, x: nodes.Symbol, layout: str, result: Derivative
) -> Differentials:
    """Return the page of a derivation by differentials, in the short form if it is long."""
    differential(y, x)  # refuses names that mean two things
    for brief in (False, True):
        way = Differentials(y, x, layout, brief)
        way.write(result)
        if len(way.page.steps) <= SCREEN:
            break
    return way
