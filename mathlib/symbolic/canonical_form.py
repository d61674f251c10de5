"""Sums, products and powers in canonical form.

What is simplified: nested sums and products are flattened, equal terms and equal factors are
collected, Kronecker deltas are contracted, a matrix meeting its inverse vanishes, axes that are
joined and taken apart again are as before, numbers are exact fractions in front. A bracket stays a
bracket, ``Xᵀ (X w - y)``, unless it has more than two axes: then it is multiplied out, so that
matrix notation stays in reach.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from mathlib.symbolic.constants import (
    as_expression,
    constant,
    is_long,
    is_number,
    is_radical,
    is_zero,
    normalize,
    number_power,
    size,
)
from mathlib.symbolic.contraction_rules import cancel_inverses, cancel_merges, contract_deltas
from mathlib.symbolic.expression import (
    Expression,
    Factor,
    Labels,
    Number,
    Shape,
    dimension_factors,
    shape_text,
)
from mathlib.symbolic.indices import Coloured, canonical, fresh_labels
from mathlib.symbolic.nodes import Function, Identity, MergeAxes, Power, Product, Sum
from mathlib.symbolic.structural_order import StructuralOrder, reads_better

# ---------------------------------------------------------------------------------------- sums


def add(*terms: Any) -> Expression:
    """Return the sum of the terms, shapes aligned at their last axes."""
    terms = [as_expression(term) for term in terms]
    shape = terms[0].shape
    for term in terms[1:]:
        shape = broadcast_shapes(shape, term.shape, "added")
    total: Counter = Counter()
    for term in terms:
        for number, unit in _terms(broadcast(term, shape)):
            total[unit] += number
    kept = [(number, unit) for unit, number in total.items() if number]
    if len(kept) < 2:
        return scale(*kept[0]) if kept else constant(0, shape)
    axes = tuple(sorted(set().union(*(_axes(unit) for _, unit in kept))))
    if len(axes) < len(shape):
        return broadcast(add(*(_narrow(number, unit, axes) for number, unit in kept)), shape, axes)
    if all(is_diagonal(unit) for _, unit in kept):
        diagonal = add(*(_narrow(number, *_diagonal(unit)) for number, unit in kept))
        return product(1, [(diagonal, (0,)), (Identity(shape[0]), (0, 1))], (0, 1))
    return Sum(tuple(sorted(kept, key=lambda term: term[1].order)))


def scale(number: Number, e: Expression) -> Expression:
    """Return a number times an expression."""
    e = as_expression(e)
    if number == 0 or is_zero(e):
        return constant(0, e.shape)
    if number == 1:
        return e
    if isinstance(e, Sum):
        return Sum(tuple((normalize(number * c), term) for c, term in e.terms))
    c, unit = split_coefficient(e)
    if normalize(number * c) == 1:
        return unit
    return Product(normalize(number * c), unit.factors, e.shape)


def split_coefficient(e: Expression) -> tuple[Number, Expression]:
    """Return the number in front of an expression, and what is behind it.

    The number in front of a sum is what its terms have in common, with the sign of its constant, as
    in 1 - x, or of its first term.
    """
    if isinstance(e, Sum):
        numbers = [c for c, _ in e.terms]
        common = Fraction(
            gcd(*(c.numerator for c in numbers)), lcm(*(c.denominator for c in numbers))
        )
        leading = next((c for c, term in e.terms if is_number(term)), numbers[0])
        common = normalize(common if leading > 0 else -common)
        return common, scale(normalize(Fraction(1) / common), e)
    if not isinstance(e, Product) or e.coefficient == 1 or e.coefficient == 0:
        return 1, e
    if len(e.factors) == 1 and e.factors[0][1] == e.axes:
        return e.coefficient, e.factors[0][0]
    return e.coefficient, Product(1, e.factors, e.shape)


def broadcast_shapes(left: Shape, right: Shape, doing: str) -> Shape:
    """Return the longer of two shapes, of which the other must be the end."""
    long, short = (left, right) if len(left) >= len(right) else (right, left)
    if long[len(long) - len(short) :] != short:
        raise ValueError(
            f"shapes {shape_text(left)} and {shape_text(right)} do not fit: to be {doing}, "
            "one must be the end of the other; a transpose or an outer product may be missing"
        )
    return long


def broadcast(e: Expression, shape: Shape, axes: Labels | None = None) -> Expression:
    """Return an expression repeated along the axes that it lacks; it has the last, or `axes`."""
    if e.shape == shape:
        return e
    out = tuple(range(len(shape)))
    axes = out[len(shape) - len(e.shape) :] if axes is None else axes
    return product(1, [(e, axes)], out, shape)


def _terms(e):
    """Return the terms of a sum, also of one that is repeated along an axis."""
    if isinstance(e, Sum):
        return e.terms
    if isinstance(e, Product) and len(e.factors) == 1 and isinstance(e.factors[0][0], Sum):
        ((bracket, labels),) = e.factors
        if len(_axes(e)) == len(labels) == len({*labels}):
            return [(e.coefficient * c, broadcast(t, e.shape, labels)) for c, t in bracket.terms]
    return [] if is_zero(e) else [split_coefficient(e)]


def _narrow(number, e, axes, factors=None):
    """Return what an expression is on the axes on which it depends, or on some more."""
    shape = tuple(e.shape[axis] for axis in axes)
    return product(number, e.factors if factors is None else factors, axes, shape)


def entrywise(f: Callable[[Expression], Expression], e: Expression) -> Expression:
    """Apply a function of entries, once for all axes along which an expression is repeated."""
    axes = tuple(sorted(_axes(e)))
    if len(axes) == len(e.shape):
        return f(e)
    return broadcast(f(_narrow(e.coefficient, e, axes)), e.shape, axes)


def is_diagonal(e: Expression) -> bool:
    """Say whether an expression is a diagonal matrix."""
    return len(e.shape) == 2 and any(isinstance(f, Identity) for f, _ in e.factors)


def _diagonal(e):
    """Return a diagonal matrix, the axis of its diagonal, and the factors of that."""
    return e, (0,), [f for f in e.factors if not isinstance(f[0], Identity)]


def _axes(e):
    """Return the axes on which an expression depends."""
    return {label for _, labels in e.factors for label in labels}.intersection(e.axes)


# ------------------------------------------------------------------------------------ products


def product(number: Number, factors: list[Factor], out: Labels, shape: Shape = ()) -> Expression:
    """Return the product of indexed factors, summed over the labels that are not in `out`.

    Its shape need not be given if every label in `out` is that of a factor.
    """
    return _simplified(number, factors, out, dict(zip(out, shape, strict=False)))


def merge_axes(factors: list[Factor], *groups: Labels) -> Expression:
    """Return a product with an axis for every group of labels: of two, the first varies slowest."""
    sizes = {label: d for e, labels in factors for label, d in zip(labels, e.shape, strict=True)}
    out, joints = [], []
    for group in groups:
        if len(group) == 2:
            whole = fresh_labels(1)
            joints.append((MergeAxes(*map(sizes.get, group)), whole + group))
        out += whole if len(group) == 2 else group
    return product(1, [*factors, *joints], tuple(out))


def _simplified(coefficient, factors, out, sizes):
    """Return a product in canonical form; `sizes` has the dimensions of labels without factors."""
    coefficient, flat = _flatten(coefficient, factors, sizes)
    shape = tuple(sizes[label] for label in out)
    if coefficient == 0:
        return constant(0, shape)
    wide = next((f for f in flat if isinstance(f[0], Sum) and len(f[0].shape) > 2), None)
    if wide and not (len(flat) == 1 and {*wide[1]} < {*out} and len({*wide[1]}) == len(wide[1])):
        rest = [f for f in flat if f is not wide]
        return _multiplied_out(coefficient, rest, wide, out, sizes)
    flat = _collect_powers(contract_deltas(flat, out, sizes))
    met = cancel_merges(cancel_inverses(flat, out, sizes), out, sizes)
    if met is not flat or any(isinstance(e, Product) for e, _ in flat):
        return _simplified(coefficient, met, out, sizes)
    present = {label for _, labels in flat for label in labels}.union(out)
    free = [sizes[label] for label in sizes if label not in present]
    if free:
        kept = {label: d for label, d in sizes.items() if label in present}
        sizes_of_free = [(size(d), ()) for axis in free for d in dimension_factors(axis)]
        return _simplified(coefficient, flat + sizes_of_free, out, kept)
    return _finished(coefficient, flat, out, shape)


def _flatten(coefficient, factors, sizes):
    """Factors that are no products and have no number in front; `sizes` learns their labels."""
    flat = []
    for e, labels in factors:
        sizes.update(zip(labels, e.shape, strict=True))
        if isinstance(e, Sum):
            e, labels = orient(e, labels)
            number, e = split_coefficient(e)
            flat.append((e, labels))
        elif isinstance(e, Product):
            number = e.coefficient
            renamed = dict(enumerate(labels)) | {label: fresh_labels(1)[0] for label in e.summed}
            for factor, inner in e.factors:
                flat.append((factor, tuple(renamed[label] for label in inner)))
                sizes.update(zip(flat[-1][1], factor.shape, strict=True))
        else:
            number = 1
            flat.append((e, labels))
        coefficient *= number
    return coefficient, flat


def _multiplied_out(number, rest, wide, out, sizes):
    """Return a bracket of three axes or more, term by term (alone, it is only relabelled)."""
    bracket, labels = wide
    terms = ((number * c, [*rest, (term, labels)]) for c, term in bracket.terms)
    return add(*(_simplified(*term, out, {**sizes}) for term in terms))


def _collect_powers(flat):
    """Merge the powers of one base with one indexing."""
    alike = {}
    for e, labels in _merge_radicals(flat):
        base, exponent = (e.base, e.exponent) if isinstance(e, Power) else (e, 1)
        key = base, tuple(sorted(labels)) if base.symmetric else labels
        alike.setdefault(key, []).append((exponent, e))
    merged = []
    for (base, labels), found in alike.items():
        exponent = normalize(sum(exponent for exponent, _ in found))
        if len(found) == 1 or isinstance(base, (Identity, MergeAxes)):
            merged.append((found[0][1], labels))
        elif exponent:
            merged.append((power(base, exponent), labels))
    return merged


def _merge_radicals(flat):
    """Multiply radicals of one exponent: sqrt(2) sqrt(3) is sqrt(6), and sqrt(2) sqrt(8) is 4."""
    radicals = [e for e, _ in flat if is_radical(e)]
    if len(radicals) < 2:
        return flat
    numbers = {}
    for e in radicals:
        numbers[e.exponent] = numbers.get(e.exponent, 1) * e.base.coefficient
    if any(is_long(number, exponent) for exponent, number in numbers.items()):
        return flat
    merged = [(number_power(number, exponent), ()) for exponent, number in numbers.items()]
    return [f for f in flat if not is_radical(f[0])] + merged


def _finished(coefficient, flat, out, shape):
    """Return the node, factors ordered and labels numbered; of one factor, what it comes to."""
    if len(flat) == 1:
        e, labels = flat[0]
        in_place = labels == out or (e.symmetric and sorted(labels) == sorted(out))
        if in_place and not isinstance(e, Sum):
            return scale(normalize(coefficient), e)
        if isinstance(e, Sum) and sorted(labels) == sorted(out):
            if labels == out:
                return scale(normalize(coefficient), e)
            return _multiplied_out(coefficient, [], flat[0], out, {})
    coloured = [Coloured(StructuralOrder(e), ls, e.symmetric and len(ls) == 2) for e, ls in flat]
    named = canonical(coloured, out)
    return Product(normalize(coefficient), tuple((flat[k][0], ls) for k, ls in named), shape)


def orient(e: Expression, labels: Labels) -> Factor:
    """Return a matrix or its transpose, whichever comes first, and its labels to match."""
    if len(e.shape) == 2 and reads_better(e.T, e):
        return e.T, labels[::-1]
    return e, labels


def up_to_transpose(make: Callable[[Expression], Expression], e: Expression) -> Expression:
    """Return what is made of `e`, or the transpose of what is made of its transpose."""
    labels = fresh_labels(len(e.shape))
    core, inner = orient(e, labels)
    return product(1, [(make(core), inner)], labels)


# -------------------------------------------------------------------------------------- powers


def power(base: Expression, exponent: Number) -> Expression:
    """Every entry of `base` to a power that is a number."""
    if exponent == 0 or exponent == 1:
        return base if exponent else constant(1, base.shape)
    whole = exponent.denominator == 1
    if is_zero(base) and exponent < 0:
        raise ZeroDivisionError("the denominator is 0, whatever the values of the symbols")
    if is_long(split_coefficient(base)[0], exponent):
        return Power(base, exponent)
    if is_number(base) and (base.coefficient >= 0 or whole):
        return broadcast(number_power(base.coefficient, exponent), base.shape)
    if isinstance(base, Power) and (whole or base.base.nonnegative):
        return power(base.base, normalize(base.exponent * exponent))
    if isinstance(base, Function) and base.name == "step" and exponent > 0:
        return base
    if isinstance(base, Function) and base.name == "abs" and exponent % 2 == 0:
        return power(base.children[0], exponent)
    if isinstance(base, (Product, Sum)):
        return entrywise(lambda e: _power_of_compound(e, exponent), base)
    return Power(base, exponent)


def _power_of_compound(base, exponent):
    """Return the power of the number in front, times that of each factor where that is allowed.

    A positive number may always come out, and so may any number under a whole exponent. A root of
    a product is the product of the roots only where every factor is nonnegative: of ``x y`` with
    both negative it exists, and theirs do not. So a minus sign stays under the root.
    """
    whole = exponent.denominator == 1
    number, unit = split_coefficient(base)
    sign = 1 if whole or number > 0 else -1
    root = number_power(sign * number, exponent)
    apart = isinstance(unit, Product) and not unit.summed and unit.factors
    apart = apart and not any(isinstance(e, (Identity, MergeAxes)) for e in unit.children)
    if apart and (whole or (sign > 0 and all(e.nonnegative for e in unit.children))):
        factors = [(power(e, exponent), labels) for e, labels in unit.factors]
        return product(1, [(root, ()), *factors], unit.axes, unit.shape)
    core = scale(sign, unit)
    make = Power if isinstance(core, (Product, Sum)) else power
    labels = fresh_labels(len(core.shape))
    raised = up_to_transpose(lambda core: make(core, exponent), core)
    return product(1, [(root, ()), (raised, labels)], labels)
