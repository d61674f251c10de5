"""Products of indexed factors in canonical form.

A product is a number, a list of factors with labels for their axes, and the labels of the outputs;
labels that are no outputs are summed. Sums and powers are built on products and products on them,
so both are imported here when they are called.
"""

from __future__ import annotations

from collections.abc import Sequence

from mathlib.symbolic.block_powers import collect_blocks
from mathlib.symbolic.brackets import bracket_to_cancel, vanishes
from mathlib.symbolic.coefficients import orient, scale, split_coefficient
from mathlib.symbolic.constants import constant, normalize, size
from mathlib.symbolic.contraction_rules import (
    cancel_merges,
    cancel_signs,
    collect_powers,
    contract_deltas,
)
from mathlib.symbolic.exponential_rules import collect_exponentials
from mathlib.symbolic.expression import Expression, Factor, Labels, Number
from mathlib.symbolic.indices import Coloured, canonical, fresh_labels
from mathlib.symbolic.inverse_rules import bracket_beside_inverse, cancel_inverses
from mathlib.symbolic.nodes import MergeAxes, Product, Sum
from mathlib.symbolic.selection_rules import cancel_selections
from mathlib.symbolic.shapes import Shape, dimension_factors
from mathlib.symbolic.spectral_rules import use_eigenvectors
from mathlib.symbolic.structural_order import StructuralOrder
from mathlib.symbolic.structure import use_declarations


def product(
    number: Number, factors: Sequence[Factor], out: Labels, shape: Shape = ()
) -> Expression:
    """Return the product of indexed factors, summed over the labels that are not in `out`.

    Its shape need not be given if every label in `out` is that of a factor.
    """
    if len(factors) == 1 and factors[0][1] == out and len({*out}) == len(out):
        return scale(number, factors[0][0].body)
    return _canonical_product(number, factors, out, dict(zip(out, shape, strict=False)))


def merge_axes(factors: Sequence[Factor], *groups: Labels) -> Expression:
    """Return a product with an axis for every group of labels: of two, the first varies slowest."""
    sizes = {label: d for e, labels in factors for label, d in zip(labels, e.shape, strict=True)}
    out: list[int] = []
    joints: list[Factor] = []
    for group in groups:
        if len(group) == 2:
            whole = fresh_labels(1)
            joints.append((MergeAxes(*map(sizes.get, group)), whole + group))
        out += whole if len(group) == 2 else group
    return product(1, [*factors, *joints], tuple(out))


def _canonical_product(coefficient, factors, out, sizes):
    """Return a product in canonical form; `sizes` has the dimensions of labels without factors.

    Deltas come first, for they make labels one that were two, and only then can equal factors be
    seen to stand on equal labels; powers come before inverses and merged axes, which are looked for
    among what is left. Whatever one of them changes may be what another waits for, so after a
    change everything starts anew, on fewer factors or fewer labels, and therefore ends. Labels that
    no factor has any more count how often the rest is added up; they are last, because deltas and
    merged axes may free more of them.
    """
    from mathlib.symbolic.powers import power

    coefficient, flat = _flatten(coefficient, factors, sizes)
    if coefficient == 0 or vanishes(flat, out):
        return constant(0, tuple(sizes[label] for label in out))
    flat = collect_powers(contract_deltas(flat, out, sizes), power)
    wide = _bracket_to_multiply(flat, out) or bracket_to_cancel(flat)
    if wide := wide or bracket_beside_inverse(flat, out):
        rest = [f for f in flat if f is not wide]
        return _multiplied_out(coefficient, rest, wide, out, sizes)
    met = cancel_inverses(cancel_signs(flat, power), out, sizes)
    met = cancel_selections(met, out, sizes)
    met = use_declarations(cancel_merges(met, out, sizes), out, sizes)
    met = use_eigenvectors(met, out, sizes)
    met = collect_exponentials(collect_blocks(met, out, sizes), out, sizes)
    if met is flat:
        met = _count_free_labels(flat, out, sizes)
    if met is not flat or any(isinstance(e, Product) for e, _ in flat):
        return _canonical_product(coefficient, met, out, sizes)
    return _canonical_node(coefficient, flat, out, tuple(sizes[label] for label in out))


def _bracket_to_multiply(flat, out):
    """Return a bracket of three axes or more, unless it stands alone and is only repeated."""
    wide = next((f for f in flat if isinstance(f[0], Sum) and len(f[0].shape) > 2), None)
    if wide is None:
        return None
    alone = len(flat) == 1 and len({*wide[1]}) == len(wide[1])
    return None if alone and {*wide[1]} < {*out} else wide


def _count_free_labels(flat, out, sizes):
    """Replace the sum over labels that stand in no factor by how many values they take."""
    present = {label for _, labels in flat for label in labels}.union(out)
    free = [label for label in sizes if label not in present]
    dimensions = [sizes.pop(label) for label in free]
    counts = [(size(d), ()) for dimension in dimensions for d in dimension_factors(dimension)]
    return flat + counts if free else flat


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
    from mathlib.symbolic.sums import add

    return add(*(_canonical_product(*term, out, {**sizes}) for term in terms))


def _canonical_node(coefficient, flat, out, shape):
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
