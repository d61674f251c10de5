"""Expressions read: matrix notation where there is one, index notation otherwise.

Conventions
-----------
A vector is a column. In numerator layout a scalar by a vector is a row and a vector by a vector
has a row for every output; in denominator layout both are transposed. A scalar by a matrix, and a
matrix by a scalar, are written in the matrix's own shape in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mathlib.printing import forms
from mathlib.printing.differentials import differential_form
from mathlib.printing.forms import Form
from mathlib.printing.index_notation import index_form
from mathlib.printing.matrix_notation import MatrixForms, NoMatrixFormError
from mathlib.printing.signs import written_brackets
from mathlib.printing.typesetting import replaced, write
from mathlib.printing.vectorized import vectorized_form
from mathlib.symbolic import nodes
from mathlib.symbolic.coefficients import split_coefficient
from mathlib.symbolic.common_powers import gathered
from mathlib.symbolic.constants import as_expression, is_zero
from mathlib.symbolic.derivative import Derivative
from mathlib.symbolic.differentials import Differential
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.replacement import Replacement, core

LAYOUTS = ("numerator", "denominator")
#: Characters beyond which nothing is written: some forty pages, which nobody reads.
LONGEST = 100_000
#: Letters of the notation that a symbol may have taken, and the words that then stand for them.
CLASHING = {
    "K": (forms.K, forms.word("commutation", r"\operatorname{commutation}")),
    "D": (forms.D, forms.word("duplication", r"\operatorname{duplication}", symmetric=False)),
}


class TooLongError(ValueError):
    """An expression that shares parts is short in memory and may be millions of characters long."""


def text(e: Expression, layout: str, names: Mapping | None, vectorized: bool) -> str:
    """Matrix notation as plain text; see `Expression.latex`."""
    return _written(lambda: form(e, layout, names, vectorized), latex=False)


def latex(e: Expression, layout: str, names: Mapping | None, vectorized: bool) -> str:
    """Matrix notation as LaTeX; see `Expression.latex`."""
    return _written(lambda: form(e, layout, names, vectorized), latex=True)


def index_notation(e: Expression, latex: bool) -> str:
    """Entry by entry."""
    # Its entries are written anew wherever a part stands, so the count comes before the writing.
    _refuse_length(4 * e.with_symmetry.node_count)
    return _written(lambda: index_form(e.with_symmetry), latex)


def _written(make, latex):
    try:
        form = make()
        _refuse_length(form.length)
        return write(form, latex)
    except RecursionError:
        raise RecursionError(
            "this expression is nested too deeply to be written out; give names to inner parts, "
            "as in text(names={'h': part}), and read these by themselves"
        ) from None


def _refuse_length(length: int) -> None:
    if length > LONGEST:
        raise TooLongError(
            f"this expression is about {length:.0e} characters long when it is written out, and "
            f"more than {LONGEST:.0e} are not written; give names to inner parts, as in "
            "text(names={'h': part}), and read these by themselves"
        )


def form(e: Expression, layout: str, names: Mapping | None, vectorized: bool) -> Form:
    """Return the tree of what is written."""
    if layout not in LAYOUTS:
        raise ValueError(f"layout is 'numerator' or 'denominator', not {layout!r}")
    found = _form(e, layout, names, vectorized)
    taken = {symbol.name for symbol in e.symbols.union(e.differentiated_by)}
    taken |= e.body.dimensions | {*(names or {})}
    swaps = dict(swap for letter, swap in CLASHING.items() if letter in taken)
    return replaced(found, swaps) if swaps else found


def _form(e: Expression, layout: str, names: Mapping | None, vectorized: bool) -> Form:
    if isinstance(e, Differential):
        if vectorized:
            raise ValueError("vectorized is for a derivative; take that of the differential first")
        return differential_form(e, lambda part: named(part, names or {}))
    formula = gathered(named(e.with_symmetry, names or {}))
    axes = (len(e.of.shape), len(e.by.shape)) if e.of is not None else None
    turned = axes is not None and not e.is_gradient and is_transposed(axes, layout)
    if is_zero(formula):
        return forms.word("0", "0")
    if vectorized:
        return _vectorized(e, layout, names)
    try:
        written = written_brackets(e, lambda part: named(part, names or {}))
        found = MatrixForms(formula, written)(formula)
    except NoMatrixFormError:
        return index_form(formula)
    return forms.transpose(found) if turned else found


def is_transposed(axes: tuple[int, int], layout: str) -> bool:
    """Say whether a layout transposes what is written with columns."""
    return axes == (0, 1) if layout == "numerator" else axes in ((1, 0), (1, 1))


def named(e: Expression, names: Mapping[str, Expression]) -> Expression:
    """Return an expression with parts of it replaced by symbols of the given names."""
    if not isinstance(names, Mapping):
        raise TypeError(f"names maps names to parts, as in names={{'s': A @ x}}, but is {names!r}")
    parts: dict[nodes.Symbol, Expression] = {}
    for name, part in names.items():
        if name in {symbol.name for symbol in e.symbols}:
            raise ValueError(f"{name} is a symbol of the expression; give its part another name")
        if name in e.dimensions:
            raise ValueError(f"{name} is a dimension of the expression; give its part another name")
        part = as_expression(part).with_symmetry
        parts[name_of(name, part)] = part
    return Replacement(parts)(e)


def name_of(name: str, part: Expression) -> nodes.Symbol:
    """Return a symbol that stands for a part, of which is known what is known of that."""
    number, unit = split_coefficient(core(part))
    is_root = isinstance(unit, nodes.Power) and Fraction(unit.exponent).denominator % 2 == 0
    nonnegative = number > 0 and (unit.nonnegative or is_root)
    return nodes.Symbol(name, unit.shape, unit.symmetric, nonnegative, unit.symmetric)


def _vectorized(e: Expression, layout: str, names: Mapping | None) -> Form:
    axes = (len(e.of.shape), len(e.by.shape)) if isinstance(e, Derivative) else (0, 0)
    if max(axes) > 2 or sum(axes) < 3:
        raise ValueError(
            "vectorized is for a derivative of a matrix or by one, of three axes or four"
        )
    assert isinstance(e, Derivative)
    try:
        written = written_brackets(e, lambda part: named(part, names or {}))
        return vectorized_form(e, layout, lambda f: gathered(named(f, names or {})), written)
    except NoMatrixFormError:
        raise ValueError(
            "this derivative is no sum of products of ⊗, diag(vec(·)), the commutation matrix K "
            "and the like; see its index_notation()"
        ) from None
