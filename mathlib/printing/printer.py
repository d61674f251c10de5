"""Expressions read: matrix notation where there is one, index notation otherwise.

Conventions
-----------
A vector is a column. In numerator layout a scalar by a vector is a row and a vector by a vector
has a row for every output; in denominator layout both are transposed. A scalar by a matrix, and a
matrix by a scalar, are written in the matrix's own shape in both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mathlib.printing import forms
from mathlib.printing.definitions import AUTO, put_names, with_definitions
from mathlib.printing.differentials import differential_form
from mathlib.printing.forms import Form
from mathlib.printing.index_notation import index_form
from mathlib.printing.matrix_notation import MatrixForms, NoMatrixFormError
from mathlib.printing.partials import partials_form
from mathlib.printing.signs import NOTHING, written_brackets
from mathlib.printing.typesetting import replaced, write
from mathlib.printing.vectorized import vectorized_form
from mathlib.symbolic.common_powers import gathered
from mathlib.symbolic.constants import is_zero
from mathlib.symbolic.derivative import Derivative
from mathlib.symbolic.differentials import Differential
from mathlib.symbolic.expression import Expression, topological_order

LAYOUTS = ("numerator", "denominator")
#: Characters beyond which nothing is written: some forty pages, which nobody reads.
LONGEST = 100_000
#: Letters of the notation that a symbol may have taken, and the words that then stand for them.
CLASHING = {
    "K": (forms.K, forms.word("commutation", r"\operatorname{commutation}")),
    "D": (forms.D, forms.word("duplication", r"\operatorname{duplication}", symmetric=False)),
}


ADVICE = (
    "give names to inner parts, as in text(names={'h': part}), and read these by themselves, or "
    "let names='auto' find them"
)


class TooLongError(ValueError):
    """An expression that shares parts is short in memory and may be millions of characters long."""


Names = Mapping[str, Expression] | str | None
Put = Callable[[Expression], Expression]


def text(e: Expression, layout: str, names: Names, vectorized: bool) -> str:
    """Matrix notation as plain text; see `Expression.latex`."""
    return _written(e, names, lambda put: form(e, layout, put, vectorized, names), latex=False)


def latex(e: Expression, layout: str, names: Names, vectorized: bool) -> str:
    """Matrix notation as LaTeX; see `Expression.latex`."""
    return _written(e, names, lambda put: form(e, layout, put, vectorized, names), latex=True)


def index_notation(e: Expression, latex: bool, names: Names) -> str:
    """Entry by entry."""

    def make(put: Put) -> Form:
        # Entries are written anew wherever a part stands, so the count comes before the writing.
        formula = put(e.with_symmetry)
        _refuse_length(4 * formula.node_count)
        return _entries(e, formula)

    return _written(e, names, make, latex, by_entries=True)


def _written(
    e: Expression, names: Names, make: Callable[[Put], Form], latex: bool, by_entries: bool = False
) -> str:
    """Return what is written; of what is too long for that, in names that are found."""
    if names is None:
        try:
            _refuse_length(e.with_symmetry.node_count)
            return _typeset(make(lambda formula: formula), latex)
        except (TooLongError, RecursionError):
            names = AUTO
    if names == AUTO:  # with names for all that is shared, each part is written once
        _refuse_length(sum(len(node.children) for node in topological_order(e.with_symmetry)))
    put, definitions = put_names(e, names)
    try:
        whole = make(put)
        written = written_brackets(e, put) if definitions else NOTHING
        return _typeset(with_definitions(whole, definitions, written, by_entries), latex)
    except RecursionError:
        raise RecursionError(
            f"this expression is nested too deeply to be written out; {ADVICE}"
        ) from None


def _typeset(form: Form, latex: bool) -> str:
    _refuse_length(form.length)
    return write(form, latex)


def _refuse_length(length: int) -> None:
    if length > LONGEST:
        raise TooLongError(
            f"this expression is about {length:.0e} characters long when it is written out, and "
            f"more than {LONGEST:.0e} are not written; {ADVICE}"
        )


def form(e: Expression, layout: str, put: Put, vectorized: bool, names: Names) -> Form:
    """Return the tree of what is written; `put` puts names for parts."""
    if layout not in LAYOUTS:
        raise ValueError(f"layout is 'numerator' or 'denominator', not {layout!r}")
    found = _form(e, layout, put, vectorized)
    taken = {symbol.name for symbol in e.symbols.union(e.differentiated_by)}
    taken |= e.body.dimensions | ({*names} if isinstance(names, Mapping) else set())
    swaps = dict(swap for letter, swap in CLASHING.items() if letter in taken)
    return replaced(found, swaps) if swaps else found


def _form(e: Expression, layout: str, put: Put, vectorized: bool) -> Form:
    if isinstance(e, Differential):
        if vectorized:
            raise ValueError("vectorized is for a derivative; take that of the differential first")
        return differential_form(e, put)
    formula = gathered(put(e.with_symmetry))
    axes = (len(e.of.shape), len(e.by.shape)) if e.of is not None else None
    turned = axes is not None and not e.is_gradient and is_transposed(axes, layout)
    if is_zero(formula):
        return forms.word("0", "0")
    if vectorized:
        return _vectorized(e, layout, put)
    try:
        found = MatrixForms(formula, written_brackets(e, put))(formula)
    except NoMatrixFormError:
        return _entries(e, formula)
    return forms.transpose(found) if turned else found


def _entries(e: Expression, formula: Expression) -> Form:
    return partials_form(e, formula) if isinstance(e, Derivative) else index_form(formula)


def is_transposed(axes: tuple[int, int], layout: str) -> bool:
    """Say whether a layout transposes what is written with columns."""
    return axes == (0, 1) if layout == "numerator" else axes in ((1, 0), (1, 1))


def _vectorized(e: Expression, layout: str, put: Put) -> Form:
    axes = (len(e.of.shape), len(e.by.shape)) if isinstance(e, Derivative) else (0, 0)
    if max(axes) > 2 or sum(axes) < 3:
        raise ValueError(
            "vectorized is for a derivative of a matrix or by one, of three axes or four"
        )
    assert isinstance(e, Derivative)
    try:
        return vectorized_form(e, layout, lambda f: gathered(put(f)), written_brackets(e, put))
    except NoMatrixFormError:
        raise ValueError(
            "this derivative is no sum of products of ⊗, diag(vec(·)), the commutation matrix K "
            "and the like; see its index_notation()"
        ) from None
