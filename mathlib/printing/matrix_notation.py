"""Indexed factors brought into matrix notation.

A product is a graph: factors are its nodes, labels its edges. It is contracted step by step into
matrix products, entrywise products, diagonals and traces, as a person reads it off: a vector that
meets a matrix first, then vectors on one label, then the rest. What cannot be contracted has no
matrix form.
"""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from typing import NamedTuple

from mathlib.printing import notation_tree as forms
from mathlib.printing.notation_tree import Form, hadamard, matmul, transpose
from mathlib.printing.radicals import readable_radicals
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.common_factors import factor_out, upright
from mathlib.symbolic.expression import Expression, Labels, topological_order


class NoMatrixFormError(Exception):
    """Nothing but indices can say it."""


class Item(NamedTuple):
    """A tensor of a product on its way: how it reads, its labels, and what it is at first."""

    form: Form | None  # None for a joint, which reads as what is joined
    labels: Labels
    node: Expression | None = None


class MatrixForms:
    """The forms of expressions, each made once; vectors are columns."""

    def __init__(self, e: Expression):
        self.made: dict[Expression, Form] = {}
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

    def _form(self, e):
        match e:
            case nodes.Symbol():
                return forms.symbol(e.name, len(e.shape), e.symmetric)
            case nodes.Size():
                return forms.symbol(str(e.dimension), 0)
            case nodes.Identity():
                return forms.IDENTITY
            case nodes.Power():
                return self._power(e)
            case nodes.Function() if len(e.children) == 1 and len(e.shape) == 2:
                return self._turned_outside(e.name, e)
            case nodes.Function():
                return Form(e.name, tuple(map(self, e.children)), e.symmetric, len(e.shape) == 2)
            case nodes.Inverse():
                return self._turned_outside("inv", e)
            case nodes.Determinant():
                return Form(e.kind, (forms.fewest_turns(self(e.base)),), True)
            case nodes.LogSumExp() | nodes.Softmax():
                return Form(e.kind, (self(e.base),), not e.shape)
            case nodes.Sum():
                return self._sum(e)
            case nodes.Product():
                return self._product(e)
        raise NoMatrixFormError

    def _turned_outside(self, kind, e):
        """Return a function of a matrix, or the transpose of the function of its transpose."""
        (base,) = map(self, e.children)
        better = min(base, transpose(base), key=forms.turns)
        form = Form(kind, (better,), e.symmetric, kind != "inv")
        return form if better is base else transpose(form)

    def _sum(self, e):
        better = factor_out(e, reading=True)
        if better is not e:
            return self(better)
        found = [(term.sort_key[:2], self(c * term)) for c, term in e.terms]
        found.sort(key=lambda pair: (pair[0], forms.turns(pair[1]), forms.write(pair[1], False)))
        return forms.total([form for _, form in found], e.symmetric)

    def _power(self, e):
        if e.shape and e.exponent < 0:
            return hadamard([], [self(power(e.base, -e.exponent))], len(e.shape))
        return forms.power(self(e.base), Fraction(e.exponent), bool(e.shape))

    # ------------------------------------------------------------------------------ products

    def _product(self, e):
        number, factors = readable_radicals(*upright(e))
        above, below, items = [], [], []
        for f, labels in factors:
            if isinstance(f, nodes.MergeAxes):
                items.append(Item(None, labels, f))
            elif labels:
                items.append(Item(self(f), labels, f))
            elif isinstance(f, nodes.Power) and f.exponent < 0:
                below.append(self(power(f.base, -f.exponent)))
            else:
                above.append(self(f))
        items = contracted(joined(items, e.axes), e.axes)
        scalars = [item.form for item in items if not item.labels]
        body = assembled([item for item in items if item.labels], e.axes)
        if scalars and body is None:
            body = scalars.pop()
        above += scalars
        return forms.scaled(Fraction(number), forms.collected(above), body, forms.collected(below))


