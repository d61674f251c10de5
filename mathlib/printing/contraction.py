"""Indexed factors contracted to matrix notation.

A product is a network: its factors are the nodes, its labels the edges. Each step of `STEPS` looks
for one or two factors that a matrix product, an entrywise product, a diagonal or a trace can say,
and puts one item in their place; the first step that finds something is taken, and then all are
asked again. Every step leaves fewer items or fewer labels, so this ends; and every step replaces
items by one with the same value at the labels that are left, so the order of the steps decides
how the product reads, never what it means. What no step can bring down to one matrix, or to
vectors that make an outer product, has no matrix notation.

The order is that of a person who reads a chain from its ends. A diagonal or a trace comes first,
because a repeated label fits no other step; then sums over one axis, which leave a vector; then
vectors are multiplied into matrices, which makes scalars and shorter chains: ``A (B x)`` before
``A B``. Entrywise products come before matrix products because a label of theirs that still joins
two factors could not be summed afterwards; and a vector scales a matrix, by ``diag``, only where
it could not be multiplied into anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from mathlib.printing import forms
from mathlib.printing.forms import Form, fewest_transposes, hadamard, matmul, transpose
from mathlib.printing.network import Contracted, Degrees, Item, joins_two, pairs, with_columns
from mathlib.printing.row_sums import diagonal_of_chain, diagonal_of_product
from mathlib.symbolic.expression import Labels, Shape
from mathlib.symbolic.nodes import Power


class NoMatrixFormError(Exception):
    """The expression has no matrix notation; only its entries can be written."""


def contract(items: list[Item], out: Labels) -> list[Item]:
    """Contract as far as the steps go."""
    while True:
        degrees = Counter(label for item in items for label in item.labels)
        degrees.update(out)
        found = next((new for step in STEPS if (new := step(items, out, degrees))), None)
        if found is None:
            return items
        used, made = found
        items = [item for item in items if not any(item is u for u in used)] + [made]


def as_matrix(items: list[Item], out: Labels, shape: Shape = ()) -> Form | None:
    """Return the one form that is left; vectors on both outputs are an outer product.

    Of a shape with an axis of length 1, a vector alone is the column or the row.
    """
    at = {item.labels: item.form for item in items}
    if len(at) < len(items):
        raise NoMatrixFormError
    ones = [None if shape[k : k + 1] == (1,) else forms.ONES for k in out]
    match len(out), sorted(at):
        case 0, []:
            return None
        case 1, [] | [(0,)]:
            return at.get((0,), *ones)
        case 2, [(0, 1)]:
            return at[0, 1]
        case 2, [(1, 0)]:
            return transpose(at[1, 0])
        case 2, [] | [(0,)] | [(1,)] | [(0,), (1,)]:
            column, row = (at.get((k,), ones[k]) for k in out)
            turned = row and transpose(row)
            return matmul(column, turned) if column and turned else column or turned
    raise NoMatrixFormError


# ------------------------------------------------------------------------------------- the steps


def _diagonal_or_trace(items: list[Item], out: Labels, degrees: Degrees) -> Contracted | None:
    """Make a trace of a matrix with one label twice, or a diagonal if that is not summed."""
    for item in items:
        if len(item.labels) == 2 and item.labels[0] == item.labels[1]:
            label = item.labels[0]
            if joins_two(label, out, degrees):
                return [item], Item(forms.trace(item.form), ())
            return [item], Item(Form("diag", (item.form,)), (label,))
    return None


def _sum_over_axis(items: list[Item], out: Labels, degrees: Degrees) -> Contracted | None:
    """Sum over labels that stand nowhere else: by ones, or as the square of a norm."""
    for item in items:
        alone = [label for label in item.labels if degrees[label] == 1 and label not in out]
        if not alone:
            continue
        if len(alone) == len(item.labels):
            return [item], Item(_sum_of_entries(item), ())
        rest = tuple(label for label in item.labels if label != alone[0])
        return [item], Item(matmul(with_columns(item, alone[0]), forms.ONES), rest)
    return None


def _contract_vector(items: list[Item], out: Labels, degrees: Degrees) -> Contracted | None:
    """Multiply a vector by the only other factor on its label, a vector or a matrix."""
    for item in items:
        if len(item.labels) == 1 and joins_two(item.labels[0], out, degrees):
            (label,) = item.labels
            (other,) = (i for i in items if i is not item and label in i.labels)
            if len(other.labels) == 1:
                if _is_one_over(item.form) or _is_one_over(other.form):
                    whole = _entrywise_product(other, item)
                    return [item, other], Item(matmul(transpose(forms.ONES), whole.form), ())
                scalar = matmul(transpose(other.form), item.form)
                return [item, other], Item(fewest_transposes(scalar, transpose(scalar)), ())
            rest = tuple(l for l in other.labels if l != label)
            return [item, other], Item(matmul(with_columns(other, label), item.form), rest)
    return None


def _multiply_entrywise(items: list[Item], out: Labels, degrees: Degrees) -> Contracted | None:
    """Multiply two vectors on one label, or two matrices on the same two, entry by entry.

    Not where both labels are summed and join only these two: that is a trace, and reads better
    as a matrix product. Not with an identity, which makes a diagonal matrix of a vector instead.
    """
    for other, item in sorted(pairs(items), key=lambda pair: not _has_triangle(*pair)):
        if not item.labels or {*item.labels} != {*other.labels}:
            continue
        is_trace = len(item.labels) == 2 and all(joins_two(l, out, degrees) for l in item.labels)
        is_trace = is_trace and not _has_triangle(other, item)
        if not is_trace and forms.IDENTITY not in (item.form, other.form):
            return [item, other], _entrywise_product(other, item)
    return None


def _scale_by_diagonal(items: list[Item], out: Labels, degrees: Degrees) -> Contracted | None:
    """Scale the rows or columns of a matrix, whose label others need too: diag(v) A, A diag(v)."""
    for triangle in filter(_has_triangle, items):
        ends = [next((i for i in items if i.labels == (l,)), None) for l in triangle.labels]
        if ends[0] and ends[1]:
            outer = matmul(ends[0].form, transpose(ends[1].form))
            return [triangle, *filter(None, ends)], Item(Form("tril", (outer,)), triangle.labels)
    for item in items:
        if len(item.labels) != 1:
            continue
        for other in items:
            if len(other.labels) == 2 and item.labels[0] in other.labels:
                diagonal = Form("diag", (item.form,), True)
                on_rows = item.labels[0] == other.labels[0]
                pair = (diagonal, other.form) if on_rows else (other.form, diagonal)
                form = diagonal if other.form is forms.IDENTITY else matmul(*pair)
                return [item, other], Item(form, other.labels)
    return None


def _multiply_matrices(items: list[Item], out: Labels, degrees: Degrees) -> Contracted | None:
    """Multiply two matrices with one label that nobody else has."""
    for other, item in pairs(items):
        for label in other.labels:
            if label in item.labels and joins_two(label, out, degrees):
                left, right = with_columns(other, label), transpose(with_columns(item, label))
                rest = tuple(l for l in (*other.labels, *item.labels) if l != label)
                return [item, other], Item(matmul(left, right), rest)
    return None


STEPS: list[Callable[[list[Item], Labels, Degrees], Contracted | None]] = [
    _diagonal_or_trace,
    diagonal_of_product,
    diagonal_of_chain,
    _sum_over_axis,
    _contract_vector,
    _multiply_entrywise,
    _scale_by_diagonal,
    _multiply_matrices,
]


def _has_triangle(*items: Item) -> bool:
    return any(item.form is forms.TRIANGLE for item in items)


def _is_one_over(form: Form) -> bool:
    """Say whether a form is 𝟏 ⊘ d: its product with a vector x is 𝟏ᵀ (x ⊘ d)."""
    return form.kind == "entrywise quotient" and form.parts[0] is forms.ONES


def _sum_of_entries(item: Item) -> Form:
    if isinstance(item.node, Power) and item.node.exponent == 2:
        base = item.form.parts[0] if item.form.kind == "power" else item.form
        return Form("power", (Form("norm", (base,), True), Fraction(2), False), True)
    form = item.form
    if len(item.labels) == 2:
        form = matmul(fewest_transposes(form, transpose(form)), forms.ONES)
    return matmul(transpose(forms.ONES), form)


def _entrywise_product(left: Item, right: Item) -> Item:
    """Return the entrywise product of two items, what is divided by below."""
    for half, item in ((left, right), (right, left)):
        if half.form.kind == "tril":
            inside = Item(half.form.parts[0], half.labels)
            return Item(Form("tril", (_entrywise_product(inside, item).form,)), half.labels)
    above, below = [], []
    for item in (left, right):
        form = item.form if item.labels == left.labels else transpose(item.form)
        quotient = form.kind == "entrywise quotient"
        above.append(form.parts[0] if quotient else form)
        below += [form.parts[1]] if quotient else []
    return Item(hadamard(above, below, len(left.labels)), left.labels)
