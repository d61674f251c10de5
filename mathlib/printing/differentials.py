"""Differentials read: ``df = tr(Gᵀ dX)``, ``df = gᵀ dx``, ``dy = J dx``, ``dY = A dX B``.

Of a scalar, and of a vector by vectors, the derivative is read off, so it stands in front of the
change as a whole. All else is written as it comes, with the change in the middle of its product.
"""

from __future__ import annotations

from collections.abc import Callable

from mathlib.printing import forms
from mathlib.printing.forms import Form, transpose
from mathlib.printing.index_notation import entry, listed, unused
from mathlib.printing.matrix_notation import MatrixForms, NoMatrixFormError
from mathlib.printing.partials import free_name
from mathlib.printing.signs import Written, written_brackets
from mathlib.symbolic.constants import is_zero
from mathlib.symbolic.derivative import Derivative
from mathlib.symbolic.differentials import Differential, differential_symbol
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.unknown_functions import unknown_names


def differential_form(d: Differential, named: Callable[[Expression], Expression]) -> Form:
    """Return a differential as an equation; `named` puts names for parts of what stands in it."""
    whole = change_of(forms.symbol(differential_name(d), len(d.shape)), d.order)
    try:
        written = written_brackets(d, named)
        terms = [form for x in d.variables if (form := _term(d, x, named, written)) is not None]
        left, right = whole, forms.total(terms) if len(terms) > 1 else [*terms, forms.ZERO][0]
    except NoMatrixFormError:
        formula = named(d.with_symmetry)
        taken = {s.name for s in formula.symbols} | formula.dimensions
        letters = unused(taken, len(d.shape))
        left = Form("entry", (whole, listed(letters))) if letters else whole
        right = entry(formula, letters, taken.union(letters))
    return Form("equation", (left, right))


def change_of(name: Form, order: int = 1) -> Form:
    """Return the form of the change of something with a name: df, and d²f."""
    kind = "differential" if order == 1 else "second differential"
    inner = name if order < 3 else change_of(name, order - 2)
    return Form(kind, (inner,), name.symmetric)


def differential_name(d: Differential) -> str:
    """Return what is called by a name in a differential: f of df."""
    of, rank = d.of, len(d.shape)
    while isinstance(of, Differential):
        of = of.of
    if isinstance(of, Symbol):
        return of.name
    used = {s.name for s in d.of.symbols.union(d.variables, d.directions)} | d.of.body.dimensions
    used |= unknown_names(d.of)
    return free_name(rank, used, changes=True)


def written_formulas(d: Differential) -> list[Expression]:
    """Return the formulas that stand in a differential, one for each variable."""
    return [_formula(d, x) for x in d.variables]


def _formula(d: Differential, x: Symbol) -> Expression:
    """Return what multiplies the change of a variable, or what it contributes as a whole."""
    whole = d.shape and (len(d.shape), len(x.shape)) not in ((1, 0), (1, 1))
    return (d.change_by(x) if whole else Derivative(d.of, x)).with_symmetry


def _term(d: Differential, x: Symbol, named: Callable, written: Written) -> Form | None:
    """Return what one variable contributes, unless that is 0."""
    change = forms.of_symbol(differential_symbol(x), len(x.shape))
    formula = named(_formula(d, x))
    if is_zero(formula):
        return None
    form = MatrixForms(formula, written)(formula)
    if not d.shape:
        return inner_product(form, change, len(x.shape))
    return product_with(form, change) if len(d.shape) == 1 and len(x.shape) < 2 else form


def inner_product(slope: Form, change: Form, rank: int) -> Form:
    """Return tr(Gᵀ dX), gᵀ dx or g dx, with numbers and scalars in front."""
    number, above, body, below = forms.taken_apart(slope)
    inner, more, change_body, further = forms.taken_apart(change)
    number, above, below = number * inner, above + more, below + further
    if rank == 0 or change_body is None:
        bodies = [form for form in (body, change_body) if form]
        return forms.scaled(number, forms.sort_factors([*above, *bodies]), None, [*below])
    change = change_body
    turned = transpose(body) if body and body is not forms.IDENTITY else None
    together = forms.matmul(turned, change) if turned else change
    if rank == 2:
        together = Form("trace", (together,), True)
    return forms.scaled(number, [*above], together, [*below])


def product_with(slope: Form, change: Form) -> Form:
    """Return J dx, or j dt for the change of a number, with numbers and scalars in front."""
    number, above, body, below = forms.taken_apart(slope)
    together = forms.matmul(body, change) if body and body is not forms.IDENTITY else change
    return forms.scaled(number, [*above], together, [*below])
