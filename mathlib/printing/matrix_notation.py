"""Expressions brought into matrix notation, each node once.

Functions, powers and sums are read part by part; a product is contracted (see `contraction`) after
the blocks between merged axes have been read (see `merged_axes`). The forms of all nodes are kept,
so the work grows with the graph of an expression and not with its text.
"""

from __future__ import annotations

from fractions import Fraction

from mathlib.printing import forms
from mathlib.printing.contraction import Item, NoMatrixFormError, as_matrix, contract
from mathlib.printing.forms import Form, fewest_transposes, hadamard, transpose
from mathlib.printing.merged_axes import read_merged_axes
from mathlib.printing.network import sizes_of
from mathlib.printing.radicals import readable_numbers
from mathlib.printing.readable_functions import call, readable_function, rest_of_mask, whole_call
from mathlib.printing.selections import matrix_form, read_selections
from mathlib.printing.signs import NOTHING, Written, readable_signs, stays
from mathlib.printing.sizes import told
from mathlib.symbolic import nodes
from mathlib.symbolic.axis_nodes import Extreme
from mathlib.symbolic.canonical_form import power, product
from mathlib.symbolic.coefficients import scale, split_coefficient
from mathlib.symbolic.common_factors import factor_out
from mathlib.symbolic.constants import is_number, is_radical, is_zero
from mathlib.symbolic.contraction_rules import collect_powers
from mathlib.symbolic.expression import (
    Expression,
    Factor,
    Labels,
    Number,
    Shape,
    topological_order,
)
from mathlib.symbolic.index_nodes import Range
from mathlib.symbolic.unknown_functions import Applied
from mathlib.symbolic.vectorization import Duplication
from mathlib.symbolic.whole_functions import Whole

__all__ = ["MatrixForms", "NoMatrixFormError"]


class MatrixForms:
    """The forms of expressions, each made once; vectors are columns.

    `written` says of brackets with which sign they were written.
    """

    def __init__(self, e: Expression, written: Written = NOTHING):
        self.made: dict[Expression, Form] = {}
        self.written = written
        for node in topological_order(e):
            if isinstance(node, nodes.FUNCTION_NODES):  # one by one, lest a deep network recurse
                self(node)

    def __call__(self, e: Expression) -> Form:
        """Return the form of an expression, or NoMatrixFormError."""
        if e not in self.made:
            if len(e.shape) > 2:
                raise NoMatrixFormError
            self.made[e] = self._form(e)
        return self.made[e]

    def _form(self, e: Expression) -> Form:
        match e:
            case nodes.Symbol():
                return forms.of_symbol(e, len(e.shape), e.symmetric)
            case nodes.Size():
                return forms.symbol(str(e.dimension), 0)
            case nodes.Constant():
                return _of_constant(e)
            case Whole():
                return whole_call(e, [self(part) for part in e.children])
            case nodes.Power():
                return self._power(e)
            case nodes.Function() | nodes.MatrixFunction():
                return self._function(e)
            case nodes.Sum():
                return self._sum(e)
            case nodes.Product():
                if is_zero(e):
                    return forms.ZERO
                return self._product(e.coefficient, e.factors, e.axes, e.shape)
        raise NoMatrixFormError

    def _function(self, e: nodes.Function | nodes.MatrixFunction) -> Form:
        name, children = readable_function(e)
        arguments = [self(child) for child in children]
        match e:
            case Applied():
                return call(e, arguments, len(e.shape) == 2)
            case nodes.Function() if len(arguments) == 1 and len(e.shape) == 2:
                return _up_to_transpose(name, arguments[0], e.symmetric, of_matrix=True)
            case nodes.Function():
                return Form(name, tuple(arguments), e.symmetric, len(e.shape) == 2)
            case nodes.Inverse():
                return _up_to_transpose("inv", arguments[0], e.symmetric, of_matrix=False)
            case nodes.Determinant():
                better = fewest_transposes(arguments[0], transpose(arguments[0]))
                return Form(name, (told(better, *e.base.shape),), True)
        if isinstance(e, (nodes.LogSumExp, Extreme)):
            return self._reduced(e, arguments[0])
        if not e.shape and isinstance(e, nodes.MatrixFunction):
            arguments = [told(arguments[0], *e.base.shape)]
        return Form(name, tuple(arguments), e.symmetric or not e.shape)

    def _reduced(self, e: nodes.LogSumExp | Extreme, inside: Form) -> Form:
        """Return what is taken of a vector, of rows or columns, or of all entries of a matrix."""
        if len(e.base.shape) == 2:
            turned = transpose(inside)
            kind = "of columns" if turned.transposes < inside.transposes else "of rows"
            better = turned if kind == "of columns" else inside
            return Form(kind, (forms.function_name(e.kind), better))
        if isinstance(e.base, type(e)) and e.base.kind == e.kind:
            inside = self(e.base.base)
            inside = fewest_transposes(inside, transpose(inside))
        return Form(e.kind, (inside,), True)

    def _sum(self, e: nodes.Sum) -> Form:
        if mask := rest_of_mask(e):
            name, z = mask
            return Form(name, (self(z),), e.symmetric, len(e.shape) == 2)
        better = factor_out(e, reading=True)
        if better is not e:
            return self(better)
        subtracted = all(number < 0 for number, _ in e.terms)  # -a - 1, and 1 + a
        found = []
        for c, term in e.terms:
            if c < 0 and not subtracted and stays(term, self.written):
                form = forms.negative(self(scale(-c, term)))
            else:
                form = self(scale(c, term))
            found.append(((subtracted and is_number(term), *term.sort_key[:2]), form))
        found.sort(key=lambda pair: (pair[0], pair[1].transposes, pair[1]))
        return forms.total([form for _, form in found], e.symmetric)

    def _power(self, e: nodes.Power) -> Form:
        if e.base in self.written.turned:
            return self._product(1, ((e, e.axes),), e.axes, e.shape)
        if e.exponent < 0:
            below = self(power(e.base, -e.exponent))
            if not e.shape:
                return forms.scaled(Fraction(1), [], None, [below])
            return hadamard([], [below], len(e.shape))
        return forms.power(self(e.base), Fraction(e.exponent), bool(e.shape))

    def _product(
        self, number: Number, factors: tuple[Factor, ...], axes: Labels, shape: Shape
    ) -> Form:
        number, above, below, items = self.factors(number, factors)
        sizes = [d for label, d in sizes_of(items).items() if label not in axes]
        items = contract(read_selections(read_merged_axes(items, axes), axes), axes)
        scalars = [told(item.form, *sizes) for item in items if not item.labels]
        body = as_matrix([item for item in items if item.labels], axes, shape)
        if scalars and body is None:
            body = scalars.pop()
        above, below = (forms.collect_powers(some) for some in (above + scalars, below))
        return forms.scaled(Fraction(number), above, body, below)

    def factors(
        self, number: Number, factors: tuple[Factor, ...]
    ) -> tuple[Number, list[Form], list[Form], list[Item]]:
        """Return the number of a product, its scalars above and below, and what has axes."""
        number, factors = _scalars_before_brackets(number, factors)
        number, factors = readable_numbers(*readable_signs(number, factors, self.written))
        above, below, items = [], [], []
        for f, labels in factors:
            if isinstance(f, nodes.MergeAxes):
                items.append(Item(forms.ONE, labels, f))  # reads as what it merges
            elif labels:
                items.append(Item(self(f), labels, f))
            elif isinstance(f, nodes.Power) and f.exponent < 0:
                below.append(self(power(f.base, -f.exponent)))
            else:
                above.append(self(f))
        return number, above, below, items


