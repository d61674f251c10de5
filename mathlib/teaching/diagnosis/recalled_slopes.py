"""Slopes that are recalled wrongly: the rule is known, and one sign or square of it is not.

``tanh' = 1 - tanh`` and ``(eˣ)' = x eˣ⁻¹`` are no slips of the pen. They come out of the memory, so
they stand wherever the function does.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlib.symbolic import functions, nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, substitute
from mathlib.symbolic.local_jacobians import partials
from mathlib.teaching.diagnosis.candidate import Mutation, Sentence

AS_POWER = "{} is differentiated as if it were a power of {}: here the exponent moves."
#: What the integral of a function of the variable is, where everybody knows it.
INTEGRALS = {"sin": ("cos", -1), "cos": ("sin", 1), "exp": ("exp", 1)}
#: A kind, a sentence and a slope.
Recalled = tuple[str, Sentence, Expression]


def recalled(e: Expression, k: int) -> Iterator[Recalled]:
    """Yield what is taken for the slope of a function of entries by its argument number `k`.

    Examples
    --------
    >>> import mathlib as ml
    >>> x = ml.scalar("x")
    >>> [str(slope) for _, _, slope in recalled(ml.tanh(x), 0)]
    ['1 - tanh(x)', 'tanh(x)² + 1']
    >>> [str(slope) for _, _, slope in recalled(ml.exp(x), 0)]
    ['x exp(x - 1)']
    """
    z = e.children[k]
    match getattr(e, "name", ""):
        case "tanh":
            said = Sentence("The slope of {} is 1 minus its square, and the square is missing.", e)
            yield "missing factor", said, 1 - e
            said = Sentence("The slope of {} is 1 minus its square, and the sign is wrong.", e)
            yield "sign", said, 1 + e**2
        case "tan":
            said = Sentence("The slope of {} is 1 plus its square, and the square is missing.", e)
            yield "missing factor", said, 1 + e
            said = Sentence("The slope of {} is 1 plus its square, and the sign is wrong.", e)
            yield "sign", said, 1 - e**2
            said = Sentence("The slope of {} is 1 over a square, and the square is missing.", e)
            yield "missing factor", said, 1 / functions.cos(z)
        case "softplus":
            said = Sentence("The slope of {} is sigmoid({}), and {} itself stands there.", e, z, z)
            yield "f' at the wrong point", said, z
        case "sigmoid":
            said = Sentence("The slope of {} is itself times 1 minus itself: a sign is wrong.", e)
            yield "sign", said, e * (1 + e)
        case "sin" | "cosh":
            said = Sentence("The slope of {} has the wrong sign.", e)
            (slope,) = _slopes(e)
            yield "sign", said, -slope
        case "arctan" | "arcsin" | "arctanh":
            named = nodes.Symbol("_inner", z.shape, False, z.nonnegative, False)
            (slope,) = _slopes(e.rebuild(named))
            said = Sentence("In the slope of {}, the square of {} is missing.", e, z)
            yield (
                "missing factor",
                said,
                substitute(substitute(slope, {named**2: named}), {named: z}),
            )
        case "exp":
            yield "power rule", Sentence(AS_POWER, e, "e"), z * e.rebuild(z - 1)
        case "raise_to" if k == 1:
            base = e.children[0]
            yield "power rule", Sentence(AS_POWER, e, base), z * e.rebuild(base, z - 1)


def _slopes(e: Expression) -> list[Expression]:
    assert isinstance(e, nodes.Function)
    return [partial(*e.children) for partial in partials(e)]


def at_the_inner_slope(y: Expression, x: nodes.Symbol) -> Iterator[Mutation]:
    """Yield the derivative of a nested function taken at the derivative of what is inside.

    Examples
    --------
    >>> import mathlib as ml
    >>> x = ml.scalar("x")
    >>> [str(m.formula) for m in at_the_inner_slope(ml.sin(x**3), x)]
    ['cos(3 x²)', '3 x² cos(3 x²)']
    """
    inner = [child for child in y.children if x in child.symbols]
    if x.shape or y.shape or len(inner) != 1 or inner[0] is x or inner[0].shape:
        return
    if not isinstance(y, nodes.FUNCTION_NODES):
        return
    slope = jacobian_tensor(inner[0], x)
    if x not in slope.symbols:  # it comes to a number, as many do
        return
    named = nodes.Symbol("_inner", (), False, inner[0].nonnegative, False)
    outer = substitute(jacobian_tensor(substitute(y, {inner[0]: named}), named), {named: slope})
    said = Sentence("The slope of {} is taken at the derivative of {}, not at itself.", y, inner[0])
    yield Mutation("chain rule", said, outer)
    yield Mutation("chain rule", said, outer * slope)


def of_another_order(y: Expression, x: nodes.Symbol, formula: Expression) -> Iterator[Mutation]:
    """Yield the second derivative, and of what everybody can integrate, the integral.

    Examples
    --------
    >>> import mathlib as ml
    >>> x = ml.scalar("x")
    >>> [str(m.formula) for m in of_another_order(4 * x**3 + ml.cos(x), x, 12 * x**2 - ml.sin(x))]
    ['24 x - cos(x)', 'sin(x) + x⁴']
    """
    if y.shape or x not in formula.symbols:
        return
    said = Sentence("This is the second derivative: it is differentiated once too often.")
    yield Mutation("another order", said, jacobian_tensor(formula, x))
    if x.shape:
        return
    terms = y.terms if isinstance(y, nodes.Sum) else [(1, y)]
    integrals = [_integral(term, x) for _, term in terms]
    if all(found is not None for found in integrals):
        total = sum(number * found for (number, _), found in zip(terms, integrals, strict=True))
        said = Sentence("This is an integral: its derivative is the function.")
        yield Mutation("another order", said, total)


def _integral(term: Expression, x: nodes.Symbol) -> Expression | None:
    """Return the integral of a power of the variable or of a simple function, else None."""
    number, factors = getattr(term, "coefficient", 1), term.factors
    moving = [f for f, _ in factors if x in f.symbols]
    rest = number
    for f, _ in factors:
        rest = rest if f in moving else rest * f
    if not moving:
        return rest * x
    if len(moving) > 1:
        return None
    match moving[0]:
        case nodes.Symbol():
            return rest * x**2 / 2
        case nodes.Power(base=base, exponent=exponent) if base is x and exponent != -1:
            return rest * power(x, exponent + 1) / (exponent + 1)
        case nodes.Function(name="sin" | "cos" | "exp" as name, children=(z,)) if z is x:
            other, sign = INTEGRALS[name]
            return sign * rest * nodes.Function(other, (x,), other == "exp")
    return None
