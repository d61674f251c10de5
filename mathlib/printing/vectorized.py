"""A derivative as the matrix of vec(Y) by vec(X): columns stacked, the first on top.

Its notation is that of Magnus and Neudecker: the Kronecker product ⊗, ``diag(vec(M))``, the
commutation matrix K and the duplication matrix D. ``K[m,n] vec(A) = vec(Aᵀ)`` for A of m rows and n
columns, and K alone stands where m is n; ``D vech(S) = vec(S)``, where vech stacks the columns of a
symmetric matrix from the diagonal down.

A sum of Kronecker products, or of ``vec(A) vec(B)ᵀ``, is what merged axes read as; only what is
none goes along the wires (see `wires`), term by term. What the terms share is then drawn out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import takewhile
from typing import NamedTuple

from mathlib.printing import forms
from mathlib.printing.contraction import NoMatrixFormError, contract
from mathlib.printing.form import forms_below
from mathlib.printing.forms import Form, matmul, transpose
from mathlib.printing.matrix_notation import MatrixForms
from mathlib.printing.network import sizes_of
from mathlib.printing.signs import Written
from mathlib.printing.wires import walked
from mathlib.symbolic.canonical_form import merge_axes
from mathlib.symbolic.coefficients import scale, split_coefficient
from mathlib.symbolic.common_factors import factor_out
from mathlib.symbolic.derivative import Derivative
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import MergeAxes, Product, Sum
from mathlib.symbolic.structured_derivative import moves_mirrored


class Term(NamedTuple):
    """A number, scalars above and below, and the matrices that are multiplied; none is I."""

    number: Fraction
    above: tuple[Form, ...]
    below: tuple[Form, ...]
    matrices: tuple[Form, ...]

    def form(self) -> Form:
        """Return what is written."""
        body = matmul(*self.matrices) if self.matrices else forms.IDENTITY
        return forms.scaled(self.number, [*self.above], body, [*self.below])

    def transposed(self) -> Term:
        """Return the term of the other layout."""
        return self._replace(matrices=tuple(map(transpose, self.matrices[::-1])))


def vectorized_form(e: Derivative, layout: str, named: Callable, written: Written) -> Form:
    """Return the matrix of vec by vec of a derivative, or NoMatrixFormError."""
    together = moves_mirrored(e.by, e.structure)
    alone = Derivative(e.of, e.by) if together else e
    formula = named(alone.with_symmetry)
    writer = _Writer(len(e.of.shape), written)
    if not together:
        try:
            found = writer.merged(formula, layout)
        except NoMatrixFormError:
            pass
        else:
            if not _has_commutation(found):
                return found
    found = writer.sum_of_terms(formula, layout)
    return _with_mirrored(found, e.structure, layout) if together else found


class _Writer(NamedTuple):
    """Writes derivatives of so many output axes, and some brackets with the opposite sign."""

    outputs: int
    written: Written

    def merged(self, e: Expression, layout: str = "numerator") -> Form:
        """Return the form of the derivative with the axes of each side merged."""
        labels = fresh_labels(len(e.shape))
        sides = labels[: self.outputs], labels[self.outputs :]
        ordered = sides if layout == "numerator" else sides[::-1]
        formula = merge_axes([(e, labels)], *(side[::-1] for side in ordered))
        return MatrixForms(formula, self.written)(formula)

    def sum_of_terms(self, e: Expression, layout: str) -> Form:
        """Return the form of a sum, with what its terms share drawn out."""
        better = factor_out(e, reading=True) if isinstance(e, Sum) else e
        number, unit = split_coefficient(better)
        terms = unit.terms if isinstance(unit, Sum) else ((1, unit),)
        found = [self.term(scale(number * c, term)) for c, term in terms]
        if self.outputs == 2 and e.shape[0] == e.shape[1]:
            found = _with_exchanged(found)
        if layout == "denominator":
            found = [t.transposed() for t in found]
        return collected(sorted(found, key=lambda t: (t.form().transposes, t.form())))

    def term(self, e: Expression) -> Term:
        """Return one term, along the wires if it is no Kronecker product without K."""
        try:
            form = self.merged(e)
        except NoMatrixFormError:
            return self.along_wires(e)
        if _has_commutation(form) and len(e.shape) == 4:  # x ⊗ I ⊗ y reads better
            return self.along_wires(e)
        number, above, body, below = forms.taken_apart(form)
        return Term(number, above, below, _matrices(body))

    def along_wires(self, e: Expression) -> Term:
        """Return one term as its factors stand between outputs and inputs."""
        factors = e.factors if isinstance(e, Product) else ((e, e.axes),)
        if any(isinstance(f, MergeAxes) for f, _ in factors):  # whose wires are two, and one
            raise NoMatrixFormError
        coefficient = e.coefficient if isinstance(e, Product) else 1
        number, above, below, items = MatrixForms(e, self.written).factors(coefficient, factors)
        if any(len(item.labels) > 2 for item in items):  # of axes merged in the middle
            raise NoMatrixFormError
        sizes = sizes_of(items) | dict(zip(e.axes, e.shape, strict=True))
        items = contract(items, e.axes)
        above = forms.collect_powers(above + [item.form for item in items if not item.labels])
        inputs = e.axes[self.outputs :]
        K = forms.commutation(*(e.shape[k] for k in inputs)) if inputs[1:] else forms.IDENTITY
        left = [item for item in items if item.labels]
        matrices = walked(left, e.axes[: self.outputs], inputs, sizes, K)
        if matrices is None:
            raise NoMatrixFormError
        below = forms.collect_powers(below)
        return Term(Fraction(number), tuple(above), tuple(below), tuple(matrices))


def _with_mirrored(f: Form, structure: str, layout: str) -> Form:
    """Return the derivative by entries that move with their mirror images.

    Where they are one number, the columns of both are added up, ``D Dᵀ``; the derivative by
    ``vech(S)`` is what stands before the last Dᵀ. Within the symmetric matrices it is their mean.
    """
    number, above, body, below = forms.taken_apart(f)
    matrices = [*_matrices(body)]
    at_end = layout == "numerator"
    if matrices and matrices[-at_end] is forms.K:  # K D is D
        del matrices[-at_end]
    held = [forms.D, transpose(forms.D)]
    if structure == "projected":
        number /= 2
        held = [forms.total([forms.IDENTITY, forms.K], symmetric=True)]
    matrices = matrices + held if at_end else held + matrices
    return forms.scaled(number, [*above], matmul(*matrices), [*below])


def _matrices(body: Form | None) -> tuple[Form, ...]:
    """Return the matrices that are multiplied; none is the identity."""
    if body is None or body is forms.IDENTITY:
        return ()
    return body.parts if body.kind == "matmul" else (body,)


# ------------------------------------------------------------------------ what the terms share


def collected(terms: Sequence[Term]) -> Form:
    """Return a sum with what its terms share drawn out: a number, a diagonal in front, K."""
    if len(terms) == 1:
        return terms[0].form()
    first = terms[0]
    if all(t.above == first.above and t.below == first.below for t in terms):
        shared = _shared_number([t.number for t in terms])
        if (shared, first.above, first.below) != (1, (), ()):
            inside = [Term(t.number / shared, (), (), t.matrices) for t in terms]
            outer = Term(shared, first.above, first.below, (collected(inside),))
            return outer.form()
    starts, ends = ({t.matrices[k : k + 1 or None] for t in terms} for k in (0, -1))
    if len(starts) == 1 and starts != {()}:
        (start,) = starts
        rest = collected([t._replace(matrices=t.matrices[1:]) for t in terms])
        return matmul(*start, rest)
    if len(ends) == 1 and ends != {()}:
        (end,) = ends
        rest = collected([t._replace(matrices=t.matrices[:-1]) for t in terms])
        return matmul(rest, *end)
    return forms.total([t.form() for t in terms])


def _shared_number(numbers: list[Fraction]) -> Fraction:
    """Return the number that all have, or all up to the sign; 1 if they differ in more."""
    if len({*map(abs, numbers)}) > 1:
        return Fraction(1)
    return numbers[0] if len({*numbers}) == 1 else abs(numbers[0])


def _with_exchanged(terms: list[Term]) -> list[Term]:
    """Return the terms with pairs of them as one: A ⊗ I + (I ⊗ A) K is (I + K) (A ⊗ I).

    Their outputs are square, so the K in front is that of a square matrix.
    """
    for t in terms:
        if not t.matrices or not _is_commutation(t.matrices[-1]):
            continue
        entries = tuple(takewhile(lambda f: f.kind == "diag", t.matrices))
        before = t.matrices[len(entries) : -1]
        if before and (before[1:] or before[0].kind != "kronecker" or before[0].parts[2:]):
            continue
        exchanged = tuple(Form("kronecker", f.parts[::-1]) for f in before)
        for u in terms:
            alike = abs(u.number) == abs(t.number) and u[1:3] == t[1:3]
            if alike and u.matrices == entries + exchanged:
                sign = forms.scaled(t.number / u.number, [], forms.K, [])
                both = forms.total([forms.IDENTITY, sign], symmetric=True)
                rest = [other for other in terms if other is not t and other is not u]
                return _with_exchanged([u._replace(matrices=(*entries, both, *exchanged)), *rest])
    return terms


def _has_commutation(f: Form) -> bool:
    return any(map(_is_commutation, forms_below(f)))


def _is_commutation(f: Form) -> bool:
    return f is forms.K or f.kind == "commutation"
