"""A derivative entry by entry, as an equation: ∂Y[i,j]/∂X[k,l] = δ[i,k] δ[j,l].

Its left side says which letter belongs to which axis, also of one that is not on the right side.
What is differentiated is called by a letter that nothing else has, unless it is a symbol.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from mathlib.printing import forms
from mathlib.printing.forms import Form, matmul
from mathlib.printing.index_notation import entry, listed, unused
from mathlib.symbolic.derivative import Derivative
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.unknown_functions import unknown_names

#: What something without a name is called: a scalar, a vector, anything larger.
NAMES = ("f L g h phi", "y z u v w", "Y Z U V W")
ROUND = forms.word("∂", r"\partial")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def free_name(rank: int, used: set[str], changes: bool = False) -> str:
    """Return a name for something of so many axes; with `changes`, dy and the like are free too."""
    stems = NAMES[min(rank, 2)].split()
    free = (s for s in stems if s not in used and not (changes and f"d{s}" in used))
    return next(free, stems[0])


def partials_form(d: Derivative, formula: Expression) -> Form:
    """Return a derivative entry by entry; `formula` is what is written of it."""
    of, by = _taken_apart(d)
    used = {s.name for e in (formula, d, of, *by) for s in e.symbols}
    used |= formula.dimensions | of.body.dimensions | unknown_names(of) | unknown_names(formula)
    name = of.name if isinstance(of, Symbol) else free_name(len(of.shape), used)
    used |= {name}
    letters = unused(used, len(formula.shape))
    left = iter(letters)
    above = _change(name, [*islice(left, len(of.shape))], len(by))
    below = [_change(x.name, [*islice(left, len(x.shape))]) for x in by]
    slope = Form("slope", (above, matmul(*below)))
    return Form("equation", (slope, entry(formula, letters, used.union(letters))))


def _taken_apart(d: Derivative) -> tuple[Expression, list[Symbol]]:
    """Return what was differentiated first, and by what, one after the other."""
    of: Expression = d
    by: list[Symbol] = []
    while isinstance(of, Derivative):
        by.insert(0, of.by)
        of = of.of
    return of, by


def _change(name: str, letters: Sequence[str], order: int = 1) -> Form:
    """Return ∂x[i], or ∂²f."""
    whole = forms.symbol(name, 0)
    inside = Form("entry", (whole, listed([*letters]))) if letters else whole
    raised = str(order).translate(RAISED)
    sign = forms.word("∂" + raised, rf"\partial^{{{order}}}") if order > 1 else ROUND
    return Form("partial", (sign, inside))
