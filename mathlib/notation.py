"""Expressions read: matrix notation where there is one, index notation otherwise.

Conventions
-----------
A vector is a column. In numerator layout a scalar by a vector is a row and a vector by a vector
has a row for every output; in denominator layout both are transposed. A scalar by a matrix, and a
matrix by a scalar, are written in the matrix's own shape in both.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

from mathlib import forms, nodes
from mathlib.algebra import fresh, joined, power, split
from mathlib.constants import as_expression, is_zero
from mathlib.expressions import Expression, rebuilt
from mathlib.forms import Form, write
from mathlib.matrix_form import MatrixForms, NoMatrixFormError

LAYOUTS = ("numerator", "denominator")
LETTERS = "ijklpqrstuvwabcdefgh"


def text(e: Expression, layout: str, names: Mapping | None, vectorized: bool) -> str:
    """Matrix notation as plain text; see `Expression.latex`."""
    return _written(lambda: form(e, layout, names, vectorized), latex=False)


def latex(e: Expression, layout: str, names: Mapping | None, vectorized: bool) -> str:
    """Matrix notation as LaTeX; see `Expression.latex`."""
    return _written(lambda: form(e, layout, names, vectorized), latex=True)


def index_notation(e: Expression, latex: bool) -> str:
    """Entry by entry."""
    return _written(lambda: index_form(e.settled), latex)


def _written(make, latex):
    try:
        return write(make(), latex)
    except RecursionError:
        raise RecursionError(
            "this expression is nested too deeply to be written out; give names to inner parts, "
            "as in text(names={'h': part}), and read these by themselves"
        ) from None


def form(e: Expression, layout: str, names: Mapping | None, vectorized: bool) -> Form:
    """Return the tree of what is written."""
    if layout not in LAYOUTS:
        raise ValueError(f"layout is 'numerator' or 'denominator', not {layout!r}")
    formula = named(e.settled, names or {})
    axes = (len(e.of.shape), len(e.by.shape)) if e.of is not None else None
    turned = axes is not None and not e.upright and lies(axes, layout)
    if is_zero(formula):
        return forms.word("0", "0")
    if vectorized:
        formula, turned = _stacked(formula, axes, layout), False
    try:
        found = MatrixForms(formula)(formula)
    except NoMatrixFormError:
        if vectorized:
            raise ValueError(
                "this derivative is no sum of Kronecker products; see its index_notation()"
            ) from None
        return index_form(formula)
    return forms.transpose(found) if turned else found


def lies(axes: tuple[int, int], layout: str) -> bool:
    """Say whether a layout transposes what is written with columns."""
    return axes == (0, 1) if layout == "numerator" else axes in ((1, 0), (1, 1))


def named(e: Expression, names: Mapping[str, Expression]) -> Expression:
    """Return an expression with parts of it replaced by symbols of the given names."""
    swaps = {}
    for name, part in names.items():
        if name in {symbol.name for symbol in e.symbols}:
            raise ValueError(f"{name} is a symbol of the expression; give its part another name")
        part = as_expression(part).settled
        number, unit = split(part)
        symbol = nodes.Symbol(name, unit.shape, False, unit.nonnegative, unit.symmetric)
        swaps |= {unit: symbol / number, part: symbol}
    return rebuilt(e, swaps)


# ------------------------------------------------------------------------------ index notation


def index_form(e: Expression) -> Form:
    """One entry, with letters for the axes."""
    taken = {symbol.name for symbol in e.symbols}
    letters = unused(taken, len(e.shape))
    return entry(e, letters, taken.union(letters))


def entry(e: Expression, subscripts: list[str], used: set[str]) -> Form:
    """Return the entry of an expression at the given letters; `used` are not free for sums."""
    match e:
        case nodes.Identity():
            return Form("delta", (listed(subscripts),))
        case nodes.Power():
            return forms.power(entry(e.base, subscripts, used), Fraction(e.exponent), False)
        case nodes.Function():
            return Form(e.name, tuple(entry(a, subscripts, used) for a in e.children))
        case nodes.Sum():
            return forms.total([entry(c * term, subscripts, used) for c, term in e.terms])
        case nodes.Product():
            return _entry_of_product(e, subscripts, used)
        case nodes.Joint():
            whole, *pair = subscripts
            joined = f"{whole},({','.join(pair)})"
            return Form("delta", (forms.word(joined, joined),))
    whole = forms.symbol(e.name, 0) if isinstance(e, nodes.Symbol) else _whole(e, used)
    return Form("entry", (whole, listed(subscripts))) if subscripts else whole


def _entry_of_product(e, subscripts, used):
    summed = sorted(e.summed)
    names = dict(enumerate(subscripts)) | dict(zip(summed, unused(used, len(summed)), strict=True))
    used = used.union(names.values())
    above, below = [], []
    for f, labels in e.factors:
        under = not labels and isinstance(f, nodes.Power) and f.exponent < 0
        f = power(f.base, -f.exponent) if under else f
        (below if under else above).append(entry(f, [names[label] for label in labels], used))
    above, below = forms.in_order(above), forms.in_order(below)
    if not e.summed:
        return forms.scaled(Fraction(e.coefficient), above, None, below)
    over = listed([names[label] for label in sorted(e.summed)])
    inner = Form("sum over", (over, forms.scaled(Fraction(1), above, None, below)))
    return forms.scaled(Fraction(e.coefficient), [], inner, [])


def _whole(e, used):
    """Return a form for something that has no entries of its own; indexed inside if need be."""
    try:
        return MatrixForms(e)(e)
    except NoMatrixFormError:
        letters = unused(used, 2)
        parts = (entry(c, letters[: len(c.shape)], {*letters} | used) for c in e.children)
        return Form(e.kind, tuple(parts))


def unused(used: set[str], number: int) -> list[str]:
    """Return letters that are not used; after the alphabet, i1, j1, ..."""
    endless = (letter + str(k or "") for k in itertools.count() for letter in LETTERS)
    return list(itertools.islice((letter for letter in endless if letter not in used), number))


def listed(letters: list[str]) -> Form:
    """Return letters as a subscript."""
    return forms.word(",".join(letters), "".join(letters))


# --------------------------------------------------------------------- the derivative of vectors


def _stacked(e, axes, layout):
    """Return the matrix of vec (columns stacked) by vec."""
    if axes is None or sum(axes) < 3 or max(axes) > 2:
        raise ValueError(
            "vectorized is for a derivative of a matrix or by one, of three axes or four"
        )
    labels = fresh(len(e.shape))
    sides = labels[: axes[0]], labels[axes[0] :]
    turned = sides if layout == "numerator" else sides[::-1]
    return joined([(e, labels)], *(side[::-1] for side in turned))