def _of_constant(e: nodes.Constant) -> Form:
    match e:
        case nodes.Identity():
            return forms.IDENTITY
        case nodes.LowerTriangle():
            return forms.TRIANGLE
        case Duplication():
            return forms.D
        case nodes.Pick():
            return matrix_form(e)
        case Range():
            return Form("arange", (forms.symbol(str(e.shape[0]), 0),))
    raise NoMatrixFormError


def _scalars_before_brackets(
    number: Number, factors: tuple[Factor, ...]
) -> tuple[Number, tuple[Factor, ...]]:
    """Return number and factors with the scalars that a bracket's terms share in front of it.

    They meet their like there: T² (p / T - q / T) is T (p - q).
    """
    apart: list[Factor] = []
    drawn: list[Factor] = []
    for f, labels in factors:
        better = factor_out(f, reading=True) if isinstance(f, nodes.Sum) else f
        scalars = [part for part in better.factors if not part[1]]
        if better is not f and isinstance(better, nodes.Product) and scalars:
            number *= better.coefficient
            rest = [part for part in better.factors if part[1]]
            drawn += scalars
            if rest or labels:
                apart.append((product(1, rest, better.axes, better.shape), labels))
        else:
            apart.append((f, labels))
    if drawn:
        radicals = [f for f in (*apart, *drawn) if is_radical(f[0])]
        number, unit = split_coefficient(product(number, radicals, ()))
        powers = [f for f in (*apart, *drawn) if not is_radical(f[0])]
        apart = [*collect_powers(powers, power), *unit.factors]
    return number, tuple(apart)


def _up_to_transpose(kind: str, base: Form, symmetric: bool, of_matrix: bool) -> Form:
    """Return a function of a matrix, or the transpose of the function of its transpose."""
    better = min(base, transpose(base), key=lambda form: form.transposes)
    form = Form(kind, (better,), symmetric, of_matrix)
    return form if better is base else transpose(form)
