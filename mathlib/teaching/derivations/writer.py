"""The page of a derivation: workings, products and entries written as lines.

What is true is decided elsewhere (`working`, `paths`, `entries`); here it is decided how it looks.
In numerator layout a chain is written from the outside in; in denominator layout every derivative
is transposed and the chain runs the other way. What no matrix notation can say is written entry by
entry, the same in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from mathlib.printing import forms
from mathlib.printing.forms import Form, transpose, word
from mathlib.printing.index_notation import entry, unused
from mathlib.printing.matrix_notation import MatrixForms, NoMatrixFormError
from mathlib.printing.printer import is_transposed
from mathlib.printing.signs import written_brackets
from mathlib.printing.typesetting import write
from mathlib.symbolic import nodes
from mathlib.symbolic.common_powers import gathered
from mathlib.symbolic.constants import constant, is_zero
from mathlib.symbolic.expression import Expression, Shape
from mathlib.teaching.derivations.intermediates import NamedDerivative
from mathlib.teaching.derivations.notation import derivative_form, letter, signed_sum
from mathlib.teaching.derivations.step import Step
from mathlib.teaching.derivations.working import (
    Divided,
    Finished,
    Scaled,
    Through,
    Total,
    Unfinished,
    Working,
)


@dataclass(frozen=True)
class Claim:
    """What a line says: the derivative of what, by what, is which; a name has no `by`."""

    of: Expression
    by: nodes.Symbol | None
    value: Expression


class Line(NamedTuple):
    """How a line reads."""

    left: Form | None
    right: Form
    unfinished: bool = False
    factors: Sequence[NamedDerivative] = ()


class Letters(NamedTuple):
    """Letters for the axes of a derivative, and all names that are not free for sums."""

    of: list[str]
    by: list[str]
    used: set[str]


def matrix_or_entries(write_line: Callable[[bool], tuple]) -> tuple:
    """Write a line in matrix notation, or entry by entry where there is none."""
    try:
        return write_line(False)
    except NoMatrixFormError:
        return write_line(True)


class Page:
    """The lines written so far, and how the next one is to be written."""

    def __init__(self, y: Expression, layout: str, taken: Iterable[str]):
        self.layout, self.taken = layout, set(taken)
        self.written = written_brackets(y)
        self.steps: list[Step] = []

    def add(self, rules: str | tuple[str, ...], claim: Claim, line: Line) -> None:
        """Add a line, unless it reads like the one before."""
        rules = (rules,) if isinstance(rules, str) else rules
        left, before = line.left, self.steps[-1] if self.steps else None
        if before and (before.of, before.by) == (claim.of, claim.by):
            last = next(step.left for step in reversed(self.steps) if step.left)
            left = None if left == last else left
            if not left and write(line.right, False) == write(before.right, False):
                return
        shapes = tuple(self.shape_on_page(f.of.shape, f.by.shape) for f in line.factors)
        self.steps.append(
            Step(rules, claim.of, claim.by, claim.value, left, line.right, line.unfinished, shapes)
        )

    def shape_on_page(self, of: Shape, by: Shape) -> Shape:
        """Return the shape of a derivative as it lies on the page."""
        if len(of) > 1 or len(by) > 1 or not of + by:
            return of + by
        sides = of or (1,), by or (1,)
        first, second = sides if self.layout == "numerator" else sides[::-1]
        return first + second

    def letters(self, ranks: tuple[int, int]) -> Letters:
        """Return letters for the axes of a derivative."""
        first = int(ranks == (0, 1))  # ∂y/∂w[j] = Σ_i ...
        chosen = unused(self.taken, first + sum(ranks))[first:]
        return Letters(chosen[: ranks[0]], chosen[ranks[0] :], self.taken.union(chosen))

    def matrix(
        self,
        value: Expression,
        ranks: tuple[int, int] | None = None,
        made: dict[Expression, Form] | None = None,
    ) -> Form:
        """Return matrix notation, of a derivative as it lies; `made` says what names stand for."""
        turn = transpose if ranks and is_transposed(ranks, self.layout) else lambda form: form
        if is_zero(value):
            vector = word("𝟎", r"\mathbf{0}", symmetric=False)
            return turn(vector if len(value.shape) == 1 else word("0", "0"))
        reader = MatrixForms(constant(0), self.written)
        reader.made.update(made or {})
        return turn(reader(gathered(value.with_symmetry)))

    def equation(
        self, d: NamedDerivative, in_entries: bool, letters: Letters | None = None
    ) -> tuple[Form, Form]:
        """Return both sides of a derivative's line: its name and its value."""
        if in_entries:
            of, by, used = letters or self.letters(d.ranks)
            return d.name(of, by), entry(d.value.with_symmetry, of + by, used)
        return d.name(), self.matrix(d.value, d.ranks)

    def product(
        self, factors: Sequence[Form], summed: Form | None = None, scalar: bool = False
    ) -> Form:
        """Return a product along a path: in order of the layout, or summed over indices."""
        if len(factors) == 1:
            return factors[0]
        back = -1 if self.layout == "denominator" and not scalar and not summed else 1
        form = Form("times" if scalar else "matmul", tuple(factors[::back]))
        return Form("sum over", (summed, form)) if summed else form

    def working(self, work: Working, d: NamedDerivative) -> Form:
        """Return the right side of a line on which derivatives may still be to be found."""
        return _WorkingForms(self, d).form(work, d.ranks[0])


@dataclass(frozen=True)
class _WorkingForms:
    """The forms of workings of one derivative, with the d or ∂ of that derivative."""

    page: Page
    derivative: NamedDerivative

    def form(self, work: Working, rank: int) -> Form:
        """Return the form of a working of something with so many axes."""
        ranks = rank, self.derivative.ranks[1]
        match work:
            case Unfinished(e):
                bare = self.page.matrix(e)
                by = letter(self.derivative.by)
                return derivative_form(bare, by, self.derivative.ordinary, not sum(ranks))
            case Finished(value):
                return self.page.matrix(value, ranks)
            case Total(terms):
                return signed_sum([(minus, self.form(term, rank)) for minus, term in terms])
            case Divided(inner, below):
                return Form("quotient", (self.form(inner, rank), self.page.matrix(below)))
            case Scaled(factor, inner):
                front, rest = self.page.matrix(factor), self.form(inner, rank)
                if sum(ranks):  # a number stands in front in both layouts
                    return _in_front(front, rest)
                return Form("times", (front, *(rest.parts if rest.kind == "times" else (rest,))))
            case Through(outer, part, inner):
                inward = len(part.shape)
                pair = self.page.matrix(outer, (rank, inward)), self.form(inner, inward)
                return self.page.product(pair)
        raise TypeError(f"no working: {work!r}")


def _in_front(front: Form, rest: Form) -> Form:
    """Return a scalar times something with axes, as one product: 2 z² diag(x)."""
    if front.kind != "scaled":
        return forms.scaled(Fraction(1), [front], rest, [])
    number, above, body, below = front.parts
    return forms.scaled(number, [*above, *([body] if body else [])], rest, list(below))
