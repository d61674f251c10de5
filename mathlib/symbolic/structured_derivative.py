"""The derivative by a symbol whose entries do not move alone, made of that in which they do.

Of a symmetric matrix there are two conventions. Where the entries below the diagonal are the
variables, each moves its mirror image too: *shared*. Where the derivative is to be a direction
within the symmetric matrices, along which a step increases most, it is the symmetric part:
*projected*. They differ off the diagonal by a factor 2. For entries that stay 0 both are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, broadcast, power, product
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constant_nodes import LowerTriangle
from mathlib.symbolic.constants import size
from mathlib.symbolic.expression import Expression

STRUCTURES = ("independent", "shared", "projected")
HALF = Fraction(1, 2)


def with_structure(G: Expression, x: nodes.Symbol, structure: str) -> Expression:
    """Return a derivative whose last axes are those of a symbol, with its entries held together."""
    if structure not in STRUCTURES:
        raise ValueError(
            f"structure is one of {', '.join(map(repr, STRUCTURES))}, not {structure!r}"
        )
    if structure == "independent":
        return G
    words = _declared(x)
    rule = _rule(x, structure)
    if rule:
        return rule(G, x)
    if not words:
        raise ValueError(f"{x} is not declared to be symmetric or the like: its entries move alone")
    raise ValueError(
        f"the entries of {x}, declared {', '.join(words)}, share no number"
        if structure == "shared"
        else f"the values of {x}, declared {', '.join(words)}, have no space around them to move in"
    )


def moves_mirrored(x: nodes.Symbol, structure: str) -> bool:
    """Say whether each entry of a symbol is held together with its mirror image."""
    return structure != "independent" and _rule(x, structure) in (_mirrored, _symmetric_part)


def _declared(x: nodes.Symbol) -> list[str]:
    return [*x.structure, *["symmetric"] * x.declared_symmetric]


def _rule(
    x: nodes.Symbol, structure: str
) -> Callable[[Expression, nodes.Symbol], Expression] | None:
    words = _declared(x)
    rules = SHARED if structure == "shared" else PROJECTED
    found = (rule for word, rule in rules.items() if word in words and "one_hot" not in words)
    return next(found, None)


def _symmetric_part(G: Expression, x: nodes.Symbol) -> Expression:
    return add(scale(HALF, G), scale(HALF, _turned(G)))


def _mirrored(G: Expression, x: nodes.Symbol) -> Expression:
    return add(G, _turned(G), scale(-1, _masked(G, nodes.Identity(x.shape[0]))))


def _turned(G: Expression) -> Expression:
    """Return a derivative with the two axes of the variable exchanged."""
    *outputs, i, j = G.axes
    return product(1, [(G, G.axes)], (*outputs, j, i))


def _masked(G: Expression, mask: Expression) -> Expression:
    return product(1, [(G, G.axes), (mask, G.axes[-2:])], G.axes)


def _less_mean(G: Expression, x: nodes.Symbol) -> Expression:
    rest = G.axes[:-1]
    weight = (power(size(x.shape[-1]), -1), ())
    mean = product(-1, [(G, G.axes), weight], rest, G.shape[:-1])
    return add(G, broadcast(mean, G.shape, rest))


def _tangent(G: Expression, x: nodes.Symbol) -> Expression:
    """Return G - Q (QᵀG + GᵀQ) / 2, the part that keeps the columns orthonormal to first order."""
    *outputs, i, j = G.axes
    k, l = len(G.shape), len(G.shape) + 1
    first = [(x, (i, k)), (x, (l, k)), (G, (*outputs, l, j))]
    second = [(x, (i, k)), (x, (l, j)), (G, (*outputs, l, k))]
    return add(G, *(product(-HALF, factors, G.axes) for factors in (first, second)))


#: What is declared, and how its entries move together; the first that is declared counts.
SHARED: Mapping[str, Callable[[Expression, nodes.Symbol], Expression]] = {
    "diagonal": lambda G, x: _masked(G, nodes.Identity(x.shape[0])),
    "lower": lambda G, x: _masked(G, LowerTriangle(x.shape[0])),
    "definite": _mirrored,
    "symmetric": _mirrored,
}
PROJECTED: Mapping[str, Callable[[Expression, nodes.Symbol], Expression]] = {
    "diagonal": SHARED["diagonal"],
    "lower": SHARED["lower"],
    "orthogonal": _tangent,
    "definite": _symmetric_part,
    "symmetric": _symmetric_part,
    "sums_to_1": _less_mean,
}