def contracted(items: list[Item], out: Labels) -> list[Item]:
    """Contract as far as the steps go."""
    while True:
        degrees = Counter(label for item in items for label in item.labels) + Counter(out)
        for step in STEPS:
            if new := step(items, out, degrees):
                used, made = new
                items = [item for item in items if not any(item is u for u in used)] + [made]
                break
        else:
            return items


def assembled(items: list[Item], out: Labels) -> Form | None:
    """Return the one form that is left; vectors on both outputs are an outer product."""
    at = {item.labels: item.form for item in items}
    if len(at) < len(items):
        raise NoMatrixFormError
    match len(out), sorted(at):
        case 0, []:
            return None
        case 1, [] | [(0,)]:
            return at.get((0,), forms.ONES)
        case 2, [(0, 1)]:
            return at[0, 1]
        case 2, [(1, 0)]:
            return transpose(at[1, 0])
        case 2, [] | [(0,)] | [(1,)] | [(0,), (1,)]:
            return matmul(at.get((0,), forms.ONES), transpose(at.get((1,), forms.ONES)))
    raise NoMatrixFormError


# ------------------------------------------------------------------------------------ joined axes


def joined(items: list[Item], out: Labels) -> list[Item]:
    """Read what stands between joints as vec(M) or P ⊗ Q, the innermost first."""
    while joints := [item for item in items if _is_joint(item)]:
        blocks = [_connected(items, joint.labels[1:]) for joint in joints]
        block, reached = min(blocks, key=lambda found: len(found[0]))
        made = _between(block, reached, out)
        items = [item for item in items if not any(item is used for used in block)] + [made]
    return items


def _connected(items, labels):
    """Return the items that hang together on labels, and their labels; a joint's whole is not."""
    reached, block, left = {*labels}, [], items
    while met := [item for item in left if reached.intersection(item.labels)]:
        block += met
        left = [item for item in left if not any(item is other for other in met)]
        reached = reached.union(*(item.labels[_is_joint(item) :] for item in met))
    return block, reached


def _between(block, reached, out):
    """Return the form of a block with two sides, each a joint or a plain output, or with one."""
    joints = [item.labels for item in block if _is_joint(item)]
    inside = [item for item in block if not _is_joint(item)]
    sides = sorted([*joints, *((label, label, label) for label in reached.intersection(out))])
    halves = [_connected(inside, [labels[k] for labels in joints]) for k in (1, 2)]
    together = halves[0][1] & halves[1][1]
    if len(sides) > 2 - bool(together) or any(whole in reached for whole, *_ in joints):
        raise NoMatrixFormError
    wholes = tuple(labels[0] for labels in sides)
    if together:
        ((_, slow, fast),) = joints
        return Item(Form("vec", (_matrix(inside, (fast, slow)),)), wholes)
    parts = []
    for k, (half, found) in enumerate(halves, start=1):
        part = _matrix(half, tuple(labels[k] for labels in sides if labels[k] in found))
        parts.append(part if sides[0][k] in found else transpose(part))
    return Item(Form("kronecker", tuple(parts)), wholes)


def _matrix(items, labels):
    """Return the matrix or column that has these labels; twice the same make it diagonal."""
    names = {label: place for place, label in enumerate(labels)}
    unit = [Item(forms.IDENTITY, (0, 1))][: len(labels) - len(names)]
    others = itertools.count(len(labels))
    for label in (label for item in items for label in item.labels if label not in names):
        names.setdefault(label, next(others))
    renamed = [item._replace(labels=tuple(map(names.get, item.labels))) for item in items]
    out = tuple(range(len(labels)))
    return assembled(contracted(renamed + unit, out), out)


def _is_joint(item):
    return isinstance(item.node, nodes.MergeAxes)


# ----------------------------------------------------------------------------- steps of contraction


def _diagonal_or_trace(items, out, degrees):
    for item in items:
        if len(item.labels) == 2 and item.labels[0] == item.labels[1]:
            label = item.labels[0]
            if degrees[label] == 2 and label not in out:
                return [item], Item(forms.trace(item.form), ())
            return [item], Item(Form("diag", (item.form,)), (label,))
    return None


