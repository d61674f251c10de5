"""How the local Jacobian of a function of a whole matrix goes wrong, or of one along an axis.

What is right for numbers is wrong for matrices: 1/x for the inverse, x for the determinant. So
most mutations here do not lose something but take a matrix for a number, or for its entries.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.constants import constant
from mathlib.symbolic.expression import Expression, Factor, Labels
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.linear_algebra import inv
from mathlib.symbolic.local_jacobians import LocalJacobian
from mathlib.teaching.diagnosis.candidate import Sentence

#: A kind, a sentence, and the factors of the mutated local Jacobian.
Factors = tuple[str, Sentence, list[Factor]]


def matrix_mutations(e: nodes.MatrixFunction, rule: LocalJacobian) -> Iterator[Factors]:
    """Yield wrong derivatives of functions of a whole matrix, or along an axis."""
    factors, labels = rule.factors, rule.part_labels
    match e:
        case nodes.LogSumExp():
            exponentials = nodes.Function("exp", (e.base,), True)
            said = Sentence("The exponentials of {} are not divided by their sum.", e)
            yield "missing factor", said, [(exponentials, labels)]
        case nodes.Softmax() if rule.number < 0:
            said = Sentence("Only the diagonal of the Jacobian of {} is there.", e)
            tie = (nodes.Identity(e.base.shape[-1]), (rule.whole_labels[-1], labels[-1]))
            yield "off-diagonal missing", said, [*factors, tie]
        case nodes.Inverse():
            yield from _of_inverse(e, *rule.whole_labels, *labels)
        case nodes.Determinant():
            yield from _of_determinant(e, factors, labels)


def _of_determinant(
    e: nodes.Determinant, factors: list[Factor], labels: Labels
) -> Iterator[Factors]:
    """Yield wrong factors of the derivative of a determinant, or of its logarithm."""
    said = Sentence("The factor in front of {} is missing or wrong.", inv(e.base))
    other = [] if factors[1:] else [(nodes.Determinant(e.base), ())]
    yield "missing factor", said, [*other, factors[-1]]
    if isinstance(e, nodes.LogDeterminant):
        said = Sentence(
            "The derivative of {} has {} in front, and it cancels.",
            *[nodes.Determinant(e.base)] * 2,
        )
        yield "missing factor", said, [(power(nodes.Determinant(e.base), -1), ()), *factors]
    said = Sentence("{} is to be transposed.", inv(e.base))
    yield "transpose inside", said, [*factors[:-1], (inv(e.base), labels)]
    said = Sentence("{} is differentiated as if {} were a number.", e, e.base)
    before = [(outside_inverse(e), ())]
    for matrix in (nodes.Identity(e.base.shape[-1]), constant(1, e.base.shape)):
        yield "scalar thinking", said, [*before, (matrix, labels)]
    yield "scalar thinking", said, [*factors[:-1], (power(e.base, -1), labels)]


def outside_inverse(e: nodes.Determinant) -> Expression:
    """Return what stands before the inverse in the derivative of det(X), as if by a number."""
    d = nodes.Determinant(e.base)
    return power(d, -1) if isinstance(e, nodes.LogDeterminant) else d


def _of_inverse(e: nodes.Inverse, i: int, j: int, a: int, b: int) -> Iterator[Factors]:
    """Yield wrong factors of the derivative of an inverse: e[i, a] e[b, j] are right."""
    (c,), d = fresh_labels(1), nodes.Identity(e.base.shape[-1])
    apart: list[Factor] = [(d, (i, a)), (d, (j, b))]
    said = Sentence("The two factors {} are transposed.", e)
    yield "transpose inside", said, [(e, (a, i)), (e, (j, b))]
    said = Sentence("One of the two factors {} is transposed.", e)
    yield "transpose inside", said, [(e, (a, i)), (e, (b, j))]
    yield "transpose inside", said, [(e, (i, a)), (e, (j, b))]
    said = Sentence("{} is differentiated like 1/x: its two factors belong on either side.", e)
    yield "noncommutative", said, [(e, (i, c)), (e, (c, a)), apart[1]]
    yield "noncommutative", said, [apart[0], (e, (b, c)), (e, (c, j))]
    for p, q in ((i, j), (j, i)):
        yield "noncommutative", said, [(e, (p, c)), (e, (c, q)), *apart]
    said = Sentence("{} is differentiated entry by entry, like 1/x.", e)
    yield "scalar thinking", said, [(power(e.base, -2), (i, j)), *apart]
    for factors in ([(e, (i, a)), apart[1]], [apart[0], (e, (b, j))]):
        yield "missing factor", Sentence("One of the two factors {} is missing.", e), factors
