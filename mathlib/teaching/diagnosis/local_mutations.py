"""How one local Jacobian goes wrong: the rule by which a node depends on one of its parts.

The derivative is a sum over paths of products of local Jacobians; to mutate one of them, and
differentiate again, is what a reader does who has one rule wrong. Each mutation is a number and
factors that stand instead of the right ones. They come in the order in which they are believed
where two of them come to the same: what is left out, then what has a wrong number or sign, then
what is taken for something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power, product
from mathlib.symbolic.constants import constant, is_number
from mathlib.symbolic.expression import (
    Expression,
    Factor,
    Number,
    substitute,
    topological_order,
)
from mathlib.symbolic.local_jacobians import LocalJacobian, local_jacobians, partials
from mathlib.teaching.diagnosis.candidate import Sentence
from mathlib.teaching.diagnosis.held_parts import held
from mathlib.teaching.diagnosis.matrix_mutations import matrix_mutations
from mathlib.teaching.diagnosis.recalled_slopes import recalled

HALF = Fraction(1, 2)
MASKED = {"relu", "maximum", "minimum"}
# At how many other places a slope is taken by mistake: at those that are most like the right one in
# size. All of them would make the search cubic in the number of layers.
NEAR = 12
# A fraction with more below the line is read as a decimal number.
LONG = 1000
CURVED = (nodes.Function, nodes.Power)

#: A kind, a sentence, and the number and the factors of the mutated local Jacobian.
Local = tuple[str, Sentence, Number, list[Factor]]


def local_mutations(
    node: Expression, rule: LocalJacobian, k: int, y: Expression, x: nodes.Symbol
) -> Iterator[Local]:
    """Yield the mutations of the rule by which a node depends on its part number `k`."""
    if isinstance(node, (nodes.Sum, nodes.Product)):
        yield from _of_linear(node, rule, y, x)
    elif isinstance(node, CURVED):
        yield from _left_out(node, rule, x)
        yield from _signs(node, rule, x)
        for kind, said, number, slope in _of_entries(node, k, y, x):
            yield kind, said, number, [(slope, rule.whole_labels)]
    else:
        yield from _left_out(node, rule, x)
        yield from _signs(node, rule, x)
        assert isinstance(node, nodes.MatrixFunction)
        for kind, said, factors in matrix_mutations(node, rule):
            yield kind, said, rule.number, factors


def _has_several(node: Expression, x: nodes.Symbol) -> bool:
    """Whether the variable reaches a node in more than one way."""
    return sum(x in other.part.symbols for other in local_jacobians(node)) > 1


def _left_out(node: Expression, rule: LocalJacobian, x: nodes.Symbol) -> Iterator[Local]:
    if _has_several(node, x):
        yield "missing path", held(node, rule.part, x), 0, rule.factors


def _signs(node: Expression, rule: LocalJacobian, x: nodes.Symbol) -> Iterator[Local]:
    number, factors = rule.number, rule.factors
    negative = number < 0 or any(getattr(f, "coefficient", 1) < 0 for f, _ in factors)
    if negative or _has_several(node, x):
        said = Sentence("The derivative of {} by {} has the wrong sign.", node, rule.part)
        yield "sign", said, -number, factors


# --------------------------------------------------------------------------- sums and products


def _of_linear(
    node: Expression, rule: LocalJacobian, y: Expression, x: nodes.Symbol
) -> Iterator[Local]:
    number, factors, part = rule.number, rule.factors, rule.part
    yield from _left_out(node, rule, x)
    if isinstance(part, nodes.Power) and part.exponent == 2 and not node.shape:
        said = Sentence("The square {} is treated as a norm.", node)
        yield "norm vs square", said, HALF * number, [*factors, (power(node, -HALF), ())]
    if abs(number) != 1:
        if not _has_several(node, x) and _is_inside(node, y) and not isinstance(part, CURVED):
            said = Sentence("The inner derivative is forgotten: that of {} by {}.", node, part)
            yield "chain rule", said, 1, factors
        as_read = number if Fraction(number).denominator < LONG else constant(number)
        said = Sentence("The number {} in {} is lost.", as_read, node)
        yield of_number(number), said, 1 if number > 0 else -1, factors
    yield from _signs(node, rule, x)
    if isinstance(node, nodes.Sum) and _has_several(node, x):
        term = number * part
        yield "factor 2", Sentence("The derivative of {} is doubled.", term), 2 * number, factors
        yield (
            "factor 2",
            Sentence("The derivative of {} has lost its factor 2.", term),
            HALF * number,
            factors,
        )
        yield from _sizes_lost(term, rule)


def _sizes_lost(term: Expression, rule: LocalJacobian) -> Iterator[Local]:
    """Yield one of several terms without the size that is in it, as by a mean."""
    sizes = [f for f, _ in term.factors if isinstance(getattr(f, "base", f), nodes.Size)]
    lost = [[f] for f in sizes] + ([sizes] if len(sizes) > 1 else [])
    for factors in lost:
        inverse = [(power(f, -1), ()) for f in factors]
        said = Sentence(
            "The factor {} of {} is lost.", product(1, [(f, ()) for f in factors], ()), term
        )
        yield "factor N", said, rule.number, [*rule.factors, *inverse]


def of_number(number: Number) -> str:
    """Return the kind of mistake that it is to lose a number."""
    return "factor 2" if number in (2, HALF) else "factor N"


# ------------------------------------------------------------------------- functions of entries

#: A kind, a sentence, a number and a slope.
Slope = tuple[str, Sentence, Number, Expression]


def _of_entries(e: Expression, k: int, y: Expression, x: nodes.Symbol) -> Iterator[Slope]:
    """Yield wrong slopes of a function of entries."""
    z, one, number = e.children[k], constant(1, e.shape), getattr(e, "exponent", 1)
    masked = getattr(e, "name", "") in MASKED
    if (2 * number) % 2:
        root, rest = power(z, HALF), power(z, number - HALF)
        yield (
            "norm vs square",
            Sentence("{} is treated as its square {}.", root, z),
            2 * number,
            rest,
        )
    what = "a mask of zeros and ones" if masked else "it is a factor of the answer"
    yield _missing(e, z, y, x), Sentence("The derivative of {} is missing: {}.", e, what), 1, one
    yield "f instead of f'", Sentence("{} itself stands where its derivative is wanted.", e), 1, e
    if number not in (1, -1):
        if not _is_norm(e):  # its exponent is not what anybody sees
            said = Sentence("The exponent of {} does not fall by 1.", e)
            yield "f instead of f'", said, number, e
            said = Sentence("The exponent of {} is to fall by 1, and it rises.", e)
            yield "f instead of f'", said, number, power(z, number + 1)
        if number > 3:  # one less of a cube is a factor less
            said = Sentence("The exponent of {} is to fall by 1, and it is lost.", e)
            yield "power rule", said, number, z
        said = Sentence("The exponent {} of {} does not come down as a factor.", number, e)
        yield of_number(number), said, 1, _slope(e, k, z)
    for kind, said, slope in recalled(e, k):
        yield kind, said, 1, slope
    if masked:
        said = Sentence("The mask of {} is the wrong way round.", e)
        yield "mask", said, 1, one - _slope(e, k, z)
    yield from _elsewhere(e, k, y, number)


def _is_norm(e: Expression) -> bool:
    """Whether something is a power of a norm, which is a root of a sum of squares."""
    if not isinstance(e, nodes.Power) or not isinstance(e.base, nodes.Product):
        return False
    return e.exponent.denominator == 2 and bool(e.base.summed)


def _missing(e: Expression, z: Expression, y: Expression, x: nodes.Symbol) -> str:
    """Return the kind of mistake that it is to leave out the slope of a function."""
    name = getattr(e, "name", "")
    if name in MASKED:
        return "mask"
    if name == "abs":
        return "sign"
    return "chain rule" if z is x or not _is_inside(e, y) else "missing factor"


def _elsewhere(e: Expression, k: int, y: Expression, number: Number) -> Iterator[Slope]:
    """Yield the slope taken at everything else that has the shape of the argument."""
    z, masked = e.children[k], getattr(e, "name", "") in MASKED
    kind = "mask" if masked else "f' at the wrong point"
    others = [o for o in topological_order(y) if o.shape == e.shape and not is_number(o)]
    others.sort(key=lambda other: (abs(other.node_count - e.node_count), other.sort_key))
    for other in others[:NEAR]:
        if other is not z:
            said = Sentence(
                "The {} of {} is taken at {}.", "mask" if masked else "derivative", e, other
            )
            yield kind, said, number, _slope(e, k, other)
    said = Sentence("In the derivative of {}, {} stands where {} itself is meant.", e, z, e)
    yield "f' at the wrong point", said, number, substitute(_slope(e, k, z), {e: z})


def _slope(e: Expression, k: int, z: Expression) -> Expression:
    """Return the derivative of a function of entries by its argument `k`, taken at `z`."""
    if isinstance(e, nodes.Power):
        return power(z, e.exponent - 1)
    assert isinstance(e, nodes.Function)
    return partials(e)[k](*e.children[:k], z, *e.children[k + 1 :])


def _is_inside(e: Expression, y: Expression) -> bool:
    """Whether another function is applied to what comes out."""
    return any(
        isinstance(a, CURVED) and a is not e and e in topological_order(a)
        for a in topological_order(y)
    )