def _lonely(items, out, degrees):
    """Sum over labels that stand nowhere else."""
    for item in items:
        alone = [label for label in item.labels if degrees[label] == 1 and label not in out]
        if alone and len(alone) == len(item.labels):
            if isinstance(item.node, nodes.Power) and item.node.exponent == 2:
                return [item], Item(_norm_squared(item.form), ())
            form = (
                item.form if len(alone) == 1 else matmul(forms.fewest_turns(item.form), forms.ONES)
            )
            return [item], Item(matmul(transpose(forms.ONES), form), ())
        if alone and len(item.labels) == 2:
            rest = tuple(label for label in item.labels if label != alone[0])
            return [item], Item(matmul(_facing(item, alone[0]), forms.ONES), rest)
    return None


def _vector_meets(items, out, degrees):
    """Return a vector meets a vector, or a matrix."""
    for item in items:
        if len(item.labels) == 1:
            (label,) = item.labels
            if degrees[label] == 2 and label not in out:
                (other,) = (i for i in items if i is not item and label in i.labels)
                if len(other.labels) == 1:
                    scalar = matmul(transpose(other.form), item.form)
                    return [item, other], Item(forms.fewest_turns(scalar), ())
                rest = tuple(l for l in other.labels if l != label)
                return [item, other], Item(matmul(_facing(other, label), item.form), rest)
    return None


def _alike_meet(items, out, degrees):
    """Two vectors on one label, or matrices on the same two, are multiplied entry by entry."""
    for k, item in enumerate(items):
        for other in items[:k]:
            if item.labels and {*item.labels} == {*other.labels}:
                if _is_identity(item) or _is_identity(other):
                    continue
                if len(item.labels) == 2 and all(
                    degrees[l] == 2 and l not in out for l in item.labels
                ):
                    continue  # a trace: they meet as matrices do
                return [item, other], _entrywise(other, item)
    return None


def _vector_scales(items, out, degrees):
    """Return a vector on a label of a matrix that others need too: diag(v) A, or A diag(v)."""
    for item in items:
        if len(item.labels) == 1:
            for other in items:
                if len(other.labels) == 2 and item.labels[0] in other.labels:
                    diagonal = Form("diag", (item.form,), True)
                    first = item.labels[0] == other.labels[0]
                    pair = (diagonal, other.form) if first else (other.form, diagonal)
                    form = diagonal if _is_identity(other) else matmul(*pair)
                    return [item, other], Item(form, other.labels)
    return None


def _matrices_meet(items, out, degrees):
    for k, item in enumerate(items):
        for other in items[:k]:
            for label in other.labels:
                if label in item.labels and degrees[label] == 2 and label not in out:
                    left, right = _facing(other, label), transpose(_facing(item, label))
                    rest = (*other.labels, *item.labels)
                    return [item, other], Item(
                        matmul(left, right), tuple(l for l in rest if l != label)
                    )
    return None


STEPS = [
    _diagonal_or_trace,
    _lonely,
    _vector_meets,
    _alike_meet,
    _vector_scales,
    _matrices_meet,
]


def _facing(item, label):
    """Return the matrix with the label as its columns."""
    return item.form if item.labels[1] == label else transpose(item.form)


def _turned(item, labels):
    return item.form if item.labels == labels else transpose(item.form)


def _is_identity(item):
    return item.form == forms.IDENTITY


def _norm_squared(form):
    base = form.parts[0] if form.kind == "power" else form
    return Form("power", (Form("norm", (base,), True), Fraction(2), False), True)


def _entrywise(left, right):
    """Return the entrywise product of two items, negative powers below."""
    above, below = [], []
    for item in (left, right):
        form = _turned(item, left.labels)
        quotient = form.kind == "entrywise quotient"
        above.append(form.parts[0] if quotient else form)
        below += [form.parts[1]] if quotient else []
    return Item(hadamard(above, below, len(left.labels)), left.labels)
